/* Anonymous memory: where it is, what may be done with it, and errors. Addresses are shown
 * only where the program chooses them. What qemu-i386 does otherwise than Linux is left out: holes,
 * MAP_FIXED_NOREPLACE over something, and memory behind a break that was moved back. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

enum { PAGE = 4096, RW = PROT_READ | PROT_WRITE };
#define PRIVATE (MAP_PRIVATE | MAP_ANONYMOUS)
#define SHARED  (MAP_SHARED | MAP_ANONYMOUS)
#define BASE    ((char *)0x20000000)

static int error_of(int result)
{
    return result == 0 ? 0 : errno;
}

static void show(const char *what, void *got)
{
    if (got == MAP_FAILED)
        printf("%s: error %d\n", what, errno);
    else if (got == NULL || ((uintptr_t)got >= 0x20000000 && (uintptr_t)got < 0x21000000))
        printf("%s: %p\n", what, got);
    else
        printf("%s: somewhere, %d\n", what, (int)((uintptr_t)got % PAGE));
}

/* Whether a child can do this to ADDRESS: it ends by a signal if not. */
static int child_can(char *address, int write)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        volatile char *at = address;
        if (write)
            *at = 1;
        _exit(*at == 99);
    }
    if (waitpid(child, &status, 0) != child)
        return -1;
    return !!WIFEXITED(status);
}

static void show_access(const char *what, char *address)
{
    printf("%s: read %d write %d\n", what, child_can(address, 0), child_can(address, 1));
}

static void places(void)
{
    char *first = mmap(NULL, 3 * PAGE, RW, PRIVATE, -1, 0);

    show("anywhere", first);
    printf("zeros: %d %d\n", first[0], first[3 * PAGE - 1]);
    memset(first, 5, 3 * PAGE);
    printf("unmap the middle: %d\n", error_of(munmap(first + PAGE, PAGE)));
    printf("the ends stay: %d %d\n", first[0], first[2 * PAGE]);
    printf("unmap all: %d\n", error_of(munmap(first, 3 * PAGE)));
    show("hint", mmap(BASE + 5, PAGE, RW, PRIVATE, -1, 0));
    const char *elsewhere = mmap(BASE, PAGE, RW, PRIVATE, -1, 0);
    printf("hint that is taken: %d\n", elsewhere != MAP_FAILED && elsewhere != BASE);
    show("fixed", mmap(BASE, 4 * PAGE, RW, PRIVATE | MAP_FIXED, -1, 0));
    BASE[PAGE] = 1;
    show("fixed again", mmap(BASE + PAGE, PAGE, RW, PRIVATE | MAP_FIXED, -1, 0));
    printf("new: %d\n", BASE[PAGE]);
    show("noreplace free",
         mmap(BASE + 8 * PAGE, PAGE, RW, PRIVATE | MAP_FIXED_NOREPLACE, -1, 0));
}

static void wrong_maps(void)
{
    show("no bytes", mmap(NULL, 0, RW, PRIVATE, -1, 0));
    show("no type", mmap(NULL, PAGE, RW, MAP_ANONYMOUS, -1, 0));
    show("not on a border", mmap(BASE + 1, PAGE, RW, PRIVATE | MAP_FIXED, -1, 0));
    show("too large", mmap(NULL, 0xFFFFF000, RW, PRIVATE, -1, 0));
    show("no descriptor", mmap(NULL, PAGE, RW, MAP_PRIVATE, -1, 0));
    show("flags that are hints",
         mmap(BASE + 16 * PAGE, PAGE, RW,
              PRIVATE | MAP_FIXED | MAP_NORESERVE | MAP_STACK | MAP_POPULATE, -1, 0));
    printf("unmap wrong: %d", error_of(munmap(BASE + 1, PAGE)));
    printf(" %d", error_of(munmap(BASE, 0)));
    printf(" %d\n", error_of(munmap(BASE + 0x100000, PAGE)));
}

