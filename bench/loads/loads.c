/* loads: makes the kernel do what takes long, each load between two markers; tools/bench
 * has a plugin of QEMU count how long interrupts stay off meanwhile.
 *
 * usage: loads WORD, for a group of loads: see the end. With heap, parent, sleeper and
 * yielder it is a child of itself. */
#include <console.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <trace.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "load.h"

enum {
    MANY = 4000,   /* processes that are ready, sleep or read */
    MOST = 5000,   /* processes in a list */
    ENDED = 20000, /* zombies of one parent */
    POLICIES = 8,
    NAMES = 2000, /* in one folder */
    DEEP = 1000,  /* folders in each other */
    EQUAL_BITS = 9,
    EQUAL_PAIRS = 120, /* a long name */
};

static pid_t pids[ENDED];

/* --- Children --- */

static pid_t start(const char *path, const char *word, const char *number, uint32_t flags)
{
    struct process_options options = {.flags = flags};
    char *const argv[] = {"loads", (char *)word, (char *)number, NULL};
    pid_t pid = process_create(path, argv, &options);
    if (pid < 0)
        fail(path, -pid);
    return pid;
}

static pid_t start_self(const char *word)
{
    return start("/bin/loads", word, NULL, 0);
}

static void start_many(int count, const char *word, const char *number, uint32_t flags)
{
    for (int i = 0; i < count; i++)
        pids[i] = start("/bin/loads", word, number, flags);
}

static void collect(pid_t pid)
{
    (void)process_wait(pid, NULL, NULL);
}

static void end_many(int count)
{
    for (int i = 0; i < count; i++) {
        (void)process_destroy(pids[i]);
        collect(pids[i]);
    }
}

static bool is_blocked(pid_t pid)
{
    static struct process_status status;
    return process_status(pid, &status) == 0 && status.state == STATE_BLOCKED;
}

static void wait_until_blocked(pid_t pid)
{
    while (!is_blocked(pid))
        (void)process_sleep(1);
}

/* --- Memory --- */

/* A child with 90 MiB: then it waits to be destroyed, or ends by itself. */
static void be_large(const char *how)
{
    touch_pages(new_memory(90 * MIB), 90 * MIB);
    if (strcmp(how, "exit") == 0) {
        begin_marker();
        _exit(0);
    }
    (void)process_sleep(TICK_NEVER / 2);
}

static void memory_loads(void)
{
    pid_t pid = start("/bin/loads", "heap", "stay", 0);
    wait_until_blocked(pid);
    LOAD("destroy a process with 90 MiB of heap", (void)process_destroy(pid);
         collect(pid));
    pid = start("/bin/loads", "heap", "exit", 0);
    collect(pid);
    end_marker();
    told("exit of a process with 90 MiB of heap", 1);
    touch_pages(new_memory(64 * MIB), 64 * MIB);
    LOAD("brk that gives back 64 MiB", (void)sbrk(-64 * MIB));
    char *at = new_memory(2 * PAGE);
    LOAD("page fault", at[PAGE] = 1);
}

/* --- Files and programs --- */

static void read_large(const char *name, char *buffer)
{
    int fd = open("/files/large", O_RDONLY);
    ssize_t count = 0;
    if (fd < 0)
        fail("/files/large", 2);
    LOAD(name, count = read(fd, buffer, 16 * MIB));
    if (count <= 0)
        fail("read", 5);
    (void)close(fd);
}

static void create_program(const char *name, const char *path)
{
    pid_t pid = 0;
    LOAD(name, pid = start(path, NULL, NULL, PROCESS_SUSPENDED));
    (void)process_destroy(pid);
    collect(pid);
}

/* One call may write less than it was given. */
static void write_to_console(void)
{
    static char text[65536];
    memset(text, '.', sizeof(text));
    begin_marker();
    for (size_t at = 0; at < sizeof(text);)
        at += (size_t)write(1, text + at, sizeof(text) - at);
    end_marker();
    putchar('\n');
    told("write of 64 KiB to the console", 1);
}

static void file_loads(void)
{
    char *buffer = new_memory(16 * MIB);
    read_large("read of 16 MiB into new memory", buffer);
    read_large("read of 16 MiB into touched memory", buffer);
    create_program("create, program not known", "/bin/top");
    create_program("create, program known", "/bin/top");
    create_program("create, 4 MiB of text not known", "/bin/big");
    create_program("create, 4 MiB of text known", "/bin/big");
    write_to_console();
}

/* --- Thousands of names --- */

static void make_file(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (fd < 0)
        fail(path, errno);
    (void)close(fd);
}

