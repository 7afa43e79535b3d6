/* Whether every number that every call takes may be anything: each one that is out of
 * range is a named error, and nothing has changed. */
#include "abi/timer.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <termios.h>
#include <trace.h>

#include <signal.h>

#include "bad_input.h"

enum { MANY_RECORDS = 1024, LETTERS = 26, LONG_WORDS = 6144 + 1 };

/* A call with its words, and what must come of it. */
struct attempt {
    uint32_t number;
    uint32_t words[WORDS];
    int32_t expected;
};

static void expect_refusals(const struct attempt *attempts, size_t count)
{
    static struct picture before;

    for (size_t i = 0; i < count; i++) {
        take_picture(&before);
        int32_t result = raw(attempts[i].number, attempts[i].words);
        if (result != attempts[i].expected)
            printf("FAIL %s: attempt %u\n", current_name, i);
        EXPECT_EQUAL(result, attempts[i].expected);
        expect_unchanged(&before);
    }
}

#define EXPECT_REFUSALS(attempts)                                                        \
    expect_refusals(attempts, sizeof(attempts) / sizeof((attempts)[0]))

static void numbers_that_are_no_call(void)
{
    static const uint32_t numbers[] = {
        0, 17, 512, 999, 1014, 1099, 1999, 2000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static struct picture before;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        take_picture(&before);
        EXPECT_EQUAL(RAW(numbers[i], 1, 1, 1, 1), -ENOSYS);
        expect_unchanged(&before);
    }
}

static void descriptors_out_of_range(void)
{
    static const uint32_t wrong[] = {3,    7,          8,          1023,
                                     1024, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static char byte;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_READ, {wrong[i], address_of(&byte), 1}, -EBADF},
            {SYS_WRITE, {wrong[i], address_of(&byte), 1}, -EBADF},
            {SYS_CLOSE, {wrong[i]}, -EBADF},
            {SYS_DUP, {wrong[i]}, -EBADF},
            {SYS_DUP2, {wrong[i], 1}, -EBADF},
            {SYS_DUP2, {wrong[i], wrong[i]}, -EBADF},
            {SYS_DUP3, {wrong[i], wrong[i], 0}, -EINVAL},
            {SYS_DUP3, {wrong[i], 1, 0x7FFFFFFF}, -EINVAL},
            {SYS_READV, {wrong[i], address_of(&byte), 0}, -EBADF},
            {SYS_WRITEV, {wrong[i], address_of(&byte), 0}, -EBADF},
            {SYS_LSEEK, {wrong[i], 0, 0}, -EBADF},
            {SYS_LLSEEK, {wrong[i], 0, 0, address_of(&byte)}, -EBADF},
            {SYS_FTRUNCATE, {wrong[i], 0}, -EBADF},
            {SYS_FSTAT64, {wrong[i], address_of(&byte)}, -EBADF},
            {SYS_FCNTL, {wrong[i], F_GETFD}, -EBADF},
            {SYS_FCNTL64, {wrong[i], 0x7FFFFFFF}, -EBADF},
        };
        EXPECT_REFUSALS(attempts);
    }
}

