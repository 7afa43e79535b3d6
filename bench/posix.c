/* posix [ROW...]: what calls of POSIX cost, in instructions. It makes them by Linux's numbers and uses
 * nothing else, so that the same file runs on Linux, as its first program: make bench-linux.
 * Prints `ROW: NUMBER` lines, medians, and powers off if it is process 1. */
#include <stdbool.h>
#include <stdint.h>

#include "measure.h"

enum {
    SYS_EXIT = 1,
    SYS_FORK = 2,
    SYS_READ = 3,
    SYS_WRITE = 4,
    SYS_WAITPID = 7,
    SYS_EXECVE = 11,
    SYS_GETPID = 20,
    SYS_PAUSE = 29,
    SYS_KILL = 37,
    SYS_PIPE = 42,
    SYS_BRK = 45,
    SYS_REBOOT = 88,
    SYS_SETSCHEDULER = 156,
    SYS_SCHED_YIELD = 158,
    SYS_NANOSLEEP = 162,
    SYS_RT_SIGACTION = 174,
    SYS_RT_SIGRETURN = 173,
    SYS_VFORK = 190,
};

enum {
    SIGKILL = 9,
    SIGUSR1 = 10,
    SIGCONT = 18,
    SIGSTOP = 19,
    WUNTRACED = 2,
    WCONTINUED = 8,
    SA_SIGINFO = 4,
    SA_RESTORER = 0x04000000,
    SCHED_OTHER = 0,
    SCHED_FIFO = 1,
    REBOOT_MAGIC = (int)0xFEE1DEAD,
    REBOOT_MAGIC_2 = 672274793,
    REBOOT_POWER_OFF = 0x4321FEDC,
};

enum { ROUNDS = 101, PAGE = 4096, PAGES = 512, A_TICK_NS = 11000000 };

static uint32_t samples[ROUNDS], rounds = ROUNDS;

/* --- Calls, in line: between a fork and the exit of the child nothing is written to the
 * stack, which would have to be copied --- */

static inline __attribute__((always_inline)) int32_t call(int32_t number, uint32_t a,
                                                          uint32_t b, uint32_t c)
{
    __asm__ volatile("int $0x80" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "memory");
    return number;
}

static inline __attribute__((always_inline)) int32_t
call_4(int32_t number, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    __asm__ volatile("int $0x80"
                     : "+a"(number)
                     : "b"(a), "c"(b), "d"(c), "S"(d)
                     : "memory");
    return number;
}

static inline uint32_t word(const void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

static inline __attribute__((always_inline)) int32_t fork(void)
{
    return call(SYS_FORK, 0, 0, 0);
}

static inline __attribute__((always_inline)) void end_here(void)
{
    (void)call(SYS_EXIT, 0, 0, 0);
}

static inline __attribute__((always_inline)) int32_t wait_for(int32_t pid, uint32_t flags)
{
    return call(SYS_WAITPID, (uint32_t)pid, 0, flags);
}

static inline void kill(int32_t pid, uint32_t signal)
{
    (void)call(SYS_KILL, (uint32_t)pid, signal, 0);
}

static void end(int32_t pid)
{
    kill(pid, SIGKILL);
    (void)wait_for(pid, 0);
}

static void sleep_a_tick(void)
{
    static const int32_t time[2] = {0, A_TICK_NS};
    (void)call(SYS_NANOSLEEP, word(time), 0, 0);
}

/* --- Telling --- */

static void put(const char *text)
{
    uint32_t length = 0;
    while (text[length])
        length++;
    (void)call(SYS_WRITE, 1, word(text), length);
}

static void put_number(uint32_t number)
{
    char digits[12];
    char *at = digits + sizeof(digits) - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put(at);
}

static void tell(const char *row, uint32_t number)
{
    put(row);
    put(": ");
    put_number(number);
    put("\n");
}

static uint32_t median(void)
{
    for (uint32_t i = 1; i < rounds; i++) {
        for (uint32_t j = i; j > 0 && samples[j - 1] > samples[j]; j--) {
            uint32_t swapped = samples[j];
            samples[j] = samples[j - 1];
            samples[j - 1] = swapped;
        }
    }
    return samples[rounds / 2];
}

/* As in bench.c. */
#define MEASURE_AFTER(before, row, statement)                                            \
    do {                                                                                 \
        for (uint32_t round = 0; round < rounds; round++) {                              \
            before;                                                                      \
            uint32_t begin = cycles(), middle = cycles();                                \
            statement;                                                                   \
            samples[round] = cycles() - middle - (middle - begin);                       \
        }                                                                                \
        tell(row, median());                                                             \
    } while (0)

#define MEASURE(row, statement) MEASURE_AFTER((void)0, row, statement)

/* --- Calls and switches --- */

static void yield(void)
{
    static const int32_t priorities[2] = {0, 1};
    (void)call(SYS_SETSCHEDULER, 0, SCHED_FIFO, word(&priorities[1])); /* Linux's best */
    int32_t child = fork();
    if (child == 0)
        for (;;)
            (void)call(SYS_SCHED_YIELD, 0, 0, 0);
    (void)call(SYS_SCHED_YIELD, 0, 0, 0);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t begin = cycles();
        (void)call(SYS_SCHED_YIELD, 0, 0, 0);
        samples[round] = (cycles() - begin) / 2;
    }
    tell("yield 2", median());
    (void)call(SYS_SETSCHEDULER, 0, SCHED_OTHER, word(&priorities[0]));
    end(child);
}

