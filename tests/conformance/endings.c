/* What exit does, in which order; and that _exit in a child does not. */
#include <stdio.h>
#include <stdlib.h>

static void first(void)
{
    printf("first registered, last called\n");
}

static void second(void)
{
    printf("second\n");
    exit(9);
}

int main(void)
{
    printf("%d", atexit(first));
    printf(" %d\n", atexit(second));
    printf("without a newline");
    exit(3);
}
