/* The options of a program, letter by letter. [POSIX getopt] As on Linux, operands may stand
 * before options: they are moved behind them, unless OPTIONS begins with `+`.
 *
 *     argv: | options | operands | options | not looked at yet |
 *                     first      last      optind */
#include "user/lib/getopt.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt;

/* Within the word at optind; NULL or at its end: the next one is due. */
static const char *next_letter;
static int first, last;
static bool has_ended; /* by `--` */

static void reverse(char **words, int from, int to)
{
    for (; from < --to; from++) {
        char *word = words[from];

        words[from] = words[to];
        words[to] = word;
    }
}

/* What was taken since the operands comes before them. */
static void move_operands(char *const argv[])
{
    char **words = (char **)(uintptr_t)argv;

    reverse(words, first, last);
    reverse(words, last, optind);
    reverse(words, first, optind);
    first += optind - last;
    last = optind;
}

static bool is_operand(const char *word)
{
    return word[0] != '-' || word[1] == '\0';
}

static bool moves(const char *options)
{
    return *options != '+' && *options != '-' && getenv("POSIXLY_CORRECT") == NULL;
}

/* Steps to the next word that has options; false: there is none. `--` is taken, and ends
 * them. */
static bool begin_word(int argc, char *const argv[], const char *options)
{
    if (first == last || last > optind || first > optind)
        first = last = optind;
    if (moves(options)) {
        if (first != last && last != optind)
            move_operands(argv);
        else if (last != optind)
            first = optind;
        while (optind < argc && is_operand(argv[optind]))
            optind++;
        last = optind;
    }
    bool is_end = optind < argc && strcmp(argv[optind], "--") == 0;
    optind += is_end;
    has_ended |= is_end;
    if (is_end && first != last)
        move_operands(argv);
    if (!is_end && optind < argc && !is_operand(argv[optind]))
        return true;
    if (first != last)
        optind = first;
    first = last = optind;
    return false;
}

static const char *flags_behind(const char *options)
{
    return options + (*options == '+' || *options == '-');
}

int getopt_complain(const char *options, const char *text, ...)
{
    va_list arguments;

    if (opterr == 0 || *flags_behind(options) == ':')
        return '?';
    va_start(arguments, text);
    vfprintf(stderr, text, arguments);
    va_end(arguments);
    return '?';
}

/* The argument is the rest of the word, or the next one, unless it may be missing. */
static int take_argument(int argc, char *const argv[], const char *options, bool may_miss)
{
    bool is_here = *next_letter != '\0';

    optarg = is_here ? (char *)(uintptr_t)next_letter : NULL;
    next_letter = NULL;
    if (is_here || may_miss) {
        optind++;
        return optopt;
    }
    optarg = ++optind < argc ? argv[optind++] : NULL;
    if (optarg != NULL)
        return optopt;
    getopt_complain(options, "%s: option requires an argument -- '%c'\n", argv[0],
                    optopt);
    return *flags_behind(options) == ':' ? ':' : '?';
}

static int take_letter(int argc, char *const argv[], const char *options)
{
    const char *letters = flags_behind(options);

    letters += *letters == ':';
    optopt = (unsigned char)*next_letter++;
    const char *option = optopt == ':' || optopt == ';' ? NULL : strchr(letters, optopt);
    if (option != NULL && option[1] == ':')
        return take_argument(argc, argv, options, option[2] == ':');
    optind += *next_letter == '\0';
    return option != NULL ? optopt
                          : getopt_complain(options, "%s: invalid option -- '%c'\n",
                                            argv[0], optopt);
}

int getopt_next(int argc, char *const argv[], const char *options,
                getopt_long_parser *parse, int any)
{
    optarg = NULL;
    if (optind == 0) {
        optind = 1;
        next_letter = NULL;
        has_ended = false;
    }
    if (next_letter != NULL && *next_letter != '\0')
        return take_letter(argc, argv, options);
    if (!begin_word(argc, argv, options)) {
        if (*options != '-' || optind >= argc || has_ended)
            return -1;
        optarg = argv[optind++];
        return 1;
    }
    const char *word = argv[optind] + 1;
    bool is_long = parse != NULL && (*word == '-' || any);
    int result = is_long ? parse(word + (*word == '-'), argc, argv, options) : NOT_LONG;
    if (result != NOT_LONG)
        return result;
    next_letter = word;
    return take_letter(argc, argv, options);
}

int getopt(int argc, char *const argv[], const char *options)
{
    return getopt_next(argc, argv, options, NULL, false);
}
