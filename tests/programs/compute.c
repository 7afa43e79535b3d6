/* Floating point: each process has the registers of the FPU and of SSE for itself. Children
 * are this program with the name of what they do. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum {
    AT_ONCE = 8,
    TICKS = 3, /* that each of them computes */
    CPUID_SSE = 1 << 25,
};

/* What FXSAVE writes. [SDM 1 table 10-2] */
struct registers {
    uint16_t control, status;
    uint8_t tags, reserved;
    uint16_t opcode;
    uint32_t where[4];
    uint32_t mxcsr, mxcsr_mask;
    struct {
        uint8_t value[10], unused[6];
    } fpu[8];
    uint8_t sse[8][16];
    uint8_t rest[224];
} __attribute__((aligned(16)));

static uint32_t number;

static bool has_sse(void)
{
    uint32_t leaf = 1, features;

    __asm__("cpuid" : "+a"(leaf), "=d"(features) : : "ebx", "ecx");
    return features & CPUID_SSE;
}

static void load(const struct registers *registers)
{
    __asm__ volatile("fxrstor %0" : : "m"(*registers));
}

/* The opcode and the addresses in it are left out: a CPU need not keep them. */
static struct registers store(void)
{
    struct registers registers = {0};

    __asm__ volatile("fxsave %0" : "+m"(registers));
    registers.opcode = 0;
    memset(registers.where, 0, sizeof(registers.where));
    registers.mxcsr_mask = 0;
    memset(registers.rest, 0, sizeof(registers.rest));
    return registers;
}

/* Registers that nobody else has who has another NUMBER: the rounding is its, too. */
static struct registers pattern(uint32_t of)
{
    struct registers registers = {
        .control = (uint16_t)(0x37F | (of & 3) << 10), .status = 0, .tags = 0xFF};

    for (uint32_t i = 0; i < 8; i++)
        memset(registers.fpu[i].value, (int)(of * 8 + i + 1), 10);
    if (has_sse()) {
        registers.mxcsr = 0x1F80 | (of & 3) << 13;
        for (uint32_t i = 0; i < 8; i++)
            memset(registers.sse[i], (int)(of * 8 + i + 129), 16);
    }
    return registers;
}

static bool are_equal(struct registers a, struct registers b)
{
    if (!has_sse())
        a.mxcsr = b.mxcsr = 0;
    return memcmp(&a, &b, sizeof(a)) == 0;
}

static bool still_are(struct registers expected)
{
    return are_equal(store(), expected);
}

/* --- What the children do --- */

/* Some of the time it leaves the CPU by itself, and else at the ticks. */
static int keep_registers(void)
{
    struct registers own = pattern(number);
    tick_t begin = process_now();

    load(&own);
    for (uint32_t turn = 0; process_now() - begin < TICKS * AT_ONCE; turn++) {
        if (!still_are(own))
            return 1;
        if (turn % 64 == 0)
            sched_yield();
    }
    return 0;
}

static int find_clean_registers(void)
{
    struct registers clean = {.control = 0x37F, .mxcsr = 0x1F80};

    return still_are(clean) ? 0 : 1;
}

static int divide_by_zero(void)
{
    volatile double zero = 0.0;
    uint16_t control = 0x37B; /* that error is not masked */

    __asm__ volatile("fldcw %0" : : "m"(control));
    zero = 1.0 / zero;
    __asm__ volatile(
        "fwait"); /* the CPU raises it at the next instruction, QEMU only here */
    return 0;
}

/* QEMU's emulation raises no errors of SSE: then it goes on. */
static int divide_by_zero_in_sse(void)
{
    static const float ones[4] = {1, 1, 1, 1};
    uint32_t mxcsr = 0x1D80;

    __asm__ volatile("ldmxcsr %0\n movups %1, %%xmm0\n xorps %%xmm1, %%xmm1\n"
                     "divps %%xmm1, %%xmm0"
                     :
                     : "m"(mxcsr), "m"(ones));
    return 0;
}

static const struct {
    const char *name;
    int (*run)(void);
} acts[] = {
    {"keep", keep_registers},
    {"clean", find_clean_registers},
    {"divide", divide_by_zero},
    {"divide_sse", divide_by_zero_in_sse},
};

/* --- What is checked --- */

