/* getopt, also with operands in between and with long options. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

static int flag;
static const struct option long_options[] = {
    {"alpha", no_argument, NULL, 'a'},       {"beta", required_argument, NULL, 'b'},
    {"gamma", optional_argument, NULL, 'g'}, {"flag", no_argument, &flag, 7},
    {"flat", no_argument, NULL, 't'},        {NULL, 0, NULL, 0}};

static int next(int argc, char *argv[], const char *options, int kind)
{
    int index;

    if (kind == 0)
        return getopt(argc, argv, options);
    return kind == 1 ? getopt_long(argc, argv, options, long_options, &index)
                     : getopt_long_only(argc, argv, options, long_options, &index);
}

static void parse(const char *options, int kind, const char *line)
{
    char words[64], *argv[16];
    int argc = 0, option;

    strcpy(words, line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    argv[argc] = NULL;
    optind = flag = 0;
    printf("%s '%s':", options, line);
    while ((option = next(argc, argv, options, kind)) != -1) {
        printf(" %d=%s@%d", option, optarg ? optarg : "", optind);
        if (option == '?' || option == ':')
            printf("(%d)", optopt);
    }
    printf(" flag %d, from %d on:", flag, optind);
    for (int i = 0; i < argc; i++)
        printf(" %s", argv[i]);
    printf("\n");
}

int main(void)
{
    static const char *const short_ones[] = {"ab:c::", "+ab:", "-ab:", ":ab:"};
    static const char *const lines[] = {"p",
                                        "p -a",
                                        "p -ab x",
                                        "p -bx y",
                                        "p -b",
                                        "p x -a y -b z w",
                                        "p -a -- -b x",
                                        "p x -- -a",
                                        "p - -a",
                                        "p -z",
                                        "p x y",
                                        "p -b -- x -a",
                                        "p -cfoo -a",
                                        "p -c foo",
                                        "p x y -a z -b q r -- s -a"};
    static const char *const long_lines[] = {
        "p --alpha x",  "p --beta=5 x", "p --beta 5",  "p --beta",
        "p --gamma 3",  "p --gamma=3",  "p --flag",    "p --fla",
        "p --al",       "p --nope",     "p --alpha=3", "p x --alpha y -a z --beta q",
        "p -- --alpha", "p -alpha",     "p -beta 3",   "p -al x"};

    opterr = 0;
    for (size_t i = 0; i < sizeof(short_ones) / sizeof(short_ones[0]); i++)
        for (size_t j = 0; j < sizeof(lines) / sizeof(lines[0]); j++)
            parse(short_ones[i], 0, lines[j]);
    for (int kind = 1; kind <= 2; kind++)
        for (size_t i = 0; i < sizeof(long_lines) / sizeof(long_lines[0]); i++)
            parse("ab:", kind, long_lines[i]);
    return 0;
}
