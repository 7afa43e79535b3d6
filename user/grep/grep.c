/* grep: prints the lines of files, or of what is typed, in which PATTERN is found: a simple
 * regular expression, with `^ $ . * [ ]`. -F: all of it stands for itself, -E: `+` and `?` mean
 * something, too; -i: large and small letters are the same, -v: the other lines, -n: with their
 * numbers, -c: only how many, -q: nothing, only by the status: 0 found, 1 not found, 2 error.
 *
 * usage: grep [-EFcinqv] PATTERN [FILE...] */
#include <arguments.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "user/grep/pattern.h"

enum { STATUS_FOUND, STATUS_NOT_FOUND, STATUS_ERROR };

static struct pattern pattern;
static bool is_inverted, tells_numbers, tells_count, is_quiet, tells_names;
static bool has_found;

static void show_line(const char *name, unsigned long number, const char *line)
{
    if (tells_names)
        printf("%s:", name);
    if (tells_numbers)
        printf("%lu:", number);
    fputs(line, stdout);
}

static void search_file(FILE *file, const char *name)
{
    unsigned long number = 0, found = 0;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    name = name[0] == '\0' ? "(standard input)" : name;
    while ((length = getline(&line, &size, file)) > 0) {
        size_t text_length = (size_t)length - (line[length - 1] == '\n');

        number++;
        if (pattern_matches(&pattern, line, text_length) == is_inverted)
            continue;
        found++;
        if (is_quiet)
            exit(STATUS_FOUND);
        if (!tells_count)
            show_line(name, number, line);
        if (!tells_count && line[length - 1] != '\n')
            putchar('\n');
    }
    free(line);
    if (tells_count && tells_names)
        printf("%s:", name);
    if (tells_count)
        printf("%lu\n", found);
    has_found |= found > 0;
}

static bool read_options(int argc, char *argv[])
{
    int option;

    while ((option = getopt(argc, argv, "EFcinqv")) != -1) {
        pattern.is_extended |= option == 'E';
        pattern.is_fixed |= option == 'F';
        pattern.ignores_case |= option == 'i';
        is_inverted |= option == 'v';
        tells_numbers |= option == 'n';
        tells_count |= option == 'c';
        is_quiet |= option == 'q';
        if (option == '?')
            return false;
    }
    return optind < argc;
}

int main(int argc, char *argv[])
{
    if (!read_options(argc, argv))
        return usage("grep [-EFcinqv] PATTERN [FILE...]");
    pattern.text = argv[optind++];
    const char *error = pattern_error(&pattern);
    if (error != NULL) {
        fprintf(stderr, "grep: %s: %s\n", pattern.text, error);
        return STATUS_ERROR;
    }
    tells_names = argc - optind > 1;
    if (!argument_files(argv, optind, search_file))
        return STATUS_ERROR;
    int status = has_found ? STATUS_FOUND : STATUS_NOT_FOUND;
    return output_status(argv[0], status) == status ? status : STATUS_ERROR;
}
