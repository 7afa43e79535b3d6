/* hello: the first program to try.
 *
 * usage: hello */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc != 1) {
        fprintf(stderr, "usage: %s\n", argv[0]);
        return EXIT_USAGE;
    }
    printf("Hello, I am process %d, and my parent is %d.\n", getpid(), getppid());
    return EXIT_SUCCESS;
}
