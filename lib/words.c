/* Splits a line into words, with quotes. */
#include "lib/words.h"

#include "abi/errno.h"
#include "lib/string.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_escapable(char c)
{
    return c == '\\' || c == '\'' || c == '"';
}

/* Reads the next character of a word at *FROM into *C and moves *FROM behind it. *QUOTE,
 * the quote that is open or NUL, is kept up to date. False: the word ends here. */
static bool next_character(const char **from, char *quote, char *c)
{
    for (; **from != '\0' && (*quote != '\0' || !is_blank(**from)); (*from)++) {
        *c = **from;
        if (*c == '\\' && *quote != '\'' && is_escapable((*from)[1])) {
            *c = (*from)[1];
            *from += 2;
            return true;
        }
        if (*c == *quote) {
            *quote = '\0';
        } else if (*quote == '\0' && (*c == '\'' || *c == '"')) {
            *quote = *c;
        } else {
            (*from)++;
            return true;
        }
    }
    return false;
}

/* How many characters at FROM stand for nothing but themselves outside of quotes. */
static size_t plain_length(const char *from)
{
    const char *c = from;
    while ((unsigned char)*c > ' ' && *c != '\'' && *c != '"' && *c != '\\')
        c++;
    return (size_t)(c - from);
}

int words_next(const char *line, size_t *offset, char *word, size_t size, size_t *start)
{
    const char *from = line + *offset;
    while (is_blank(*from))
        from++;
    size_t begin = (size_t)(from - line);
    bool is_there = *from != '\0';
    char quote = '\0', c;
    size_t length = plain_length(from); /* most words are plain, and some are long */
    memcpy(word, from, length < size ? length : size);
    from += length;
    while (next_character(&from, &quote, &c)) {
        if (length < size)
            word[length] = c;
        length++;
    }
    word[length < size ? length : size - 1] = '\0';
    *offset = (size_t)(from - line);
    if (!is_there)
        return 0;
    *start = begin;
    if (quote != '\0')
        return -EINVAL;
    return length < size ? 1 : -E2BIG;
}

bool words_split(char *word, const char **key, const char **value)
{
    char *equals = strchr(word, '=');
    if (equals == NULL || equals == word)
        return false;
    *equals = '\0';
    *key = word;
    *value = equals + 1;
    return true;
}

int words_number(const char *text, uint32_t minimum, uint32_t maximum, uint32_t *value)
{
    uint64_t number = 0;
    if (*text == '\0')
        return -EINVAL;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return -EINVAL;
        number = number * 10 + (uint64_t)(*text - '0');
        if (number > maximum)
            return -EINVAL;
    }
    if (number < minimum)
        return -EINVAL;
    *value = (uint32_t)number;
    return 0;
}
