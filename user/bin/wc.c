/* wc: counts the lines, words and bytes of files, or of what is typed.
 *
 * usage: wc [-c] [-l] [-w] [FILE...] */
#include <arguments.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool tells_lines, tells_words, tells_bytes;

static struct counts {
    unsigned long lines, words, bytes;
} total;

static void tell_counts(const struct counts *counts, const char *name)
{
    const char *gap = "";

    if (tells_lines)
        printf("%lu", counts->lines), gap = " ";
    if (tells_words)
        printf("%s%lu", gap, counts->words), gap = " ";
    if (tells_bytes)
        printf("%s%lu", gap, counts->bytes);
    printf("%s%s\n", name[0] == '\0' ? "" : " ", name);
}

static void count_file(FILE *file, const char *name)
{
    struct counts counts = {0};
    bool is_in_word = false;
    int c;

    for (; (c = getc(file)) != EOF; is_in_word = !isspace(c)) {
        counts.bytes++;
        counts.lines += c == '\n';
        counts.words += !is_in_word && !isspace(c);
    }
    if (ferror(file))
        return;
    tell_counts(&counts, name);
    total.lines += counts.lines;
    total.words += counts.words;
    total.bytes += counts.bytes;
}

int main(int argc, char *argv[])
{
    int option;

    while ((option = getopt(argc, argv, "clw")) != -1) {
        tells_bytes |= option == 'c';
        tells_lines |= option == 'l';
        tells_words |= option == 'w';
        if (option == '?')
            return usage("wc [-c] [-l] [-w] [FILE...]");
    }
    if (!tells_bytes && !tells_lines && !tells_words)
        tells_bytes = tells_lines = tells_words = true;
    bool all_read = argument_files(argv, optind, count_file);
    if (argc - optind > 1)
        tell_counts(&total, "total");
    return output_status(argv[0], all_read ? EXIT_SUCCESS : EXIT_FAILURE);
}
