/* calls: what takes long of the calls of POSIX, as `loads` does for the others.
 *
 * usage: calls WORD, for a group of loads: see the end */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <process.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "load.h"

enum {
    LARGE = 90 * MIB,
    STRINGS = 120,
    STRING_BYTES = 1024,
    DESCRIPTORS = 1000,
    MANY = 4000,
    PIPE_BYTES = 65536
};

static void collect(pid_t pid)
{
    (void)process_wait(pid, NULL, NULL);
}

static void end(pid_t pid)
{
    (void)process_destroy(pid);
    collect(pid);
}

static void wait_for_ever(void)
{
    (void)process_sleep(TICK_NEVER / 2);
}

/* --- fork and exec --- */

static pid_t fork_sleeper(void)
{
    pid_t pid = fork();
    if (pid == 0)
        wait_for_ever();
    (void)process_sleep(1);
    return pid;
}

/* What the child begins, this program ends when it is executed, as `calls marker`. */
static void execute(char *const argv[], const char *name)
{
    pid_t pid = fork();
    if (pid == 0) {
        begin_marker();
        (void)execv("/bin/calls", argv);
        fail("execv", 1);
    }
    collect(pid);
    told(name, 1);
}

static void execute_with_arguments(void)
{
    static char text[STRING_BYTES];
    char *argv[STRINGS] = {"calls", "marker"};
    memset(text, 'x', sizeof(text) - 1);
    for (int i = 2; i < STRINGS - 1; i++)
        argv[i] = text;
    execute(argv, "exec with 117 KiB of arguments");
}

static void descent_loads(void)
{
    pid_t pid = 0;
    execute_with_arguments();
    char *heap = new_memory(LARGE);
    touch_pages(heap, LARGE);
    LOAD("fork of 90 MiB", pid = fork(); if (pid == 0) wait_for_ever());
    (void)process_sleep(1);
    LOAD("copy-on-write fault", heap[0] = 2);
    LOAD("destroy a child that shares 90 MiB", end(pid));
    LOAD("page that was shared is written to", heap[PAGE] = 2);
    execute((char *[]){"calls", "marker", NULL}, "exec in a child that shares 90 MiB");
    pid = fork_sleeper();
    LOAD("brk that gives back 64 MiB of it", (void)sbrk(-64 * MIB));
    end(pid);
}

/* --- Pipes, descriptors, files that are written --- */

static int32_t done; /* what a call has told, so that it is not left out */

static void select_all(void)
{
    static fd_set reads;
    struct timeval soon = {.tv_usec = 1000};
    memset(&reads, 0xFF, DESCRIPTORS / 8);
    done = select(DESCRIPTORS, &reads, NULL, NULL, &soon);
}

static struct iovec pieces[DESCRIPTORS];

static void write_pieces(int fd)
{
    for (int i = 0; i < DESCRIPTORS; i++)
        pieces[i] = (struct iovec){(char *)pieces + i, 1};
    done = (int32_t)writev(fd, pieces, DESCRIPTORS);
}

static void read_pieces(int fd)
{
    static char bytes[DESCRIPTORS];
    for (int i = 0; i < DESCRIPTORS; i++)
        pieces[i].iov_base = bytes + i;
    done = (int32_t)readv(fd, pieces, DESCRIPTORS);
}

