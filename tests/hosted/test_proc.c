/* /proc: what its files say, to whom, and of processes that end meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/dirent.h"
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/syscall.h"
#include "kernel/memory/frame.h"
#include "kernel/sched/policies.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    BOB = 7,
    STAT_FIELDS = 52, /* [proc(5)] */
    TEXT_BYTES = 1 << 17,
    PART = 2048,
    PATH = USER_DATA + 0xC00,
    BYTES = USER_DATA + 3 * PAGE_SIZE,
};

static char text[TEXT_BYTES];
static uint32_t text_bytes;

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static int32_t open_for(const char *path, uint32_t flags)
{
    user_put(PATH, path, strlen(path) + 1);
    return user_call(SYS_OPEN, PATH, flags, 0);
}

static void close(int32_t fd)
{
    assert_int_equal(user_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
}

/* All that FD still has, in `text`; in parts of so many bytes. 0 or -errno. */
static int32_t read_parts(int32_t fd, uint32_t part)
{
    for (text_bytes = 0;;) {
        int32_t count = user_call(SYS_READ, (uint32_t)fd, BYTES, part);
        if (count <= 0) {
            text[text_bytes] = '\0';
            return count;
        }
        assert_true(text_bytes + (uint32_t)count < TEXT_BYTES);
        user_get(BYTES, text + text_bytes, (size_t)count);
        text_bytes += (uint32_t)count;
    }
}

static const char *read_file(const char *path)
{
    int32_t fd = open_for(path, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read_parts(fd, PART), 0);
    close(fd);
    return text;
}

static const char *read_of(pid_t pid, const char *name)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
    return read_file(path);
}

static int32_t open_of(pid_t pid, const char *name)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
    return open_for(path, O_RDONLY);
}

/* The field NUMBER, from 1 on, of what `stat` says. */
static const char *field(const char *stat, int number)
{
    static char copy[1024];
    strcpy(copy, stat);
    char *word = strtok(copy, " \n");
    while (--number > 0 && word)
        word = strtok(NULL, " \n");
    return word;
}

/* --- Formats --- */

static void stat_has_linuxs_fields(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    const char *stat = read_of(child, "stat");
    assert_string_equal(field(stat, 1), "2");
    assert_string_equal(field(stat, 2), "(program)");
    assert_string_equal(field(stat, 3), "R");
    assert_string_equal(field(stat, 4), "1");
    assert_non_null(field(stat, STAT_FIELDS));
    assert_null(field(stat, STAT_FIELDS + 1));
    assert_int_equal(atoi(field(stat, 24)), user_process(child)->space.resident_pages);
    assert_int_equal(atoi(field(stat, 23)), space_bytes(&user_process(child)->space));
    assert_int_equal(stat[strlen(stat) - 1], '\n');
}

static void states_are_linuxs_letters(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_suspend(child), 0);
    assert_string_equal(field(read_of(child, "stat"), 3), "T");
    assert_non_null(strstr(read_of(child, "status"), "\nState:\tT (stopped)\n"));
    assert_int_equal(user_resume(child), 0);
    user_let_run(child);
    user_sleep(1000);
    assert_string_equal(field(read_of(child, "stat"), 3), "S");
    assert_string_equal(field(read_file("/proc/self/stat"), 3), "R");
}

static void cpu_time_and_start_are_in_hundredths_of_a_second(void **state)
{
    (void)state;
    for (int i = 0; i < 7; i++)
        machine_tick();
    pid_t child = user_create(NULL);
    const char *stat = read_of(INIT, "stat");
    assert_int_equal(atoi(field(stat, 14)), 7);
    assert_int_equal(atoi(field(stat, 22)), 0);
    assert_int_equal(atoi(field(read_of(child, "stat"), 22)), 7);
    assert_string_equal(read_file("/proc/uptime"), "0.07 0.00\n");
}

