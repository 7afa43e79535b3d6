/* Pipes and descriptors: results, errors and their corners. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIPE_BYTES = 65536, PAGE = 4096 };

static char buffer[PIPE_BYTES + PAGE];
static int ends[2];

/* A result, and the error behind it if there is one. */
static void tell(const char *what, long result)
{
    if (result == -1)
        printf("%s: %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, result);
}

static void open_pipe(void)
{
    if (pipe(ends) != 0)
        exit(1);
}

static void close_pipe(void)
{
    close(ends[0]);
    close(ends[1]);
}

static void nap(void)
{
    struct timespec time = {0, 100 * 1000 * 1000};

    nanosleep(&time, NULL);
}

static void set_nonblocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void one_direction(void)
{
    puts("-- one direction");
    open_pipe();
    tell("descriptors", ends[0] * 100 + ends[1]);
    tell("write", write(ends[1], "hello", 5));
    tell("read 3", read(ends[0], buffer, 3));
    tell("read the rest", read(ends[0], buffer + 3, 100));
    printf("%.5s\n", buffer);
    tell("write to the reader", write(ends[0], "x", 1));
    tell("read from the writer", read(ends[1], buffer, 1));
    tell("nothing", write(ends[1], "", 0));
    tell("read nothing", read(ends[0], buffer, 0));
    tell("lseek", lseek(ends[0], 0, SEEK_CUR));
    close(ends[1]);
    tell("the end", read(ends[0], buffer, 1));
    tell("the end again", read(ends[0], buffer, 1));
    close(ends[0]);
    tell("read from a closed one", read(ends[0], buffer, 1));
    tell("close a closed one", close(ends[0]));
}

static void bad_memory(void)
{
    puts("-- bad memory");
    open_pipe();
    tell("write", write(ends[1], (void *)16, 1));
    write(ends[1], "x", 1);
    tell("read", read(ends[0], (void *)16, 1));
    tell("it is still there", read(ends[0], buffer, 1));
    close_pipe();
}

static void without_waiting(void)
{
    puts("-- without waiting");
    open_pipe();
    set_nonblocking(ends[0]);
    set_nonblocking(ends[1]);
    tell("flags", fcntl(ends[0], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
    tell("flags", fcntl(ends[1], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
    tell("empty", read(ends[0], buffer, 1));
    tell("more than it holds", write(ends[1], buffer, sizeof(buffer)));
    tell("full", write(ends[1], buffer, 1));
    tell("full, and more", write(ends[1], buffer, 2 * PAGE));
    tell("a page out", read(ends[0], buffer, PAGE));
    tell("two pages in", write(ends[1], buffer, 2 * PAGE));
    tell("two pages out", read(ends[0], buffer, 2 * PAGE));
    tell("one whole page in", write(ends[1], buffer, PAGE));
    tell("all out", read(ends[0], buffer, sizeof(buffer)));
    tell("empty", read(ends[0], buffer, 1));
    close_pipe();
}

static void broken(void)
{
    puts("-- broken");
    signal(SIGPIPE, SIG_IGN);
    open_pipe();
    close(ends[0]);
    tell("ignored", write(ends[1], "x", 1));
    tell("nothing to it", write(ends[1], "", 0));
    close(ends[1]);
    signal(SIGPIPE, SIG_DFL);
}

/* Its exit code, or 1000 and the signal that has ended it. */
static int exit_of(pid_t pid)
{
    int status = 0;

    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void ended_by_a_broken_pipe(void)
{
    puts("-- ended");
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        open_pipe();
        close(ends[0]);
        write(ends[1], "x", 1);
        _exit(1);
    }
    tell("at once", exit_of(pid));
    open_pipe();
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        write(ends[1], buffer, sizeof(buffer)); /* waits when it is full */
        _exit(1);
    }
    nap();
    close_pipe();
    tell("while it waits", exit_of(pid));
}

static void handle(int signal)
{
    (void)signal;
}

/* The caller is sent SIGUSR1 in a moment. */
static pid_t signal_soon(void)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        nap();
        kill(getppid(), SIGUSR1);
        _exit(0);
    }
    return pid;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = handle};
    struct pollfd entry;

    puts("-- interrupted");
    sigaction(SIGUSR1, &action, NULL);
    open_pipe();
    pid_t pid = signal_soon();
    tell("read", read(ends[0], buffer, 1));
    exit_of(pid);
    pid = signal_soon();
    entry = (struct pollfd){ends[0], POLLIN, 0};
    tell("poll", poll(&entry, 1, -1));
    exit_of(pid);
    pid = signal_soon();
    tell("write of too much", write(ends[1], buffer, sizeof(buffer)));
    exit_of(pid);
    pid = signal_soon();
    tell("write to a full one", write(ends[1], buffer, 1));
    exit_of(pid);
    close_pipe();
}

static void between_processes(void)
{
    long count = 0, part;

    puts("-- between processes");
    open_pipe();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        _exit(write(ends[1], buffer, sizeof(buffer)) == sizeof(buffer) ? 7 : 1);
    }
    close(ends[1]);
    while ((part = read(ends[0], buffer, 1000)) > 0)
        count += part;
    tell("read in all", count);
    tell("exit", exit_of(pid));
    close(ends[0]);
}

