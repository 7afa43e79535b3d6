/* Whether every pointer that every call takes may be anything: each bad one is -EFAULT,
 * and nothing has changed. */
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <trace.h>

#include "bad_input.h"

enum { TEXT = 0x08048000, GAP = 0x40000000, BELOW_STACK = 0x07000000, WANTED = 40 };

/* A call, and which of its words is to be bad. */
struct use {
    uint32_t number;
    uint32_t words[WORDS];
    int bad;
    bool may_be_null, is_written, may_move_some;
    uint32_t size; /* of what the kernel numbers or writes there */
};

static char page[PAGE] __attribute__((aligned(PAGE)));
static char *const no_arguments[] = {"act", NULL};

/* What lies behind is not mapped: the last page of the heap, with its last bytes 'x'. */
static char *heap_edge(void)
{
    char *end = sbrk(0);

    sbrk(2 * PAGE - (int)(address_of(end) % PAGE));
    end = sbrk(0);
    memset(end - PAGE, 'x', PAGE);
    return end;
}

static void expect_fault(const struct use *use, uint32_t address)
{
    static struct picture before;
    uint32_t words[WORDS];

    memcpy(words, use->words, sizeof(words));
    words[use->bad] = address;
    take_picture(&before);
    int32_t result = raw(use->number, words);
    if (use->may_move_some && result > 0 && result < (int32_t)use->size)
        return; /* what there was room for */
    if (result != -EFAULT)
        printf("FAIL %s: with %08x\n", current_name, address);
    EXPECT_EQUAL(result, -EFAULT);
    expect_unchanged(&before);
}

/* Every address that is bad for USE. */
static void check_pointer(const struct use *use)
{
    char *start = sbrk(0);
    uint32_t edge = address_of(heap_edge());
    uint32_t inside = use->size < 2 ? 0 : use->size / 2;

    if (!use->may_be_null)
        expect_fault(use, 0);
    expect_fault(use, 1);
    expect_fault(use, GAP);
    expect_fault(use, 0xC0000000);
    expect_fault(use, 0xC0100000);
    expect_fault(use, BELOW_STACK);
    expect_fault(use, edge - inside);
    expect_fault(use, 0xC0000000 - inside);
    expect_fault(use, 0 - (inside ? inside : 1));
    if (use->is_written)
        expect_fault(use, TEXT);
    EXPECT_EQUAL(brk(start), 0);
}

/* --- create --- */

static void create_checks_its_path(void)
{
    check_pointer(&(struct use){.number = SYS_PROCESS_CREATE,
                                .words = {0, address_of(no_arguments)},
                                .size = PROCESS_PATH_MAX / 2});
}

static void create_checks_its_argv(void)
{
    check_pointer(&(struct use){.number = SYS_PROCESS_CREATE,
                                .words = {address_of("/bin/act")},
                                .bad = 1,
                                .may_be_null = true,
                                .size = sizeof(char *)});
}

static void create_checks_each_argument(void)
{
    static char *argv[] = {"act", NULL, NULL};
    char *start = sbrk(0), *edge = heap_edge();
    char *const bad[] = {bad_pointer(1), bad_pointer(GAP),
                         KERNEL_MEMORY,  bad_pointer(BELOW_STACK),
                         edge - 5,       bad_pointer(0xFFFFFFFF)};
    static struct picture before;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        argv[1] = bad[i];
        take_picture(&before);
        EXPECT_EQUAL(process_create("/bin/act", argv, NULL), -EFAULT);
        expect_unchanged(&before);
    }
    EXPECT_EQUAL(brk(start), 0);
}

static void create_checks_its_environment(void)
{
    check_pointer(
        &(struct use){.number = SYS_PROCESS_CREATE,
                      .words = {address_of("/bin/act"), address_of(no_arguments)},
                      .bad = 3,
                      .may_be_null = true,
                      .size = sizeof(char *)});
}

static void execve_checks_each_pointer(void)
{
    for (int i = 0; i < 3; i++)
        check_pointer(
            &(struct use){.number = SYS_EXECVE,
                          .words = {address_of("/bin/act"), address_of(no_arguments)},
                          .bad = i,
                          .may_be_null = i > 0,
                          .size = i > 0 ? sizeof(char *) : PROCESS_PATH_MAX / 2});
}

static void set_thread_area_checks_its_description(void)
{
    check_pointer(&(struct use){
        .number = SYS_SET_THREAD_AREA, .is_written = true, .size = 4 * sizeof(uint32_t)});
}