/* What is missing between two readings in a tight loop is what a tick took. */
static void tick(void)
{
    uint32_t usual = 1000;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t begin = cycles(), took = cycles() - begin;
        usual = took < usual ? took : usual;
    }
    uint32_t before = cycles();
    for (int round = 0; round < ROUNDS;) {
        uint32_t now = cycles(), took = now - before;
        before = now;
        if (took > 2 * usual + 20 && took < 100000)
            samples[round++] = took - usual;
    }
    tell("tick", median());
}

/* --- Memory and descent --- */

static volatile char *heap; /* PAGES that nobody has touched */

static void grow_heap(void)
{
    uint32_t start =
        ((uint32_t)call(SYS_BRK, 0, 0, 0) + PAGE - 1) & ~(uint32_t)(PAGE - 1);
    (void)call(SYS_BRK, start + PAGES * PAGE, 0, 0);
    heap = (volatile char *)(uintptr_t)start;
}

/* Most pages are touched before: that spends the frames that were cleared ahead. */
static void first_touch(void)
{
    grow_heap();
    for (uint32_t i = 0; i < PAGES - ROUNDS; i++)
        heap[i * PAGE] = 1;
    volatile char *at = heap + (PAGES - ROUNDS) * PAGE;
    MEASURE_AFTER(at += PAGE, "first touch", at[-PAGE] = 1);
}

static inline __attribute__((always_inline)) void fork_and_wait(void)
{
    int32_t child = fork();
    if (child == 0)
        end_here();
    (void)wait_for(child, 0);
}

static uint32_t forked_in(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t begin = cycles();
        fork_and_wait();
        samples[round] = cycles() - begin;
    }
    return median();
}

static void fork_exit_wait(void)
{
    tell("fork+exit+wait", forked_in());
}

static void page_more(void)
{
    grow_heap();
    uint32_t without = forked_in();
    for (uint32_t i = 0; i < PAGES; i++)
        heap[i * PAGE] = 1;
    tell("page more", (forked_in() - without + PAGES / 2) / PAGES);
}

static void execute_and_wait(int32_t number, const char *row)
{
    static const char path[] = "/bin/tiny";
    static const char *const nothing[] = {path, 0};
    MEASURE(row, {
        int32_t child = call(number, 0, 0, 0);
        if (child == 0) {
            (void)call(SYS_EXECVE, word(path), word(nothing), word(nothing + 1));
            end_here();
        }
        (void)wait_for(child, 0);
    });
}

static void fork_exec_exit_wait(void)
{
    execute_and_wait(SYS_FORK, "fork+exec+exit+wait");
    execute_and_wait(SYS_VFORK, "vfork+exec+exit+wait");
}

static int32_t start_sleeper(void)
{
    int32_t child = fork();
    if (child == 0)
        for (;;)
            (void)call(SYS_PAUSE, 0, 0, 0);
    sleep_a_tick();
    return child;
}

static void cow_fault(void)
{
    grow_heap();
    for (uint32_t i = 0; i < PAGES; i++)
        heap[i * PAGE] = 1;
    int32_t child = start_sleeper();
    volatile char *at = heap;
    MEASURE_AFTER(at += PAGE, "copy-on-write fault", at[-PAGE] = 2);
    end(child);
}

