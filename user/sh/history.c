/* A ring of strings. */
#include "user/sh/history.h"

#include <stdlib.h>
#include <string.h>

static const char *line_back(const struct history *history, size_t back)
{
    return history->lines[(history->count - back) % HISTORY_LINES_MAX];
}

void history_add(struct history *history, const char *line)
{
    size_t size = strlen(line) + 1;

    if (size == 1 || (history->count > 0 && strcmp(line, line_back(history, 1)) == 0))
        return;
    char *copy = malloc(size);
    if (copy == NULL)
        return;
    memcpy(copy, line, size);
    char **place = &history->lines[history->count++ % HISTORY_LINES_MAX];
    free(*place);
    *place = copy;
}

const char *history_find(const struct history *history, size_t *back, int step,
                         const char *prefix, size_t length)
{
    size_t kept = history->count < HISTORY_LINES_MAX ? history->count : HISTORY_LINES_MAX;

    for (size_t i = *back; i >= 1 && i <= kept; i += (size_t)step) {
        const char *line = line_back(history, i);

        if (strncmp(line, prefix, length) == 0) {
            *back = i;
            return line;
        }
    }
    return NULL;
}
