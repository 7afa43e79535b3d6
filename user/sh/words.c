/* A reader walks over a part of the text and puts together a word; where a value is split,
 * words are finished on the way. */
#include "user/sh/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/sh/glob.h"

struct reader {
    const char *at, *end;
    const struct shell_values *values;
    bool splits; /* values, outside of quotes; and patterns become paths */

    char *bytes; /* the word so far; a pattern, if it `splits` */
    size_t length, size;
    bool is_word;    /* there is one, if only an empty one in quotes */
    bool is_pattern; /* it has a mark of those outside of quotes */
    bool failed;     /* memory was short */

    struct word_list finished;
};

enum { DIGITS_MAX = 12, SIZE_FIRST = 32 };

static void put_byte(struct reader *reader, char c)
{
    if (reader->length == reader->size) {
        size_t size = reader->size == 0 ? SIZE_FIRST : 2 * reader->size;
        char *longer = realloc(reader->bytes, size);

        reader->failed |= longer == NULL;
        if (longer == NULL)
            return;
        reader->bytes = longer;
        reader->size = size;
    }
    reader->bytes[reader->length++] = c;
    reader->is_word = true;
}

/* Where patterns count, what is quoted is none. */
static void put_character(struct reader *reader, char c, bool is_quoted)
{
    if (reader->splits && (c == '\\' || (is_quoted && strchr("*?[]!-", c) != NULL)))
        put_byte(reader, '\\');
    else
        reader->is_pattern |= strchr("*?[", c) != NULL;
    put_byte(reader, c);
}

/* Ends the word, if there is one, and gives it to the list; or, instead, the paths that it means. */
static void finish_word(struct reader *reader)
{
    size_t before = reader->finished.count;

    if (!reader->is_word)
        return;
    put_byte(reader, '\0');
    if (reader->failed)
        return;
    if (reader->is_pattern)
        glob_find(reader->bytes, &reader->finished);
    if (reader->finished.count > before) {
        free(reader->bytes);
    } else {
        glob_unquote(reader->bytes);
        word_list_add(&reader->finished, reader->bytes);
    }
    reader->failed = reader->finished.failed;
    reader->bytes = NULL;
    reader->length = reader->size = 0;
    reader->is_word = reader->is_pattern = false;
}

/* --- Values */

static void put_value(struct reader *reader, const char *value, bool is_quoted)
{
    for (; *value != '\0'; value++)
        if (reader->splits && !is_quoted && strchr(" \t\n", *value) != NULL)
            finish_word(reader);
        else
            put_character(reader, *value, is_quoted);
}

static void put_number(struct reader *reader, int number)
{
    char digits[DIGITS_MAX];

    snprintf(digits, sizeof(digits), "%d", number);
    put_value(reader, digits, true);
}

static int argument_count(const struct shell_values *values)
{
    int count = 0;

    while (values->arguments != NULL && values->arguments[count] != NULL)
        count++;
    return count;
}

/* `$*` or, if they stay WORDS in quotes, too, `$@`. */
static void put_arguments(struct reader *reader, bool is_quoted, bool stay_words)
{
    int count = argument_count(reader->values);
    bool are_words = reader->splits && (stay_words || !is_quoted);

    for (int i = 0; i < count; i++) {
        if (i > 0 && are_words)
            finish_word(reader);
        else if (i > 0)
            put_byte(reader, ' ');
        reader->is_word |= is_quoted;
        put_value(reader, reader->values->arguments[i], is_quoted);
    }
}

static void put_argument(struct reader *reader, int number, bool is_quoted)
{
    const struct shell_values *values = reader->values;

    if (number == 0)
        put_value(reader, values->name == NULL ? "sh" : values->name, is_quoted);
    else if (number <= argument_count(values))
        put_value(reader, values->arguments[number - 1], is_quoted);
}

/* False: C does not name a value of the shell's own. */
static bool put_special(struct reader *reader, char c, bool is_quoted)
{
    if (isdigit((unsigned char)c))
        put_argument(reader, c - '0', is_quoted);
    else if (c == '*' || c == '@')
        put_arguments(reader, is_quoted, c == '@');
    else if (c == '#')
        put_number(reader, argument_count(reader->values));
    else if (c == '?')
        put_number(reader, reader->values->status);
    else if (c == '$')
        put_number(reader, reader->values->shell);
    else if (c == '!' && reader->values->background != 0)
        put_number(reader, reader->values->background);
    return strchr("?$!#*@0123456789", c) != NULL;
}