static void protections(void)
{
    static const int prots[] = {PROT_NONE, PROT_READ, PROT_WRITE, RW,
                                PROT_READ | PROT_EXEC};

    mmap(BASE, 4 * PAGE, RW, PRIVATE | MAP_FIXED, -1, 0);
    for (int i = 0; i < 5; i++) {
        BASE[PAGE] = (char)(i + 10);
        printf("protect %d: %d\n", prots[i],
               error_of(mprotect(BASE + PAGE, PAGE, prots[i])));
        show_access("in it", BASE + PAGE);
        show_access("behind it", BASE + 2 * PAGE);
        mprotect(BASE, 4 * PAGE, RW);
        printf("kept: %d\n", BASE[PAGE]);
    }
    printf("wrong: %d", error_of(mprotect(BASE + 1, PAGE, RW)));
    printf(" %d\n", error_of(mprotect(BASE, PAGE, 0x100)));
}

static void forks(void)
{
    char *own = mmap(BASE, PAGE, RW, PRIVATE | MAP_FIXED, -1, 0);
    char *both = mmap(BASE + PAGE, 2 * PAGE, RW, SHARED | MAP_FIXED, -1, 0);
    int status;

    own[0] = both[0] = 1;
    pid_t child = fork();
    if (child == 0) {
        own[0] = both[0] = 2;
        both[PAGE] = 3;
        _exit(own[0] + both[0]);
    }
    waitpid(child, &status, 0);
    printf("child: %d; parent: %d %d %d\n", WEXITSTATUS(status), own[0], both[0],
           both[PAGE]);
    munmap(BASE, 3 * PAGE);
    show_access("unmapped", BASE);
}

static void advice(void)
{
    mmap(BASE, 2 * PAGE, RW, PRIVATE | MAP_FIXED, -1, 0);
    BASE[0] = BASE[PAGE] = 7;
    printf("not needed: %d", error_of(madvise(BASE, PAGE, MADV_DONTNEED)));
    printf(", %d %d\n", BASE[0], BASE[PAGE]);
    printf("wrong advice: %d", error_of(madvise(BASE + 1, PAGE, MADV_DONTNEED)));
    printf(" %d\n", error_of(madvise(BASE, 0, MADV_DONTNEED)));
}

static void files(void)
{
    static const char path[] = "/tmp/mappings";
    int fd = open(path, O_CREAT | O_TRUNC | O_RDWR, 0600),
        zero = open("/dev/zero", O_RDWR);
    char byte = '?', *copy, *second, *zeros;

    lseek(fd, PAGE - 1, SEEK_SET);
    write(fd, "abc", 3);
    copy = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    second = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, PAGE);
    zeros = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
    close(fd);
    close(zero);
    printf("a file: %d %.3s %d\n", copy[0], copy + PAGE - 1, copy[PAGE + 2]);
    printf("its second page: %s\n", second);
    copy[PAGE] = 'X';
    fd = open(path, O_RDONLY);
    lseek(fd, PAGE, SEEK_SET);
    read(fd, &byte, 1);
    printf("as it was: %c %c\n", byte, *second);
    printf("may be read alone: %d\n", mprotect(second, PAGE, PROT_READ | PROT_WRITE));
    printf("zeros: %d", zeros[5]);
    zeros[5] = 7;
    printf(" %d\n", zeros[5]);
    unlink(path);
}

static void breaks(void)
{
    char *start = sbrk(0), *again = sbrk(3 * PAGE);

    printf("grown where it was: %d\n", start == again);
    start[0] = start[3 * PAGE - 1] = 1;
    printf("end moved: %d\n", (int)((char *)sbrk(0) - start) / PAGE);
    sbrk(-2 * PAGE);
    printf("end moved back: %d\n", (int)((char *)sbrk(0) - start) / PAGE);
    printf("far too much: %d %d\n", sbrk(0x7fffffff) == (void *)-1, errno);
}

int main(void)
{
    places();
    wrong_maps();
    protections();
    forks();
    advice();
    files();
    breaks();
    return 0;
}
