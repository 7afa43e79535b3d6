/* What <string.h> and <strings.h> have beyond lib/string.c. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The standard's functions take what is constant and return what is not. */
static char *writable(const char *text)
{
    return (char *)(uintptr_t)text;
}

void *memchr(const void *bytes, int c, size_t size)
{
    const char *at = bytes;

    for (; size > 0; at++, size--)
        if (*at == (char)c)
            return writable(at);
    return NULL;
}

void *memrchr(const void *bytes, int c, size_t size)
{
    const char *at = bytes;

    while (size-- > 0)
        if (at[size] == (char)c)
            return writable(at + size);
    return NULL;
}

void *memmem(const void *bytes, size_t size, const void *part, size_t part_size)
{
    const char *at = bytes;

    for (; size >= part_size; at++, size--)
        if (memcmp(at, part, part_size) == 0)
            return writable(at);
    return NULL;
}

void *mempcpy(void *restrict to, const void *restrict from, size_t size)
{
    return (char *)memcpy(to, from, size) + size;
}

void *memccpy(void *restrict to, const void *restrict from, int c, size_t size)
{
    const void *end = memchr(from, c, size);

    if (end == NULL) {
        memcpy(to, from, size);
        return NULL;
    }
    return mempcpy(to, from, (size_t)((const char *)end - (const char *)from) + 1);
}

/* The only locale is C's. */
int strcoll(const char *a, const char *b)
{
    return strcmp(a, b);
}

size_t strxfrm(char *restrict to, const char *restrict from, size_t size)
{
    return strlcpy(to, from, size);
}

char *stpcpy(char *restrict to, const char *restrict from)
{
    size_t length = strlen(from);

    memcpy(to, from, length + 1);
    return to + length;
}

char *strcpy(char *restrict to, const char *restrict from)
{
    stpcpy(to, from);
    return to;
}

/* All SIZE bytes are written: what is behind the text is zeros. */
char *stpncpy(char *restrict to, const char *restrict from, size_t size)
{
    size_t length = strnlen(from, size);

    memcpy(to, from, length);
    memset(to + length, 0, size - length);
    return to + length;
}

char *strncpy(char *restrict to, const char *restrict from, size_t size)
{
    stpncpy(to, from, size);
    return to;
}

char *strcat(char *restrict to, const char *restrict from)
{
    stpcpy(to + strlen(to), from);
    return to;
}

char *strncat(char *restrict to, const char *restrict from, size_t size)
{
    char *end = to + strlen(to);
    size_t length = strnlen(from, size);

    memcpy(end, from, length);
    end[length] = '\0';
    return to;
}

size_t strlcpy(char *restrict to, const char *restrict from, size_t size)
{
    string_copy(to, from, size);
    return strlen(from);
}

size_t strlcat(char *restrict to, const char *restrict from, size_t size)
{
    size_t length = strnlen(to, size);

    return length + strlcpy(to + length, from, size - length);
}

char *strchrnul(const char *text, int c)
{
    while (*text != '\0' && *text != (char)c)
        text++;
    return writable(text);
}

char *strstr(const char *text, const char *part)
{
    size_t length = strlen(part);

    for (; strncmp(text, part, length) != 0; text++)
        if (*text == '\0')
            return NULL;
    return writable(text);
}

size_t strspn(const char *text, const char *set)
{
    size_t length = 0;

    while (text[length] != '\0' && strchr(set, text[length]) != NULL)
        length++;
    return length;
}

size_t strcspn(const char *text, const char *set)
{
    size_t length = 0;

    while (text[length] != '\0' && strchr(set, text[length]) == NULL)
        length++;
    return length;
}

char *strpbrk(const char *text, const char *set)
{
    text += strcspn(text, set);
    return *text == '\0' ? NULL : writable(text);
}

char *strtok_r(char *restrict text, const char *restrict set, char **restrict rest)
{
    char *word = text != NULL ? text : *rest;

    if (word == NULL)
        return NULL;
    word += strspn(word, set);
    if (*word == '\0') {
        *rest = NULL;
        return NULL;
    }
    *rest = word;
    return strsep(rest, set);
}

char *strtok(char *restrict text, const char *restrict set)
{
    static char *rest;

    return strtok_r(text, set, &rest);
}

char *strsep(char **rest, const char *set)
{
    char *word = *rest;

    if (word == NULL)
        return NULL;
    char *end = strpbrk(word, set);
    *rest = end == NULL ? NULL : end + 1;
    if (end != NULL)
        *end = '\0';
    return word;
}

char *strndup(const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    char *copy = malloc(length + 1);

    if (copy == NULL)
        return NULL;
    copy[length] = '\0';
    return memcpy(copy, text, length);
}

char *strdup(const char *text)
{
    return strndup(text, SIZE_MAX);
}

int strncasecmp(const char *a, const char *b, size_t size)
{
    for (; size > 0; a++, b++, size--) {
        int difference = tolower((unsigned char)*a) - tolower((unsigned char)*b);

        if (difference != 0 || *a == '\0')
            return difference;
    }
    return 0;
}

int strcasecmp(const char *a, const char *b)
{
    return strncasecmp(a, b, SIZE_MAX);
}

int ffs(int number)
{
    return __builtin_ffs(number);
}

void bzero(void *bytes, size_t size)
{
    memset(bytes, 0, size);
}

void bcopy(const void *from, void *to, size_t size)
{
    memmove(to, from, size);
}

int bcmp(const void *a, const void *b, size_t size)
{
    return memcmp(a, b, size);
}

char *index(const char *text, int c)
{
    return strchr(text, c);
}

char *rindex(const char *text, int c)
{
    return strrchr(text, c);
}