static void copies(void)
{
    struct stat stat;

    puts("-- copies");
    open_pipe();
    tell("dup", dup(ends[0]));
    tell("dup2", dup2(ends[1], 20));
    tell("to itself", dup2(20, 20));
    tell("of a closed one", dup2(21, 5));
    tell("of a closed one to itself", dup2(21, 21));
    tell("to -1", dup2(20, -1));
    tell("dup3 to itself", dup3(20, 20, 0));
    tell("dup3 with wrong flags", dup3(20, 22, O_NONBLOCK));
    tell("dup3", dup3(20, 22, O_CLOEXEC));
    tell("closes on exec", fcntl(22, F_GETFD));
    tell("the other", fcntl(20, F_GETFD));
    tell("from 30 on", fcntl(20, F_DUPFD, 30));
    tell("from 30 on", fcntl(20, F_DUPFD_CLOEXEC, 30));
    tell("closes on exec", fcntl(31, F_GETFD));
    tell("from -1 on", fcntl(20, F_DUPFD, -1));
    tell("unknown", fcntl(20, 12345));
    tell("of a closed one", fcntl(25, F_GETFL));
    tell("fstat", fstat(20, &stat));
    printf("%o %ld %d\n", stat.st_mode, (long)stat.st_size, (int)stat.st_nlink);
    tell("fstat of a closed one", fstat(25, &stat));
    for (int fd = 3; fd < 40; fd++)
        close(fd);
}

static void tell_poll(const char *what, int fd, short events)
{
    struct pollfd entry = {fd, events, 0};
    int result = poll(&entry, 1, 0);

    printf("%s: %d, %x\n", what, result, entry.revents);
}

static void polls(void)
{
    puts("-- poll");
    open_pipe();
    tell_poll("empty", ends[0], POLLIN);
    tell_poll("empty, to write", ends[1], POLLIN | POLLOUT);
    write(ends[1], buffer, PIPE_BYTES);
    tell_poll("full", ends[0], POLLIN | POLLOUT);
    tell_poll("full, normal", ends[0], POLLRDNORM);
    tell_poll("full, to write", ends[1], POLLOUT | POLLWRNORM);
    read(ends[0], buffer, PAGE);
    tell_poll("room", ends[1], POLLOUT | POLLWRNORM);
    close(ends[1]);
    tell_poll("no writer", ends[0], POLLIN);
    read(ends[0], buffer, sizeof(buffer));
    tell_poll("no writer, empty", ends[0], POLLIN);
    tell_poll("no writer, nothing asked", ends[0], 0);
    tell_poll("closed", ends[1], POLLIN);
    tell_poll("none", -1, POLLIN);
    close(ends[0]);
    open_pipe();
    close(ends[0]);
    tell_poll("no reader", ends[1], POLLOUT);
    close(ends[1]);
    tell("time passes", poll(NULL, 0, 20));
}

/* Which bits of both ends stay. */
static void tell_select(const char *what, fd_set *to_read, fd_set *to_write,
                        struct timeval *timeout)
{
    int result = select(ends[1] + 1, to_read, to_write, NULL, timeout);

    tell(what, result);
    if (result >= 0)
        printf("%d %d\n", to_read && FD_ISSET(ends[0], to_read),
               to_write && FD_ISSET(ends[1], to_write));
}

static void selects(void)
{
    struct timeval at_once = {0, 0}, later = {0, 30000}, wrong = {-1, 0};
    fd_set to_read, to_write;

    puts("-- select");
    open_pipe();
    FD_ZERO(&to_read);
    FD_ZERO(&to_write);
    FD_SET(ends[0], &to_read);
    FD_SET(ends[1], &to_write);
    tell_select("empty", &to_read, &to_write, NULL);
    tell_select("empty", &to_read, NULL, &at_once);
    FD_SET(ends[0], &to_read);
    tell_select("a while", &to_read, NULL, &later);
    tell("left", later.tv_sec + later.tv_usec);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        nap();
        _exit(write(ends[1], "x", 1));
    }
    FD_SET(ends[0], &to_read);
    tell_select("until there is something", &to_read, NULL, NULL);
    exit_of(pid);
    tell_select("wrong time", &to_read, NULL, &wrong);
    tell("fewer than none", select(-1, &to_read, NULL, NULL, &at_once));
    close(ends[1]);
    FD_SET(ends[1], &to_write);
    tell_select("closed", &to_read, &to_write, NULL);
    tell("nothing at all", select(0, NULL, NULL, NULL, &at_once));
    close(ends[0]);
}

static void pieces(void)
{
    char a[4] = "", b[8] = "";
    struct iovec in[] = {{"abc", 3}, {NULL, 0}, {"defgh", 5}}, out[] = {{a, 2}, {b, 7}};

    puts("-- pieces");
    open_pipe();
    tell("writev", writev(ends[1], in, 3));
    tell("readv", readv(ends[0], out, 2));
    printf("%s %s\n", a, b);
    tell("no pieces", writev(ends[1], in, 0));
    tell("too many", writev(ends[1], in, IOV_MAX + 1));
    tell("fewer than none", readv(ends[0], out, -1));
    in[1].iov_len = (size_t)-1;
    tell("too long", writev(ends[1], in, 3));
    close_pipe();
}

int main(void)
{
    one_direction();
    bad_memory();
    without_waiting();
    broken();
    ended_by_a_broken_pipe();
    interrupted();
    between_processes();
    copies();
    polls();
    selects();
    pieces();
    return 0;
}
