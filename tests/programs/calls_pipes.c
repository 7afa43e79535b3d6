/* Whether pipes and copies of descriptors are as POSIX and Linux have them. */
#include <fcntl.h>
#include <poll.h>
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

    EXPECT_EQUAL(read(fd, &c, 1), 1);
    EXPECT_EQUAL(dup(fd), fd + 1);
    EXPECT_EQUAL(read(fd, &c, 1), 1);
    EXPECT_EQUAL(read(fd + 1, &c, 1), 1);
    EXPECT_EQUAL(c, 'c');
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(read(fd + 1, &c, 1), 1);
    EXPECT_EQUAL(c, 'd');
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

static void status_shows_the_ends_of_a_pipe(void)
{
    open_pipe(0);
    struct process_status status = status_of(0);
    EXPECT_EQUAL(status.file_count, 5);
    EXPECT_EQUAL(status.files[3].fd, ends[0]);
    EXPECT_EQUAL(status.files[3].flags, O_RDONLY);
    EXPECT_EQUAL(status.files[4].flags, O_WRONLY);
    EXPECT(memcmp(status.files[3].path, "pipe:[", 6) == 0);
    EXPECT(strcmp(status.files[3].path, status.files[4].path) == 0);
    close_pipe();
}

/* --- With a child at the other end --- */

static void end_of_child(pid_t pid, int code)
{
    EXPECT_EQUAL(code_of(pid), code);
}

/* Writes and reads COUNT bytes, so that whoever comes to the pipe first waits. */
static void a_large_write_comes_through_a_small_pipe(void)
{
    enum { TIMES = 3 };
    int count = 0, part;

    open_pipe(0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        for (int i = 0; i < TIMES; i++)
            if (write(ends[1], buffer, sizeof(buffer)) != sizeof(buffer))
                _exit(1);
        _exit(0);
    }
    EXPECT_EQUAL(close(ends[1]), 0);
    while ((part = read(ends[0], buffer, 1000)) > 0)
        count += part;
    EXPECT_EQUAL(part, 0);
    EXPECT_EQUAL(count, TIMES * sizeof(buffer));
    EXPECT_EQUAL(close(ends[0]), 0);
    end_of_child(pid, 0);
}

static void who_waits_for_bytes_is_told_of_the_end(void)
{
    open_pipe(0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        _exit(read(ends[0], buffer, 1) == 0 ? 7 : 1);
    }
    process_sleep(2);
    close_pipe();
    end_of_child(pid, 7);
}

static void a_broken_pipe_ends_who_writes(void)
{
    struct process_result result;

    open_pipe(0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        write(ends[1], buffer, sizeof(buffer)); /* waits when the pipe is full */
        _exit(1);
    }
    process_sleep(2);
    close_pipe();
    result = end_of(pid);
    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
}

static void a_child_shares_all_descriptors_and_exec_closes_some(void)
{
    open_pipe(O_CLOEXEC);
    EXPECT_EQUAL(dup2(ends[1], 30), 30);
    pid_t pid = fork();
    if (pid == 0) {
        execv("/bin/act", (char *[]){"act", "write", "30", NULL});
        _exit(99);
    }
    EXPECT_EQUAL(code_of(pid), 0);
    pid = fork();
    if (pid == 0) {
        char digit[] = {(char)('0' + ends[1]), '\0'};
        execv("/bin/act", (char *[]){"act", "write", digit, NULL});
        _exit(99);
    }
    EXPECT_EQUAL(code_of(pid), EBADF);
    EXPECT_EQUAL(close(30), 0);
    close_pipe();
}

/* --- poll --- */

static int poll_one(int fd, short events, int timeout)
{
    struct pollfd entry = {.fd = fd, .events = events, .revents = -1};
    int result = poll(&entry, 1, timeout);

    EXPECT_EQUAL(result, entry.revents != 0);
    return entry.revents;
}

