/* mount: which file systems there are, and where.
 *
 * usage: mount */
#include <arguments.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 512 };

/* LINE of /proc/mounts: what, where, type and options. */
static void print_mount(char *line)
{
    const char *device = strtok(line, " "), *place = strtok(NULL, " ");
    const char *type = strtok(NULL, " "), *options = strtok(NULL, " ");

    if (options != NULL)
        printf("%s on %s type %s (%s)\n", device, place, type, options);
}

int main(int argc, char *argv[])
{
    char line[LINE_BYTES];

    if (argc > 1)
        return usage("mount");
    FILE *mounts = fopen("/proc/mounts", "r");
    if (mounts == NULL) {
        fprintf(stderr, "mount: /proc/mounts: %s\n", strerror(errno));
        return EXIT_FAILURE;
    }
    while (fgets(line, sizeof(line), mounts) != NULL)
        print_mount(line);
    fclose(mounts);
    return output_status(argv[0], EXIT_SUCCESS);
}
