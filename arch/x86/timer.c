/* Time: the 8254 interval timer, which ticks, and the CPU's cycle counter, which tells
 * time between ticks. [Intel 8254 data sheet; SDM 3B 17.17] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"
#include "lib/divide.h"

enum {
    PIT_HZ = 1193182,
    PIT_CHANNEL_0 = 0x40,
    PIT_COMMAND = 0x43,
    MODE_RATE = 0x34, /* channel 0, low byte then high byte, mode 2: counts by ones */
    MODE_SQUARE =
        0x36, /* mode 3: half a period high, half low, so that no edge is missed */
    MODE_ONCE = 0x30,      /* mode 0: low until the count is over */
    LATCH = 0x00,          /* channel 0: hold the count until it has been read */
    LOOKS_MAX = 100000,    /* at a count, before it must have changed: 0.1 s at least */
    MEASURED_COUNTS = 300, /* a quarter of a millisecond */
    MEGA = 1000000,
    SHIFT = 22,
};

bool timer_ticks;

static uint32_t nanoseconds_factor; /* nanoseconds a cycle, times 2 to the SHIFT */

static void set_divisor(uint8_t mode, uint32_t divisor)
{
    outb(PIT_COMMAND, mode);
    outb(PIT_CHANNEL_0, (uint8_t)divisor);
    outb(PIT_CHANNEL_0, (uint8_t)(divisor >> 8));
}

static uint32_t read_count(void)
{
    outb(PIT_COMMAND, LATCH);
    uint32_t low = inb(PIT_CHANNEL_0);
    return low | (uint32_t)inb(PIT_CHANNEL_0) << 8;
}

/* Waits for the count to change, so that the cycle counter is read at its edge. */
static uint64_t cycles_at_edge(uint32_t *count)
{
    uint32_t before = read_count();
    for (uint32_t looks = 0; (*count = read_count()) == before; looks++)
        if (looks == LOOKS_MAX)
            boot_fail("no timer ticks: the machine has no 8254");
    return rdtsc();
}

/* The rate of the cycle counter in MHz, against the timer. Whole megahertz: that is as
 * exact as a measurement this short can be, and makes an emulator's 1 GHz exactly
 * that. */
static uint32_t measure_megahertz(void)
{
    uint32_t first, count;
    set_divisor(MODE_RATE, 0); /* 65536: counts down once a long while */
    uint64_t begin = cycles_at_edge(&first);
    uint64_t end;
    do
        end = cycles_at_edge(&count);
    while (((first - count) & 0xFFFF) < MEASURED_COUNTS);
    uint64_t cycles_a_second =
        divide_u64((end - begin) * PIT_HZ, (first - count) & 0xFFFF, NULL);
    return (uint32_t)divide_u64(cycles_a_second + MEGA / 2, MEGA, NULL);
}

void timer_init(void)
{
    uint32_t megahertz = measure_megahertz();
    ASSERT(megahertz > 0);
    nanoseconds_factor = (uint32_t)divide_u64(1000ull << SHIFT, megahertz, NULL);
}

uint32_t arch_timer_start(uint32_t hz)
{
    uint32_t divisor = (PIT_HZ + hz / 2) / hz;
    set_divisor(MODE_ONCE, 0);
    set_divisor(MODE_SQUARE, divisor);
    pic_enable(VECTOR_TIMER - VECTOR_IRQ);
    sti_nop_cli(); /* the line has risen with the change of mode: that is no tick yet */
    if (pic_is_requested(VECTOR_TIMER - VECTOR_IRQ))
        boot_fail("no tick comes: the timer's interrupts do not reach the CPU");
    timer_ticks = true;
    return (uint32_t)divide_u64(divisor * 1000000000ull, PIT_HZ, NULL);
}

uint64_t arch_cycles(void)
{
    return rdtsc();
}

static __attribute__((noinline)) uint64_t long_nanoseconds(uint64_t cycles)
{
    uint64_t low = (cycles & UINT32_MAX) * nanoseconds_factor;
    uint64_t high = (cycles >> 32) * nanoseconds_factor;
    return (low >> SHIFT) + (high << (32 - SHIFT));
}

/* Up to some seconds, as between two switches, one multiplication will do. */
uint64_t arch_nanoseconds(uint64_t cycles)
{
    if (cycles > UINT32_MAX)
        return long_nanoseconds(cycles);
    return (uint64_t)(uint32_t)cycles * nanoseconds_factor >> SHIFT;
}
