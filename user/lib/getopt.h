/* Options, from within. */
#pragma once

/* getopt_long's part: an option of several letters, which begins at WORD, in argv[optind].
 * Returns as getopt does; 0 is a result, too; NOT_LONG: it is none. */
enum { NOT_LONG = -2 };
typedef int getopt_long_parser(const char *word, int argc, char *const argv[],
                               const char *options);

/* getopt, with PARSE for what begins with `--` (and, if ANY, with `-`). */
int getopt_next(int argc, char *const argv[], const char *options,
                getopt_long_parser *parse, int any);
/* '?', and it is told, unless the program asks for quiet; TEXT is printf's. */
int getopt_complain(const char *options, const char *text, ...);