static void numbers_of_calls_on_descriptors(void)
{
    const struct attempt attempts[] = {
        {SYS_DUP2, {0, 1024}, -EBADF},
        {SYS_DUP2, {0, 0xFFFFFFFF}, -EBADF},
        {SYS_FCNTL, {0, F_DUPFD, 1024}, -EINVAL},
        {SYS_FCNTL, {0, F_DUPFD, 0x80000000}, -EINVAL},
        {SYS_FCNTL, {0, 5}, -EINVAL},
        {SYS_FCNTL, {0, 0xFFFFFFFF}, -EINVAL},
        {SYS_FCNTL, {0, F_GETPIPE_SZ}, -EBADF},
        {SYS_PIPE2, {address_of((int[2]){0}), 1}, -EINVAL},
        {SYS_PIPE2, {address_of((int[2]){0}), 0xFFFFFFFF}, -EINVAL},
        {SYS_LSEEK, {0, 0, 3}, -EINVAL},
        {SYS_LSEEK, {0, 0, 0xFFFFFFFF}, -EINVAL},
        {SYS_LSEEK, {0, 0x80000000, 0}, -ESPIPE},
        {SYS_FTRUNCATE, {0, 0}, -EINVAL},
        {SYS_FTRUNCATE, {0, 0x80000000}, -EINVAL},
        {SYS_READV, {0, 0, IOV_MAX + 1}, -EINVAL},
        {SYS_WRITEV, {1, 0, 0x80000000}, -EINVAL},
        {SYS_POLL, {0, 1025, 0}, -EINVAL},
        {SYS_NEWSELECT, {0x80000000}, -EINVAL},
        {SYS_NEWSELECT, {0xFFFFFFFF}, -EINVAL},
        {SYS_POLL, {0, 0xFFFFFFFF, 0}, -EINVAL},
        {SYS_PPOLL, {0, 0, 0, address_of("12345678"), 4}, -EINVAL},
        {SYS_PPOLL, {0, 0, address_of((int[]){0, 1000000000})}, -EINVAL},
        {SYS_ACCESS, {address_of("/dev/null"), 8}, -EINVAL},
        {SYS_ACCESS, {address_of("/dev/null"), 0x80000000}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
}

static void no_way_to_access_a_file(void)
{
    uint32_t path = address_of("/dev/console");
    const struct attempt attempts[] = {
        {SYS_OPEN, {path, 3}, -EINVAL},
        {SYS_OPEN, {path, 0x7FFFFFFF}, -EINVAL},
        {SYS_OPEN, {path, 0xFFFFFFFF}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
}

static void requests_of_ioctl_that_are_none(void)
{
    int file = open("/files/letters", O_RDONLY);
    uint32_t room = address_of((char[64]){0});
    const struct attempt attempts[] = {
        {SYS_IOCTL, {0, 0, room}, -ENOTTY},
        {SYS_IOCTL, {0, 0x5405, room}, -ENOTTY},
        {SYS_IOCTL, {0, 0xFFFFFFFF, room}, -ENOTTY},
        {SYS_IOCTL, {0, TCFLSH, 3}, -EINVAL},
        {SYS_IOCTL, {3, TCGETS, room}, -ENOTTY},
        {SYS_IOCTL, {4, TCGETS, room}, -EBADF},
        {SYS_IOCTL, {0xFFFFFFFF, TCGETS, room}, -EBADF},
        {SYS_GETDENTS64, {3, room, 64}, -ENOTDIR},
        {SYS_GETDENTS64, {4, room, 64}, -EBADF},
    };

    EXPECT_EQUAL(file, 3);
    EXPECT_REFUSALS(attempts);
    EXPECT_EQUAL(close(file), 0);
}

static void a_read_of_any_length_ends_with_the_file(void)
{
    static const uint32_t lengths[] = {LETTERS, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static char room[LETTERS + 1];

    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        int fd = open("/files/letters", O_RDONLY);
        EXPECT_EQUAL(RAW(SYS_READ, (uint32_t)fd, address_of(room), lengths[i]), LETTERS);
        EXPECT_EQUAL(room[LETTERS], 0);
        EXPECT_EQUAL(close(fd), 0);
    }
}

static void breaks_out_of_range(void)
{
    static const uint32_t wrong[] = {0,          1,          0x08047FFF, 0x08048000,
                                     0xBFFFF001, 0xC0000000, 0xFFFFF000, 0xFFFFFFFF};
    uint32_t here = address_of(sbrk(0));

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt attempts[] = {{SYS_BRK, {wrong[i]}, (int32_t)here}};
        EXPECT_REFUSALS(attempts);
    }
}

static void mappings_out_of_range(void)
{
    const uint32_t private = MAP_PRIVATE | MAP_ANONYMOUS, fixed = private | MAP_FIXED;
    const struct attempt attempts[] = {
        {SYS_MMAP2, {0, 0, 3, private}, -EINVAL},
        {SYS_MMAP2, {0, PAGE, 3, MAP_ANONYMOUS}, -EINVAL},
        {SYS_MMAP2, {0, 0xFFFFFFFF, 3, private}, -ENOMEM},
        {SYS_MMAP2, {0, 0xC0000000, 3, private}, -ENOMEM},
        {SYS_MMAP2, {0xC0000000, PAGE, 3, fixed}, -ENOMEM},
        {SYS_MMAP2, {0xFFFFF000, PAGE, 3, fixed}, -ENOMEM},
        {SYS_MMAP2, {0x20000001, PAGE, 3, fixed}, -EINVAL},
        {SYS_MMAP2, {0, PAGE, 3, fixed}, -EPERM},
        {SYS_MMAP2, {0, PAGE, 3, MAP_PRIVATE, 0xFFFFFFFF}, -EBADF},
        {SYS_MMAP2, {0, PAGE, 3, MAP_PRIVATE, 0}, -ENODEV},
        {SYS_MUNMAP, {1, PAGE}, -EINVAL},
        {SYS_MUNMAP, {0x20000000, 0}, -EINVAL},
        {SYS_MUNMAP, {0x20000000, 0xFFFFFFFF}, -EINVAL},
        {SYS_MUNMAP, {0xC0000000, PAGE}, -EINVAL},
        {SYS_MPROTECT, {1, PAGE, 3}, -EINVAL},
        {SYS_MPROTECT, {0x20000000, PAGE, 3}, -ENOMEM},
        {SYS_MPROTECT, {0xFFFFF000, 0xFFFFFFFF, 3}, -ENOMEM},
        {SYS_MPROTECT, {0x08048000, PAGE, 0xFFFFFFFF}, -EINVAL},
        {SYS_MREMAP, {1, PAGE, PAGE, 0}, -EINVAL},
        {SYS_MREMAP, {0x20000000, PAGE, PAGE + 1, 1}, -EFAULT},
        {SYS_MREMAP, {0x08048000, PAGE, 0, 0}, -EINVAL},
        {SYS_MREMAP, {0x08048000, PAGE, PAGE, 0xFFFFFFFF}, -EINVAL},
        {SYS_MADVISE, {1, PAGE, 4}, -EINVAL},
        {SYS_MADVISE, {0x20000000, PAGE, 4}, -ENOMEM},
        {SYS_MADVISE, {0x08048000, PAGE, 0xFFFFFFFF}, -EINVAL},
        {SYS_PROCESS_SHARERS, {0, 0, 0, 0xFFFFFFFF}, -EINVAL},
        {SYS_PROCESS_SHARERS, {0x7FFFFFFF, 0, 0, 0}, -ESRCH},
        {SYS_PROCESS_SHARERS, {0, 0xFFFFFFFF, 0, 0}, 0},
    };

    EXPECT_REFUSALS(attempts);
}

static void options_of_create(void)
{
    static struct process_options options[] = {
        {.flags = 8},
        {.flags = 0x80000000},
        {.flags = 0xFFFFFFFF},
        {.rest_every_ticks = 1},
        {.rest_ticks = 1},
        {.rest_ticks = TICK_NEVER},
        {.scheduling = {.tickets = TICKETS_MAX + 1}},
        {.scheduling = {.tickets = 0xFFFFFFFF}},
    };
    uint32_t path = address_of("/bin/act");

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_PROCESS_CREATE, {path, 0, address_of(&options[i])}, -EINVAL}};
        EXPECT_REFUSALS(attempts);
    }
}

