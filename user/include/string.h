/* Bytes and strings. [C11 7.24, POSIX string.h] */
#pragma once

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
void *memchr(const void *bytes, int c, size_t size);
void *memrchr(const void *bytes, int c, size_t size);
void *memmem(const void *bytes, size_t size, const void *part, size_t part_size);
void *mempcpy(void *restrict to, const void *restrict from, size_t size);
void *memccpy(void *restrict to, const void *restrict from, int c, size_t size);

size_t strlen(const char *text);
size_t strnlen(const char *text,
               size_t size); /* SIZE if no NUL comes before it [POSIX] */
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t size);
int strcoll(const char *a, const char *b);
size_t strxfrm(char *restrict to, const char *restrict from, size_t size);

char *strcpy(char *restrict to, const char *restrict from);
char *strncpy(char *restrict to, const char *restrict from, size_t size);
char *stpcpy(char *restrict to, const char *restrict from);
char *stpncpy(char *restrict to, const char *restrict from, size_t size);
char *strcat(char *restrict to, const char *restrict from);
char *strncat(char *restrict to, const char *restrict from, size_t size);
/* Into SIZE bytes; the length that would have been needed. [POSIX 2024] */
size_t strlcpy(char *restrict to, const char *restrict from, size_t size);
size_t strlcat(char *restrict to, const char *restrict from, size_t size);

char *strchr(const char *text, int c);
char *strrchr(const char *text, int c);
char *strchrnul(const char *text, int c);
char *strstr(const char *text, const char *part);
size_t strspn(const char *text, const char *set);
size_t strcspn(const char *text, const char *set);
char *strpbrk(const char *text, const char *set);
char *strtok(char *restrict text, const char *restrict set);
char *strtok_r(char *restrict text, const char *restrict set, char **restrict rest);
char *strsep(char **rest, const char *set);
char *strcasestr(const char *text, const char *part);
int strverscmp(const char *a, const char *b); /* numbers within count as such */
void *rawmemchr(const void *bytes, int c);    /* C must be there */
#ifndef basename                              /* <libgen.h> has another */
char *basename(const char *path);             /* what is behind the last slash */
#endif
void explicit_bzero(void *bytes, size_t size);

/* In memory of malloc's. */
char *strdup(const char *text);
char *strndup(const char *text, size_t size);

/* ERROR, one of <errno.h>, in words, which are not to be written to; strerror_r: in the
 * SIZE bytes at WORDS, and 0 or ERANGE. */
char *strerror(int error);
int strerror_r(int error, char *words, size_t size);
/* The same for a signal. */
char *strsignal(int signal);
const char *strerrordesc_np(int error);
const char *sigabbrev_np(int signal);
const char *sigdescr_np(int signal);

#include <strings.h>

#if !__STDC_HOSTED__ /* Robin's own programs: others may have another bool, or this name */
#include <stdbool.h>

/* Copies the string FROM into the SIZE bytes at TO, which then always end with a NUL
 * unless SIZE is 0. Returns whether all of it fitted. */
bool string_copy(char *to, const char *from, size_t size);
#endif
