/* Whether pipes and copies of descriptors are as POSIX and Linux have them. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { PIPE_BYTES = 65536, PAGE_BYTES = 4096 };

static int ends[2];
static char buffer[PIPE_BYTES + 1];

/* What errno is where RESULT is -1; else 0. */
static int error_of(int result)
{
    int error = errno;

    errno = 0;
    return result == -1 ? error : 0;
}

static void open_pipe(int flags)
{
    EXPECT_EQUAL(pipe2(ends, flags), 0);
}

static void close_pipe(void)
{
    EXPECT_EQUAL(close(ends[0]), 0);
    EXPECT_EQUAL(close(ends[1]), 0);
}

static void what_is_written_is_read(void)
{
    open_pipe(0);
    EXPECT_EQUAL(ends[0], 3);
    EXPECT_EQUAL(ends[1], 4);
    EXPECT_EQUAL(write(ends[1], "hello", 5), 5);
    EXPECT_EQUAL(write(ends[1], "!", 1), 1);
    EXPECT_EQUAL(read(ends[0], buffer, 2), 2);
    EXPECT_EQUAL(read(ends[0], buffer + 2, sizeof(buffer) - 2), 4);
    EXPECT(memcmp(buffer, "hello!", 6) == 0);
    close_pipe();
}

static void a_pipe_without_writers_ends(void)
{
    open_pipe(0);
    EXPECT_EQUAL(write(ends[1], "x", 1), 1);
    EXPECT_EQUAL(close(ends[1]), 0);
    EXPECT_EQUAL(read(ends[0], buffer, 2), 1);
    EXPECT_EQUAL(read(ends[0], buffer, 2), 0);
    EXPECT_EQUAL(close(ends[0]), 0);
}

static void a_pipe_holds_64_kib(void)
{
    open_pipe(O_NONBLOCK);
    EXPECT_EQUAL(error_of(read(ends[0], buffer, 1)), EAGAIN);
    EXPECT_EQUAL(write(ends[1], buffer, sizeof(buffer)), PIPE_BYTES);
    EXPECT_EQUAL(error_of(write(ends[1], buffer, 1)), EAGAIN);
    EXPECT_EQUAL(read(ends[0], buffer, PAGE_BYTES), PAGE_BYTES);
    EXPECT_EQUAL(write(ends[1], buffer, PAGE_BYTES - 1), PAGE_BYTES - 1);
    EXPECT_EQUAL(error_of(write(ends[1], buffer, 2)), EAGAIN);
    EXPECT_EQUAL(write(ends[1], buffer, 1), 1);
    EXPECT_EQUAL(read(ends[0], buffer, sizeof(buffer)), PIPE_BYTES);
    close_pipe();
}

static void an_end_serves_one_direction(void)
{
    open_pipe(0);
    EXPECT_EQUAL(error_of(read(ends[1], buffer, 1)), EBADF);
    EXPECT_EQUAL(error_of(write(ends[0], buffer, 1)), EBADF);
    close_pipe();
}

static void bad_buffers_move_nothing(void)
{
    open_pipe(0);
    EXPECT_EQUAL(error_of(write(ends[1], NOWHERE, 1)), EFAULT);
    EXPECT_EQUAL(write(ends[1], "x", 1), 1);
    EXPECT_EQUAL(error_of(read(ends[0], KERNEL_MEMORY, 1)), EFAULT);
    EXPECT_EQUAL(read(ends[0], buffer, 1), 1);
    EXPECT_EQUAL(buffer[0], 'x');
    close_pipe();
    EXPECT_EQUAL(error_of(pipe(NOWHERE)), EFAULT);
    EXPECT_EQUAL(error_of(pipe2(ends, O_APPEND)), EINVAL);
    open_pipe(0);
    EXPECT_EQUAL(ends[0], 3);
    close_pipe();
}

static void copies_share_the_offset(void)
{
    char c;
    int fd = open("/files/letters", O_RDONLY);

    EXPECT_EQUAL(dup(fd), fd + 1);
    EXPECT_EQUAL(read(fd, &c, 1), 1);
    EXPECT_EQUAL(read(fd + 1, &c, 1), 1);
    EXPECT_EQUAL(c, 'b');
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(read(fd + 1, &c, 1), 1);
    EXPECT_EQUAL(c, 'c');
    EXPECT_EQUAL(close(fd + 1), 0);
}

static void dup2_takes_the_place_of_another(void)
{
    open_pipe(0);
    EXPECT_EQUAL(dup2(ends[1], 500), 500);
    EXPECT_EQUAL(write(500, "x", 1), 1);
    EXPECT_EQUAL(dup2(ends[0], 500), 500);
    EXPECT_EQUAL(read(500, buffer, 1), 1);
    EXPECT_EQUAL(dup2(500, 500), 500);
    EXPECT_EQUAL(close(500), 0);
    EXPECT_EQUAL(error_of(dup2(500, 500)), EBADF);
    EXPECT_EQUAL(error_of(dup2(ends[0], 1024)), EBADF);
    EXPECT_EQUAL(error_of(dup2(ends[0], -1)), EBADF);
    EXPECT_EQUAL(error_of(dup3(ends[0], ends[0], 0)), EINVAL);
    EXPECT_EQUAL(error_of(dup3(ends[0], 9, O_NONBLOCK)), EINVAL);
    close_pipe();
}

static void the_last_copy_closes_the_end(void)
{
    open_pipe(0);
    EXPECT_EQUAL(dup2(ends[1], 9), 9);
    EXPECT_EQUAL(close(ends[1]), 0);
    EXPECT_EQUAL(write(9, "x", 1), 1);
    EXPECT_EQUAL(close(9), 0);
    EXPECT_EQUAL(read(ends[0], buffer, 2), 1);
    EXPECT_EQUAL(read(ends[0], buffer, 2), 0);
    EXPECT_EQUAL(close(ends[0]), 0);
}

static void a_pipe_takes_two_descriptors_or_none(void)
{
    int last = dup(0);

    while (dup(0) >= 0)
        last++;
    EXPECT_EQUAL(close(last), 0);
    EXPECT_EQUAL(error_of(pipe(ends)), EMFILE);
    EXPECT_EQUAL(dup(0), last);
    for (int fd = 3; fd <= last; fd++)
        EXPECT_EQUAL(close(fd), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(what_is_written_is_read),
    BEHAVIOUR(a_pipe_without_writers_ends),
    BEHAVIOUR(a_pipe_holds_64_kib),
    BEHAVIOUR(an_end_serves_one_direction),
    BEHAVIOUR(bad_buffers_move_nothing),
    BEHAVIOUR(copies_share_the_offset),
    BEHAVIOUR(dup2_takes_the_place_of_another),
    BEHAVIOUR(the_last_copy_closes_the_end),
    BEHAVIOUR(a_pipe_takes_two_descriptors_or_none),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
