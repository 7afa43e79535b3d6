/* sync: returns when all that was written is on the disk.
 *
 * usage: sync */
#include <arguments.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    (void)argv;
    if (argc > 1)
        return usage("sync");
    sync();
    return EXIT_SUCCESS;
}
