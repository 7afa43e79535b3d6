/* The PS/2 keyboard, by way of the 8042 controller. [IBM PS/2, keyboard controller] */
#include "arch/x86/instructions.h"
#include "arch/x86/scancode.h"
#include "arch/x86/x86.h"

enum {
    DATA = 0x60,
    STATUS = 0x64,
    OUTPUT_FULL = 0x01,
    FROM_MOUSE = 0x20,
    DRAIN_TRIES = 16, /* a port that is not there reads as full for ever */
};

static struct scancode_state state;

void keyboard_init(void)
{
    for (uint32_t tries = 0; tries < DRAIN_TRIES && (inb(STATUS) & OUTPUT_FULL); tries++)
        (void)inb(DATA);
    pic_enable(VECTOR_KEYBOARD - VECTOR_IRQ);
}

void keyboard_interrupt(void)
{
    uint8_t status = inb(STATUS);
    if (!(status & OUTPUT_FULL))
        return;
    uint8_t code = inb(DATA);
    if (status & FROM_MOUSE)
        return;
    char bytes[8];
    unsigned count = scancode_translate(&state, code, bytes);
    if (state.scroll != 0 || count > 0)
        vga_scroll(state.scroll);
    for (unsigned i = 0; i < count; i++)
        kernel_input(bytes[i]);
}
