/* Whether files are opened, read, written and closed with POSIX's results. */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { LETTERS = 26, DESCRIPTORS = 1024 };

/* What errno is where RESULT is -1; else 0. */
static int error_of(int result)
{
    int error = errno;

    errno = 0;
    return result == -1 ? error : 0;
}

static void a_file_is_read_in_parts_to_its_end(void)
{
    char bytes[LETTERS + 1];
    int fd = open("/files/letters", O_RDONLY);

    EXPECT_EQUAL(fd, 3);
    EXPECT_EQUAL(read(fd, bytes, 10), 10);
    EXPECT(memcmp(bytes, "abcdefghij", 10) == 0);
    EXPECT_EQUAL(read(fd, bytes, sizeof(bytes)), LETTERS - 10);
    EXPECT_EQUAL(bytes[0], 'k');
    EXPECT_EQUAL(read(fd, bytes, sizeof(bytes)), 0);
    EXPECT_EQUAL(close(fd), 0);
}

static void an_empty_file_ends_at_once(void)
{
    char c;
    int fd = open("/files/empty", O_RDONLY);

    EXPECT_EQUAL(read(fd, &c, 1), 0);
    EXPECT_EQUAL(close(fd), 0);
}

static void the_lowest_descriptor_is_taken(void)
{
    EXPECT_EQUAL(open("/files/letters", O_RDONLY), 3);
    EXPECT_EQUAL(open("/files/letters", O_RDONLY), 4);
    EXPECT_EQUAL(close(3), 0);
    EXPECT_EQUAL(open("/files/empty", O_RDONLY), 3);
    EXPECT_EQUAL(close(3), 0);
    EXPECT_EQUAL(close(4), 0);
}

static void two_opens_have_two_offsets(void)
{
    char first, second;
    int a = open("/files/letters", O_RDONLY), b = open("/files/letters", O_RDONLY);

    EXPECT_EQUAL(read(a, &first, 1), 1);
    EXPECT_EQUAL(read(b, &second, 1), 1);
    EXPECT_EQUAL(first, 'a');
    EXPECT_EQUAL(second, 'a');
    EXPECT_EQUAL(close(a), 0);
    EXPECT_EQUAL(close(b), 0);
}

static void what_cannot_be_opened_has_its_own_error(void)
{
    static char long_name[NAME_MAX + 9] = "/files/";

    memset(long_name + 7, 'x', NAME_MAX + 1);
    EXPECT_EQUAL(error_of(open("/files/nothing", O_RDONLY)), ENOENT);
    EXPECT_EQUAL(error_of(open("/files/letters/a", O_RDONLY)), ENOTDIR);
    EXPECT_EQUAL(error_of(open("/files", O_RDWR)), EISDIR);
    EXPECT_EQUAL(error_of(open("/files/letters", 3)), EINVAL);
    EXPECT_EQUAL(error_of(open(NULL, O_RDONLY)), EFAULT);
    EXPECT_EQUAL(error_of(open(KERNEL_MEMORY, O_RDONLY)), EFAULT);
    EXPECT_EQUAL(error_of(open(long_name, 0)), ENAMETOOLONG);
    long_name[7 + NAME_MAX] = '\0';
    EXPECT_EQUAL(error_of(open(long_name, 0)), ENOENT);
}

static void there_are_1024_descriptors(void)
{
    for (int fd = 3; fd < DESCRIPTORS; fd++)
        EXPECT_EQUAL(open("/files/letters", O_RDONLY), fd);
    EXPECT_EQUAL(error_of(open("/files/letters", O_RDONLY)), EMFILE);
    EXPECT_EQUAL(status_of(0).file_count, DESCRIPTORS);
    for (int fd = 3; fd < DESCRIPTORS; fd++)
        EXPECT_EQUAL(close(fd), 0);
}

static void descriptors_that_are_not_open_are_bad(void)
{
    const int closed[] = {-1, 3, 16, DESCRIPTORS, INT32_MAX, INT32_MIN};
    char c = 0;

    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
        EXPECT_EQUAL(error_of(read(closed[i], &c, 1)), EBADF);
        EXPECT_EQUAL(error_of(write(closed[i], &c, 1)), EBADF);
        EXPECT_EQUAL(error_of(close(closed[i])), EBADF);
    }
}

static void a_descriptor_serves_what_it_was_opened_for(void)
{
    char c = 0;
    int letters = open("/files/letters", O_RDONLY),
        output = open("/dev/console", O_WRONLY);

    EXPECT_EQUAL(error_of(write(letters, &c, 1)), EBADF);
    EXPECT_EQUAL(error_of(read(output, &c, 1)), EBADF);
    EXPECT_EQUAL(write(output, "", 0), 0);
    EXPECT_EQUAL(close(letters), 0);
    EXPECT_EQUAL(close(output), 0);
}

