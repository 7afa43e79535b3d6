/* The options of a program, letter by letter. [POSIX getopt] */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1, opterr = 1, optopt;

/* Within the word at optind; NULL or at its end: the next one is due. */
static const char *next_letter;

/* Steps to the next word if it has options; `--` is taken, and ends them. */
static bool begin_word(int argc, char *const argv[])
{
    const char *word = optind < argc ? argv[optind] : NULL;

    if (word == NULL || word[0] != '-' || word[1] == '\0')
        return false;
    if (strcmp(word, "--") == 0) {
        optind++;
        return false;
    }
    next_letter = word + 1;
    return true;
}

static int complain(const char *program, const char *what, bool is_quiet)
{
    if (opterr != 0 && !is_quiet)
        fprintf(stderr, "%s: %s -- '%c'\n", program, what, optopt);
    return '?';
}

/* The argument is the rest of the word, or the next one. */
static int take_argument(int argc, char *const argv[], bool is_quiet)
{
    optarg = *next_letter != '\0' ? (char *)next_letter : argv[optind + 1];
    optind += *next_letter != '\0' ? 1 : 2;
    next_letter = NULL;
    if (optind <= argc)
        return optopt;
    optind = argc;
    complain(argv[0], "option requires an argument", is_quiet);
    return is_quiet ? ':' : '?';
}

int getopt(int argc, char *const argv[], const char *options)
{
    options += *options == '+';
    bool is_quiet = *options == ':';

    optarg = NULL;
    if ((next_letter == NULL || *next_letter == '\0') && !begin_word(argc, argv))
        return -1;
    optopt = *next_letter++;
    const char *option = optopt == ':' ? NULL : strchr(options, optopt);
    if (option != NULL && option[1] == ':')
        return take_argument(argc, argv, is_quiet);
    optind += *next_letter == '\0';
    return option != NULL ? optopt : complain(argv[0], "invalid option", is_quiet);
}
