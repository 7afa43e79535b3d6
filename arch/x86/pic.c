/* The two 8259A interrupt controllers, cascaded: 15 interrupt lines. [Intel 8259A data
 * sheet] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

enum {
    FIRST_DATA = 0x21,
    SECOND_COMMAND = 0xA0,
    SECOND_DATA = 0xA1,
    INIT_WITH_ICW4 = 0x11,
    MODE_8086 = 0x01,
    CASCADE_LINE = 2,
    READ_REQUESTS = 0x0A,
    READ_IN_SERVICE = 0x0B,
    LOWEST_LINE = 7, /* a line that was withdrawn shows as the lowest of its controller */
};

static uint16_t masked = 0xFFFF & ~(1u << CASCADE_LINE);

static void write_masks(void)
{
    outb(FIRST_DATA, (uint8_t)masked);
    outb(SECOND_DATA, (uint8_t)(masked >> 8));
}

/* Interrupts move behind the exceptions, whose vectors they would share otherwise. */
void pic_init(void)
{
    outb(PIC_COMMAND, INIT_WITH_ICW4);
    outb(SECOND_COMMAND, INIT_WITH_ICW4);
    outb(FIRST_DATA, VECTOR_IRQ);
    outb(SECOND_DATA, VECTOR_IRQ + 8);
    outb(FIRST_DATA, 1 << CASCADE_LINE);
    outb(SECOND_DATA, CASCADE_LINE);
    outb(FIRST_DATA, MODE_8086);
    outb(SECOND_DATA, MODE_8086);
    write_masks();
}

void pic_enable(uint32_t irq)
{
    masked = (uint16_t)(masked & ~(1u << irq));
    write_masks();
}

void arch_pause(void)
{
    outb(FIRST_DATA, (uint8_t)(masked | ~(1u << (VECTOR_TIMER - VECTOR_IRQ))));
    sti_nop_cli();
    outb(FIRST_DATA, (uint8_t)masked);
}

bool pic_is_requested(uint32_t irq)
{
    uint16_t command = irq < 8 ? PIC_COMMAND : SECOND_COMMAND;
    outb(command, READ_REQUESTS);
    return inb(command) & (1u << (irq & 7));
}

/* Whether the controller at COMMAND really serves its lowest line. */
static bool is_in_service(uint16_t command)
{
    outb(command, READ_IN_SERVICE);
    return inb(command) & (1u << LOWEST_LINE);
}

bool pic_acknowledge(uint32_t irq)
{
    if (irq == LOWEST_LINE && !is_in_service(PIC_COMMAND))
        return false;
    if (irq >= 8) {
        if (irq == 8 + LOWEST_LINE && !is_in_service(SECOND_COMMAND)) {
            outb(PIC_COMMAND,
                 PIC_END_OF_INTERRUPT); /* the first has served its cascade line */
            return false;
        }
        outb(SECOND_COMMAND, PIC_END_OF_INTERRUPT);
    }
    outb(PIC_COMMAND, PIC_END_OF_INTERRUPT);
    return true;
}
