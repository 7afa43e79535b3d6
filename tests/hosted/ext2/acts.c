#include "tests/hosted/ext2/acts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/syscall.h"
#include "kernel/fs/cache.h"

enum { EXCLUSIVE = O_CREAT | O_EXCL, NAME_BYTES = 200 };

/* --- Files are written --- */

int32_t make(const char *path)
{
    int32_t fd = volume_path(SYS_OPEN, path, EXCLUSIVE | O_RDWR, 0644);
    if (fd >= 0)
        assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    return fd < 0 ? fd : 0;
}

/* All of it, as a program would that goes on where a write has ended. */
static int32_t write_all(uint32_t fd, uint64_t offset, uint32_t length)
{
    volume_text(offset, length);
    assert_int_equal(volume_call(SYS_LSEEK, fd, (uint32_t)offset, 0), offset);
    for (uint32_t done = 0; done < length;) {
        int32_t count = volume_call(SYS_WRITE, fd, VOLUME_TEXT + done, length - done);
        if (count < 0)
            return count;
        assert_in_range(count, 1, length - done);
        done += (uint32_t)count;
    }
    return 0;
}

/* What has been written is read anew from the disk. */
static int32_t read_all(uint32_t fd, uint64_t offset, uint32_t length)
{
    char found[VOLUME_TEXT_BYTES];
    machine_do(cache_empty);
    assert_int_equal(volume_call(SYS_LSEEK, fd, (uint32_t)offset, 0), offset);
    for (uint32_t done = 0; done < length;) {
        int32_t count = volume_call(SYS_READ, fd, VOLUME_TEXT + done, length - done);
        if (count < 0)
            return count;
        assert_in_range(count, 1, length - done);
        done += (uint32_t)count;
    }
    user_get(VOLUME_TEXT, found, length);
    for (uint32_t i = 0; i < length; i++)
        assert_int_equal(found[i], volume_byte(offset + i));
    return 0;
}

/* LENGTH bytes at OFFSET of PATH, which is SIZE bytes long before. */
static int32_t write_to(const char *path, uint64_t size, uint64_t offset, uint32_t length)
{
    int32_t fd = volume_path(SYS_OPEN, path, size ? O_RDWR : EXCLUSIVE | O_RDWR, 0644);
    if (fd < 0)
        return fd;
    int32_t error = write_all((uint32_t)fd, offset, length);
    if (!error)
        error = volume_call(SYS_FSYNC, (uint32_t)fd, 0, 0);
    if (!error)
        error = read_all((uint32_t)fd, offset, length);
    if (error && size)
        (void)volume_call(SYS_FTRUNCATE, (uint32_t)fd, (uint32_t)size, 0);
    else if (error)
        (void)volume_path(SYS_UNLINK, path, 0, 0);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    return error;
}

static int32_t write_small(void)
{
    return write_to("/disk/new", 0, 0, 3000);
}

static int32_t write_sparse(void)
{
    return write_to("/disk/new", 0, 20 * 1024, 1024); /* by a table */
}

static int32_t write_far(void)
{
    return write_to("/disk/new", 0, 300 * 1024 + 10, 5000); /* by a table of tables */
}

static int32_t write_furthest(void)
{
    return write_to("/disk/new", 0, 66000 * 1024, 100); /* by all three */
}

static int32_t append(void)
{
    return write_to("/disk/page", 8192, 8192, 8000);
}

static int32_t append_big(void)
{
    return write_to("/disk/big", 290 * 1024 + 10, 290 * 1024 + 10, 5000);
}

static int32_t overwrite(void)
{
    return write_to("/disk/page", 8192, 4000, 200);
}

int32_t cut_to(const char *path, uint32_t size)
{
    return volume_path(SYS_TRUNCATE, path, size, 0);
}

static int32_t cut_all(void)
{
    return cut_to("/disk/big", 0);
}

static int32_t cut_tables(void)
{
    return cut_to("/disk/big", 100 * 1024 + 7);
}

static int32_t cut_page(void)
{
    return cut_to("/disk/page", 4100);
}

static int32_t lengthen(void)
{
    int32_t error = cut_to("/disk/small", 9000);
    return error ? error : volume_call(SYS_SYNC, 0, 0, 0);
}

/* --- Names --- */

static const char *in_full(void)
{
    static char path[NAME_BYTES] = "/disk/full/";
    memset(path + strlen("/disk/full/"), 'n', 64);
    return path;
}

static int32_t make_one(void)
{
    return make("/disk/dir/new");
}

static int32_t make_in_full(void)
{
    return make(in_full());
}

static int32_t make_directory(void)
{
    return volume_path(SYS_MKDIR, "/disk/new", 0755, 0);
}

static int32_t make_directory_in_full(void)
{
    return volume_path(SYS_MKDIR, in_full(), 0755, 0);
}

static int32_t add_link(void)
{
    return volume_paths(SYS_LINK, "/disk/small", "/disk/other/new");
}

static int32_t link_in_full(void)
{
    return volume_paths(SYS_LINK, "/disk/small", in_full());
}

static int32_t rename_here(void)
{
    return volume_paths(SYS_RENAME, "/disk/small", "/disk/new");
}

static int32_t rename_over(void)
{
    return volume_paths(SYS_RENAME, "/disk/dir/file", "/disk/big");
}

static int32_t rename_to_full(void)
{
    return volume_paths(SYS_RENAME, "/disk/small", in_full());
}

static int32_t move_directory(void)
{
    return volume_paths(SYS_RENAME, "/disk/dir/sub", "/disk/other/sub");
}

static int32_t move_directory_over(void)
{
    return volume_paths(SYS_RENAME, "/disk/dir", "/disk/empty");
}

