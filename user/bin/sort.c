/* sort: prints the lines of files, or of what is typed, in order; -n: by the numbers they begin
 * with, -r: backwards, -u: each once.
 *
 * usage: sort [-n] [-r] [-u] [FILE...] */
#include <arguments.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool by_number, is_reversed, each_once;

static char **lines;
static size_t line_count, line_room;

/* --- Order */

/* A number as it is written: digits without zeros in front, and those behind the point. */
struct number {
    bool is_negative;
    const char *digits, *fraction;
    size_t length, fraction_length;
};

static size_t count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* What is no number is 0. */
static struct number read_number(const char *text)
{
    struct number number = {.fraction = ""};

    text += strspn(text, " \t");
    number.is_negative = *text == '-';
    text += number.is_negative;
    number.digits = text + strspn(text, "0");
    number.length = count_digits(number.digits);
    if (number.digits[number.length] == '.') {
        number.fraction = number.digits + number.length + 1;
        number.fraction_length = count_digits(number.fraction);
    }
    while (number.fraction_length > 0 &&
           number.fraction[number.fraction_length - 1] == '0')
        number.fraction_length--;
    if (number.length == 0 && number.fraction_length == 0)
        number.is_negative = false;
    return number;
}

static int compare_sizes(const struct number *a, const struct number *b)
{
    size_t common =
        a->fraction_length < b->fraction_length ? a->fraction_length : b->fraction_length;

    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    int order = memcmp(a->digits, b->digits, a->length);
    if (order == 0)
        order = memcmp(a->fraction, b->fraction, common);
    return order != 0 ? order
                      : (a->fraction_length > common) - (b->fraction_length > common);
}

static int compare_numbers(const char *line, const char *other)
{
    struct number a = read_number(line), b = read_number(other);

    if (a.is_negative != b.is_negative)
        return a.is_negative ? -1 : 1;
    return a.is_negative ? compare_sizes(&b, &a) : compare_sizes(&a, &b);
}

/* Lines with the same number are in the order of their texts, unless one of them is enough. */
static int compare_lines(const void *a, const void *b)
{
    const char *line = *(char *const *)a, *other = *(char *const *)b;
    int order = by_number ? compare_numbers(line, other) : 0;

    if (order == 0 && !(by_number && each_once))
        order = strcmp(line, other);
    return is_reversed ? -order : order;
}

/* --- Lines */

static _Noreturn void fail(void)
{
    perror("sort");
    exit(EXIT_USAGE);
}

static void add_line(char *line)
{
    if (line_count == line_room) {
        line_room = line_room == 0 ? 64 : 2 * line_room;
        lines = realloc(lines, line_room * sizeof(*lines));
        if (lines == NULL)
            fail();
    }
    lines[line_count++] = line;
}

static void read_lines(FILE *file, const char *name)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    (void)name;
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        add_line(line);
        line = NULL;
        size = 0;
    }
    free(line);
}

int main(int argc, char *argv[])
{
    int option;

    while ((option = getopt(argc, argv, "nru")) != -1) {
        by_number |= option == 'n';
        is_reversed |= option == 'r';
        each_once |= option == 'u';
        if (option == '?')
            return usage("sort [-n] [-r] [-u] [FILE...]");
    }
    if (!argument_files(argv, optind, read_lines))
        return EXIT_USAGE;
    qsort(lines, line_count, sizeof(*lines), compare_lines);
    for (size_t i = 0; i < line_count; i++)
        if (i == 0 || !each_once || compare_lines(&lines[i - 1], &lines[i]) != 0)
            puts(lines[i]);
    return output_status(argv[0], EXIT_SUCCESS);
}