/* Each two letters are "Aa" or "BB", which the kernel's hash takes for the same; only the last
 * are others in each. */
static void put_name(char *to, int number)
{
    for (int pair = EQUAL_PAIRS - 1; pair >= 0; pair--, to += 2)
        memcpy(to, pair < EQUAL_BITS && number >> pair & 1 ? "Aa" : "BB", 2);
    *to = '\0';
}

static void name_loads(void)
{
    static char path[PAGE], list[16 * PAGE];
    for (int i = 0; i < NAMES; i++) {
        (void)snprintf(path, sizeof(path), "/tmp/%d", i);
        make_file(path);
    }
    LOAD("one name more than 2,000", make_file("/tmp/one"));
    int fd = open("/tmp", O_RDONLY);
    LOAD("list of 2,000 names", (void)syscall(SYS_GETDENTS64, fd, list, sizeof(list)));
    LOAD("rename of the last of 2,000", (void)rename("/tmp/one", "/tmp/last"));
    make_file("/tmp/newest");
    LOAD("unlink of the last", (void)unlink("/tmp/newest"));
    (void)mkdir("/tmp/equal", 0700);
    (void)chdir("/tmp/equal");
    for (int i = 1; i < 1 << EQUAL_BITS; i++) {
        put_name(path, i);
        make_file(path);
    }
    put_name(path, 0);
    LOAD("a name like 511 others", (void)access(path, F_OK));
    for (int i = 0; i + 2 < PAGE; i += 2)
        memcpy(path + i, "./", 3);
    LOAD("a path of 2,000 names", (void)access(path, F_OK));
    LOAD("a file of 4 MiB", (void)truncate("/tmp/last", 4 * MIB));
    fd = open("/tmp/last", O_WRONLY);
    LOAD("write of 4 MiB", (void)write(fd, new_memory(4 * MIB), 4 * MIB));
    LOAD("truncate of 4 MiB", (void)truncate("/tmp/last", 0));
    for (int i = 0; i < DEEP; i++)
        if (mkdir("d", 0700) != 0 || chdir("d") != 0)
            fail("mkdir", errno);
    LOAD("getcwd in 1,000 folders", (void)getcwd(path, sizeof(path)));
}

/* --- Thousands of processes --- */

/* A child that ends while it has children: so many zombies, or sleepers. */
static void be_parent(const char *kind)
{
    bool are_zombies = strcmp(kind, "zombies") == 0;
    int count = are_zombies ? ENDED : MANY;
    for (int i = 0; i < count; i++)
        pids[i] = start(are_zombies ? "/bin/true" : "/bin/sleep", "10000", NULL, 0);
    (void)process_sleep(100);
    begin_marker();
    _exit(0);
}

static void parent_ends(const char *kind, const char *name)
{
    pid_t pid = start("/bin/loads", "parent", kind, 0);
    collect(pid);
    end_marker();
    told(name, 1);
}

static void be_sleeper(const char *tick)
{
    (void)process_sleep_until((tick_t)strtoul(tick, NULL, 10));
    _exit(0);
}

static void sleepers_wake(void)
{
    char tick[16];
    tick_t when = process_now() + 100;
    snprintf(tick, sizeof(tick), "%u", (unsigned)when);
    start_many(MANY, "sleeper", tick, 0);
    (void)process_sleep_until(when - 1);
    LOAD("4,000 sleepers wake in one tick", (void)process_sleep_until(when + 10));
    for (int i = 0; i < MANY; i++)
        collect(pids[i]);
}

static void many_loads(void)
{
    static struct process_status status;
    static pid_t list[MOST + 100];
    static const struct process_wait_options poll = {.flags = WAIT_POLL};
    sleepers_wake();
    parent_ends("sleepers", "exit of a parent of 4,000 that sleep");
    parent_ends("zombies", "exit of a parent of 20,000 zombies");
    start_many(MOST, "yielder", NULL, PROCESS_SUSPENDED);
    LOAD("list of 5,000", (void)process_list(list, MOST + 100));
    LOAD("status with 5,000", (void)process_status(pids[MOST - 1], &status));
    LOAD("wait for any of 5,000, none has ended", (void)process_wait(-1, NULL, &poll));
    (void)process_destroy(pids[MOST - 1]);
    LOAD("wait for any of 5,000, the last has ended", collect(-1));
    (void)process_destroy(pids[0]);
    LOAD("wait for any of 5,000, the first has ended", collect(-1));
    LOAD("suspend and resume with 5,000", (void)process_resume(pids[9]);
         (void)process_suspend(pids[9]));
    told("power off with 5,000", 1); /* it cannot be told afterwards */
    begin_marker();
    (void)process_power_off(0);
}

