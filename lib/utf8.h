/* Characters in UTF-8, as a terminal shows them. Bytes that are no UTF-8 count as
 * characters of their own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether C goes on with a character that has begun. */
static inline bool utf8_continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where the character begins that ends at AT, which is not 0. */
size_t utf8_before(const char *text, size_t at);
/* Where the character ends that begins at AT, which is below LENGTH. */
size_t utf8_behind(const char *text, size_t length, size_t at);

/* How many columns the character at the beginning of the LENGTH bytes at TEXT takes: 2 for
 * those of East Asia and for pictures, 0 for accents that combine, else 1. */
unsigned utf8_columns(const char *text, size_t length);
