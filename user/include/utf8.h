/* Characters in UTF-8, as a terminal shows them. Bytes that are no UTF-8 count as
 * characters of their own. */
#pragma once

#include <stddef.h>

/* Where the character begins that ends at AT, which is not 0. */
size_t utf8_before(const char *text, size_t at);
/* Where the character ends that begins at AT, which is below LENGTH. */
size_t utf8_behind(const char *text, size_t length, size_t at);

/* How many columns the character at the beginning of the LENGTH bytes at TEXT takes. */
unsigned utf8_columns(const char *text, size_t length);