/* --- Pipes --- */

static void pipe_alone(void)
{
    static int32_t ends[2];
    static char byte;
    (void)call(SYS_PIPE, word(ends), 0, 0);
    MEASURE("pipe write+read", {
        (void)call(SYS_WRITE, (uint32_t)ends[1], word(&byte), 1);
        (void)call(SYS_READ, (uint32_t)ends[0], word(&byte), 1);
    });
}

static void ping_pong(void)
{
    static int32_t there[2], back[2];
    static char byte;
    (void)call(SYS_PIPE, word(there), 0, 0);
    (void)call(SYS_PIPE, word(back), 0, 0);
    int32_t child = fork();
    while (child == 0) {
        (void)call(SYS_READ, (uint32_t)there[0], word(&byte), 1);
        (void)call(SYS_WRITE, (uint32_t)back[1], word(&byte), 1);
    }
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t begin = cycles();
        (void)call(SYS_WRITE, (uint32_t)there[1], word(&byte), 1);
        (void)call(SYS_READ, (uint32_t)back[0], word(&byte), 1);
        samples[round] = (cycles() - begin) / 2;
    }
    tell("pipe ping-pong", median());
    end(child);
}

/* --- Signals --- */

static volatile uint32_t handled;

static void handle(int signal)
{
    (void)signal;
    handled++;
}

void restore(void);
__asm__("restore: movl $173, %eax\n int $0x80"); /* rt_sigreturn */

static void signal(void)
{
    static const struct {
        void (*handler)(int);
        uint32_t flags;
        void (*restorer)(void);
        uint32_t mask[2];
    } action = {handle, SA_SIGINFO | SA_RESTORER, restore, {0, 0}};
    int32_t self = call(SYS_GETPID, 0, 0, 0);
    if (call_4(SYS_RT_SIGACTION, SIGUSR1, word(&action), 0, 8) < 0)
        return;
    MEASURE("signal", kill(self, SIGUSR1));
    if (handled != ROUNDS)
        put("posix: signals were lost\n");
}

static int32_t start_spinner(void)
{
    int32_t child = fork();
    if (child == 0)
        for (;;)
            continue;
    volatile int32_t own = child; /* so that the stack is copied here, and not measured */
    sleep_a_tick();
    return own;
}

/* The spinner has the CPU for a slice each time: some rounds do. */
static void destroy_wait(void)
{
    int32_t child = 0;
    rounds = ROUNDS / 5;
    MEASURE_AFTER(child = start_spinner(), "destroy+wait", {
        kill(child, SIGKILL);
        (void)wait_for(child, 0);
    });
    rounds = ROUNDS;
}

static void suspend_resume(void)
{
    int32_t child = start_spinner();
    MEASURE("suspend+wait+resume+wait", {
        kill(child, SIGSTOP);
        (void)wait_for(child, WUNTRACED);
        kill(child, SIGCONT);
        (void)wait_for(child, WCONTINUED);
    });
    end(child);
}

static void null_call(void)
{
    MEASURE("null call", (void)call(SYS_GETPID, 0, 0, 0));
}

/* In this order none pays for what another one leaves: files, handlers, memory. */
static const struct {
    const char *name;
    void (*measure)(void);
} rows[] = {
    {"null", null_call},
    {"yield", yield},
    {"tick", tick},
    {"fork", fork_exit_wait},
    {"exec", fork_exec_exit_wait},
    {"stop", suspend_resume},
    {"kill", destroy_wait},
    {"pipe", pipe_alone},
    {"pong", ping_pong},
    {"signal", signal},
    {"touch", first_touch},
    {"more", page_more},
    {"cow", cow_fault},
};

static bool are_equal(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static bool is_wanted(const char *name, int argc, char *argv[])
{
    for (int i = 1; i < argc; i++)
        if (are_equal(argv[i], name))
            return true;
    return argc < 2;
}

int main(int argc, char *argv[])
{
    for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (is_wanted(rows[i].name, argc, argv))
            rows[i].measure();
    if (call(SYS_GETPID, 0, 0, 0) == 1)
        (void)call(SYS_REBOOT, (uint32_t)REBOOT_MAGIC, REBOOT_MAGIC_2, REBOOT_POWER_OFF);
    return 0;
}
