/* head: shows the first lines of files, or of what is typed: 10, or N.
 *
 * usage: head [-n N | -N] [FILE...] */
#include <arguments.h>
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static uint64_t line_count = 10;
static bool has_titles;

static void show_lines(FILE *file, const char *name)
{
    static const char *gap = "";
    int c = 0;

    if (has_titles)
        printf("%s==> %s <==\n", gap, name[0] == '\0' ? "standard input" : name);
    gap = "\n";
    for (uint64_t left = line_count; left > 0 && (c = getc(file)) != EOF;
         left -= c == '\n')
        putchar(c);
}

/* `-N`, which is no option of the usual kind, may only be the first. */
static bool read_options(int argc, char *argv[])
{
    int option;

    if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1])) {
        optind = 2;
        if (!argument_number(argv[1] + 1, UINT64_MAX, &line_count))
            return false;
    }
    while ((option = getopt(argc, argv, "n:")) != -1)
        if (option != 'n' || !argument_number(optarg, UINT64_MAX, &line_count))
            return false;
    return true;
}

int main(int argc, char *argv[])
{
    if (!read_options(argc, argv))
        return usage("head [-n N | -N] [FILE...]");
    has_titles = argc - optind > 1;
    bool all_read = argument_files(argv, optind, show_lines);
    return output_status(argv[0], all_read ? EXIT_SUCCESS : EXIT_FAILURE);
}