/* What asks for a thread, or for a child whose end tells nobody. */
static void flags_of_clone(void)
{
    static const struct attempt attempts[] = {
        {SYS_CLONE, {0}, -EINVAL},          {SYS_CLONE, {SIGUSR1}, -EINVAL},
        {SYS_CLONE, {0x10f00}, -EINVAL},    {SYS_CLONE, {SIGCHLD | 0x100}, -EINVAL},
        {SYS_CLONE, {0xFFFFFFFF}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
}

static void the_largest_options_of_create(void)
{
    const struct process_options options = {
        .flags = PROCESS_SUSPENDED,
        .start_tick = TICK_NEVER,
        .end_after_ticks = TICK_NEVER,
        .rest_every_ticks = TICK_NEVER,
        .rest_ticks = TICK_NEVER,
        .scheduling = {TICKETS_MAX, UINT32_MAX, TICK_NEVER}};
    pid_t pid = start_with(&options, "exit", 0);

    EXPECT_EQUAL(process_resume(pid), 0);
    process_sleep(5);
    EXPECT_EQUAL(status_of(pid).state, STATE_NEW);
    destroy_and_collect(pid);
}

static void a_rest_for_ever_is_a_rest(void)
{
    const struct process_options options = {.rest_every_ticks = 1,
                                            .rest_ticks = TICK_NEVER};
    pid_t pid = start_with(&options, "spin", 0);

    process_sleep(10);
    EXPECT_EQUAL(status_of(pid).blocked_on, BLOCKED_REST);
    EXPECT_EQUAL(status_of(pid).accounts.run_ticks, 1);
    destroy_and_collect(pid);
}

static void flags_of_wait(void)
{
    static struct process_wait_options options[] = {
        {.flags = 16}, {.flags = 0x80000000}, {.flags = 0xFFFFFFFF}};
    static struct process_result result;
    pid_t pid = start("exit", 4);

    process_sleep(2);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_PROCESS_WAIT,
             {(uint32_t)pid, address_of(&result), address_of(&options[i])},
             -EINVAL}};
        EXPECT_REFUSALS(attempts);
    }
    EXPECT_EQUAL(code_of(pid), 4);
}