static void status_has_linuxs_lines(void **state)
{
    (void)state;
    static const char begin[] =
        "Name:\tinit\nUmask:\t0022\nState:\tR (running)\nTgid:\t1\nNgid:\t0\nPid:\t1\n"
        "PPid:\t0\nTracerPid:\t0\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nFDSize:\t8\n"
        "Groups:\t \nVmSize:\t";
    read_file("/proc/self/status");
    assert_memory_equal(text, begin, sizeof(begin) - 1);
    assert_non_null(strstr(text, "\nSigBlk:\t0000000000000000\n"));
}

static void cmdline_has_the_arguments_each_with_its_end(void **state)
{
    (void)state;
    user_put(BYTES, "one\0\0three", 11);
    const uint32_t argv[] = {BYTES, BYTES + 4, BYTES + 5, 0};
    user_put(BYTES + 64, argv, sizeof(argv));
    user_put(PATH, "/bin/program", 13);
    pid_t child = user_call(SYS_PROCESS_CREATE, PATH, BYTES + 64, 0);
    assert_true(child > 0);
    read_of(child, "cmdline");
    assert_int_equal(text_bytes, 11);
    assert_memory_equal(text, "one\0\0three", 11);
    user_let_run(child);
    pid_t grandchild = user_fork();
    read_of(grandchild, "cmdline");
    assert_memory_equal(text, "one\0\0three", 11);
}

static void maps_names_the_program_and_the_stack(void **state)
{
    (void)state;
    read_file("/proc/self/maps");
    assert_non_null(strstr(text, "08048000-08049000 r-xp 00000000 00:01 "));
    assert_non_null(strstr(text, "/bin/init\n"));
    assert_non_null(strstr(text, "[stack]\n"));
    assert_int_equal(strstr(text, "/bin/init\n") - strstr(text, "08048000-"), 49);
}

static void a_file_can_be_read_in_any_parts(void **state)
{
    (void)state;
    char whole[4096];
    strcpy(whole, read_file("/proc/self/status"));
    /* what to read it in parts changes is not in the file */
    int32_t fd = open_for("/proc/self/status", O_RDONLY);
    assert_int_equal(read_parts(fd, 7), 0);
    assert_string_equal(text, whole);
    close(fd);
}

static void a_descriptor_tells_its_path(void **state)
{
    (void)state;
    int32_t fd = open_for("/bin/init", O_RDONLY);
    char name[16];
    snprintf(name, sizeof(name), "fd/%d", fd);
    assert_string_equal(read_of(INIT, name), "/bin/init\n");
    close(fd);
    assert_int_equal(open_of(INIT, name), -ENOENT);
}

/* --- The whole system --- */

static void the_policy_is_read_and_written(void **state)
{
    (void)state;
    assert_string_equal(read_file("/proc/policy"), "rr quantum=4\n");
    int32_t fd = open_for("/proc/policy", O_WRONLY | O_TRUNC);
    user_put(BYTES, "rr quantum=9\n", 13);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, 13), 13);
    assert_string_equal(read_file("/proc/policy"), "rr quantum=9\n");
    user_put(BYTES, "none\n", 5);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, 5), -EINVAL);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, POLICY_WORDS_MAX), -E2BIG);
    assert_string_equal(read_file("/proc/policy"), "rr quantum=9\n");
    close(fd);
    fd = open_for("/proc/uptime", O_WRONLY);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, 5), -EINVAL);
    close(fd);
    user_let_run(user_create(NULL));
    user_setuid(BOB);
    assert_int_equal(open_for("/proc/policy", O_WRONLY), -EACCES);
    user_let_run(INIT);
}

static void who_is_not_user_0_any_more_does_not_set_the_policy(void **state)
{
    (void)state;
    user_let_run(user_create(NULL));
    int32_t fd = open_for("/proc/policy", O_WRONLY);
    user_put(BYTES, "fifo", 4);
    user_setuid(BOB);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, 4), -EPERM);
    user_let_run(INIT);
}

