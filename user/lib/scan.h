/* What scanf reads from: a stream or a string, a character at a time. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "user/lib/exit.h"

struct scanner {
    FILE *file;       /* or else: */
    const char *text; /* what is left of it */
    int count;        /* of the characters taken */
    void **given;     /* the arguments */
};

/* The next character, or EOF; and C, which was the last one taken, back. */
int scan_next(struct scanner *scanner);
void scan_back(struct scanner *scanner, int c);

/* strtod.c, in programs that are linked with it: a number of up to WIDTH characters into the
 * float, double or long double at TARGET, which has SIZE; unless it is NULL. False: there is
 * no number. */
WEAK bool scan_float(struct scanner *scanner, int width, void *target, size_t size);
