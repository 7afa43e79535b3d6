/* The names that a word may become: builtins and programs, or the files of a folder. */
#pragma once

#include "user/sh/complete.h"

struct names {   /* zeroed at first */
    char **list; /* in alphabetical order, each once; a folder's ends in '/' */
    size_t count;
};

/* Adds all that WORD of TEXT, which ends at END, may become. Of what memory is short for,
 * nothing is said. */
void names_collect(struct names *names, const char *text,
                   const struct complete_word *word, size_t end);
/* In as many columns as there is room for. */
void names_print(const struct names *names, size_t columns);
void names_free(struct names *names);
