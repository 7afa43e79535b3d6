/* Bytes and strings. The targets of the copying loops are volatile: otherwise the
 * compiler recognises what such a loop does and replaces it by a call of the function it
 * stands in. Eight words a turn make them more than twice as quick. */
#include "lib/string.h"

#include <stdint.h>

/* A word at any address. */
typedef uint32_t __attribute__((may_alias, aligned(1))) word_t;

/* Ascending, so that TO may overlap a FROM that lies above it. */
static inline void copy_up(void *to, const void *from, size_t size)
{
    volatile word_t *to_word = to;
    const word_t *from_word = from;
    size_t words = size / sizeof(word_t);
    for (; words >= 8; words -= 8, to_word += 8, from_word += 8) {
        to_word[0] = from_word[0];
        to_word[1] = from_word[1];
        to_word[2] = from_word[2];
        to_word[3] = from_word[3];
        to_word[4] = from_word[4];
        to_word[5] = from_word[5];
        to_word[6] = from_word[6];
        to_word[7] = from_word[7];
    }
    for (; words > 0; words--)
        *to_word++ = *from_word++;
    volatile unsigned char *to_byte = (volatile unsigned char *)to_word;
    const unsigned char *from_byte = (const unsigned char *)from_word;
    for (size %= sizeof(word_t); size > 0; size--)
        *to_byte++ = *from_byte++;
}

/* Descending, so that TO may overlap a FROM that lies below it. */
static void copy_down(void *to, const void *from, size_t size)
{
    volatile unsigned char *to_bytes = to;
    const unsigned char *from_bytes = from;
    while (size-- > 0)
        to_bytes[size] = from_bytes[size];
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    copy_up(to, from, size);
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    if ((uintptr_t)to <= (uintptr_t)from)
        copy_up(to, from, size);
    else
        copy_down(to, from, size);
    return to;
}

void *memset(void *to, int value, size_t size)
{
    volatile word_t *word = to;
    word_t filled = (unsigned char)value * 0x01010101u;
    size_t words = size / sizeof(word_t);
    for (; words >= 8; words -= 8, word += 8) {
        word[0] = word[1] = word[2] = word[3] = filled;
        word[4] = word[5] = word[6] = word[7] = filled;
    }
    for (; words > 0; words--)
        *word++ = filled;
    volatile unsigned char *byte = (volatile unsigned char *)word;
    for (size %= sizeof(word_t); size > 0; size--)
        *byte++ = (unsigned char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    const unsigned char *a_byte = a;
    const unsigned char *b_byte = b;
    size_t i = 0;
    while (size - i >= sizeof(word_t) &&
           *(const word_t *)(a_byte + i) == *(const word_t *)(b_byte + i))
        i += sizeof(word_t);
    for (; i < size; i++)
        if (a_byte[i] != b_byte[i])
            return a_byte[i] - b_byte[i];
    return 0;
}

size_t strlen(const char *text)
{
    return strnlen(text, SIZE_MAX);
}

size_t strnlen(const char *text, size_t size)
{
    size_t length = 0;
    for (; size - length >= 4; length += 4) { /* four a turn, which are counted once */
        if (text[length] == '\0')
            return length;
        if (text[length + 1] == '\0')
            return length + 1;
        if (text[length + 2] == '\0')
            return length + 2;
        if (text[length + 3] == '\0')
            return length + 3;
    }
    while (length < size && text[length] != '\0')
        length++;
    return length;
}

int strcmp(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] == b[i] && a[i] != '\0')
        i++;
    return (unsigned char)a[i] - (unsigned char)b[i];
}

int strncmp(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i] || a[i] == '\0')
            return (unsigned char)a[i] - (unsigned char)b[i];
    return 0;
}

char *strchr(const char *text, int c)
{
    while (*text != (char)c)
        if (*text++ == '\0')
            return NULL;
    return (char *)text;
}

char *strrchr(const char *text, int c)
{
    const char *found = NULL;
    do {
        if (*text == (char)c)
            found = text;
    } while (*text++ != '\0');
    return (char *)found;
}

bool string_copy(char *to, const char *from, size_t size)
{
    if (size == 0)
        return false;
    size_t length = strnlen(from, size);
    bool fits = length < size;
    length = fits ? length : size - 1;
    memcpy(to, from, length);
    to[length] = '\0';
    return fits;
}
