/* sleep: waits for so many seconds; fractions such as 0.5 are rounded up to ticks.
 *
 * usage: sleep SECONDS */
#include <arguments.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char *argv[])
{
    tick_t ticks;

    if (argc != 2 || !argument_seconds(argv[1], &ticks))
        return usage("sleep SECONDS");
    int error = process_sleep(ticks + 1); /* part of the first one is over already */
    if (error < 0) {
        fprintf(stderr, "sleep: %s: %s\n", argv[1], strerror(-error));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