static void the_trace_is_whole_lines_and_ends(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++)
        machine_tick();
    int32_t fd = open_for("/proc/trace", O_RDONLY);
    assert_int_equal(read_parts(fd, 100), 0);
    int lines = 0;
    for (const char *at = text; *at; at = strchr(at, '\n') + 1, lines++)
        assert_true(strtoull(at, NULL, 10) > 0);
    assert_int_equal(lines, 1024);
    assert_non_null(strstr(text, " 1 tick tick=2000\n"));
    close(fd);
}

static void mounts_and_memory_are_told(void **state)
{
    (void)state;
    assert_non_null(strstr(read_file("/proc/mounts"), "memory / memory rw 0 0\n"));
    assert_non_null(strstr(text, "proc /proc proc rw 0 0\n"));
    unsigned total, free;
    assert_int_equal(sscanf(read_file("/proc/meminfo"),
                            "MemTotal: %u kB\nMemFree: %u kB\n", &total, &free),
                     2);
    assert_int_equal(total, frame_count() * 4);
    assert_true(free < total);
    assert_string_equal(read_file("/proc/loadavg"), "1.00 1.00 1.00 1/1 1\n");
}

/* --- Directories --- */

/* The names of the directory at PATH, each with a blank behind it, in `text`. */
static int32_t list_names(int32_t fd, uint32_t part)
{
    static char entries[PAGE_SIZE];
    text[0] = '\0';
    for (;;) {
        int32_t count = user_call(SYS_GETDENTS64, (uint32_t)fd, BYTES, part);
        if (count <= 0)
            return count;
        user_get(BYTES, entries, (size_t)count);
        for (int32_t at = 0; at < count;) {
            const struct dirent *entry = (const void *)&entries[at];
            strcat(strcat(text, entry->d_name), " ");
            at += entry->d_reclen;
        }
    }
}

static void a_listing_has_each_process_once(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++)
        user_create_zombie(0);
    int32_t fd = open_for("/proc", O_RDONLY | O_DIRECTORY);
    assert_int_equal(list_names(fd, 64), 0);
    const char *at = strstr(text, "version ");
    assert_non_null(at);
    at += strlen("version ");
    for (int pid = 1; pid <= 101; pid++)
        assert_int_equal(strtol(at, (char **)&at, 10), pid);
    assert_string_equal(at, " ");
    close(fd);
    fd = open_of(INIT, "");
    assert_int_equal(list_names(fd, 256), 0);
    assert_string_equal(text, "cmdline fd maps stat status ");
    close(fd);
    fd = open_of(INIT, "fd");
    assert_int_equal(list_names(fd, 256), 0);
    assert_string_equal(text, "0 1 2 3 ");
    assert_int_equal(user_call(SYS_GETDENTS64, (uint32_t)fd, BYTES, 8), 0);
    close(fd);
    fd = open_of(INIT, "fd");
    assert_int_equal(user_call(SYS_GETDENTS64, (uint32_t)fd, BYTES, 8), -EINVAL);
    close(fd);
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    const char *const paths[] = {"/proc/0",      "/proc/2",       "/proc/01",
                                 "/proc/x",      "/proc/1/x",     "/proc/1/1",
                                 "/proc/1/fd/9", "/proc/1/fd/00", "/proc/4294967297",
                                 "/proc/-1",     "/proc/1/fd/-1", "/proc/self/fd/x"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        assert_int_equal(open_for(paths[i], O_RDONLY), -ENOENT);
    assert_int_equal(open_for("/proc/new", O_CREAT | O_WRONLY), -EACCES);
    assert_true(open_for("/proc/1/fd/../../self/../uptime", O_RDONLY) >= 0);
}

/* --- Who may, and who ends --- */

