/* Strings without regard to upper and lower case; and what is older than <string.h>. [POSIX
 * strings.h] */
#pragma once

#include <stddef.h>

int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t size);
/* The lowest bit that is set, from 1 on; 0: none is. */
int ffs(int number);
int ffsl(long number);
int ffsll(long long number);

void bzero(void *bytes, size_t size);
void bcopy(const void *from, void *to, size_t size);
int bcmp(const void *a, const void *b, size_t size);
char *index(const char *text, int c);
char *rindex(const char *text, int c);