/* --- Policies --- */

static const char *const policies[POLICIES] = {"rr",   "fifo",    "sjf",    "stcf",
                                               "mlfq", "lottery", "stride", "fair"};

/* By ticks fair lets those who yield pay for none: this program, which paid for one, would wait
 * until a tick has found each of them. */
static void set(const char *policy)
{
    (void)policy_set(strcmp(policy, "fair") == 0 ? "fair charge=time" : policy, NULL);
}

static void change_to(const char *policy)
{
    char name[48];
    for (int i = 0; i < POLICIES; i++) {
        if (strcmp(policies[i], policy) == 0)
            continue;
        set(policies[i]);
        begin_marker();
        set(policy);
        end_marker();
    }
    snprintf(name, sizeof(name), "change to %s with 4,000 ready, from any", policy);
    told(name, POLICIES - 1);
}

/* Of a policy that shares the CPU this program gets the most. */
static void policy_loads(void)
{
    static char words[6144], found[6144];
    const struct process_scheduling heavy = {.tickets = TICKETS_MAX, .length_ticks = 1};
    (void)process_schedule(0, &heavy);
    (void)process_schedule(getpid(), &heavy);
    memset(words, ' ', sizeof(words) - 1);
    memcpy(words, "rr", 2);
    LOAD("policy_set with 6 KiB of words", (void)policy_set(words, NULL));
    LOAD("policy_get of 6 KiB", (void)policy_get(found, sizeof(found)));
    start_many(MANY, "yielder", NULL, 0);
    for (int i = 0; i < POLICIES; i++)
        change_to(policies[i]);
    (void)policy_set("fifo", NULL);
    end_many(MANY);
}

/* --- The trace, which has a full ring --- */

static void make_events(uint32_t ticks)
{
    pid_t yielders[2] = {start_self("yielder"), start_self("yielder")};
    (void)process_sleep(ticks);
    for (int i = 0; i < 2; i++) {
        (void)process_destroy(yielders[i]);
        collect(yielders[i]);
    }
}

static void trace_loads(void)
{
    enum { RECORDS = 100000 };
    struct trace_record *records =
        (struct trace_record *)new_memory(RECORDS * sizeof(*records));
    uint64_t next = 0;
    make_events(20);
    LOAD("trace_read of a full ring", (void)trace_read(records, RECORDS, &next));
}

static void stream_loads(void)
{
    LOAD("a full ring on COM2", make_events(3));
}

/* --- The console --- */

static void be_reader(void)
{
    char line[128];
    (void)read(0, line, sizeof(line));
    _exit(0);
}

/* Children by fork are in the group that has the terminal. One of them gets the line, and ends;
 * all others wait again. */
static void reader_loads(void)
{
    for (int i = 0; i < MANY; i++)
        if ((pids[i] = fork()) == 0)
            be_reader();
    wait_until_blocked(pids[MANY - 1]);
    puts("now type");
    LOAD("a line that 4,000 readers wait for", collect(-1));
    end_many(MANY);
}

static void flood_loads(void)
{
    char line[1024];
    ssize_t count = 0;
    puts("now type");
    LOAD("a flood of input", while ((count = read(0, line, sizeof(line))) > 0 &&
                                    memcmp(line, "end", 3) != 0) continue);
}

static void yield_for_ever(void)
{
    for (;;)
        (void)bare_call(SYS_SCHED_YIELD);
}

int main(int argc, char *argv[])
{
    static const struct {
        const char *word;
        void (*run)(void);
    } groups[] = {
        {"memory", memory_loads},    {"files", file_loads},     {"names", name_loads},
        {"many", many_loads},        {"policy", policy_loads},  {"trace", trace_loads},
        {"stream", stream_loads},    {"readers", reader_loads}, {"flood", flood_loads},
        {"yielder", yield_for_ever},
    };
    static const struct {
        const char *word;
        void (*run)(const char *);
    } children[] = {{"heap", be_large}, {"parent", be_parent}, {"sleeper", be_sleeper}};
    for (unsigned i = 0; argc == 2 && i < sizeof(groups) / sizeof(*groups); i++)
        if (strcmp(argv[1], groups[i].word) == 0)
            return groups[i].run(), 0;
    for (unsigned i = 0; argc == 3 && i < sizeof(children) / sizeof(*children); i++)
        if (strcmp(argv[1], children[i].word) == 0)
            return children[i].run(argv[2]), 0;
    return EXIT_USAGE;
}
