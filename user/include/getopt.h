/* Options of several letters. [GNU] */
#pragma once

#include <unistd.h>

#define no_argument       0
#define required_argument 1
#define optional_argument 2

struct option {
    const char *name; /* the last one's is NULL */
    int has_arg;
    int *flag; /* NULL: VAL is the result; else it is stored there, and 0 is */
    int val;
};

/* getopt, also for `--name`, `--name=value` and names cut short; *INDEX, unless that is NULL,
 * is which one of LONG_OPTIONS it was. The second takes them after one dash, too. */
int getopt_long(int argc, char *const argv[], const char *options,
                const struct option *long_options, int *index);
int getopt_long_only(int argc, char *const argv[], const char *options,
                     const struct option *long_options, int *index);
