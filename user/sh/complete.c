/* One walk over the text, by the marks that the shell's grammar has for words. */
#include "user/sh/complete.h"

#include <stdbool.h>
#include <string.h>

static bool is_among(const char *characters, char c)
{
    return c != '\0' && strchr(characters, c) != NULL;
}

/* What the words mean that come. */
struct place {
    bool is_first; /* no word of the command has come yet */
    bool is_file;  /* behind `<` or `>` */
};

/* A word has ended. One that assigns a value leaves the command to come. */
static void end_word(struct place *place, const char *word, size_t length)
{
    bool is_assignment = memchr(word, '=', length) != NULL;

    if (length > 0 && !place->is_file && !is_assignment)
        place->is_first = false;
    if (length > 0)
        place->is_file = false;
}

struct complete_word complete_find(const char *text, size_t cursor)
{
    struct complete_word word = {0};
    struct place place = {.is_first = true};

    for (size_t i = 0; i < cursor; i++) {
        bool is_copy = text[i] == '&' && i > 0 && is_among("<>", text[i - 1]);
        bool is_redirection = is_among("<>", text[i]) || is_copy;
        bool is_end = is_among("\n;&|", text[i]) && !is_copy;

        if (is_end || is_redirection || is_among(" \t", text[i])) {
            end_word(&place, text + word.start, i - word.start);
            word = (struct complete_word){.start = i + 1, .name = i + 1};
        }
        if (is_end)
            place = (struct place){.is_first = true};
        place.is_file |= is_redirection;
        if (text[i] == '/')
            word.name = i + 1;
        word.is_quoted |= is_among("'\"\\$", text[i]);
    }
    word.is_command = place.is_first && !place.is_file && word.name == word.start;
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
        if (is_among(" ;&|<>'\"\\$#*?[", name[i]))
            to[at++] = '\\';
        to[at++] = name[i];
    }
    to[at] = '\0';
}
