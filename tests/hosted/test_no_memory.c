/* Calls that find too little of something. Each call of the table is made again and again by a child
 * of init. Of its allocations first the first one fails, then the second, until none does; and
 * its user's share of memory, its descriptors or its user's processes suffice for nothing more,
 * for one more, and so on. Each time there is an errno and all is as it was, until the call
 * succeeds. The kernel's own checks run after each call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/clone.h"
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/mman.h"
#include "abi/poll.h"
#include "abi/resource.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/fs/memory.h"
#include "kernel/memory/frame.h"
#include "kernel/process/group.h"
#include "kernel/process/table.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    BOB = 7,
    ALLOCATIONS_MAX = 400,
    FEW_FILES = 8, /* descriptors for which no page is needed */
    P = PAGE_SIZE,
    RW = PROT_READ | PROT_WRITE,
    ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS,
    MAPPED = 0x20000000,
    HANDLER = USER_TEXT + 0xF0,
    SET_BYTES = 8,
    /* In the program's data: */
    PATH = USER_DATA,
    WORDS = USER_DATA + 0x400, /* what else a call reads or writes */
    ARGV = USER_DATA + 0x800,
    WITNESS = USER_DATA + 0xC00, /* a word that no call may change */
    TEXT = USER_DATA + P,        /* a string of more than a page */
    TEXT_BYTES = 6000,
    ENTRIES = 300,
};

/* What there may be too little of. */
enum resource { FRAMES, SHARE, DESCRIPTORS, PROCESSES, RESOURCES };

struct row {
    const char *name;
    void (*prepare)(void);     /* or NULL */
    int32_t (*call)(void);     /* AWAY: it has succeeded, as it waits */
    uint32_t least[RESOURCES]; /* how often it fails; 0: it takes none of that */
    int32_t error; /* for want of memory or descriptors, where it is not the usual one */
};

/* --- Before a call --- */

static void put_path(const char *path)
{
    user_put(PATH, path, strlen(path) + 1);
}

static void init_path(void)
{
    put_path("/bin/init"); /* which is known, as it runs */
}

static void program_path(void)
{
    put_path("/bin/program"); /* which nobody runs */
}

static void new_file_path(void)
{
    put_path("/tmp/new");
}

/* A name that needs more than the usual room, and a path that does. */
static void put_long_path(virt_t to)
{
    char path[] =
        "/tmp/ nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";
    user_put(to, path, sizeof(path));
}

static void long_path(void)
{
    put_long_path(PATH);
}

static void two_paths(void)
{
    new_file_path();
    put_long_path(WORDS);
    assert_int_equal(user_call(SYS_OPEN, PATH, O_CREAT, 0600), 3);
}

static void two_directories(void)
{
    new_file_path();
    put_long_path(WORDS);
    assert_int_equal(user_call(SYS_MKDIR, PATH, 0700, 0), 0);
}

static void long_directory(void)
{
    long_path();
    assert_int_equal(user_call(SYS_MKDIR, PATH, 0700, 0), 0);
}

static void long_arguments(void)
{
    static char text[TEXT_BYTES];
    const uint32_t argv[] = {TEXT, TEXT, 0};
    memset(text, 'x', sizeof(text) - 1);
    user_put(TEXT, text, sizeof(text));
    user_put(ARGV, argv, sizeof(argv));
    init_path();
}

static void compute(void)
{
    machine_compute(1);
}

static int32_t map_at(virt_t address, uint32_t pages, uint32_t flags)
{
    return machine_call(
        SYS_MMAP2, (const uint32_t[6]){address, pages * P, RW, flags, UINT32_MAX, 0});
}

static void three_pages(void)
{
    assert_int_equal(map_at(MAPPED, 3, ANONYMOUS | MAP_FIXED), MAPPED);
    for (virt_t page = MAPPED; page < MAPPED + 3 * P; page += P)
        machine_touch(page, true);
}

static void action(void)
{
    const struct signal_action handles = {.handler = HANDLER};
    user_put(WORDS, &handles, sizeof(handles));
}

static int32_t act(void)
{
    return machine_call(SYS_RT_SIGACTION,
                        (const uint32_t[6]){SIGUSR1, WORDS, 0, SET_BYTES});
}

static void handler(void)
{
    action();
    assert_int_equal(act(), 0);
}

static void words(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    user_put(WORDS, (const uint32_t[4]){a, b, c, d}, 4 * sizeof(uint32_t));
}

