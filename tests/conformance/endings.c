/* What exit does, in which order; and quick_exit, in a child. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void first(void)
{
    printf("first registered, last called\n");
}

static void second(void)
{
    printf("second\n");
    exit(9);
}

static void quick(void)
{
    printf("quick\n");
}

static void quicker(void)
{
    printf("registered last, called first\n");
    at_quick_exit(quick);
}

static void flush(void)
{
    fflush(stdout);
}

static void end_quickly(void)
{
    int status = 0;
    if (fork() == 0) {
        printf("%d ", at_quick_exit(flush));
        printf("%d ", at_quick_exit(quicker));
        printf("%d\n", atexit(first));
        quick_exit(5);
    }
    wait(&status);
    printf("status %x\n", (unsigned)status);
}

int main(void)
{
    end_quickly();
    printf("%d", atexit(first));
    printf(" %d\n", atexit(second));
    printf("without a newline");
    exit(3);
}
