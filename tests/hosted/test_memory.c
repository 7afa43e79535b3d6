/* Pages that are shared, and files that pages come from: what the calls of today's programs
 * do not bring about by themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
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

/* --- A page less permissive than its region --- */

static struct space *own_space(void)
{
    return &process_current()->space;
}

static phys_t frame_at(virt_t page, unsigned *flags)
{
    return arch_space_lookup(&own_space()->arch, page, flags);
}

/* PAGE of the running program may only be read, and holds TEXT. Returns its frame. */
static phys_t make_read_only(const char *text)
{
    unsigned flags;
    machine_touch(PAGE, true);
    phys_t frame = frame_at(PAGE, &flags);
    memcpy(arch_frame(frame), text, strlen(text) + 1);
    arch_space_remap(&own_space()->arch, PAGE, frame, 0);
    return frame;
}

static void expect_own_page(const char *text)
{
    unsigned flags;
    phys_t frame = frame_at(PAGE, &flags);
    assert_true(flags & ARCH_PAGE_WRITE);
    assert_int_equal(frame_users(frame), 1);
    assert_string_equal(arch_frame(frame), text);
}

static void a_page_that_others_use_too_is_copied_when_it_is_written(void **state)
{
    (void)state;
    unsigned flags;
    phys_t frame = make_read_only("both");
    frame_share(frame);
    machine_touch(PAGE, false);
    assert_int_equal(frame_at(PAGE, &flags), frame);
    machine_touch(PAGE, true);
    assert_int_not_equal(frame_at(PAGE, &flags), frame);
    expect_own_page("both");
    assert_int_equal(frame_users(frame), 1);
    frame_free(frame);
}

static void the_last_user_of_a_page_keeps_it(void **state)
{
    (void)state;
    unsigned flags;
    phys_t frame = make_read_only("mine");
    machine_touch(PAGE, true);
    assert_int_equal(frame_at(PAGE, &flags), frame);
    expect_own_page("mine");
}

static void the_kernel_too_copies_what_it_writes_for_a_program(void **state)
{
    (void)state;
    phys_t frame = make_read_only("old");
    frame_share(frame);
    struct transfer to = transfer_make(own_space(), TO_USER, PAGE, 4);
    assert_int_equal(transfer_out(&to, "new", 4), 0);
    expect_own_page("new");
    assert_string_equal(arch_frame(frame), "old");
    frame_free(frame);
}

static void without_memory_for_the_copy_the_program_ends_and_nothing_is_lost(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    phys_t frame = make_read_only("both");
    frame_share(frame);
    frame_fail_at(1);
    machine_touch(PAGE, true);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().fault, FAULT_MEMORY);
    assert_int_equal(frame_users(frame), 1);
    frame_free(frame);
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
    assert_int_equal(user_create_from("/dev"), -ENOENT);
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
        TEST(a_page_that_others_use_too_is_copied_when_it_is_written),
        TEST(the_last_user_of_a_page_keeps_it),
        TEST(the_kernel_too_copies_what_it_writes_for_a_program),
        TEST(without_memory_for_the_copy_the_program_ends_and_nothing_is_lost),
        TEST(a_program_whose_file_cannot_be_read_ends_with_that_reason),
        TEST(the_longest_mount_that_a_path_leads_below_is_asked),
        TEST(a_device_is_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