static void no_words(void)
{
    words(0, 0, 0, 0);
}

static void a_stack(void)
{
    const struct signal_stack stack = {.ss_sp = USER_DATA, .ss_size = 4 * P};
    user_put(WORDS, &stack, sizeof(stack));
}

static void ten_seconds(void)
{
    words(0, 0, 10, 0);
}

static void a_limit(void)
{
    words(10, 10, 0, 0);
}

static void a_pipe(void)
{
    assert_int_equal(user_call(SYS_PIPE, WORDS, 0, 0), 0);
    words(3, POLLIN, 3,
          POLLIN); /* two entries for poll; or a set with descriptors 0 and 1 */
}

/* Who has a handler has the page for what is blocked, which stays when a call fails. */
static void a_pipe_and_handler(void)
{
    handler();
    a_pipe();
}

/* So many places for poll need pages. */
static void many_entries(void)
{
    struct pollfd entries[ENTRIES];
    a_pipe();
    for (int i = 0; i < ENTRIES; i++)
        entries[i] = (struct pollfd){3, POLLIN, 0};
    user_put(TEXT, entries, sizeof(entries));
}

static void a_file(void)
{
    new_file_path();
    assert_int_equal(user_call(SYS_OPEN, PATH, O_CREAT | O_RDWR, 0600), 3);
    assert_int_equal(user_call(SYS_LSEEK, 3, P - 1, 0), P - 1);
}

static void eight_files(void)
{
    while (user_call(SYS_DUP, 0, 0, 0) < FEW_FILES - 1) {
    }
}

/* --- Calls --- */

#define CALL(name, ...)                                                                  \
    static int32_t name(void)                                                            \
    {                                                                                    \
        return machine_call(__VA_ARGS__);                                                \
    }
#define WITH(...) ((const uint32_t[6]){__VA_ARGS__})

CALL(do_fork, SYS_FORK, WITH(0))
CALL(do_vfork, SYS_VFORK, WITH(0))
CALL(do_clone, SYS_CLONE, WITH(CLONE_CHILD_SETTID | SIGCHLD, 0, 0, 0, WORDS))
CALL(do_exec, SYS_EXECVE, WITH(PATH))
CALL(do_exec_long, SYS_EXECVE, WITH(PATH, ARGV, ARGV))
CALL(do_create, SYS_PROCESS_CREATE, WITH(PATH))
CALL(do_create_long, SYS_PROCESS_CREATE, WITH(PATH, ARGV, 0, ARGV))
CALL(do_open, SYS_OPEN, WITH(PATH, O_RDONLY))
CALL(do_open_new, SYS_OPEN, WITH(PATH, O_RDWR | O_CREAT, 0600))
CALL(do_make_directory, SYS_MKDIR, WITH(PATH, 0700))
CALL(do_link, SYS_LINK, WITH(PATH, WORDS))
CALL(do_rename, SYS_RENAME, WITH(PATH, WORDS))
CALL(do_go_to, SYS_CHDIR, WITH(PATH))
CALL(do_tell_place, SYS_GETCWD, WITH(WORDS, 100))
CALL(do_truncate, SYS_TRUNCATE, WITH(PATH, 100))
CALL(do_dup, SYS_DUP, WITH(0))
CALL(do_dup2, SYS_DUP2, WITH(0, 100))
CALL(do_fcntl, SYS_FCNTL, WITH(0, F_DUPFD, 100))
CALL(do_pipe, SYS_PIPE, WITH(WORDS))
CALL(do_pipe2, SYS_PIPE2, WITH(WORDS, O_CLOEXEC | O_NONBLOCK))
CALL(do_write_pipe, SYS_WRITE, WITH(4, TEXT, P))
CALL(do_set_group, SYS_SETPGID, WITH(0, 0))
CALL(do_set_session, SYS_SETSID, WITH(0))
CALL(do_set_user, SYS_SETUID, WITH(BOB))
CALL(do_protect, SYS_MPROTECT, WITH(MAPPED + P, P, PROT_READ))
CALL(do_unmap, SYS_MUNMAP, WITH(MAPPED + P, P))
CALL(do_alternate, SYS_SIGALTSTACK, WITH(WORDS))
CALL(do_suspend, SYS_RT_SIGSUSPEND, WITH(WORDS, SET_BYTES))
CALL(do_await, SYS_RT_SIGTIMEDWAIT, WITH(WORDS, 0, 0, SET_BYTES))
CALL(do_alarm, SYS_ALARM, WITH(10))
CALL(do_timer, SYS_SETITIMER, WITH(0, WORDS))
CALL(do_limit, SYS_SETRLIMIT, WITH(RLIMIT_CPU, WORDS))
CALL(do_poll, SYS_POLL, WITH(WORDS, 2, UINT32_MAX))
CALL(do_ppoll, SYS_PPOLL, WITH(WORDS, 2, 0, WORDS, SET_BYTES))
CALL(do_poll_many, SYS_POLL, WITH(TEXT, ENTRIES, UINT32_MAX))
CALL(do_select, SYS_NEWSELECT, WITH(4, ARGV))