static int32_t remove_big(void)
{
    int32_t error = volume_path(SYS_UNLINK, "/disk/big", 0, 0);
    return error ? error : volume_call(SYS_SYNC, 0, 0, 0);
}

static int32_t remove_spread(void)
{
    int32_t error = volume_path(SYS_UNLINK, "/disk/spread", 0, 0);
    return error ? error : volume_call(SYS_SYNC, 0, 0, 0);
}

static int32_t remove_directory(void)
{
    return volume_path(SYS_RMDIR, "/disk/empty", 0, 0);
}

static int32_t remove_open(void)
{
    int32_t fd = volume_path(SYS_OPEN, "/disk/big", O_RDWR, 0);
    int32_t error = fd < 0 ? fd : volume_path(SYS_UNLINK, "/disk/big", 0, 0);
    if (!error)
        (void)read_all((uint32_t)fd, 280 * 1024, 4000); /* there would be no way back */
    if (fd >= 0)
        assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    return error;
}

/* --- What stands in inodes; reading --- */

static int32_t change_mode(void)
{
    int32_t error = volume_path(SYS_CHMOD, "/disk/small", 0600, 0);
    return error ? error : volume_call(SYS_SYNC, 0, 0, 0);
}

static int32_t change_owner(void)
{
    int32_t error = volume_path(SYS_CHOWN32, "/disk/dir/file", 7, 0);
    return error ? error : volume_call(SYS_SYNC, 0, 0, 0);
}

static int32_t read_big(void)
{
    int32_t fd = volume_path(SYS_OPEN, "/disk/big", O_RDONLY, 0);
    int32_t error = fd < 0 ? fd : read_all((uint32_t)fd, 285 * 1024, 5000);
    if (fd >= 0)
        assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    return error;
}

static int32_t list(void)
{
    int32_t fd = volume_path(SYS_OPEN, "/disk/full", O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return fd;
    int32_t count = volume_call(SYS_GETDENTS64, (uint32_t)fd, VOLUME_TEXT, 2048);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    return count < 0 ? count : 0;
}

/* A program's pages are read when it touches them: those of its text are the cache's, and one of
 * its data is copied. */
static int32_t run_program(void)
{
    static const virt_t pages[] = {USER_TEXT, USER_DATA};
    int32_t pid = volume_path(SYS_PROCESS_CREATE, "/disk/program", 0, 0);
    if (pid < 0)
        return pid;
    (void)user_wait(pid, 0, 0); /* it runs */
    for (int i = 0; i < 2 && user_running() == pid; i++) {
        machine_touch(pages[i], i == 1);
        volume_wait();
    }
    if (user_running() == pid)
        user_exit(0);
    struct process_result result = user_result();
    return result.fault == FAULT_MEMORY ? -ENOMEM : result.fault == FAULT_FILE ? -EIO : 0;
}

const struct row rows[] = {
    {"make a file", make_one, {1, 0, 0, 1, 1, 1}},
    {"make a file in a full directory", make_in_full, {1, 0, 1, 1, 1, 1}},
    {"make a directory", make_directory, {1, 0, 1, 1, 1, 1}},
    {"make a directory in a full one", make_directory_in_full, {1, 0, 2, 1, 1, 1}},
    {"link", add_link, {1, 0, 0, 0, 1, 1}},
    {"link in a full directory", link_in_full, {1, 0, 1, 0, 1, 1}},
    {"rename", rename_here, {1, 0, 0, 0, 1, 1}},
    {"rename over another", rename_over, {1, 0, 0, 0, 1, 1}},
    {"rename to a full directory", rename_to_full, {1, 0, 1, 0, 1, 1}},
    {"move a directory", move_directory, {1, 0, 0, 0, 1, 1}},
    {"move a directory over another", move_directory_over, {1, 0, 0, 0, 1, 1}},
    {"unlink a big file", remove_big, {1, 0, 0, 0, 1, 1}},
    {"unlink a file of many tables", remove_spread, {1, 0, 0, 0, 1, 1}},
    {"unlink an open file", remove_open, {1, 0, 0, 0, 1, 1}},
    {"rmdir", remove_directory, {1, 0, 0, 0, 1, 1}},
    {"write a new file", write_small, {1, 0, 3, 1, 1, 1}},
    {"write behind a hole", write_sparse, {1, 0, 2, 1, 1, 1}},
    {"write by a table of tables", write_far, {1, 0, 7, 1, 1, 1}},
    {"write by three tables", write_furthest, {1, 0, 4, 1, 1, 1}},
    {"append", append, {1, 0, 8, 0, 1, 1}},
    {"append to a big file", append_big, {1, 0, 4, 0, 1, 1}},
    {"overwrite", overwrite, {1, 0, 0, 0, 1, 1}},
    {"truncate", cut_all, {1, 0, 0, 0, 1, 1}},
    {"truncate to a length by tables", cut_tables, {1, 0, 0, 0, 1, 1}},
    {"truncate to a part of a page", cut_page, {1, 0, 0, 0, 1, 1}},
    {"truncate to more", lengthen, {1, 0, 0, 0, 1, 1}},
    {"chmod", change_mode, {1, 0, 0, 0, 1, 1}},
    {"chown", change_owner, {1, 0, 0, 0, 1, 1}},
    {"read", read_big, {1, 0, 0, 0, 1, 1}},
    {"run a program", run_program, {1, 1, 0, 0, 1, 1}},
    {"getdents", list, {1, 0, 0, 0, 1, 1}},
};

const uint32_t row_count = sizeof(rows) / sizeof(rows[0]);