static void create_checks_its_options(void)
{
    check_pointer(
        &(struct use){.number = SYS_PROCESS_CREATE,
                      .words = {address_of("/bin/act"), address_of(no_arguments)},
                      .bad = 2,
                      .may_be_null = true,
                      .size = sizeof(struct process_options)});
}

/* --- wait, status, list, schedule --- */

static void wait_checks_its_result(void)
{
    pid_t living = start("sleep", 100000), zombie = start("exit", 7);

    process_sleep(3);
    for (int i = 0; i < 2; i++)
        check_pointer(&(struct use){.number = SYS_PROCESS_WAIT,
                                    .words = {(uint32_t)(i ? living : zombie)},
                                    .bad = 1,
                                    .may_be_null = true,
                                    .is_written = true,
                                    .size = sizeof(struct process_result)});
    EXPECT_EQUAL(code_of(zombie), 7);
    destroy_and_collect(living);
}

static void wait_checks_its_options(void)
{
    pid_t zombie = start("exit", 7);

    process_sleep(3);
    check_pointer(&(struct use){.number = SYS_PROCESS_WAIT,
                                .words = {(uint32_t)zombie, address_of(page)},
                                .bad = 2,
                                .may_be_null = true,
                                .size = sizeof(struct process_wait_options)});
    EXPECT_EQUAL(code_of(zombie), 7);
}

static void status_checks_its_place(void)
{
    for (uint32_t pid = 0; pid < 2; pid++)
        check_pointer(&(struct use){.number = SYS_PROCESS_STATUS,
                                    .words = {pid},
                                    .bad = 1,
                                    .is_written = true,
                                    .size = sizeof(struct process_status)});
}

static void list_checks_its_place(void)
{
    check_pointer(&(struct use){.number = SYS_PROCESS_LIST,
                                .words = {0, 3},
                                .is_written = true,
                                .size = 3 * sizeof(pid_t)});
}

static void schedule_checks_its_parameters(void)
{
    check_pointer(&(struct use){.number = SYS_PROCESS_SCHEDULE,
                                .words = {(uint32_t)getpid()},
                                .bad = 1,
                                .size = sizeof(struct process_scheduling)});
}

/* --- time, trace, policy --- */

static void now_checks_its_place(void)
{
    check_pointer(&(struct use){
        .number = SYS_PROCESS_NOW, .is_written = true, .size = sizeof(tick_t)});
}

static void time_info_checks_its_place(void)
{
    check_pointer(&(struct use){
        .number = SYS_TIME_INFO, .is_written = true, .size = sizeof(struct time_info)});
}

/* --- the calls with a folder --- */

static void calls_with_a_folder_check_what_they_read(void)
{
    const uint32_t here = (uint32_t)AT_FDCWD;

    check_pointer(
        &(struct use){.number = SYS_OPENAT, .words = {here}, .bad = 1, .size = 1});
    check_pointer(&(struct use){.number = SYS_OPENAT, .words = {0}, .bad = 1, .size = 1});
    check_pointer(
        &(struct use){.number = SYS_UNLINKAT, .words = {here}, .bad = 1, .size = 1});
    check_pointer(
        &(struct use){.number = SYS_FACCESSAT, .words = {here}, .bad = 1, .size = 1});
    check_pointer(&(struct use){.number = SYS_FSTATAT64,
                                .words = {here, 0, address_of(page)},
                                .bad = 1,
                                .size = 1});
    check_pointer(&(struct use){.number = SYS_FSTATAT64,
                                .words = {here, address_of("/bin/act")},
                                .bad = 2,
                                .is_written = true,
                                .size = 96});
    check_pointer(&(struct use){
        .number = SYS_GETCWD, .words = {0, 64}, .is_written = true, .size = 2});
}

/* --- the clocks --- */

static void the_clocks_check_where_they_write(void)
{
    check_pointer(&(struct use){
        .number = SYS_CLOCK_GETTIME, .bad = 1, .is_written = true, .size = 8});
    check_pointer(&(struct use){
        .number = SYS_CLOCK_GETTIME64, .bad = 1, .is_written = true, .size = 16});
    check_pointer(&(struct use){.number = SYS_CLOCK_GETRES,
                                .bad = 1,
                                .may_be_null = true,
                                .is_written = true,
                                .size = 8});
    check_pointer(&(struct use){
        .number = SYS_GETTIMEOFDAY, .may_be_null = true, .is_written = true, .size = 8});
    check_pointer(&(struct use){.number = SYS_GETTIMEOFDAY,
                                .bad = 1,
                                .may_be_null = true,
                                .is_written = true,
                                .size = 8});
    check_pointer(&(struct use){
        .number = SYS_TIME, .may_be_null = true, .is_written = true, .size = 4});
    check_pointer(&(struct use){.number = SYS_UNAME, .is_written = true, .size = 390});
}