static void memory_and_files_are_for_their_owner(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    user_setuid(BOB);
    assert_int_equal(open_of(INIT, "maps"), -EACCES);
    assert_int_equal(open_of(INIT, "fd"), -EACCES);
    assert_int_equal(open_of(INIT, "fd/0"), -EACCES);
    assert_int_equal(strncmp(read_of(INIT, "cmdline"), "/bin/init", 9), 0);
    assert_string_equal(field(read_of(INIT, "stat"), 2), "(init)");
    assert_int_equal(strncmp(read_of(INIT, "status"), "Name:\tinit\n", 11), 0);
    assert_non_null(strstr(read_of(child, "maps"), "[stack]"));
    close(open_of(child, "fd"));
    user_let_run(INIT);
    assert_non_null(strstr(read_of(child, "maps"), "[stack]"));
    close(open_of(child, "fd/0"));
}

static void what_a_zombie_has_left_is_told(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    int32_t maps = open_of(child, "maps");
    user_let_run(child);
    user_exit(0);
    user_let_run(INIT);
    assert_string_equal(field(read_of(child, "stat"), 3), "Z");
    assert_string_equal(field(text, 23), "0");
    assert_null(strstr(read_of(child, "status"), "VmSize"));
    assert_string_equal(read_of(child, "cmdline"), "");
    assert_int_equal(read_parts(maps, PART), 0);
    assert_int_equal(text_bytes, 0);
    int32_t files = open_of(child, "fd");
    assert_int_equal(list_names(files, 256), 0);
    assert_string_equal(text, "");
}

static void files_of_who_is_gone_say_so(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    int32_t stat = open_of(child, "stat"), file = open_of(child, "fd/0"),
            directory = open_of(child, ""), files = open_of(child, "fd");
    assert_int_equal(user_call(SYS_GETDENTS64, (uint32_t)directory, BYTES, 64) > 0, 1);
    assert_int_equal(user_call(SYS_FCHDIR, (uint32_t)directory, 0, 0), 0);
    assert_int_equal(user_destroy(child), 0);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(read_parts(stat, PART), -ESRCH);
    assert_int_equal(read_parts(file, PART), -ESRCH);
    assert_int_equal(list_names(directory, 256), -ENOENT);
    assert_int_equal(list_names(files, 256), -ENOENT);
    assert_int_equal(open_for("stat", O_RDONLY), -ENOENT);
    assert_int_equal(open_of(child, "stat"), -ENOENT);
}

/* Each allocation of a call fails once, and then all of it succeeds. */
static void without_memory_there_is_an_errno_and_nothing_is_lost(void **state)
{
    (void)state;
    static const char *const paths[] = {"/proc/self/fd/0", "/proc/self/stat",
                                        "/proc/self"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        int32_t fd = -ENOMEM;
        for (uint32_t nth = 1; fd < 0; nth++) {
            assert_int_equal(fd, -ENOMEM);
            frame_fail_at(nth);
            fd = open_for(paths[i], O_RDONLY);
        }
        frame_fail_at(1);
        bool is_directory = i == 2;
        assert_int_equal(is_directory ? list_names(fd, 256) : read_parts(fd, PART),
                         -ENOMEM);
        assert_int_equal(is_directory ? list_names(fd, 256) : read_parts(fd, PART), 0);
        close(fd);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(stat_has_linuxs_fields),
        TEST(states_are_linuxs_letters),
        TEST(cpu_time_and_start_are_in_hundredths_of_a_second),
        TEST(status_has_linuxs_lines),
        TEST(cmdline_has_the_arguments_each_with_its_end),
        TEST(maps_names_the_program_and_the_stack),
        TEST(a_file_can_be_read_in_any_parts),
        TEST(a_descriptor_tells_its_path),
        TEST(the_policy_is_read_and_written),
        TEST(who_is_not_user_0_any_more_does_not_set_the_policy),
        TEST(the_trace_is_whole_lines_and_ends),
        TEST(mounts_and_memory_are_told),
        TEST(a_listing_has_each_process_once),
        TEST(what_is_not_there_is_not_found),
        TEST(memory_and_files_are_for_their_owner),
        TEST(what_a_zombie_has_left_is_told),
        TEST(files_of_who_is_gone_say_so),
        TEST(without_memory_there_is_an_errno_and_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
