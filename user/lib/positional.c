/* printf's arguments by their places, as in `%2$s %1$d`. They lie on the stack one behind the
 * other [i386 psABI 2.2.3]: so they are put in the order in which the text names them, and the
 * places are taken out of the text. */
#include "user/lib/positional.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 64, WORDS_MAX = 3, WORD = sizeof(uint32_t) };

/* How many words the argument at each place has; 0: it is not named, and has one. */
struct places {
    unsigned char words[PLACES];
};

/* What is made: the text, and the arguments in its order. */
struct made {
    char *text;
    uint32_t *arguments;
};

/* `N$` at *TEXT, which is then behind it; or 0, and it stays. */
static unsigned take_place(const char **text)
{
    const char *at = *text;
    unsigned place = 0;

    while (*at >= '0' && *at <= '9' && place < PLACES)
        place = place * 10 + (unsigned)(*at++ - '0');
    if (*at != '$' || place == 0 || place > PLACES)
        return 0;
    *text = at + 1;
    return place;
}

static unsigned words_of(const char *length, char letter)
{
    bool is_long = strncmp(length, "ll", 2) == 0 || *length == 'j';

    if (strchr("aAeEfFgG", letter) != NULL)
        return *length == 'L' ? 3 : 2;
    return is_long && strchr("diouxX", letter) != NULL ? 2 : 1;
}

/* The argument at PLACE is the next one that is taken; with MADE NULL its size is noted. */
static void name_argument(struct places *places, struct made *made, const uint32_t *given,
                          unsigned place, unsigned words)
{
    if (made == NULL) {
        places->words[place - 1] = (unsigned char)words;
        return;
    }
    for (unsigned i = 0; i + 1 < place; i++)
        given += places->words[i] > 0 ? places->words[i] : 1;
    memcpy(made->arguments, given, words * WORD);
    made->arguments += words;
}

static void put(struct made *made, const char *from, const char *to)
{
    if (made != NULL)
        made->text = mempcpy(made->text, from, (size_t)(to - from));
}

/* One conversion, from behind its `%`. Returns where it ends, or NULL: it has no place. */
static const char *convert(const char *text, struct places *places, struct made *made,
                           const uint32_t *given)
{
    unsigned place = take_place(&text);
    const char *start = text;

    if (place == 0)
        return NULL;
    for (; *text != '\0' && strchr("-+ #0123456789.'*", *text) != NULL; text++) {
        if (*text != '*')
            continue;
        put(made, start, text + 1);
        start = text + 1;
        unsigned field = take_place(&start);
        if (field == 0)
            return NULL;
        name_argument(places, made, given, field, 1);
        text = start - 1;
    }
    const char *length = text;
    text += strspn(text, "hlqjztL");
    if (*text == '\0')
        return NULL;
    if (*text != 'm')
        name_argument(places, made, given, place, words_of(length, *text));
    put(made, start, text + 1);
    return text + 1;
}

static bool walk(const char *text, struct places *places, struct made *made,
                 const uint32_t *given)
{
    while (*text != '\0') {
        const char *start = text;

        if (*text++ != '%') {
            put(made, start, text);
            continue;
        }
        put(made, start, text);
        const char *end = *text == '%' ? text + 1 : convert(text, places, made, given);
        if (end == NULL)
            return false;
        if (*text == '%')
            put(made, text, end);
        text = end;
    }
    put(made, text, text + 1);
    return true;
}

int format_positional(format_put *put_one, void *context, format_more *more,
                      const char *text, va_list arguments)
{
    struct places places = {{0}};
    const uint32_t *given = (const uint32_t *)(void *)arguments;
    size_t length = strlen(text) + 1;

    if (strchr(text, '$') == NULL || !walk(text, &places, NULL, given))
        return format_with(put_one, context, more, text, arguments);
    char *rewritten = malloc(length + length * WORDS_MAX * WORD);
    if (rewritten == NULL)
        return -1;
    uint32_t *in_order =
        (uint32_t *)(void *)(rewritten + (length + WORD - 1) / WORD * WORD);
    struct made made = {rewritten, in_order};
    walk(text, &places, &made, given);
    int count = format_with(put_one, context, more, rewritten, (va_list)(void *)in_order);
    free(rewritten);
    return count;
}