static void counts_that_are_negative(void)
{
    static char room[PAGE];
    static uint64_t next;
    const struct attempt attempts[] = {
        {SYS_PROCESS_LIST, {address_of(room), 0x80000000}, -EINVAL},
        {SYS_PROCESS_LIST, {address_of(room), 0xFFFFFFFF}, -EINVAL},
        {SYS_TRACE_READ, {address_of(room), 0x80000000, address_of(&next)}, -EINVAL},
        {SYS_TRACE_READ, {address_of(room), 0xFFFFFFFF, address_of(&next)}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
}

static void a_list_with_room_for_any_number_is_whole(void)
{
    static const uint32_t counts[] = {64, 0x3FFFFFFF, 0x40000000, 0x40000001, 0x7FFFFFFF};
    static pid_t pids[64];

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        memset(pids, 0, sizeof(pids));
        int count = RAW(SYS_PROCESS_LIST, address_of(pids), counts[i]);
        EXPECT(count >= 3);
        EXPECT_EQUAL(pids[0], 1);
        EXPECT_EQUAL(pids[count - 1], getpid());
    }
}

static void a_trace_read_of_any_count_is_bounded(void)
{
    static const uint32_t counts[] = {MANY_RECORDS, MANY_RECORDS + 1, 0x7FFFFFFF};
    static struct trace_record records[MANY_RECORDS + 1];
    uint64_t next;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        next = 0;
        int count =
            RAW(SYS_TRACE_READ, address_of(records), counts[i], address_of(&next));
        EXPECT(count > 0 && count <= MANY_RECORDS);
        EXPECT_EQUAL(records[MANY_RECORDS].time_ns, 0);
    }
    next = UINT64_MAX;
    EXPECT_EQUAL(trace_read(records, MANY_RECORDS, &next), 0);
}

static void too_little_room_for_the_policy(void)
{
    static char room[POLICY_BYTES];
    const struct attempt attempts[] = {
        {SYS_POLICY_GET, {address_of(room), 0}, -E2BIG},
        {SYS_POLICY_GET, {address_of(room), 2}, -E2BIG},
    };

    EXPECT_REFUSALS(attempts);
    EXPECT_EQUAL(room[0], 0);
    EXPECT_EQUAL(RAW(SYS_POLICY_GET, address_of(room), 0xFFFFFFFF), 0);
}

static void words_that_are_no_policy(void)
{
    static char *const words[] = {"",
                                  " ",
                                  "nothing",
                                  "rr quantum",
                                  "rr quantum=",
                                  "rr quantum=0",
                                  "rr quantum=-1",
                                  "rr quantum=4294967296",
                                  "rr quantum=4,",
                                  "rr levels=3",
                                  "rr 'quantum=4",
                                  "mlfq levels=1000000",
                                  "mlfq levels=2 quantum=1,2,3"};
    static char long_words[LONG_WORDS];

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_POLICY_SET, {address_of(words[i]), 0}, -EINVAL}};
        EXPECT_REFUSALS(attempts);
    }
    memset(long_words, ' ', sizeof(long_words) - 1);
    EXPECT_EQUAL(policy_set(long_words, NULL), -E2BIG);
}

static void tickets_out_of_range(void)
{
    static struct process_scheduling wrong[] = {{.tickets = TICKETS_MAX + 1},
                                                {.tickets = UINT32_MAX}};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_PROCESS_SCHEDULE, {(uint32_t)getpid(), address_of(&wrong[i])}, -EINVAL},
            {SYS_PROCESS_SCHEDULE, {30000, address_of(&wrong[i])}, -EINVAL},
        };
        EXPECT_REFUSALS(attempts);
    }
}

static void sleeps_that_are_over(void)
{
    const struct attempt attempts[] = {
        {SYS_PROCESS_SLEEP, {0, 0}, 0},
        {SYS_PROCESS_SLEEP_UNTIL, {0, 0}, 0},
        {SYS_PROCESS_SLEEP_UNTIL, {1, 0}, 0},
    };

    EXPECT_REFUSALS(attempts);
}

