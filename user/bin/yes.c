/* yes: prints its words, or y, again and again.
 *
 * usage: yes [WORD...] */
#include <arguments.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char *argv[])
{
    do {
        fputs(argc > 1 ? argv[1] : "y", stdout);
        for (int i = 2; i < argc; i++)
            printf(" %s", argv[i]);
    } while (putchar('\n') != EOF);
    return output_status(argv[0], EXIT_FAILURE);
}
