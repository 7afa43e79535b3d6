/* The lines that were entered, for as long as the shell lives. Knows no terminal: it runs
 * on the host, too. */
#pragma once

#include <stddef.h>

enum { HISTORY_LINES_MAX = 100 };

struct history {                    /* zeroed at first */
    char *lines[HISTORY_LINES_MAX]; /* a ring; the newest is at count - 1 */
    size_t count;                   /* ever added */
};

/* Remembers LINE, unless it is empty or the same as the one before, or memory is short. */
void history_add(struct history *history, const char *line);

/* The line that lies *BACK lines back (1: the newest), or further, STEP (1 or -1) by STEP,
 * and begins with the LENGTH bytes at PREFIX; *BACK is where it was found. NULL: there is
 * none, and *BACK is as it was. */
const char *history_find(const struct history *history, size_t *back, int step,
                         const char *prefix, size_t length);