/* Minus 1 is what no one is, and what a call that fails returns. */
static void folders_that_are_none(void)
{
    const uint32_t path = address_of("act"), here = (uint32_t)AT_FDCWD;
    const struct attempt attempts[] = {
        {SYS_OPENAT, {77, path, O_RDONLY}, -EBADF},
        {SYS_OPENAT, {0x80000000, path, O_RDONLY}, -EBADF},
        {SYS_OPENAT, {1, path, O_RDONLY}, -ENOTDIR},
        {SYS_UNLINKAT, {77, path, 0}, -EBADF},
        {SYS_UNLINKAT, {here, path, 0x80000001}, -EINVAL},
        {SYS_FACCESSAT, {77, path, 0}, -EBADF},
        {SYS_FSTATAT64, {here, path, 0, 0x80000000}, -EINVAL},
        {SYS_GETCWD, {path, 0}, -ERANGE},
        {SYS_GETCWD, {path, 1}, -ERANGE},
    };
    EXPECT_REFUSALS(attempts);
}

static void clocks_and_times_that_are_none(void)
{
    static const uint32_t wrong[] = {8, 12, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static const int32_t lengths[][2] = {{0, 1000000000}, {0, -1},        {-1, 0},
                                         {INT32_MIN, 0},  {0, INT32_MAX}, {0, INT32_MIN}};
    static int32_t now[4];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_CLOCK_GETTIME, {wrong[i], address_of(now)}, -EINVAL},
            {SYS_CLOCK_GETRES, {wrong[i], address_of(now)}, -EINVAL},
            {SYS_CLOCK_NANOSLEEP, {wrong[i], 0, address_of(lengths[0])}, -EINVAL},
        };
        EXPECT_REFUSALS(attempts);
    }
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_NANOSLEEP, {address_of(lengths[i])}, -EINVAL},
            {SYS_CLOCK_NANOSLEEP, {1, 1, address_of(lengths[i])}, -EINVAL},
        };
        EXPECT_REFUSALS(attempts);
    }
}

