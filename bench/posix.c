/* posix [ROW...]: what calls of POSIX cost that move no file, in instructions. */
#include "posix.h"

enum {
    SYS_PAUSE = 29,
    SYS_KILL = 37,
    SYS_PIPE = 42,
    SYS_BRK = 45,
    SYS_SETSCHEDULER = 156,
    SYS_SCHED_YIELD = 158,
    SYS_RT_SIGACTION = 174,
    SYS_RT_SIGRETURN = 173,
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
};

enum { PAGES = 512 };

static inline void kill(int32_t pid, uint32_t signal)
{
    (void)call(SYS_KILL, (uint32_t)pid, signal, 0);
}

static void end(int32_t pid)
{
    kill(pid, SIGKILL);
    (void)wait_for(pid, 0);
}

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

static void fork_exec_exit_wait(void)
{
    execute_and_wait(SYS_FORK, "/bin/tiny", "fork+exec+exit+wait");
    execute_and_wait(SYS_VFORK, "/bin/tiny", "vfork+exec+exit+wait");
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
static const struct row rows[] = {
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

int main(int argc, char *argv[])
{
    return measure_rows(rows, sizeof(rows) / sizeof(rows[0]), argc, argv);
}