static pid_t start_act(const char *name, uint32_t n)
{
    char digits[12];

    snprintf(digits, sizeof(digits), "%u", n);
    return process_create("/bin/compute",
                          (char *[]){"compute", (char *)name, digits, NULL}, NULL);
}

static void eight_processes_compute_at_once_and_keep_their_registers(void)
{
    pid_t pids[AT_ONCE];

    EXPECT_EQUAL(policy_set("rr quantum=1", NULL), 0);
    for (uint32_t i = 0; i < AT_ONCE; i++)
        pids[i] = start_act("keep", i);
    for (uint32_t i = 0; i < AT_ONCE; i++)
        EXPECT_EQUAL(code_of(pids[i]), 0);
}

/* Newton's iteration for the root of X. */
static double root(double x)
{
    double guess = x;

    for (int i = 0; i < 60; i++)
        guess = (guess + x / guess) / 2;
    return guess;
}

static void programs_compute_with_doubles(void)
{
    EXPECT_EQUAL((int64_t)(root(number + 2.0) * 1e12), 1414213562373);
}

static void the_first_use_finds_clean_registers(void)
{
    struct registers own = pattern(5);

    load(&own);
    EXPECT_EQUAL(code_of(start_act("clean", 0)), 0);
    EXPECT(still_are(own));
}

static void registers_are_kept_over_calls_that_wait(void)
{
    struct registers own = pattern(6);

    load(&own);
    EXPECT_EQUAL(process_sleep(1), 0);
    EXPECT(still_are(own));
    EXPECT_EQUAL(code_of(start_act("clean", 0)), 0);
    EXPECT(still_are(own));
}

/* The child is born while the parent's registers are in the CPU, and then both run on. */
static void a_fork_copies_registers(void)
{
    struct registers own = pattern(7), other = pattern(8);

    load(&own);
    pid_t child = fork();
    if (child == 0) {
        bool are_copied = still_are(own);
        load(&other);
        sched_yield();
        exit(are_copied && still_are(other) ? 0 : 1);
    }
    EXPECT(still_are(own));
    EXPECT_EQUAL(code_of(child), 0);
    EXPECT(still_are(own));
}

static void exec_begins_with_clean_registers(void)
{
    struct registers own = pattern(9);

    pid_t child = fork();
    if (child == 0) {
        load(&own);
        execl("/bin/compute", "compute", "clean", NULL);
        exit(2);
    }
    EXPECT_EQUAL(code_of(child), 0);
}

static volatile bool handler_ran;

static void compute_in_handler(int number_of_it)
{
    struct registers other = pattern(11);

    (void)number_of_it;
    load(&other);
    handler_ran = true;
}

static void registers_are_kept_over_a_handler_that_computes(void)
{
    struct registers own = pattern(10);

    (void)signal(SIGUSR1, compute_in_handler);
    load(&own);
    EXPECT_EQUAL(kill(getpid(), SIGUSR1), 0);
    EXPECT(still_are(own));
    EXPECT(handler_ran);
}

static void an_error_that_is_not_masked_ends_the_program(void)
{
    EXPECT_EQUAL(end_of(start_act("divide", 0)).fault, FAULT_FPU);
    struct process_result result = end_of(start_act("divide_sse", 0));
    EXPECT(result.fault == FAULT_FPU || result.event == PROCESS_EXITED || !has_sse());
    EXPECT_EQUAL(code_of(start_act("clean", 0)), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(eight_processes_compute_at_once_and_keep_their_registers),
    BEHAVIOUR(programs_compute_with_doubles),
    BEHAVIOUR(the_first_use_finds_clean_registers),
    BEHAVIOUR(registers_are_kept_over_calls_that_wait),
    BEHAVIOUR(a_fork_copies_registers),
    BEHAVIOUR(exec_begins_with_clean_registers),
    BEHAVIOUR(registers_are_kept_over_a_handler_that_computes),
    BEHAVIOUR(an_error_that_is_not_masked_ends_the_program),
};

int main(int argc, char *argv[])
{
    number = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 0) : 0;
    for (size_t i = 0; argc > 1 && i < sizeof(acts) / sizeof(acts[0]); i++)
        if (strcmp(acts[i].name, argv[1]) == 0)
            return acts[i].run();
    return CHECK_ALL(behaviours);
}
