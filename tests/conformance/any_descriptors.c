/* Calls on descriptors, drawn by lot from fixed seeds: pipes, copies, devices and a file, in
 * whatever order. Nothing waits. */
#define _GNU_SOURCE /* pipe2, dup3 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* LARGE: O_LARGEFILE, which some versions of qemu-i386 tell of each file. */
enum {
    LARGE = 0100000,
    SEEDS = 12,
    CALLS = 300,
    FIRST = 10,
    FILES = 10,
    BYTES = 20000,
    POLLED = 4
};

static unsigned seed;
static char bytes[BYTES];

static unsigned draw(unsigned count)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % count;
}

/* One of those that may be open, or seldom any number. */
static int draw_file(void)
{
    static const int others[] = {-1, -5, 500, 1023, 1024, 100000};
    return draw(12) > 0 ? FIRST + (int)draw(FILES) : others[draw(6)];
}

static void tell_bytes(long count)
{
    unsigned sum = 0;

    for (long i = 0; i < count; i++)
        sum = sum * 31 + (unsigned char)bytes[i];
    printf("%08x ", sum);
}

/* FD, which is new, stands at another place, and never waits. */
static int place(int fd)
{
    int at = FIRST + (int)draw(FILES);

    if (fd < 0)
        return -1;
    if (fd != at) {
        dup2(fd, at);
        close(fd);
    }
    fcntl(at, F_SETFL, O_NONBLOCK);
    return at;
}

static int draw_pipe(void)
{
    static const int flags[] = {0, O_NONBLOCK, O_CLOEXEC, O_NONBLOCK | O_CLOEXEC, O_RDWR};
    int ends[2], result = pipe2(ends, flags[draw(5)]);

    if (result == 0) {
        place(ends[0]);
        place(ends[1]);
    }
    return result;
}

static int draw_poll(void)
{
    static const short wanted[] = {POLLIN, POLLOUT, POLLIN | POLLOUT, 0};
    struct pollfd polled[POLLED];

    for (int i = 0; i < POLLED; i++)
        polled[i] = (struct pollfd){draw(6) == 0 ? -1 : draw_file(), wanted[draw(4)], 77};
    int result = poll(polled, draw(POLLED + 1), 0);
    for (int i = 0; i < POLLED; i++)
        printf("%x ", (unsigned)polled[i].revents);
    return result;
}

static int draw_select(void)
{
    fd_set reads, writes;
    struct timeval at_once = {0, 0};

    FD_ZERO(&reads);
    FD_ZERO(&writes);
    for (int fd = FIRST; fd < FIRST + FILES; fd++) {
        if (draw(4) == 0)
            FD_SET(fd, &reads);
        if (draw(4) == 0)
            FD_SET(fd, &writes);
    }
    int result = select(FIRST + FILES, &reads, &writes, NULL, &at_once);
    for (int fd = FIRST; fd < FIRST + FILES; fd++)
        printf("%d%d ", FD_ISSET(fd, &reads) != 0, FD_ISSET(fd, &writes) != 0);
    return result;
}

static long draw_pieces(int fd)
{
    struct iovec pieces[3];

    for (int i = 0; i < 3; i++)
        pieces[i] = (struct iovec){bytes + 1000 * i, draw(1000)};
    return draw(2) == 0 ? writev(fd, pieces, 3) : readv(fd, pieces, 3);
}

static int tell_kind(int fd)
{
    struct stat about;
    int result = fstat(fd, &about);

    if (result == 0)
        printf("%o of %ld ", (unsigned)about.st_mode & S_IFMT,
               S_ISREG(about.st_mode) ? (long)about.st_size : 0);
    return result;
}

static int draw_open(void)
{
    static const int flags[] = {O_RDWR, O_RDONLY, O_WRONLY};
    char path[] = "/tmp/anyXXXXXX";

    if (draw(2) == 0)
        return place(open(draw(2) == 0 ? "/dev/null" : "/dev/zero", flags[draw(3)]));
    int fd = mkstemp(path);
    unlink(path);
    return place(fd);
}

static long draw_call(int fd)
{
    static const int flags[] = {O_NONBLOCK, O_NONBLOCK | O_APPEND,
                                O_NONBLOCK | O_RDWR | O_CREAT};
    int other = FIRST + (int)draw(FILES);
    long result;

    switch (draw(20)) {
    case 0:
    case 1:
        return draw_pipe();
    case 2:
        return close(fd);
    case 3:
        return dup2(fd, other);
    case 4:
        return dup3(fd, other, draw(3) == 0 ? O_APPEND : O_CLOEXEC);
    case 5:
        result = fcntl(fd, F_DUPFD, other);
        return result < FIRST + FILES ? result : close((int)result);
    case 6:
    case 7:
    case 8:
        memset(bytes, 'a' + (int)draw(26), BYTES);
        return write(fd, bytes, draw(1500)); /* how much a pipe takes is its own affair */
    case 9:
    case 10:
        result = read(fd, bytes, draw(BYTES));
        tell_bytes(result);
        return result;
    case 11:
        result = fcntl(fd, F_GETFL);
        return result < 0 ? result : result & ~LARGE;
    case 12:
        return fcntl(fd, F_SETFL, flags[draw(3)]);
    case 13:
        return fcntl(fd, F_SETFD, (int)draw(4));
    case 14:
        return fcntl(fd, F_GETFD);
    case 15:
        return tell_kind(fd);
    case 16:
        return lseek(fd, (off_t)draw(100), (int)draw(3));
    case 17:
        return draw(2) == 0 ? draw_poll() : draw_select();
    case 18:
        return draw(2) == 0 ? ftruncate(fd, (off_t)draw(5000))
                            : pread(fd, bytes, draw(500), (off_t)draw(1000));
    default:
        return draw(2) == 0 ? draw_open() : draw_pieces(fd);
    }
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    for (unsigned i = 1; i <= SEEDS; i++) {
        seed = i;
        for (int call = 0; call < CALLS; call++) {
            errno = 0;
            long result = draw_call(draw_file());
            printf("%d: %ld %d\n", call, result, result < 0 ? errno : 0);
        }
        for (int fd = FIRST; fd < FIRST + FILES; fd++)
            close(fd);
    }
    return 0;
}
