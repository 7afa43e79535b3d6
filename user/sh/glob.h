/* The files that a pattern means. `*` in it is any text, `?` any character, `[...]` one of those
 * in there or, behind `!`, of the others; `\` takes its meaning from what comes behind. A
 * name that begins with a dot is only meant by one. Knows no kernel: it runs on the host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Words, each of them malloc's, and NULL at the end. */
struct word_list {
    char **words; /* NULL: there are none yet */
    size_t count;
    bool failed; /* memory was short */
};

/* Adds WORD, which belongs to LIST then, or is freed. */
void word_list_add(struct word_list *list, char *word);

/* Adds the paths that PATTERN means, in order. */
void glob_find(const char *pattern, struct word_list *list);

/* Takes out of PATTERN each `\` that has a meaning. */
void glob_unquote(char *pattern);
