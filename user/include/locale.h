/* The one locale, C's. [C11 7.11] */
#pragma once

#define LC_CTYPE    0
#define LC_NUMERIC  1
#define LC_TIME     2
#define LC_COLLATE  3
#define LC_MONETARY 4
#define LC_MESSAGES 5
#define LC_ALL      6

/* "C", or NULL: LOCALE is another one. */
char *setlocale(int category, const char *locale);