static void sleeps_check_what_they_read(void)
{
    check_pointer(&(struct use){.number = SYS_NANOSLEEP, .size = 8});
    check_pointer(&(struct use){.number = SYS_CLOCK_NANOSLEEP, .bad = 2, .size = 8});
    check_pointer(&(struct use){.number = SYS_CLOCK_NANOSLEEP64, .bad = 2, .size = 16});
}

static void trace_read_checks_its_records(void)
{
    static uint64_t next;

    check_pointer(&(struct use){.number = SYS_TRACE_READ,
                                .words = {0, 3, address_of(&next)},
                                .is_written = true,
                                .size = 3 * sizeof(struct trace_record)});
    EXPECT(next == 0);
}

static void trace_read_checks_where_it_is_to_go_on(void)
{
    check_pointer(&(struct use){.number = SYS_TRACE_READ,
                                .words = {address_of(page), 3},
                                .bad = 2,
                                .is_written = true,
                                .size = sizeof(uint64_t)});
}

static void policy_set_checks_its_words(void)
{
    check_pointer(&(struct use){.number = SYS_POLICY_SET, .size = WANTED});
}

static void policy_set_checks_where_the_wrong_word_is_to_be_told(void)
{
    check_pointer(&(struct use){.number = SYS_POLICY_SET,
                                .words = {address_of("nonsense")},
                                .bad = 1,
                                .may_be_null = true,
                                .is_written = true,
                                .size = sizeof(uint32_t)});
}

static void policy_get_checks_its_place(void)
{
    check_pointer(&(struct use){.number = SYS_POLICY_GET,
                                .words = {0, POLICY_BYTES},
                                .is_written = true,
                                .size = 6});
}

/* --- limits --- */

static void the_calls_on_limits_check_their_place(void)
{
    static const uint32_t numbers[] = {SYS_GETRLIMIT, SYS_UGETRLIMIT, SYS_SETRLIMIT};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        check_pointer(&(struct use){.number = numbers[i],
                                    .words = {RLIMIT_AS},
                                    .bad = 1,
                                    .is_written = numbers[i] != SYS_SETRLIMIT,
                                    .size = sizeof(struct rlimit)});
}

/* --- signals --- */

static void check_place(uint32_t number, const uint32_t words[4], int bad,
                        bool may_be_null, bool is_written, uint32_t size)
{
    struct use use = {.number = number,
                      .bad = bad,
                      .may_be_null = may_be_null,
                      .is_written = is_written,
                      .size = size};

    memcpy(use.words, words, 4 * sizeof(*words));
    check_pointer(&use);
}

static void the_calls_on_actions_check_their_places(void)
{
    enum { SET = 8, STACK = 12 };

    check_place(SYS_RT_SIGACTION, (uint32_t[4]){SIGUSR1, 0, 0, SET}, 1, true, false,
                sizeof(struct sigaction));
    check_place(SYS_RT_SIGACTION, (uint32_t[4]){SIGUSR1, 0, 0, SET}, 2, true, true,
                sizeof(struct sigaction));
    check_place(SYS_RT_SIGPROCMASK, (uint32_t[4]){SIG_BLOCK, 0, 0, SET}, 1, true, false,
                SET);
    check_place(SYS_RT_SIGPROCMASK, (uint32_t[4]){SIG_BLOCK, 0, 0, SET}, 2, true, true,
                SET);
    check_place(SYS_RT_SIGPENDING, (uint32_t[4]){0, SET}, 0, false, true, SET);
    check_place(SYS_SIGALTSTACK, (uint32_t[4]){0, 0}, 0, true, false, STACK);
    check_place(SYS_SIGALTSTACK, (uint32_t[4]){0, 0}, 1, true, true, STACK);
}

static void waiting_for_signals_checks_its_places(void)
{
    enum { SET = 8, TIME = 8 };
    static uint64_t set;

    check_place(SYS_RT_SIGSUSPEND, (uint32_t[4]){0, SET}, 0, false, false, SET);
    check_place(SYS_RT_SIGTIMEDWAIT, (uint32_t[4]){0, 0, 0, SET}, 0, false, false, SET);
    check_place(SYS_RT_SIGTIMEDWAIT, (uint32_t[4]){address_of(&set), 0, 0, SET}, 2, true,
                false, TIME);
    check_place(SYS_RT_SIGQUEUEINFO, (uint32_t[4]){30000, SIGUSR1, 0}, 2, false, false,
                sizeof(siginfo_t));
}

