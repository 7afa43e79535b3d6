/* fork as Linux's libraries make it: by clone, which puts the child's pid into its memory. */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum {
    WAITPID = 7,
    CLONE = 120,
    VM_AND_VFORK = 0x4100,
    CHILD_SETTID = 0x1000000,
};

static int in_child;

static int clone_child(uint32_t flags)
{
    int result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(CLONE), "b"(flags), "c"(0), "d"(0), "D"(&in_child)
                     : "memory");
    return result;
}

static void show_end_of(int pid)
{
    int result, status = 0;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(WAITPID), "b"(pid), "c"(&status), "d"(0)
                     : "memory");
    printf("%d", result == pid);
    printf(" %x\n", (unsigned)status);
}

int main(void)
{
    int pid = clone_child(CHILD_SETTID | SIGCHLD);

    if (pid == 0)
        _exit(in_child == getpid() ? 5 : 1);
    printf("%d\n", in_child);
    show_end_of(pid);
    pid = clone_child(VM_AND_VFORK | SIGCHLD);
    if (pid == 0)
        _exit(6);
    show_end_of(pid);
    return 0;
}
