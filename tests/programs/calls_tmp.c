/* Whether files can be made, written and taken away, and devices do what is known of them,
 * with the results of POSIX and the errors of Linux. */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "check.h"

enum { PAGE_BYTES = 4096, FILE_BYTES_MAX = 4 << 20 };

static char buffer[2 * PAGE_BYTES];

/* What errno is where RESULT is -1; else 0. */
static int error_of(int result)
{
    int error = errno;

    errno = 0;
    return result == -1 ? error : 0;
}

static int make(const char *path, int flags)
{
    int fd = open(path, O_CREAT | O_RDWR | flags, 0644);

    EXPECT(fd >= 0);
    return fd;
}

static void expect_text(int fd, const char *text)
{
    size_t length = strlen(text);

    EXPECT_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    EXPECT_EQUAL(read(fd, buffer, sizeof(buffer)), length);
    EXPECT(memcmp(buffer, text, length) == 0);
}

static void what_is_written_is_read_again(void)
{
    int fd = make("/tmp/a", O_EXCL), again;

    EXPECT_EQUAL(write(fd, "hello", 5), 5);
    EXPECT_EQUAL(read(fd, buffer, 1), 0);
    again = open("/tmp/a", O_RDONLY);
    expect_text(again, "hello");
    EXPECT_EQUAL(error_of(write(again, "x", 1)), EBADF);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(close(again), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void flags_of_open_do_what_they_say(void)
{
    int fd = make("/tmp/a", O_EXCL), end;

    EXPECT_EQUAL(error_of(open("/tmp/a", O_CREAT | O_EXCL | O_RDWR, 0644)), EEXIST);
    EXPECT_EQUAL(write(fd, "abc", 3), 3);
    end = open("/tmp/a", O_WRONLY | O_APPEND);
    EXPECT_EQUAL(write(end, "de", 2), 2);
    EXPECT_EQUAL(write(fd, "D", 1), 1);
    EXPECT_EQUAL(write(end, "f", 1), 1);
    expect_text(fd, "abcDef");
    EXPECT_EQUAL(close(end), 0);
    end = open("/tmp/a", O_RDWR | O_TRUNC);
    expect_text(fd, "");
    EXPECT_EQUAL(error_of(open("/tmp/a", O_RDONLY | O_DIRECTORY)), ENOTDIR);
    EXPECT_EQUAL(close(end), 0);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void what_cannot_be_made_has_its_own_error(void)
{
    int fd = make("/tmp/a", 0);

    EXPECT_EQUAL(error_of(open("/tmp/b", O_RDWR)), ENOENT);
    EXPECT_EQUAL(error_of(open("/tmp/a/b", O_RDWR | O_CREAT, 0644)), ENOTDIR);
    EXPECT_EQUAL(error_of(open("/tmp/b/c", O_RDWR | O_CREAT, 0644)), ENOENT);
    EXPECT_EQUAL(error_of(open("/tmp", O_RDWR)), EISDIR);
    EXPECT_EQUAL(error_of(open("/tmp", O_RDONLY | O_CREAT, 0644)), EISDIR);
    EXPECT_EQUAL(error_of(open("/dev/nothing", O_RDWR)), ENOENT);
    EXPECT_EQUAL(error_of(open("/dev/null/a", O_RDWR)), ENOTDIR);
    EXPECT_EQUAL(error_of(open("/nowhere/a", O_RDWR | O_CREAT, 0644)), ENOENT);
    EXPECT_EQUAL(error_of(open("/files/letters/a", O_RDWR | O_CREAT, 0644)), ENOTDIR);
    EXPECT_EQUAL(error_of(unlink("/tmp/b")), ENOENT);
    EXPECT_EQUAL(error_of(unlink("/tmp")), EISDIR);
    EXPECT_EQUAL(error_of(unlink("/dev/null")), EPERM);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void a_file_that_is_gone_lives_while_it_is_open(void)
{
    int fd = make("/tmp/a", 0), another;
    struct stat stat;

    EXPECT_EQUAL(write(fd, "old", 3), 3);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
    EXPECT_EQUAL(fstat(fd, &stat), 0);
    EXPECT_EQUAL(stat.st_nlink, 0);
    another = make("/tmp/a", O_EXCL);
    expect_text(fd, "old");
    expect_text(another, "");
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(close(another), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void what_was_never_written_is_zero(void)
{
    int fd = make("/tmp/a", 0);

    EXPECT_EQUAL(write(fd, "xyz", 3), 3);
    EXPECT_EQUAL(lseek(fd, PAGE_BYTES + 2, SEEK_CUR), PAGE_BYTES + 5);
    EXPECT_EQUAL(write(fd, "z", 1), 1);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_END), PAGE_BYTES + 6);
    EXPECT_EQUAL(ftruncate(fd, 1), 0);
    EXPECT_EQUAL(ftruncate(fd, 3), 0);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    EXPECT_EQUAL(read(fd, buffer, sizeof(buffer)), 3);
    EXPECT(memcmp(buffer, "x\0\0", 3) == 0);
    EXPECT_EQUAL(ftruncate(fd, PAGE_BYTES + 1), 0);
    EXPECT_EQUAL(read(fd, buffer, sizeof(buffer)), PAGE_BYTES - 2);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void a_file_has_an_end(void)
{
    int fd = make("/tmp/a", 0);

    EXPECT_EQUAL(lseek(fd, FILE_BYTES_MAX - 1, SEEK_SET), FILE_BYTES_MAX - 1);
    EXPECT_EQUAL(write(fd, "xy", 2), 1);
    EXPECT_EQUAL(error_of(write(fd, "y", 1)), EFBIG);
    EXPECT_EQUAL(error_of(ftruncate(fd, FILE_BYTES_MAX + 1)), EFBIG);
    EXPECT_EQUAL(error_of(lseek(fd, -1, SEEK_SET)), EINVAL);
    EXPECT_EQUAL(error_of(lseek(fd, 0, 7)), EINVAL);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void bad_memory_leaves_a_file_as_it_was(void)
{
    int fd = make("/tmp/a", 0);

    EXPECT_EQUAL(error_of(write(fd, NOWHERE, 9)), EFAULT);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_END), 0);
    EXPECT_EQUAL(write(fd, "x", 1), 1);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    EXPECT_EQUAL(error_of(write(fd, KERNEL_MEMORY, PAGE_BYTES)), EFAULT);
    EXPECT_EQUAL(error_of(read(fd, NOWHERE, 1)), EFAULT);
    expect_text(fd, "x");
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

/* As far as memory goes it is read and written. [Linux mm/filemap.c] */
static void bad_memory_behind_good_moves_what_is_good(void)
{
    int fd = make("/tmp/a", 0);
    char *end = (char *)sbrk(0) + PAGE_BYTES;

    end -= (uintptr_t)end % PAGE_BYTES;
    EXPECT_EQUAL(brk(end), 0);
    EXPECT_EQUAL(write(fd, end - 3, 9), 3);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_CUR), 3);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_END), 3);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    EXPECT_EQUAL(read(fd, end - 2, 3), 2);
    EXPECT_EQUAL(lseek(fd, 0, SEEK_CUR), 2);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void a_directory_tells_the_files_that_are_there(void)
{
    int a = make("/tmp/a", 0), b = make("/tmp/b", 0);
    DIR *directory = opendir("/tmp");
    const struct dirent *entry = readdir(directory);

    EXPECT(entry != NULL && strcmp(entry->d_name, ".") == 0);
    entry = readdir(directory);
    EXPECT(entry != NULL && strcmp(entry->d_name, "..") == 0);
    entry = readdir(directory);
    EXPECT(entry != NULL && strcmp(entry->d_name, "a") == 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
    entry = readdir(directory);
    EXPECT(entry != NULL && strcmp(entry->d_name, "b") == 0);
    EXPECT(readdir(directory) == NULL);
    EXPECT_EQUAL(closedir(directory), 0);
    EXPECT_EQUAL(unlink("/tmp/b"), 0);
    EXPECT_EQUAL(close(a), 0);
    EXPECT_EQUAL(close(b), 0);
}

static void the_devices_do_as_on_linux(void)
{
    int null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDWR);

    memset(buffer, 'x', sizeof(buffer));
    EXPECT_EQUAL(write(null, buffer, sizeof(buffer)), sizeof(buffer));
    EXPECT_EQUAL(read(null, buffer, sizeof(buffer)), 0);
    EXPECT_EQUAL(write(zero, buffer, 3), 3);
    EXPECT_EQUAL(read(zero, buffer, sizeof(buffer) - 1), sizeof(buffer) - 1);
    EXPECT_EQUAL(buffer[0], 0);
    EXPECT_EQUAL(buffer[sizeof(buffer) - 2], 0);
    EXPECT_EQUAL(buffer[sizeof(buffer) - 1], 'x');
    EXPECT_EQUAL(isatty(null), 0);
    EXPECT_EQUAL(close(null), 0);
    EXPECT_EQUAL(close(zero), 0);
    null = open("/dev/tty", O_RDWR);
    EXPECT_EQUAL(isatty(null), 1);
    EXPECT_EQUAL(close(null), 0);
}

static void a_session_without_a_terminal_has_no_dev_tty(void)
{
    pid_t pid = fork();

    if (pid == 0) {
        int error = setsid() < 0 ? 1 : error_of(open("/dev/tty", O_RDWR));
        _exit(error == ENXIO && open("/dev/console", O_RDWR) >= 0 ? 7 : error);
    }
    EXPECT_EQUAL(code_of(pid), 7);
}

static void expect_kind(const char *path, mode_t mode, dev_t device, off_t size)
{
    struct stat found;

    EXPECT_EQUAL(stat(path, &found), 0);
    EXPECT_EQUAL(found.st_mode, mode);
    EXPECT_EQUAL(found.st_rdev, device);
    EXPECT_EQUAL(found.st_size, size);
    EXPECT(found.st_ino != 0 && found.st_nlink == (S_ISDIR(mode) ? 2 : 1));
}

static void stat_tells_what_a_path_leads_to(void)
{
    int fd = open("/tmp/a", O_CREAT | O_WRONLY, 0666);
    struct stat stat;

    EXPECT_EQUAL(write(fd, "abc", 3), 3);
    expect_kind("/tmp/a", S_IFREG | 0644, 0, 3);
    expect_kind("/tmp", S_IFDIR | S_ISVTX | 0777, 0, 0);
    expect_kind("/files/letters", S_IFREG | 0755, 0, 26);
    expect_kind("/dev", S_IFDIR | 0755, 0, 0);
    expect_kind("/dev/null", S_IFCHR | 0666, 0x103, 0);
    expect_kind("/dev/zero", S_IFCHR | 0666, 0x105, 0);
    expect_kind("/dev/tty", S_IFCHR | 0666, 0x500, 0);
    EXPECT_EQUAL(fstat(0, &stat), 0);
    EXPECT_EQUAL(stat.st_rdev, 0x501);
    EXPECT_EQUAL(error_of(lstat("/tmp/b", &stat)), ENOENT);
    EXPECT_EQUAL(error_of(fstat(fd + 1, &stat)), EBADF);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void access_asks_what_one_may_do(void)
{
    int fd = open("/tmp/a", O_CREAT | O_WRONLY, 0600);

    EXPECT_EQUAL(access("/tmp/a", R_OK | W_OK), 0);
    EXPECT_EQUAL(error_of(access("/tmp/a", X_OK)), EACCES);
    EXPECT_EQUAL(access("/bin/sh", R_OK | X_OK), 0);
    EXPECT_EQUAL(access("/bin/sh", W_OK), 0);
    EXPECT_EQUAL(error_of(access("/bin/nothing", F_OK)), ENOENT);
    EXPECT_EQUAL(error_of(access("/bin/sh", 8)), EINVAL);
    EXPECT_EQUAL(access("/dev/null", W_OK), 0);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void pieces_are_moved_in_order(void)
{
    struct iovec pieces[] = {{"abc", 3}, {NULL, 0}, {"defg", 4}};
    int fd = make("/tmp/a", 0);

    EXPECT_EQUAL(writev(fd, pieces, 3), 7);
    expect_text(fd, "abcdefg");
    EXPECT_EQUAL(lseek(fd, 0, SEEK_SET), 0);
    pieces[0] = (struct iovec){buffer + 4, 4};
    pieces[2] = (struct iovec){buffer, 4};
    EXPECT_EQUAL(readv(fd, pieces, 3), 7);
    EXPECT(memcmp(buffer, "efg", 3) == 0 && memcmp(buffer + 4, "abcd", 4) == 0);
    EXPECT_EQUAL(readv(fd, pieces, 0), 0);
    EXPECT_EQUAL(error_of(readv(fd, pieces, IOV_MAX + 1)), EINVAL);
    EXPECT_EQUAL(error_of(readv(fd, pieces, -1)), EINVAL);
    EXPECT_EQUAL(error_of(writev(fd, NOWHERE, 1)), EFAULT);
    pieces[1].iov_len = 0x80000000;
    EXPECT_EQUAL(error_of(writev(fd, pieces, 2)), EINVAL);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void fcntl_changes_a_descriptor_and_its_file(void)
{
    int fd = open("/tmp/a", O_CREAT | O_RDWR | O_CLOEXEC, 0600), copy;

    EXPECT_EQUAL(fcntl(fd, F_GETFD), FD_CLOEXEC);
    EXPECT_EQUAL(fcntl(fd, F_SETFD, 0), 0);
    EXPECT_EQUAL(fcntl(fd, F_GETFD), 0);
    copy = fcntl(fd, F_DUPFD_CLOEXEC, 100);
    EXPECT_EQUAL(copy, 100);
    EXPECT_EQUAL(fcntl(copy, F_GETFD), FD_CLOEXEC);
    EXPECT_EQUAL(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK), 0);
    EXPECT_EQUAL(fcntl(copy, F_GETFL), O_RDWR | O_APPEND | O_NONBLOCK);
    EXPECT_EQUAL(error_of(fcntl(fd, F_DUPFD, 1024)), EINVAL);
    EXPECT_EQUAL(error_of(fcntl(fd, F_DUPFD, -1)), EINVAL);
    EXPECT_EQUAL(error_of(fcntl(fd, 999)), EINVAL);
    EXPECT_EQUAL(error_of(fcntl(999, F_GETFD)), EBADF);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(close(copy), 0);
    EXPECT_EQUAL(unlink("/tmp/a"), 0);
}

static void a_file_may_be_left_when_the_power_goes_off(void)
{
    int fd = make("/tmp/left", 0);

    EXPECT_EQUAL(write(fd, buffer, sizeof(buffer)), sizeof(buffer));
    EXPECT_EQUAL(close(fd), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(what_is_written_is_read_again),
    BEHAVIOUR(flags_of_open_do_what_they_say),
    BEHAVIOUR(what_cannot_be_made_has_its_own_error),
    BEHAVIOUR(a_file_that_is_gone_lives_while_it_is_open),
    BEHAVIOUR(what_was_never_written_is_zero),
    BEHAVIOUR(a_file_has_an_end),
    BEHAVIOUR(bad_memory_leaves_a_file_as_it_was),
    BEHAVIOUR(bad_memory_behind_good_moves_what_is_good),
    BEHAVIOUR(a_directory_tells_the_files_that_are_there),
    BEHAVIOUR(the_devices_do_as_on_linux),
    BEHAVIOUR(a_session_without_a_terminal_has_no_dev_tty),
    BEHAVIOUR(stat_tells_what_a_path_leads_to),
    BEHAVIOUR(access_asks_what_one_may_do),
    BEHAVIOUR(pieces_are_moved_in_order),
    BEHAVIOUR(fcntl_changes_a_descriptor_and_its_file),
    BEHAVIOUR(a_file_may_be_left_when_the_power_goes_off),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