static size_t name_length(const struct reader *reader)
{
    const char *c = reader->at;

    if (c < reader->end && isdigit((unsigned char)*c))
        return 0;
    while (c < reader->end && (isalnum((unsigned char)*c) || *c == '_'))
        c++;
    return (size_t)(c - reader->at);
}

/* From the `(` on. */
static void read_output(struct reader *reader, bool is_quoted)
{
    size_t length = shell_inner_length(reader->at);
    char *output = reader->values->output((struct shell_part){reader->at + 1, length});

    reader->failed |= output == NULL;
    if (output != NULL)
        put_value(reader, output, is_quoted);
    free(output);
    reader->at += length + strlen("()");
}

/* Behind a `$`. The parser has seen to it that behind `${` there are a name and `}`. */
static void read_value(struct reader *reader, bool is_quoted)
{
    if (reader->at < reader->end && *reader->at == '(') {
        read_output(reader, is_quoted);
        return;
    }
    bool has_brace = reader->at < reader->end && *reader->at == '{';

    reader->at += has_brace;
    size_t length = name_length(reader);
    if (length > 0) {
        const char *value = variable_get(&reader->values->variables, reader->at, length);

        put_value(reader, value == NULL ? "" : value, is_quoted);
        reader->at += length;
    } else if (reader->at < reader->end && put_special(reader, *reader->at, is_quoted)) {
        reader->at++;
    } else {
        put_character(reader, '$', is_quoted);
    }
    reader->at += has_brace;
}

/* --- Quotes */

/* Takes a character. In front of one of ESCAPED, NULL: of any, `\` takes its meaning from
 * it. */
static void read_character(struct reader *reader, const char *escaped)
{
    char c = *reader->at++;
    char next = reader->at < reader->end ? *reader->at : '\0';

    if (c == '$') {
        read_value(reader, escaped != NULL);
    } else if (c == '\\' && next == '\n') {
        reader->at++;
    } else if (c == '\\' && next != '\0' &&
               (escaped == NULL || strchr(escaped, next) != NULL)) {
        put_character(reader, next, true);
        reader->at++;
    } else {
        put_character(reader, c, escaped != NULL);
    }
}

/* Begins at the opening quote and stops behind the closing one, which the parser has seen. "$@"
 * is as many words as there are, if only none. */
static void read_quoted(struct reader *reader)
{
    static const char all_arguments[] = "\"$@\"";

    reader->is_word |= strncmp(reader->at, all_arguments, strlen(all_arguments)) != 0;
    char quote = *reader->at++;
    while (*reader->at != quote)
        if (quote == '"')
            read_character(reader, "\"\\$`");
        else
            put_character(reader, *reader->at++, true);
    reader->at++;
}

static void read_part(struct reader *reader, struct shell_part part)
{
    reader->at = part.text;
    reader->end = part.text + part.length;
    while (reader->at < reader->end)
        if (*reader->at == '\'' || *reader->at == '"')
            read_quoted(reader);
        else
            read_character(reader, NULL);
}

/* --- Words */

static char **finish(struct reader *reader)
{
    free(reader->bytes);
    if (!reader->failed)
        return reader->finished.words != NULL ? reader->finished.words
                                              : calloc(1, sizeof(char *));
    shell_words_free(reader->finished.words);
    return NULL;
}

char **shell_words_expand(const struct shell_word *word,
                          const struct shell_values *values)
{
    struct reader reader = {.values = values, .splits = true};

    for (; word != NULL && !reader.failed; word = word->next) {
        read_part(&reader, word->part);
        finish_word(&reader);
    }
    return finish(&reader);
}

void shell_words_free(char *words[])
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        free(words[i]);
    free(words);
}

char *shell_words_value(struct shell_part part, const struct shell_values *values)
{
    struct reader reader = {.values = values};

    read_part(&reader, part);
    put_byte(&reader, '\0');
    if (!reader.failed)
        return reader.bytes;
    free(reader.bytes);
    return NULL;
}
