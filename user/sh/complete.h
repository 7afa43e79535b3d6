/* What Tab puts in: the rest of a name. Knows no directories: it runs on the host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The word that ends at the cursor. */
struct complete_word {
    size_t start;    /* where it begins */
    size_t name;     /* where its last part begins, behind the last '/' */
    bool is_command; /* it is the first one of its command, and has no '/' */
    bool is_quoted;  /* it has quotes or the like: it is not completed */
};

struct complete_word complete_find(const char *text, size_t cursor);

/* How many bytes all COUNT names have in common, of which there is at least one. */
size_t complete_common(char *const names[], size_t count);

/* Appends to the SIZE bytes at TO the first LENGTH bytes of NAME as they are written in a
 * command, as much as there is room for, and a NUL. */
void complete_quote(char *to, size_t size, const char *name, size_t length);
