/* Pages that are shared, and files that pages come from: what the calls of today's programs
 * do not bring about by themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/mman.h"
#include "abi/syscall.h"
#include "kernel/fs/file.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, PAGE = USER_DATA + 3 * PAGE_SIZE };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

/* --- Pages that a fork shares; test_fork_memory.c has more, without processes --- */

static struct space *own_space(void)
{
    return &process_current()->space;
}

static char *page_of_process(pid_t pid)
{
    unsigned flags;
    return arch_frame(arch_space_lookup(&user_process(pid)->space.arch, PAGE, &flags));
}

/* A child of the running program, which has written TEXT to PAGE before. */
static pid_t fork_with(const char *text)
{
    machine_touch(PAGE, true);
    strcpy(page_of_process(user_running()), text);
    pid_t child = user_call(SYS_FORK, 0, 0, 0);
    assert_true(child > 0);
    assert_ptr_equal(page_of_process(child), page_of_process(user_running()));
    return child;
}

static void who_touches_a_shared_page_to_write_gets_a_copy(void **state)
{
    (void)state;
    pid_t child = fork_with("both");
    machine_touch(PAGE, false);
    assert_ptr_equal(page_of_process(child), page_of_process(INIT));
    machine_touch(PAGE, true);
    assert_ptr_not_equal(page_of_process(child), page_of_process(INIT));
    assert_string_equal(page_of_process(INIT), "both");
}

static void the_kernel_too_copies_what_it_writes_for_a_program(void **state)
{
    (void)state;
    pid_t child = fork_with("old");
    struct transfer to = transfer_make(own_space(), TO_USER, PAGE, 4);
    assert_int_equal(transfer_out(&to, "new", 4), 0);
    assert_string_equal(page_of_process(INIT), "new");
    assert_string_equal(page_of_process(child), "old");
}

static void without_memory_for_the_copy_who_writes_ends_alone(void **state)
{
    (void)state;
    pid_t child = fork_with("both");
    user_let_run(child);
    frame_fail_at(1);
    machine_touch(PAGE, true);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().fault, FAULT_MEMORY);
    assert_string_equal(page_of_process(INIT), "both");
    machine_touch(PAGE, true);
}

static void the_kernel_touches_nothing_that_is_forbidden(void **state)
{
    (void)state;
    fork_with("text");
    assert_int_equal(user_call(SYS_MPROTECT, PAGE, PAGE_SIZE, PROT_NONE), 0);
    struct transfer from = transfer_make(own_space(), FROM_USER, PAGE, 4);
    char text[4];
    assert_int_equal(transfer_in(&from, text, 4), -EFAULT);
    assert_int_equal(user_call(SYS_MPROTECT, PAGE, PAGE_SIZE, PROT_READ), 0);
    assert_int_equal(transfer_in(&from, text, 4), 0);
    assert_memory_equal(text, "text", 4);
}

/* --- Files --- */

static int closed;

/* A file that is /bin/program, whose second half cannot be read. */
static int broken_read(struct file *file, struct transfer *to)
{
    struct file *program = (struct file *)file->data;
    if (file->offset + to->left > 0x100)
        return -EIO;
    program->offset = file->offset;
    int count = file_read(program, to);
    file->offset = program->offset;
    return count;
}

static uint64_t broken_size(const struct file *file)
{
    const struct file *program = file->data;
    return program->operations->size(program);
}

static void broken_close(struct file *file)
{
    file_close((struct file *)file->data);
    closed++;
}

static const struct file_operations broken = {
    .read = broken_read, .size = broken_size, .close = broken_close};

static int broken_open(struct file *file, const char *path, uint32_t mode)
{
    (void)mode;
    struct file *program;
    int error = strcmp(path, "/program") == 0
                    ? file_open("/bin/program", O_RDONLY, 0, NULL, &program)
                    : -ENOENT;
    if (error)
        return error;
    file->operations = &broken;
    file->data = program;
    return 0;
}

static void a_program_whose_file_cannot_be_read_ends_with_that_reason(void **state)
{
    (void)state;
    closed = 0;
    file_mount("/bin/broken", broken_open, NULL);
    pid_t child = user_create_from("/bin/broken/program");
    assert_true(child > 0);
    user_let_run(child);
    machine_touch(USER_DATA, true);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().event, PROCESS_FAULTED);
    assert_int_equal(user_result().fault, FAULT_FILE);
    assert_int_equal(closed, 0);
    program_reclaim();
    assert_int_equal(closed, 1);
}

static void the_longest_mount_that_a_path_leads_below_is_asked(void **state)
{
    (void)state;
    file_mount("/bin/broken", broken_open, NULL);
    assert_int_equal(user_create_from("/bin/broken"), -ENOENT);
    assert_int_equal(user_create_from("/bin/broken/other"), -ENOENT);
    assert_int_equal(user_create_from("/bin/brokenprogram"), -ENOENT);
    assert_true(user_create_from("/bin/program") > 0);
    assert_int_equal(user_create_from("/dev/console/program"), -ENOTDIR);
    assert_int_equal(user_create_from("/dev"), -EISDIR);
}

static void a_device_is_no_program(void **state)
{
    (void)state;
    assert_int_equal(user_create_from("/dev/console"), -EACCES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_touches_a_shared_page_to_write_gets_a_copy),
        TEST(the_kernel_too_copies_what_it_writes_for_a_program),
        TEST(without_memory_for_the_copy_who_writes_ends_alone),
        TEST(the_kernel_touches_nothing_that_is_forbidden),
        TEST(a_program_whose_file_cannot_be_read_ends_with_that_reason),
        TEST(the_longest_mount_that_a_path_leads_below_is_asked),
        TEST(a_device_is_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