static void bad_buffers_are_refused_and_move_nothing(void)
{
    char c;
    int fd = open("/files/letters", O_RDONLY);

    EXPECT_EQUAL(error_of(read(fd, NULL, 1)), EFAULT);
    EXPECT_EQUAL(error_of(read(fd, KERNEL_MEMORY, 1)), EFAULT);
    EXPECT_EQUAL(error_of(read(fd, (void *)error_of, 1)), EFAULT);
    EXPECT_EQUAL(read(fd, &c, 1), 1);
    EXPECT_EQUAL(c, 'a');
    EXPECT_EQUAL(error_of(write(1, NULL, 1)), EFAULT);
    EXPECT_EQUAL(error_of(write(1, KERNEL_MEMORY, 1)), EFAULT);
    EXPECT_EQUAL(close(fd), 0);
}

static void nothing_can_be_read_and_written(void)
{
    int fd = open("/files/letters", O_RDONLY);

    EXPECT_EQUAL(read(fd, NULL, 0), 0);
    EXPECT_EQUAL(read(0, NULL, 0), 0);
    EXPECT_EQUAL(write(1, NULL, 0), 0);
    EXPECT_EQUAL(close(fd), 0);
}

static void a_child_does_not_get_descriptor_3(void)
{
    int fd = open("/dev/console", O_RDWR);

    EXPECT_EQUAL(fd, 3);
    EXPECT_EQUAL(code_of(start("write", 3)), EBADF);
    EXPECT_EQUAL(close(fd), 0);
}

static void a_file_stays_open_for_a_child_that_got_it(void)
{
    int fd = open("/files/letters", O_RDONLY);
    struct process_options options = {.flags = PROCESS_FILES | PROCESS_SUSPENDED,
                                      .files = {fd, 1, 2}};
    pid_t pid = start_with(&options, "read", 0);

    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 'a');
}

static void a_directory_tells_its_names_in_the_order_of_the_archive(void)
{
    static const char *const names[] = {".",    "..",      "empty", "garbage",
                                        "half", "letters", "lines"};
    DIR *files = opendir("/files");

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct dirent *entry = readdir(files);
        EXPECT(entry != NULL && strcmp(entry->d_name, names[i]) == 0);
        EXPECT(entry != NULL && entry->d_type == (i < 2 ? DT_DIR : DT_REG));
        EXPECT(entry != NULL && entry->d_ino != 0);
    }
    EXPECT(readdir(files) == NULL);
    EXPECT_EQUAL(closedir(files), 0);
}

static void the_root_has_directories(void)
{
    DIR *root = opendir("/");
    bool has_bin = false;

    for (const struct dirent *entry; (entry = readdir(root));)
        has_bin |= strcmp(entry->d_name, "bin") == 0 && entry->d_type == DT_DIR;
    EXPECT(has_bin);
    EXPECT_EQUAL(closedir(root), 0);
}

static void what_is_no_directory_has_no_names(void)
{
    EXPECT(opendir("/files/letters") == NULL);
    EXPECT_EQUAL(error_of(-1), ENOTDIR);
    EXPECT(opendir("/files/nothing") == NULL);
    EXPECT_EQUAL(error_of(-1), ENOENT);
    EXPECT(opendir("/dev/console") == NULL);
    EXPECT_EQUAL(error_of(-1), ENOTDIR);
}

static void a_directory_is_not_read_as_a_file(void)
{
    char c;
    int fd = open("/files", O_RDONLY);

    EXPECT_EQUAL(fd, 3);
    EXPECT_EQUAL(error_of(read(fd, &c, 1)), EISDIR);
    EXPECT_EQUAL(error_of(write(fd, &c, 1)), EBADF);
    EXPECT_EQUAL(close(fd), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_file_is_read_in_parts_to_its_end),
    BEHAVIOUR(an_empty_file_ends_at_once),
    BEHAVIOUR(the_lowest_descriptor_is_taken),
    BEHAVIOUR(two_opens_have_two_offsets),
    BEHAVIOUR(what_cannot_be_opened_has_its_own_error),
    BEHAVIOUR(there_are_1024_descriptors),
    BEHAVIOUR(descriptors_that_are_not_open_are_bad),
    BEHAVIOUR(a_descriptor_serves_what_it_was_opened_for),
    BEHAVIOUR(bad_buffers_are_refused_and_move_nothing),
    BEHAVIOUR(nothing_can_be_read_and_written),
    BEHAVIOUR(a_child_does_not_get_descriptor_3),
    BEHAVIOUR(a_file_stays_open_for_a_child_that_got_it),
    BEHAVIOUR(a_directory_tells_its_names_in_the_order_of_the_archive),
    BEHAVIOUR(the_root_has_directories),
    BEHAVIOUR(what_is_no_directory_has_no_names),
    BEHAVIOUR(a_directory_is_not_read_as_a_file),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