static void pipe_loads(void)
{
    static struct pollfd entries[DESCRIPTORS];
    static char bytes[PIPE_BYTES];
    int ends[2];
    pid_t pid;
    (void)pipe(ends);
    LOAD("write of 64 KiB to a pipe", done = write(ends[1], bytes, PIPE_BYTES));
    LOAD("read of 64 KiB from a pipe", done = read(ends[0], bytes, PIPE_BYTES));
    for (int fd = 0; fd < DESCRIPTORS; fd++)
        entries[fd] = (struct pollfd){dup(ends[0]), POLLIN, 0};
    LOAD("poll of 1,000 descriptors", done = poll(entries, DESCRIPTORS, 1));
    LOAD("select of 1,000 descriptors", select_all());
    LOAD("writev of 1,000 pieces to a pipe", write_pieces(ends[1]));
    LOAD("readv of 1,000 pieces from a pipe", read_pieces(ends[0]));
    LOAD("fork with 1,000 descriptors", pid = fork(); if (pid == 0) wait_for_ever());
    (void)process_sleep(1);
    LOAD("destroy a child with 1,000 descriptors", end(pid));
    int fd = open("/tmp/large", O_CREAT | O_RDWR, 0600);
    char *large = new_memory(4 * MIB);
    touch_pages(large, 4 * MIB);
    LOAD("write of 4 MiB to a file", done = write(fd, large, 4 * MIB));
    LOAD("file of 4 MiB is cut off", done = ftruncate(fd, 0));
}

/* --- Mappings --- */

#define MOVED ((void *)0x40000000)

static void mapping_loads(void)
{
    enum { BYTES = 64 * MIB, REGIONS = 1000, RW = PROT_READ | PROT_WRITE };
    char *at = NULL;
    LOAD("mmap of 64 MiB, with its pages",
         at = mmap(NULL, BYTES, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0));
    LOAD("mprotect of 64 MiB", (void)mprotect(at, BYTES, PROT_READ));
    LOAD("mremap of 64 MiB",
         at = mremap(at, BYTES, BYTES + PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, MOVED));
    LOAD("munmap of 64 MiB", (void)munmap(at, BYTES + PAGE));
    at = mmap(NULL, REGIONS * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < REGIONS; i += 2)
        (void)mprotect(at + i * PAGE, PAGE, PROT_READ);
    LOAD("mprotect of 1,000 regions", (void)mprotect(at, REGIONS * PAGE, RW));
    for (int i = 0; i < REGIONS; i += 2)
        (void)mprotect(at + i * PAGE, PAGE, PROT_READ);
    pid_t pid = 0;
    LOAD("fork with 1,000 regions", pid = fork(); if (pid == 0) wait_for_ever());
    (void)process_sleep(1);
    LOAD("page fault among 1,000 regions", at[PAGE] = 1);
    LOAD("destroy a child with 1,000 regions", end(pid));
    LOAD("munmap of 1,000 regions", (void)munmap(at, REGIONS * PAGE));
    at = mmap(NULL, BYTES, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    LOAD("munmap of 64 MiB that are shared", (void)munmap(at, BYTES));
}

/* --- A signal to thousands --- */

/* Nobody else has it, so all are looked at. */
static char *own_page(void)
{
    char *page =
        mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page[0] = 1;
    return page;
}

static void signal_loads(void)
{
    (void)signal(SIGUSR1, SIG_IGN);
    for (int i = 0; i < MANY; i++) {
        pid_t pid = fork();
        if (pid < 0)
            fail("fork", ENOMEM);
        if (pid == 0)
            wait_for_ever();
    }
    (void)process_sleep(100);
    LOAD("who shares a page, of 4,000", (void)process_sharers(0, own_page(), NULL, 0));
    LOAD("an ignored signal to a group of 4,000", (void)kill(0, SIGUSR1));
    (void)signal(SIGTERM, SIG_IGN);
    LOAD("SIGTERM to a group of 4,000", (void)kill(0, SIGTERM);
         while (wait(NULL) > 0) continue);
}

int main(int argc, char *argv[])
{
    static const struct {
        const char *word;
        void (*run)(void);
    } groups[] = {{"marker", end_marker},
                  {"descent", descent_loads},
                  {"pipes", pipe_loads},
                  {"mappings", mapping_loads},
                  {"signals", signal_loads}};
    for (unsigned i = 0; argc > 1 && i < sizeof(groups) / sizeof(*groups); i++)
        if (strcmp(argv[1], groups[i].word) == 0)
            return groups[i].run(), 0;
    return EXIT_USAGE;
}
