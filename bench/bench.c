/* Measures what the kernel costs, in instructions: under QEMU's -icount the cycle counter counts
 * them. Prints `row: number` lines; tools/bench makes the table. Usage: bench ROW... */
#include <process.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 101, BATCH = 16 };

static uint32_t cycles(void)
{
    uint32_t low;
    __asm__ volatile("rdtsc" : "=a"(low) : : "edx");
    return low;
}

static int32_t raw_call(int32_t number)
{
    __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
    return number;
}

static uint32_t samples[ROUNDS];

static void sort(void)
{
    for (int i = 1; i < ROUNDS; i++)
        for (int j = i; j > 0 && samples[j] < samples[j - 1]; j--) {
            uint32_t t = samples[j];
            samples[j] = samples[j - 1];
            samples[j - 1] = t;
        }
}

static void report(const char *name)
{
    sort();
    printf("%s: %u\n", name, samples[ROUNDS / 2]);
}

#define MEASURE(name, statement)                                                         \
    do {                                                                                 \
        for (int i = 0; i < ROUNDS; i++) {                                               \
            uint32_t t0 = cycles();                                                      \
            statement;                                                                   \
            samples[i] = cycles() - t0 - 1;                                              \
        }                                                                                \
        report(name);                                                                    \
    } while (0)

static pid_t start(const char *name, const char *arg, uint32_t flags)
{
    struct process_options options = {.flags = flags};
    char path[40];
    snprintf(path, sizeof path, "/bin/%s", name);
    char *argv[] = {path, (char *)arg, NULL};
    pid_t pid = process_create(path, argv, &options);
    if (pid < 0) {
        printf("create: %d\n", pid);
        exit(1);
    }
    return pid;
}

static void null_call(void)
{
    MEASURE("null", raw_call(20));
}

static void yield(int others)
{
    pid_t *pids = malloc(sizeof(pid_t) * others);
    struct process_result r;
    for (int i = 0; i < others; i++)
        pids[i] = start("bench", "yielder", 0);
    process_sleep(2);
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t t0 = cycles();
        raw_call(158);
        samples[i] = (cycles() - t0) / (others + 1);
    }
    char name[32];
    snprintf(name, sizeof name, "yield %d", others + 1);
    report(name);
    for (int i = 0; i < others; i++)
        process_destroy(pids[i]);
    for (int i = 0; i < others; i++)
        process_wait(pids[i], &r, NULL);
}

static void tick(void)
{
    uint32_t last = cycles(), n = 0;
    while (n < ROUNDS) {
        uint32_t t = cycles();
        if (t - last > 40)
            samples[n++] = t - last;
        last = t;
    }
    sort();
    printf("tick: %u\n", samples[ROUNDS / 2]);
}

static void create(void)
{
    struct process_result r;
    MEASURE("create+exit+wait", process_wait(start("bench", "exit", 0), &r, NULL));
}

static void destroy(void)
{
    struct process_result r;
    for (int i = 0; i < ROUNDS; i++) {
        pid_t pid = start("spin", NULL, 0);
        process_sleep(1);
        uint32_t t0 = cycles();
        process_destroy(pid);
        process_wait(pid, &r, NULL);
        samples[i] = cycles() - t0;
    }
    report("destroy+wait");
}

static void suspend(void)
{
    struct process_result r;
    struct process_wait_options o = {.flags = WAIT_SUSPENDED | WAIT_RESUMED};
    pid_t pid = start("spin", NULL, 0);
    process_sleep(1);
    MEASURE("suspend+wait+resume+wait", {
        process_suspend(pid);
        process_wait(pid, &r, &o);
        process_resume(pid);
        process_wait(pid, &r, &o);
    });
    process_destroy(pid);
    process_wait(pid, &r, NULL);
}

static void touch(void)
{
    char *p = (char *)(((uintptr_t)sbrk(ROUNDS * 4096 + 8192) + 4095) & ~4095u);
    *p = 1;
    p += 4096;
    MEASURE("first touch", (*(volatile char *)p = 1, p += 4096));
}

int main(int argc, char **argv)
{
    const char *row = argc > 1 ? argv[1] : "";
    if (!strcmp(row, "exit"))
        return 0;
    if (!strcmp(row, "yielder"))
        for (;;)
            raw_call(158);
    null_call();
    yield(1);
    yield(63);
    yield(1023);
    yield(3999);
    tick();
    touch();
    create();
    destroy();
    suspend();
    return 0;
}
