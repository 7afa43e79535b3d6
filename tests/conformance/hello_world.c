/* A program writes, and its result is the exit status. */
#include <stdio.h>

int main(int argc, char *argv[])
{
    printf("Hello from %d argument, %s\n", argc,
           argv[argc] == NULL ? "NULL" : argv[argc]);
    return 7;
}
