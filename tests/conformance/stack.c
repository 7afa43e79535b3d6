/* Large arrays and deep calls on the stack, of which there are 8 MiB. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static int deep(int calls)
{
    volatile char frame[4096];
    frame[0] = (char)calls;
    return calls ? deep(calls - 1) + (frame[0] != (char)calls) : 0;
}

int main(void)
{
    struct rlimit limit;
    volatile char large[3 << 20];
    memset((char *)large, 5, sizeof(large));
    printf("%d %d\n", large[0], large[sizeof(large) - 1]);
    printf("%d\n", deep(1000));
    getrlimit(RLIMIT_STACK, &limit);
    printf("%lu KiB\n", (unsigned long)limit.rlim_cur / 1024);
    return 0;
}
