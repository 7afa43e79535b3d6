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
#include "kernel/process/table.h"
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

static int released;
static struct inode *program;
static struct inode root, file;
static struct volume broken;

/* A file that is /bin/program, whose second half cannot be read. */
static int broken_read(struct inode *inode, uint64_t offset, struct transfer *to)
{
    (void)inode;
    if (offset + to->left > 0x100)
        return -EIO;
    return program->operations->read(program, offset, to);
}

static void broken_release(struct inode *inode)
{
    (void)inode;
    inode_put(program);
    released++;
}

static int broken_find(struct inode *directory, const char *name, struct inode **found)
{
    (void)directory;
    if (strcmp(name, "program") != 0)
        return -ENOENT;
    *found = inode_hold(&file);
    return 0;
}

static const struct inode_operations file_operations = {.read = broken_read,
                                                        .release = broken_release};
static const struct inode_operations root_operations = {.find = broken_find};

/* A volume with that file, at /bin/broken. */
static void mount_broken(void)
{
    assert_int_equal(path_find(&kernel_walker, "/bin/program", &program), 0);
    root = (struct inode){.operations = &root_operations,
                          .volume = &broken,
                          .references = 1,
                          .mode = S_IFDIR | 0755};
    file = (struct inode){.operations = &file_operations,
                          .volume = &broken,
                          .mode = S_IFREG | 0755,
                          .size = program->size};
    broken = (struct volume){.type = "broken", .root = &root};
    path_mount(&broken, "/bin/broken");
    released = 0;
}

static void a_program_whose_file_cannot_be_read_ends_with_that_reason(void **state)
{
    (void)state;
    mount_broken();
    pid_t child = user_create_from("/bin/broken/program");
    assert_true(child > 0);
    user_let_run(child);
    machine_touch(USER_DATA, true);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().event, PROCESS_FAULTED);
    assert_int_equal(user_result().fault, FAULT_FILE);
    assert_int_equal(released, 0);
    program_reclaim();
    assert_int_equal(released, 1);
}

/* The same file, each part of which comes only when it is let come, as from a disk. */
static struct list readers;

static int slow_read(struct inode *inode, uint64_t offset, struct transfer *to)
{
    (void)inode;
    thread_block_firmly(&readers);
    return program->operations->read(program, offset, to);
}

static const struct inode_operations slow_operations = {.read = slow_read,
                                                        .release = broken_release};

static void let_reads_end(void)
{
    for (int i = 0; i < 20; i++) {
        thread_wake_firm(&readers);
        machine_tick();
    }
}

static void two_that_read_a_program_at_once_share_it(void **state)
{
    (void)state;
    mount_broken();
    file.operations = &slow_operations;
    list_init(&readers);
    user_let_run(user_create(NULL));
    assert_int_equal(user_create_from("/bin/broken/program"), AWAY);
    assert_int_equal(user_create_from("/bin/broken/program"), AWAY);
    let_reads_end();
    assert_ptr_equal(table_find(3)->program, table_find(4)->program);
    user_let_run(3);
    machine_touch(USER_TEXT, false);
    user_let_run(4);
    machine_touch(USER_TEXT, false);
    let_reads_end();
    assert_true(
        space_share_region(&table_find(3)->space, &table_find(4)->space, USER_TEXT));
}

static void a_path_leads_over_what_is_mounted(void **state)
{
    (void)state;
    mount_broken();
    assert_int_equal(user_create_from("/bin/broken"), -EISDIR);
    assert_int_equal(user_create_from("/bin/broken/other"), -ENOENT);
    assert_int_equal(user_create_from("/bin/brokenprogram"), -ENOENT);
    assert_true(user_create_from("/bin/program") > 0);
    assert_int_equal(user_create_from("/dev/console/program"), -ENOTDIR);
    assert_int_equal(user_create_from("/dev"), -EISDIR);
    assert_int_equal(user_create_from("/bin/broken/../../bin/./program") > 0, 1);
    inode_put(program); /* nobody has asked for the file */
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
        TEST(two_that_read_a_program_at_once_share_it),
        TEST(a_path_leads_over_what_is_mounted),
        TEST(a_device_is_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