static void timers_check_their_places(void)
{
    check_place(SYS_SETITIMER, (uint32_t[4]){ITIMER_REAL, 0, 0}, 1, true, false,
                sizeof(struct itimerval));
    check_place(SYS_SETITIMER, (uint32_t[4]){ITIMER_REAL, 0, 0}, 2, true, true,
                sizeof(struct itimerval));
    check_place(SYS_GETITIMER, (uint32_t[4]){ITIMER_REAL, 0}, 1, false, true,
                sizeof(struct itimerval));
}

/* --- files --- */

static void open_checks_its_path(void)
{
    check_pointer(&(struct use){.number = SYS_OPEN, .size = PROCESS_PATH_MAX / 2});
}

static void read_checks_its_buffer(void)
{
    int fd = open("/files/letters", O_RDONLY);
    char letter;

    check_pointer(&(struct use){.number = SYS_READ,
                                .words = {(uint32_t)fd, 0, 20},
                                .bad = 1,
                                .is_written = true,
                                .may_move_some = true,
                                .size = 20});
    EXPECT_EQUAL(lseek(fd, 0, SEEK_CUR), 10); /* at the edge of the heap */
    EXPECT_EQUAL(read(fd, &letter, 1), 1);
    EXPECT_EQUAL(letter, 'a' + 10);
    EXPECT_EQUAL(close(fd), 0);
}

static void write_checks_its_buffer(void)
{
    check_pointer(&(struct use){
        .number = SYS_WRITE, .words = {1, 0, WANTED}, .bad = 1, .size = WANTED});
}

static void ioctl_checks_what_it_tells_and_sets(void)
{
    static const struct {
        uint32_t request, size;
    } told[] = {{TCGETS, sizeof(struct termios)},
                {TIOCGWINSZ, sizeof(struct winsize)},
                {TIOCGPGRP, sizeof(pid_t)}},
      set[] = {{TCSETS, sizeof(struct termios)},
               {TCSETSW, sizeof(struct termios)},
               {TCSETSF, sizeof(struct termios)},
               {TIOCSWINSZ, sizeof(struct winsize)},
               {TIOCSPGRP, sizeof(pid_t)}};

    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        check_pointer(&(struct use){.number = SYS_IOCTL,
                                    .words = {0, told[i].request},
                                    .bad = 2,
                                    .is_written = true,
                                    .size = told[i].size});
    for (size_t i = 0; i < sizeof(set) / sizeof(set[0]); i++)
        check_pointer(&(struct use){.number = SYS_IOCTL,
                                    .words = {0, set[i].request},
                                    .bad = 2,
                                    .size = set[i].size});
}

static void getdents64_checks_its_buffer(void)
{
    int fd = open("/files", O_RDONLY);

    check_pointer(&(struct use){.number = SYS_GETDENTS64,
                                .words = {(uint32_t)fd, 0, 32},
                                .bad = 1,
                                .is_written = true,
                                .may_move_some = true,
                                .size = 32});
    EXPECT_EQUAL(close(fd), 0);
}

/* --- more of files --- */

static void paths_are_checked(void)
{
    static const uint32_t numbers[] = {SYS_STAT64, SYS_LSTAT64, SYS_ACCESS, SYS_UNLINK};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        check_pointer(&(struct use){.number = numbers[i],
                                    .words = {0, address_of(page)},
                                    .size = PROCESS_PATH_MAX / 2});
}

static void what_files_tell_is_checked(void)
{
    int fd = open("/files/letters", O_RDONLY);

    check_pointer(&(struct use){.number = SYS_STAT64,
                                .words = {address_of("/files/letters")},
                                .bad = 1,
                                .is_written = true,
                                .size = sizeof(struct stat64)});
    check_pointer(&(struct use){.number = SYS_FSTAT64,
                                .words = {(uint32_t)fd},
                                .bad = 1,
                                .is_written = true,
                                .size = sizeof(struct stat64)});
    check_pointer(&(struct use){.number = SYS_LLSEEK,
                                .words = {(uint32_t)fd, 0, 0, 0, 0},
                                .bad = 3,
                                .is_written = true,
                                .size = sizeof(uint64_t)});
    EXPECT_EQUAL(close(fd), 0);
}