static void groups_waits_and_usage_that_are_none(void)
{
    static const uint32_t wrong[] = {4, 16, 0x01000000, 0xFFFFFFFF};
    uint32_t self = (uint32_t)getpid();
    const struct attempt attempts[] = {
        {SYS_SETPGID, {self, 0x80000000}, -EINVAL},
        {SYS_SETPGID, {self, 30000}, -EPERM},
        {SYS_SETPGID, {self, 1}, -EPERM},
        {SYS_SETPGID, {1, 1}, -ESRCH},
        {SYS_SETPGID, {0xFFFFFFFF, 0}, -EINVAL},
        {SYS_SETPGID, {30000, 0}, -ESRCH},
        {SYS_GETPGID, {30000}, -ESRCH},
        {SYS_GETPGID, {0xFFFFFFFF}, -ESRCH},
        {SYS_GETSID, {30000}, -ESRCH},
        {SYS_GETSID, {0x80000000}, -ESRCH},
        {SYS_SETSID, {0}, -EPERM},
        {SYS_WAITPID, {1}, -ECHILD},
        {SYS_WAITPID, {0x80000000}, -ESRCH},
        {SYS_WAITID, {3, 1, 0, 4}, -EINVAL},
        {SYS_WAITID, {0, 0, 0, 1}, -EINVAL},
        {SYS_WAITID, {0, 0, 0, 0x14}, -EINVAL},
        {SYS_WAITID, {1, 0, 0, 4}, -EINVAL},
        {SYS_WAITID, {2, 0xFFFFFFFF, 0, 4}, -EINVAL},
        {SYS_WAITID, {0, 0, 0, 4}, -ECHILD},
        {SYS_GETRUSAGE, {2}, -EINVAL},
        {SYS_GETRUSAGE, {0xFFFFFFFE}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt waits[] = {
            {SYS_WAITPID, {0xFFFFFFFF, 0, wrong[i]}, -EINVAL},
            {SYS_WAIT4, {0xFFFFFFFF, 0, wrong[i], 0}, -EINVAL},
        };
        EXPECT_REFUSALS(waits);
    }
}

static void the_user_id_that_is_none(void)
{
    const struct attempt attempts[] = {{SYS_SETUID, {0xFFFFFFFF}, -EINVAL}};

    EXPECT_REFUSALS(attempts);
}

static void signals_that_are_none(void)
{
    static const uint32_t wrong[] = {65, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static struct sigaction action;
    uint32_t self = (uint32_t)getpid();

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const struct attempt attempts[] = {
            {SYS_KILL, {self, wrong[i]}, -EINVAL},
            {SYS_KILL, {30000, wrong[i]}, -ESRCH},
            {SYS_TKILL, {self, wrong[i]}, -EINVAL},
            {SYS_TGKILL, {self, self, wrong[i]}, -EINVAL},
            {SYS_TGKILL, {1, self, SIGUSR1}, -ESRCH},
            {SYS_RT_SIGACTION, {wrong[i], 0, address_of(&action), 8}, -EINVAL},
        };
        EXPECT_REFUSALS(attempts);
    }
}

static void numbers_of_calls_on_signals(void)
{
    static struct timer_value late = {.value_us = 1000000}, early = {.value_s = -1};
    static struct sigaction action;
    static uint64_t set;
    const struct attempt attempts[] = {
        {SYS_RT_SIGACTION, {SIGKILL, address_of(&action), 0, 8}, -EINVAL},
        {SYS_RT_SIGACTION, {SIGSTOP, address_of(&action), 0, 8}, -EINVAL},
        {SYS_RT_SIGACTION, {0, 0, 0, 8}, -EINVAL},
        {SYS_RT_SIGACTION, {SIGUSR1, 0, 0, 4}, -EINVAL},
        {SYS_RT_SIGPROCMASK, {3, address_of(&set), 0, 8}, -EINVAL},
        {SYS_RT_SIGPROCMASK, {SIG_BLOCK, 0, 0, 128}, -EINVAL},
        {SYS_RT_SIGPENDING, {address_of(&set), 9}, -EINVAL},
        {SYS_RT_SIGSUSPEND, {address_of(&set), 4}, -EINVAL},
        {SYS_RT_SIGTIMEDWAIT, {address_of(&set), 0, 0, 0}, -EINVAL},
        {SYS_KILL, {0x80000000, SIGTERM}, -ESRCH},
        {SYS_KILL, {30000, SIGTERM}, -ESRCH},
        {SYS_TKILL, {0, SIGTERM}, -EINVAL},
        {SYS_SETITIMER, {3, 0, 0}, -EINVAL},
        {SYS_SETITIMER, {ITIMER_REAL, address_of(&late), 0}, -EINVAL},
        {SYS_SETITIMER, {ITIMER_PROF, address_of(&early), 0}, -EINVAL},
        {SYS_GETITIMER, {0xFFFFFFFF, address_of(&late)}, -EINVAL},
    };

    EXPECT_REFUSALS(attempts);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(numbers_that_are_no_call),
    BEHAVIOUR(descriptors_out_of_range),
    BEHAVIOUR(numbers_of_calls_on_descriptors),
    BEHAVIOUR(no_way_to_access_a_file),
    BEHAVIOUR(requests_of_ioctl_that_are_none),
    BEHAVIOUR(a_read_of_any_length_ends_with_the_file),
    BEHAVIOUR(breaks_out_of_range),
    BEHAVIOUR(mappings_out_of_range),
    BEHAVIOUR(options_of_create),
    BEHAVIOUR(flags_of_clone),
    BEHAVIOUR(the_largest_options_of_create),
    BEHAVIOUR(a_rest_for_ever_is_a_rest),
    BEHAVIOUR(flags_of_wait),
    BEHAVIOUR(counts_that_are_negative),
    BEHAVIOUR(a_list_with_room_for_any_number_is_whole),
    BEHAVIOUR(a_trace_read_of_any_count_is_bounded),
    BEHAVIOUR(too_little_room_for_the_policy),
    BEHAVIOUR(words_that_are_no_policy),
    BEHAVIOUR(tickets_out_of_range),
    BEHAVIOUR(sleeps_that_are_over),
    BEHAVIOUR(folders_that_are_none),
    BEHAVIOUR(clocks_and_times_that_are_none),
    BEHAVIOUR(groups_waits_and_usage_that_are_none),
    BEHAVIOUR(the_user_id_that_is_none),
    BEHAVIOUR(signals_that_are_none),
    BEHAVIOUR(numbers_of_calls_on_signals),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