/* It may write the one byte for which there is room, which is undone. */
static int32_t undo_one(int32_t count)
{
    if (count != 1)
        return count;
    assert_int_equal(user_call(SYS_FTRUNCATE, 3, 0, 0), 0);
    assert_int_equal(user_call(SYS_LSEEK, 3, P - 1, 0), P - 1);
    return -ENOSPC;
}

static int32_t do_write_file(void)
{
    return undo_one(user_call(SYS_WRITE, 3, TEXT, 2));
}

static int32_t do_write_there(void)
{
    return undo_one(machine_call(SYS_PWRITE64, WITH(3, TEXT, 2, P - 1)));
}

/* An address above 2 GiB is no error. */
static int32_t map_somewhere(uint32_t flags)
{
    int32_t result = map_at(0, 2, flags);
    return (uint32_t)result < HEAP_END ? 0 : result;
}

static int32_t do_map(void)
{
    return map_somewhere(ANONYMOUS);
}

static int32_t do_map_shared(void)
{
    return map_somewhere(MAP_SHARED | MAP_ANONYMOUS);
}

static int32_t do_move(void)
{
    return machine_call(SYS_MREMAP, WITH(MAPPED + P, P, P, MREMAP_MAYMOVE | MREMAP_FIXED,
                                         MAPPED + 0x10000000));
}

/* The break is told, and that it has not been moved is the error. */
static int32_t do_break(void)
{
    virt_t before = (virt_t)user_call(SYS_BRK, 0, 0, 0);
    virt_t after = (virt_t)user_call(SYS_BRK, before + P, 0, 0);
    return after == before ? -ENOMEM : 0;
}

static void a_reader(void)
{
    a_pipe();
    user_put(ARGV, (const uint32_t[1]){1 << 3}, sizeof(uint32_t));
}

static void text(void)
{
    user_put(TEXT, "", 1);
    machine_touch(TEXT + P, true);
}

static void a_pipe_and_text(void)
{
    a_pipe();
    text();
    assert_int_equal(user_call(SYS_WRITE, 4, TEXT, 1), 1); /* the rest needs a page */
}

static void a_file_and_text(void)
{
    a_file();
    text();
}

/* The descriptors of a child of this one need a page, too. */
static void many_files(void)
{
    assert_int_equal(do_dup2(), 100);
}

static void all_there_is(void)
{
    compute();
    handler();
    three_pages();
    many_files();
}

