/* head: shows the first lines of files, or of what is typed: 10, or N.
 *
 * usage: head [-n N | -N] [FILE...] */
#include <arguments.h>
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Reads `-n N`, `-nN` or `-N`. Returns the index of the first file; 0: it is none of them. */
static int read_count(int argc, char *argv[])
{
    if (argc == 1 || argv[1][0] != '-' || argv[1][1] == '\0')
        return 1;
    if (strcmp(argv[1], "--") == 0)
        return 2;
    bool has_letter = argv[1][1] == 'n', is_next = has_letter && argv[1][2] == '\0';
    const char *number = is_next ? argv[2] : argv[1] + (has_letter ? 2 : 1);
    bool is_right = number != NULL && argument_number(number, UINT64_MAX, &line_count);
    return !is_right ? 0 : is_next ? 3 : 2;
}

int main(int argc, char *argv[])
{
    int first = read_count(argc, argv);

    if (first == 0)
        return usage("head [-n N | -N] [FILE...]");
    has_titles = argc - first > 1;
    bool all_read = argument_files(argv, first, show_lines);
    return output_status(argv[0], all_read ? EXIT_SUCCESS : EXIT_FAILURE);
}
