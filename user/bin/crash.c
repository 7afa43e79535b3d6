/* crash: does what no program may, and is ended for it. Without KIND it lists what there
 * is to try.
 *
 * usage: crash [KIND] */
#include <arguments.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KERNEL_ADDRESS = 0xC0100000u, FRAME_BYTES = 512 };

/* The compiler is not to know where it points. */
static volatile char *at(uint32_t address)
{
    volatile uint32_t hidden = address;

    return (volatile char *)hidden;
}

static void read_null(void)
{
    (void)*at(0);
}

static void jump_into_kernel(void)
{
    ((void (*)(void))at(KERNEL_ADDRESS))();
}

static void write_text(void)
{
    *(volatile char *)write_text = 0;
}

static void overflow_stack(void)
{
    volatile char room[FRAME_BYTES];

    room[0] = 1;
    if (room[0] == 1)
        overflow_stack();
    room[1] =
        1; /* so that the call above is not the last thing here: it needs the frame */
}

#define INSTRUCTION(name, text)                                                          \
    static void name(void)                                                               \
    {                                                                                    \
        __asm__ volatile(text ::: "eax", "ecx", "edx");                                  \
    }

INSTRUCTION(divide_by_zero, "xorl %%ecx, %%ecx\n divl %%ecx")
INSTRUCTION(halt, "hlt")
INSTRUCTION(read_port, "inb $0x60, %%al")
INSTRUCTION(undefined_opcode, "ud2")
INSTRUCTION(divide_1_by_0,
            "push $0x37B\n fldcw (%%esp)\n pop %%eax\n fld1\n fldz\n fdivrp\n fwait")

static const struct {
    const char *name;
    void (*run)(void);
    const char *line;
} kinds[] = {
    {"null", read_null, "reads at address 0"},
    {"divide", divide_by_zero, "divides by 0"},
    {"privileged", halt, "halts the CPU"},
    {"port", read_port, "reads the keyboard's port"},
    {"jump", jump_into_kernel, "jumps into the kernel"},
    {"overflow", overflow_stack, "calls itself until the stack is full"},
    {"text", write_text, "writes to its own code"},
    {"opcode", undefined_opcode, "executes what is no instruction"},
    {"fpu", divide_1_by_0, "divides 1.0 by 0.0, having asked for a fault"},
};

int main(int argc, char *argv[])
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (argc == 1)
            printf("crash %-10s %s\n", kinds[i].name, kinds[i].line);
        else if (argc == 2 && strcmp(argv[1], kinds[i].name) == 0)
            kinds[i].run();
    return argc == 1 ? EXIT_SUCCESS : usage("crash [KIND]");
}
