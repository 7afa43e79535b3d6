/* hello: the first program to try.
 *
 * usage: hello */
#include <arguments.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    (void)argv;
    if (argc != 1)
        return usage("hello");
    printf("Hello, I am process %d, and my parent is %d.\n", getpid(), getppid());
    return EXIT_SUCCESS;
}
