/* trees: what takes long of files that are not in memory: those of the disk, which has the
 * files of tools/measure/stretches.py, and of /proc; as `loads` does for the others.
 *
 * usage: trees WORD, for a group of loads: see the end */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "abi/syscall.h"
#include "load.h"

enum { LARGE = 8 * MIB, WRITTEN = MIB, MANY = 4000, REGIONS = 1000 };

static char list[64 * 1024];
static int32_t done; /* what a call has told, so that it is not left out */

static int open_there(const char *path, int flags)
{
    int fd = open(path, flags, 0600);
    if (fd < 0)
        fail(path, errno);
    return fd;
}

static void list_all(const char *path)
{
    int fd = open_there(path, O_RDONLY);
    while ((done = (int32_t)syscall(SYS_GETDENTS64, fd, list, sizeof(list))) > 0)
        continue;
    (void)close(fd);
}

/* --- The disk --- */

static void read_all(const char *path, char *buffer)
{
    int fd = open_there(path, O_RDONLY);
    done = read(fd, buffer, LARGE);
    (void)close(fd);
}

static void run_from_disk(void)
{
    char *const argv[] = {"true", NULL};
    pid_t pid = process_create("/disk/true", argv, NULL);
    if (pid < 0)
        fail("/disk/true", -pid);
    (void)process_wait(pid, NULL, NULL);
}

static void disk_loads(void)
{
    char *buffer = new_memory(LARGE);
    LOAD("read of 8 MiB from the disk", read_all("/disk/large", buffer));
    LOAD("... that are in the cache", read_all("/disk/large", buffer));
    LOAD("a program from the disk", run_from_disk());
    LOAD("list of 1,000 names on the disk", list_all("/disk/many"));
    LOAD("open of the last of them", done = open("/disk/many/999", O_RDONLY));
    LOAD("one name more", done = open("/disk/many/new", O_CREAT | O_WRONLY, 0600));
    LOAD("write of 1 MiB to the disk", done = write(done, buffer, WRITTEN));
    LOAD("rename of the last", (void)rename("/disk/many/new", "/disk/many/newer"));
    LOAD("unlink of the last", (void)unlink("/disk/many/newer"));
    LOAD("truncate of 8 MiB on the disk", (void)truncate("/disk/large", 0));
    LOAD("sync", sync());
}

/* --- /proc --- */

static void read_text(const char *path)
{
    int fd = open_there(path, O_RDONLY);
    while ((done = read(fd, list, sizeof(list))) > 0)
        continue;
    (void)close(fd);
}

static void make_regions(void)
{
    char *at = mmap(NULL, REGIONS * PAGE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < REGIONS; i += 2)
        (void)mprotect(at + i * PAGE, PAGE, PROT_READ);
}

static void proc_loads(void)
{
    for (int i = 0; i < MANY; i++)
        if (fork() == 0)
            (void)process_sleep(TICK_NEVER / 2);
    make_regions();
    LOAD("list of /proc with 4,000 processes", list_all("/proc"));
    LOAD("/proc/self/stat", read_text("/proc/self/stat"));
    LOAD("/proc/self/status", read_text("/proc/self/status"));
    LOAD("/proc/self/maps of 1,000 regions", read_text("/proc/self/maps"));
    LOAD("/proc/loadavg with 4,000 processes", read_text("/proc/loadavg"));
    LOAD("/proc/meminfo", read_text("/proc/meminfo"));
    LOAD("/proc/policy", read_text("/proc/policy"));
    LOAD("/proc/trace of a full ring", read_text("/proc/trace"));
}

int main(int argc, char *argv[])
{
    static const struct {
        const char *word;
        void (*run)(void);
    } groups[] = {{"disk", disk_loads}, {"proc", proc_loads}};
    for (unsigned i = 0; argc > 1 && i < sizeof(groups) / sizeof(*groups); i++)
        if (strcmp(argv[1], groups[i].word) == 0)
            return groups[i].run(), 0;
    return EXIT_USAGE;
}
