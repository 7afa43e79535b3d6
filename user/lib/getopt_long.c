/* Options of several letters: `--name`, `--name=value`, and as much of a name as is clear. */
#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "user/lib/getopt.h"

static const struct option *known;
static int *known_index;
static bool any;

/* Which of the known ones the LENGTH letters of WORD name: its place; -1: none; -2: several,
 * which differ in what they do. */
static int find(const char *word, size_t length)
{
    int found = -1;

    for (int i = 0; known[i].name != NULL; i++) {
        if (strncmp(known[i].name, word, length) != 0)
            continue;
        if (strlen(known[i].name) == length)
            return i;
        bool is_same = found >= 0 && known[found].has_arg == known[i].has_arg &&
                       known[found].flag == known[i].flag &&
                       known[found].val == known[i].val;
        if (found == -1)
            found = i;
        else if (!is_same)
            found = -2;
    }
    return found;
}

static int result_of(const struct option *option)
{
    if (known_index != NULL)
        *known_index = (int)(option - known);
    if (option->flag == NULL)
        return option->val;
    *option->flag = option->val;
    return 0;
}

static int parse(const char *word, int argc, char *const argv[], const char *options)
{
    const char *dashes = argv[optind][1] == '-' ? "--" : "-";
    size_t length = strcspn(word, "=");
    int place = find(word, length);

    if (place < 0 && any && *dashes != '\0' && dashes[1] == '\0' &&
        strchr(options, *word) != NULL)
        return NOT_LONG;
    optind++;
    optopt = 0;
    if (place < 0)
        return getopt_complain(options,
                               place == -1 ? "%s: unrecognized option '%s%s'\n"
                                           : "%s: option '%s%s' is ambiguous\n",
                               argv[0], dashes, word);
    const struct option *option = &known[place];
    optarg = word[length] == '=' ? (char *)(size_t)word + length + 1 : NULL;
    if (optarg != NULL && option->has_arg == no_argument) {
        optopt = option->val;
        optarg = NULL;
        return getopt_complain(options, "%s: option '%s%s' doesn't allow an argument\n",
                               argv[0], dashes, option->name);
    }
    if (optarg == NULL && option->has_arg == required_argument) {
        if (optind >= argc) {
            optopt = option->val;
            getopt_complain(options, "%s: option '%s%s' requires an argument\n", argv[0],
                            dashes, option->name);
            return options[*options == '+' || *options == '-'] == ':' ? ':' : '?';
        }
        optarg = argv[optind++];
    }
    return result_of(option);
}

static int next(int argc, char *const argv[], const char *options,
                const struct option *long_options, int *index, bool with_one_dash)
{
    known = long_options;
    known_index = index;
    any = with_one_dash;
    return getopt_next(argc, argv, options, parse, with_one_dash);
}

int getopt_long(int argc, char *const argv[], const char *options,
                const struct option *long_options, int *index)
{
    return next(argc, argv, options, long_options, index, false);
}

int getopt_long_only(int argc, char *const argv[], const char *options,
                     const struct option *long_options, int *index)
{
    return next(argc, argv, options, long_options, index, true);
}
