/* passes: does what the rows of `bench` do, each a few times, and then once between two
 * markers; make bench-cache has a plugin of QEMU look at what that one touches. Prints lines
 * `pass N: NAME`, for the Nth of the pairs of markers since the line before, which counts.
 *
 * usage: passes; `passes yielder` is a child of it */
#include <fcntl.h>
#include <process.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "measure.h"

enum { PAGE = 4096, ZEROED_MAX = 1024, WARM_UP = 5, NAMES = 100 };

#define PASS(before, name, statement)                                                    \
    do {                                                                                 \
        for (int i = 0; i < WARM_UP; i++) {                                              \
            before;                                                                      \
            statement;                                                                   \
        }                                                                                \
        before;                                                                          \
        begin_marker();                                                                  \
        statement;                                                                       \
        end_marker();                                                                    \
        printf("pass 1: %s\n", name);                                                    \
    } while (0)

static pid_t start(const char *path, const char *word)
{
    char *const argv[] = {"passes", (char *)word, NULL};
    pid_t pid = process_create(path, argv, NULL);
    if (pid < 0)
        exit(EXIT_FAILURE);
    return pid;
}

static void end(pid_t pid)
{
    (void)process_destroy(pid);
    (void)process_wait(pid, NULL, NULL);
}

/* --- A switch: begun by one process, over when the other runs --- */

static void yield_for_ever(void)
{
    for (;;) {
        (void)bare_call(SYS_SCHED_YIELD);
        end_marker();
    }
}

static uint32_t yielded(void)
{
    static struct process_status status;
    (void)process_status(0, &status);
    return status.accounts.yielded;
}

/* The policy may choose who yields (a lottery does): then there is no switch. */
static void switch_pass(const char *policy)
{
    int tries = 0;
    uint32_t before;
    (void)policy_set(policy, NULL);
    for (int i = 0; i < WARM_UP; i++)
        (void)bare_call(SYS_SCHED_YIELD);
    do {
        tries++;
        before = yielded();
        begin_marker();
        (void)bare_call(SYS_SCHED_YIELD);
        end_marker();
    } while (yielded() == before && tries < 100);
    printf("pass %d: a switch under %s, 2 ready\n", tries, policy);
}

static void switch_passes(void)
{
    static const char *const policies[] = {"rr",   "fifo",    "sjf",    "stcf",
                                           "mlfq", "lottery", "stride", "fair"};
    pid_t other = start("/bin/passes", "yielder");
    for (int i = 0; i < 8; i++)
        switch_pass(policies[i]);
    (void)policy_set("rr", NULL);
    end(other);
}

/* --- The other rows --- */

static char *next_page(void)
{
    return sbrk(PAGE);
}

static void first_touch_passes(void)
{
    char *at = NULL;
    (void)sbrk(PAGE - (intptr_t)((uintptr_t)sbrk(0) % PAGE));
    (void)process_sleep(10);
    PASS(at = next_page(), "first touch, a zeroed frame is there",
         *(volatile char *)at = 1);
    for (int i = 0; i < ZEROED_MAX; i++)
        *next_page() = 1;
    (void)sbrk(-ZEROED_MAX * PAGE);
    PASS(at = next_page(), "first touch, there is none", *(volatile char *)at = 1);
}

static struct time_info ticks;

/* Begun right after a tick, it computes until one has come and half of the next is over. */
static void compute_over_a_tick(void)
{
    uint32_t begin = cycles();
    while (cycles() - begin < ticks.nanoseconds_per_tick / 2 * 3)
        continue;
}

static void create_and_wait(void)
{
    struct process_result result;
    (void)process_wait(start("/bin/true", NULL), &result, NULL);
}

static pid_t start_spinner(void)
{
    pid_t pid = start("/bin/spin", NULL);
    (void)process_sleep(1);
    return pid;
}

static void suspend_and_resume(pid_t pid)
{
    struct process_result result;
    struct process_wait_options both = {.flags = WAIT_SUSPENDED | WAIT_RESUMED};
    (void)process_suspend(pid);
    (void)process_wait(pid, &result, &both);
    (void)process_resume(pid);
    (void)process_wait(pid, &result, &both);
}

/* A byte goes there and comes back: two switches. */
static void ping_pong_pass(void)
{
    int there[2], back[2];
    char byte = 0;
    if (pipe(there) < 0 || pipe(back) < 0)
        exit(EXIT_FAILURE);
    pid_t child = fork();
    while (child == 0) {
        (void)read(there[0], &byte, 1);
        (void)write(back[1], &byte, 1);
    }
    PASS((void)0, "pipe, there and back", {
        (void)write(there[1], &byte, 1);
        (void)read(back[0], &byte, 1);
    });
    end(child);
}

static void open_file(const char *path)
{
    (void)close(open(path, O_RDWR | O_CREAT, 0600));
}

static void file_passes(void)
{
    static char bytes[64 * 1024], path[] = "/tmp/many/a-name00";
    static struct stat64 stat;
    (void)mkdir("/tmp/users", 0755);
    (void)mkdir("/tmp/users/robin", 0755);
    open_file("/tmp/users/robin/notes");
    PASS((void)0, "open + close", open_file("/tmp/users/robin/notes"));
    PASS((void)0, "stat of four names",
         (void)syscall(SYS_STAT64, "/tmp/users/robin/notes", &stat));
    PASS((void)0, "create + close + unlink", open_file("/tmp/new");
         (void)unlink("/tmp/new"));
    (void)mkdir("/tmp/many", 0755);
    for (int i = 0; i < NAMES; i++) {
        path[sizeof(path) - 3] = (char)('0' + i / 10);
        path[sizeof(path) - 2] = (char)('0' + i % 10);
        open_file(path);
    }
    int fd = open("/tmp/many", O_RDONLY);
    PASS((void)lseek(fd, 0, SEEK_SET), "getdents64 of 100 names",
         (void)syscall(SYS_GETDENTS64, fd, bytes, sizeof(bytes)));
    fd = open("/tmp/new", O_RDWR | O_CREAT, 0600);
    (void)write(fd, bytes, sizeof(bytes));
    PASS((void)lseek(fd, 0, SEEK_SET), "read of 64 KiB",
         (void)read(fd, bytes, sizeof(bytes)));
}

int main(int argc, char *argv[])
{
    pid_t pid = 0;
    if (argc > 1 && strcmp(argv[1], "yielder") == 0)
        yield_for_ever();
    PASS((void)0, "null call", (void)bare_call(SYS_GETPID));
    switch_passes();
    (void)time_info(&ticks);
    PASS((void)process_sleep(1), "tick", compute_over_a_tick());
    first_touch_passes();
    PASS((void)0, "create + exit + wait", create_and_wait());
    PASS(pid = start_spinner(), "destroy + wait", end(pid));
    pid = start_spinner();
    PASS((void)0, "suspend + wait + resume + wait", suspend_and_resume(pid));
    end(pid);
    ping_pong_pass();
    file_passes();
    return 0;
}
