/* Bytes and strings, with the C standard's names and contracts [C11 7.24], and one
 * addition. The kernel and the programs' C library are both linked from string.c. The
 * compiler may call memcpy, memmove, memset and memcmp of its own accord [GCC manual
 * 2.1]. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);

size_t strlen(const char *text);
size_t strnlen(const char *text,
               size_t size); /* SIZE if there is no NUL before it [POSIX] */
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t size);
char *strchr(const char *text, int c);
char *strrchr(const char *text, int c);

/* Copies the string FROM into the SIZE bytes at TO. What is there afterwards always ends
 * with a NUL, unless SIZE is 0. Returns whether all of it fitted. */
bool string_copy(char *to, const char *from, size_t size);