static void pipes_check_where_descriptors_go(void)
{
    check_pointer(
        &(struct use){.number = SYS_PIPE, .is_written = true, .size = 2 * sizeof(int)});
    check_pointer(&(struct use){.number = SYS_PIPE2,
                                .words = {0, O_CLOEXEC},
                                .is_written = true,
                                .size = 2 * sizeof(int)});
}

static void pieces_are_checked(void)
{
    static const uint32_t numbers[] = {SYS_READV, SYS_WRITEV};
    struct {
        uint32_t address, length;
    } pieces[2] = {{address_of(page), 0}, {address_of(page), 4}};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        check_pointer(&(struct use){
            .number = numbers[i], .words = {1, 0, 2}, .bad = 1, .size = sizeof(pieces)});
    pieces[1].address = 0xC0000000;
    EXPECT_EQUAL(RAW(SYS_WRITEV, 1, address_of(pieces), 2), -EFAULT);
}

static void select_checks_its_sets_and_its_time(void)
{
    static uint32_t sets[1];

    for (int bad = 1; bad < 5; bad++)
        check_pointer(&(struct use){.number = SYS_NEWSELECT,
                                    .words = {1, address_of(sets), address_of(sets),
                                              address_of(sets), address_of((int[2]){0})},
                                    .bad = bad,
                                    .may_be_null = true,
                                    .size = 4});
}

static void poll_checks_its_entries(void)
{
    check_pointer(&(struct use){.number = SYS_POLL,
                                .words = {0, 2, 0},
                                .is_written = true,
                                .size = 2 * sizeof(struct pollfd)});
}

static void ppoll_checks_its_time_and_mask(void)
{
    static const int now[2];
    static const uint32_t none[2];

    for (int bad = 2; bad < 4; bad++)
        check_pointer(&(struct use){
            .number = SYS_PPOLL,
            .words = {0, 0, address_of(now), address_of(none), sizeof(none)},
            .bad = bad,
            .may_be_null = true,
            .size = sizeof(none)});
}

static void usage_and_times_check_their_places(void)
{
    check_pointer(
        &(struct use){.number = SYS_GETRUSAGE, .bad = 1, .is_written = true, .size = 72});
    check_pointer(&(struct use){
        .number = SYS_TIMES, .may_be_null = true, .is_written = true, .size = 16});
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(usage_and_times_check_their_places),
    BEHAVIOUR(paths_are_checked),
    BEHAVIOUR(what_files_tell_is_checked),
    BEHAVIOUR(pipes_check_where_descriptors_go),
    BEHAVIOUR(pieces_are_checked),
    BEHAVIOUR(poll_checks_its_entries),
    BEHAVIOUR(ppoll_checks_its_time_and_mask),
    BEHAVIOUR(select_checks_its_sets_and_its_time),
    BEHAVIOUR(create_checks_its_path),
    BEHAVIOUR(create_checks_its_argv),
    BEHAVIOUR(create_checks_each_argument),
    BEHAVIOUR(create_checks_its_environment),
    BEHAVIOUR(create_checks_its_options),
    BEHAVIOUR(execve_checks_each_pointer),
    BEHAVIOUR(set_thread_area_checks_its_description),
    BEHAVIOUR(wait_checks_its_result),
    BEHAVIOUR(wait_checks_its_options),
    BEHAVIOUR(status_checks_its_place),
    BEHAVIOUR(list_checks_its_place),
    BEHAVIOUR(schedule_checks_its_parameters),
    BEHAVIOUR(now_checks_its_place),
    BEHAVIOUR(time_info_checks_its_place),
    BEHAVIOUR(trace_read_checks_its_records),
    BEHAVIOUR(trace_read_checks_where_it_is_to_go_on),
    BEHAVIOUR(policy_set_checks_its_words),
    BEHAVIOUR(policy_set_checks_where_the_wrong_word_is_to_be_told),
    BEHAVIOUR(policy_get_checks_its_place),
    BEHAVIOUR(the_calls_on_limits_check_their_place),
    BEHAVIOUR(the_calls_on_actions_check_their_places),
    BEHAVIOUR(waiting_for_signals_checks_its_places),
    BEHAVIOUR(timers_check_their_places),
    BEHAVIOUR(open_checks_its_path),
    BEHAVIOUR(read_checks_its_buffer),
    BEHAVIOUR(write_checks_its_buffer),
    BEHAVIOUR(ioctl_checks_what_it_tells_and_sets),
    BEHAVIOUR(getdents64_checks_its_buffer),
    BEHAVIOUR(calls_with_a_folder_check_what_they_read),
    BEHAVIOUR(the_clocks_check_where_they_write),
    BEHAVIOUR(sleeps_check_what_they_read),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