static const struct row rows[] = {
    {"fork", NULL, do_fork, {7, 9, 0, 1}, 0},
    {"fork with floating point", compute, do_fork, {8, 9, 0, 1}, 0},
    {"fork with handlers", handler, do_fork, {8, 9, 0, 1}, 0},
    {"fork with mappings", three_pages, do_fork, {9, 12, 0, 1}, 0},
    {"fork with many descriptors", many_files, do_fork, {8, 10, 0, 1}, 0},
    {"fork with all of it", all_there_is, do_fork, {12, 13, 0, 1}, 0},
    {"vfork", NULL, do_vfork, {7, 9, 0, 1}, 0},
    {"clone that tells the child its pid", no_words, do_clone, {8, 9, 0, 1}, 0},
    {"execve", init_path, do_exec, {6, 4, 0, 0}, 0},
    {"execve, program not known", program_path, do_exec, {9, 3, 0, 0}, 0},
    {"execve, long arguments", long_arguments, do_exec_long, {16, 9, 0, 0}, 0},
    {"create", init_path, do_create, {9, 5, 0, 1}, 0},
    {"create, program not known", program_path, do_create, {11, 4, 0, 1}, 0},
    {"create, long arguments", long_arguments, do_create_long, {20, 10, 0, 1}, 0},
    {"open", init_path, do_open, {1, 0, 1, 0}, 0},
    {"open of a new file", new_file_path, do_open_new, {3, 0, 1, 0}, -ENOSPC},
    {"open of a long new name", long_path, do_open_new, {4, 0, 1, 0}, -ENOSPC},
    {"mkdir", long_path, do_make_directory, {2, 0, 0, 0}, -ENOSPC},
    {"link", two_paths, do_link, {2, 0, 0, 0}, -ENOSPC},
    {"rename", two_paths, do_rename, {2, 0, 0, 0}, -ENOSPC},
    {"rename of a directory", two_directories, do_rename, {2, 0, 0, 0}, -ENOSPC},
    {"chdir", long_directory, do_go_to, {1, 0, 0, 0}, 0},
    {"getcwd", NULL, do_tell_place, {1, 0, 0, 0}, 0},
    {"truncate of the archive's", program_path, do_truncate, {2, 0, 0, 0}, -ENOSPC},
    {"dup", NULL, do_dup, {0, 0, 1, 0}, 0},
    {"dup as the ninth", eight_files, do_dup, {1, 1, 1, 0}, 0},
    {"dup2", NULL, do_dup2, {1, 1, 90, 0}, -EBADF},
    {"fcntl", NULL, do_fcntl, {1, 1, 90, 0}, -EINVAL},
    {"pipe", no_words, do_pipe, {4, 0, 2, 0}, 0},
    {"pipe2", no_words, do_pipe2, {4, 0, 2, 0}, 0},
    {"write to a pipe", a_pipe_and_text, do_write_pipe, {1, 1, 0, 0}, 0},
    {"write to a file", a_file_and_text, do_write_file, {3, 3, 0, 0}, -ENOSPC},
    {"pwrite to a file", a_file_and_text, do_write_there, {3, 3, 0, 0}, -ENOSPC},
    {"mmap", NULL, do_map, {1, 0, 0, 0}, 0},
    {"mmap of shared memory", NULL, do_map_shared, {4, 0, 0, 0}, 0},
    {"mprotect in the middle", three_pages, do_protect, {2, 0, 0, 0}, 0},
    {"munmap in the middle", three_pages, do_unmap, {1, 0, 0, 0}, 0},
    {"mremap from the middle", three_pages, do_move, {4, 0, 0, 0}, 0},
    {"brk", NULL, do_break, {1, 0, 0, 0}, 0},
    {"rt_sigaction", action, act, {1, 0, 0, 0}, 0},
    {"sigaltstack", a_stack, do_alternate, {1, 0, 0, 0}, 0},
    {"rt_sigsuspend", no_words, do_suspend, {1, 0, 0, 0}, 0},
    {"rt_sigtimedwait", no_words, do_await, {1, 0, 0, 0}, 0},
    {"alarm", NULL, do_alarm, {1, 0, 0, 0}, 0},
    {"setitimer", ten_seconds, do_timer, {1, 0, 0, 0}, 0},
    {"setrlimit", a_limit, do_limit, {1, 0, 0, 0}, 0},
    {"poll", a_pipe, do_poll, {2, 0, 0, 0}, 0},
    {"ppoll", a_pipe_and_handler, do_ppoll, {2, 0, 0, 0}, 0},
    {"poll of many", many_entries, do_poll_many, {300, 2, 0, 0}, 0},
    {"select", a_reader, do_select, {1, 0, 0, 0}, 0},
    {"setpgid", NULL, do_set_group, {1, 0, 0, 0}, 0},
    {"setsid", NULL, do_set_session, {1, 0, 0, 0}, 0},
    {"setuid", NULL, do_set_user, {1, 0, 0, 0}, -EAGAIN},
};

/* --- What must be as before --- */

struct picture {
    uint32_t frames, file_pages, processes, pages, others, regions, resident, files, uid,
        witness;
    pid_t running, group, session;
    char name[PROCESS_NAME_MAX];
    struct signal_sets signals;
    struct rlimit limits[LIMIT_KINDS];
};

static struct picture take_picture(void)
{
    struct picture picture;
    const struct process *self = process_current();
    program_reclaim(); /* programs that nobody runs may be known or not */
    memset(&picture, 0, sizeof(picture));
    picture.frames = frame_free_count();
    picture.processes = table_count();
    picture.pages = self->space.account->pages;
    picture.others = self->space.account->other_count;
    picture.file_pages = memory_page_count();
    picture.regions = self->space.region_count;
    picture.resident = self->space.resident_pages;
    picture.files = self->descriptors.end;
    picture.uid = self->uid;
    user_get(WITNESS, &picture.witness, sizeof(picture.witness));
    picture.running = user_running();
    picture.group = self->group->id;
    picture.session = self->group->session;
    memcpy(picture.name, self->name, sizeof(picture.name));
    picture.signals = self->signals;
    memcpy(picture.limits, self->limits, sizeof(picture.limits));
    return picture;
}