static void poll_tells_what_would_not_wait(void)
{
    open_pipe(O_NONBLOCK);
    EXPECT_EQUAL(poll_one(ends[0], POLLIN, 0), 0);
    EXPECT_EQUAL(poll_one(ends[1], POLLIN | POLLOUT, 0), POLLOUT);
    EXPECT_EQUAL(write(ends[1], buffer, PIPE_BYTES - PAGE_BYTES),
                 PIPE_BYTES - PAGE_BYTES);
    EXPECT_EQUAL(poll_one(ends[1], POLLOUT, 0), POLLOUT);
    EXPECT_EQUAL(write(ends[1], buffer, 1), 1);
    EXPECT_EQUAL(poll_one(ends[1], POLLOUT, 0), 0);
    EXPECT_EQUAL(poll_one(ends[0], POLLIN | POLLOUT, 0), POLLIN);
    EXPECT_EQUAL(poll_one(ends[0], 0, 0), 0);
    EXPECT_EQUAL(close(ends[1]), 0);
    EXPECT_EQUAL(poll_one(ends[0], POLLIN, 0), POLLIN | POLLHUP);
    EXPECT_EQUAL(read(ends[0], buffer, sizeof(buffer)), PIPE_BYTES - PAGE_BYTES + 1);
    EXPECT_EQUAL(poll_one(ends[0], POLLIN, -1), POLLHUP);
    EXPECT_EQUAL(poll_one(ends[1], POLLIN, -1), POLLNVAL);
    EXPECT_EQUAL(close(ends[0]), 0);
    open_pipe(0);
    EXPECT_EQUAL(close(ends[0]), 0);
    EXPECT_EQUAL(poll_one(ends[1], 0, -1), POLLERR);
    EXPECT_EQUAL(close(ends[1]), 0);
}

static void poll_waits_for_one_of_several(void)
{
    int first[2];

    EXPECT_EQUAL(pipe(first), 0);
    open_pipe(0);
    struct pollfd entries[] = {
        {first[0], POLLIN, 0}, {-1, POLLIN, 9}, {ends[0], POLLIN, 0}, {ends[0], 0, 0}};
    pid_t pid = fork();
    if (pid == 0) {
        process_sleep(2);
        _exit(write(ends[1], "x", 1));
    }
    EXPECT_EQUAL(poll(entries, 4, -1), 1);
    EXPECT(entries[0].revents == 0 && entries[1].revents == 0);
    EXPECT(entries[2].revents == POLLIN && entries[3].revents == 0);
    end_of_child(pid, 1);
    EXPECT_EQUAL(close(first[0]), 0);
    EXPECT_EQUAL(close(first[1]), 0);
    close_pipe();
}

static void poll_waits_no_longer_than_it_is_told(void)
{
    open_pipe(0);
    tick_t before = at_tick();
    EXPECT_EQUAL(poll_one(ends[0], POLLIN, 30), 0);
    EXPECT(process_now() - before >= 3 && process_now() - before <= 5);
    EXPECT_EQUAL(poll(NULL, 0, 10), 0);
    EXPECT_EQUAL(error_of(poll(NULL, 1, 10)), EFAULT);
    EXPECT_EQUAL(error_of(poll(NULL, 1025, 10)), EINVAL);
    close_pipe();
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
    BEHAVIOUR(status_shows_the_ends_of_a_pipe),
    BEHAVIOUR(a_large_write_comes_through_a_small_pipe),
    BEHAVIOUR(who_waits_for_bytes_is_told_of_the_end),
    BEHAVIOUR(a_broken_pipe_ends_who_writes),
    BEHAVIOUR(a_child_shares_all_descriptors_and_exec_closes_some),
    BEHAVIOUR(poll_tells_what_would_not_wait),
    BEHAVIOUR(poll_waits_for_one_of_several),
    BEHAVIOUR(poll_waits_no_longer_than_it_is_told),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
