/* Two 16550 UARTs: COM1 is the console, COM2 carries the trace. [National 16550D data
 * sheet] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

enum {
    COM1 = 0x3F8,
    COM2 = 0x2F8,
    DATA = 0,
    INTERRUPTS = 1,
    DIVISOR_LOW = 0, /* while LINE has DIVISOR_ACCESS */
    DIVISOR_HIGH = 1,
    LINE = 3,
    MODEM = 4,
    STATUS = 5,
    DIVISOR_ACCESS = 0x80,
    EIGHT_BITS = 0x03,
    DIVISOR_115200 = 1,
    READY_AND_INTERRUPT = 0x0B, /* DTR, RTS, OUT2, which lets interrupts through */
    RECEIVED = 0x01,
    CAN_SEND = 0x20,
    /* So long, which is seconds, whoever reads at the other end may take; but a port that
     * never sends must not hold the kernel up for ever. One that is not there says that it can. */
    SEND_TRIES = 5000000,
};

/* The FIFO stays as the loader left it: switching it would drop a byte that has come
 * already. */
static void port_init(uint16_t port)
{
    outb(port + INTERRUPTS, 0);
    outb(port + LINE, DIVISOR_ACCESS);
    outb(port + DIVISOR_LOW, DIVISOR_115200);
    outb(port + DIVISOR_HIGH, 0);
    outb(port + LINE, EIGHT_BITS);
    outb(port + MODEM, READY_AND_INTERRUPT);
}

static void send_byte(uint16_t port, uint8_t byte)
{
    for (uint32_t tries = 0; tries < SEND_TRIES; tries++)
        if (inb(port + STATUS) & CAN_SEND)
            break;
    outb(port + DATA, byte);
}

void serial_init(void)
{
    port_init(COM1);
    port_init(COM2);
}

void serial_enable_interrupts(void)
{
    outb(COM1 + INTERRUPTS, RECEIVED);
    pic_enable(VECTOR_COM1 - VECTOR_IRQ);
    serial_interrupt(); /* what came before would raise no edge */
}

void serial_write(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            send_byte(COM1, '\r');
        send_byte(COM1, (uint8_t)text[i]);
    }
}

void serial_interrupt(void)
{
    while (inb(COM1 + STATUS) & RECEIVED)
        kernel_input((char)inb(COM1 + DATA));
}

void arch_trace_write(const void *bytes, size_t length)
{
    const uint8_t *next = bytes;
    for (size_t i = 0; i < length; i++)
        send_byte(COM2, next[i]);
}