/* --- Too little --- */

/* SELF finds COUNT more of RESOURCE, and no more. */
static void leave(struct process *self, enum resource resource, uint32_t count)
{
    struct account *account = self->space.account;
    if (resource == FRAMES)
        frame_fail_at(count + 1);
    else if (resource == SHARE)
        account->pages_max = account->pages + count;
    else if (resource == DESCRIPTORS)
        self->limits[LIMIT_FILES].rlim_cur = self->descriptors.end + count;
    else
        self->limits[LIMIT_PROCESSES].rlim_cur = account->process_count + count;
}

/* Ends what leave has begun. Whether a frame was refused. */
static bool leave_enough(struct process *self, enum resource resource)
{
    bool is_refused = resource == FRAMES && frame_fail_countdown == 0;
    frame_fail_at(0);
    if (resource == SHARE)
        self->space.account->pages_max = UINT32_MAX;
    self->limits[LIMIT_FILES].rlim_cur = self->limits[LIMIT_FILES].rlim_max;
    self->limits[LIMIT_PROCESSES].rlim_cur = self->limits[LIMIT_PROCESSES].rlim_max;
    return is_refused;
}

static bool is_expected(const struct row *row, enum resource resource, int32_t error)
{
    static const int32_t usual[RESOURCES] = {-ENOMEM, -ENOMEM, -EMFILE, -EAGAIN};
    return error == usual[resource] || (error < 0 && error == row->error);
}

/* Whether ROW's call succeeds with COUNT. If a frame is refused, it must not. */
static bool succeeds(const struct row *row, enum resource resource, uint32_t count)
{
    struct process *self = process_current();
    leave(self, resource, count);
    int32_t result = row->call();
    bool is_refused = leave_enough(self, resource);
    if (!is_refused && (result >= 0 || result == AWAY))
        return true;
    assert_true(is_expected(row, resource, result));
    return false;
}

static void try_row(const struct row *row, enum resource resource)
{
    uint32_t count = 0;
    user_let_run(user_fork());
    if (resource != FRAMES)
        assert_int_equal(user_setuid(BOB), 0);
    user_put(WITNESS, "here", 4);
    if (row->prepare)
        row->prepare();
    struct picture before = take_picture();
    for (; !succeeds(row, resource, count); count++) {
        struct picture after = take_picture();
        assert_memory_equal(&after, &before, sizeof(before));
        assert_true(count < ALLOCATIONS_MAX);
    }
    assert_in_range(count, row->least[resource], ALLOCATIONS_MAX);
}

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static int power_off(void **state)
{
    user_let_run(INIT); /* user 0's */
    return user_power_off(state);
}

#define TEST_OF(resource, name)                                                          \
    static void name(void **state)                                                       \
    {                                                                                    \
        try_row(*state, resource);                                                       \
    }

TEST_OF(FRAMES, each_allocation_may_fail)
TEST_OF(SHARE, a_share_may_be_used_up)
TEST_OF(DESCRIPTORS, descriptors_may_be_used_up)
TEST_OF(PROCESSES, processes_may_be_used_up)

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const struct {
    const char *name;
    CMUnitTestFunction test;
} resources[RESOURCES] = {
    {"each allocation may fail", each_allocation_may_fail},
    {"a share may be used up", a_share_may_be_used_up},
    {"descriptors may be used up", descriptors_may_be_used_up},
    {"processes may be used up", processes_may_be_used_up},
};

int main(void)
{
    int failed = 0;
    for (int resource = 0; resource < RESOURCES; resource++) {
        struct CMUnitTest tests[ROWS];
        size_t count = 0;
        for (uint32_t i = 0; i < ROWS; i++)
            if (rows[i].least[resource])
                tests[count++] =
                    (struct CMUnitTest){rows[i].name, resources[resource].test, boot,
                                        power_off, (void *)(uintptr_t)&rows[i]};
        failed +=
            _cmocka_run_group_tests(resources[resource].name, tests, count, NULL, NULL);
    }
    return failed;
}
