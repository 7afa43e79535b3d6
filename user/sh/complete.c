/* One walk over the text, by the marks that the shell's grammar has for words. */
#include "user/sh/complete.h"

#include <string.h>

struct complete_word complete_find(const char *text, size_t cursor)
{
    struct complete_word word = {.is_command = true};
    bool is_first = true;

    for (size_t i = 0; i < cursor; i++) {
        bool is_end = strchr("\n;&", text[i]) != NULL;
        bool is_blank = text[i] == ' ' || text[i] == '\t';

        if (is_end)
            is_first = true;
        else if (is_blank && word.start < i)
            is_first = false;
        if (is_end || is_blank)
            word = (struct complete_word){.start = i + 1, .name = i + 1};
        if (text[i] == '/')
            word.name = i + 1;
        word.is_quoted |= strchr("'\"\\$", text[i]) != NULL;
    }
    word.is_command = is_first && word.name == word.start;
    return word;
}

size_t complete_common(char *const names[], size_t count)
{
    size_t length = strlen(names[0]);

    for (size_t i = 1; i < count; i++)
        while (strncmp(names[0], names[i], length) != 0)
            length--;
    return length;
}

void complete_quote(char *to, size_t size, const char *name, size_t length)
{
    size_t at = strlen(to);

    for (size_t i = 0; i < length && at + 2 < size; i++) {
        if (strchr(" ;&'\"\\$#", name[i]) != NULL)
            to[at++] = '\\';
        to[at++] = name[i];
    }
    to[at] = '\0';
}
