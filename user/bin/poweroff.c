/* poweroff: ends the boot; STATUS, or 0, is what the host gets.
 *
 * usage: poweroff [STATUS] */
#include <arguments.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char *argv[])
{
    uint64_t status = 0;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], INT32_MAX, &status)))
        return usage("poweroff [STATUS]");
    int error = process_power_off((int)status);
    fprintf(stderr, "poweroff: %s\n", strerror(-error));
    return EXIT_FAILURE;
}
