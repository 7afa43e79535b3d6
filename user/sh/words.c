/* A reader walks over the text and collects one command; the first error stops it. */
#include "user/sh/words.h"

#include <stdio.h>
#include <string.h>

struct reader {
    const char *at;
    const struct shell_values *values;
    struct shell_command *command;
    size_t length; /* of command->bytes in use */
    const char *error;
};

enum { DIGITS_MAX = 12 };

static void put(struct reader *reader, char c)
{
    if (reader->length == COMMAND_BYTES_MAX)
        reader->error = "command too long";
    else
        reader->command->bytes[reader->length++] = c;
}

/* Behind a `$`, which stands for itself where no value follows. */
static void put_value(struct reader *reader)
{
    char digits[DIGITS_MAX] = "";

    if (*reader->at == '?') {
        snprintf(digits, sizeof(digits), "%d", reader->values->status);
    } else if (*reader->at != '!') {
        put(reader, '$');
        return;
    } else if (reader->values->background != 0) {
        snprintf(digits, sizeof(digits), "%d", reader->values->background);
    }
    reader->at++;
    for (const char *digit = digits; *digit != '\0'; digit++)
        put(reader, *digit);
}

/* Takes a character. In front of one of ESCAPED, NULL: of any, `\` takes its meaning from
 * it. */
static void read_character(struct reader *reader, const char *escaped)
{
    char c = *reader->at++;
    char next = *reader->at;

    if (c == '$')
        put_value(reader);
    else if (c == '\\' && next != '\0' &&
             (escaped == NULL || strchr(escaped, next) != NULL))
        put(reader, *reader->at++);
    else
        put(reader, c);
}

/* Begins behind the opening QUOTE and stops behind the closing one. */
static void read_quoted(struct reader *reader, char quote)
{
    while (*reader->at != '\0' && *reader->at != quote)
        if (quote == '"')
            read_character(reader, "\"\\$");
        else
            put(reader, *reader->at++);
    if (*reader->at == '\0')
        reader->error = "unclosed quote";
    else
        reader->at++;
}

/* Quotes may begin and end anywhere in a word; a word of empty quotes is a word, while
 * one that only was an empty value is not. */
static void read_word(struct reader *reader)
{
    struct shell_command *command = reader->command;
    size_t start = reader->length;
    bool is_quoted = false;

    while (reader->error == NULL && strchr(" \t\n;&", *reader->at) == NULL) {
        char c = *reader->at;

        if (c == '\'' || c == '"') {
            is_quoted = true;
            reader->at++;
            read_quoted(reader, c);
        } else {
            read_character(reader, NULL);
        }
    }
    if (reader->length == start && !is_quoted)
        return;
    put(reader, '\0');
    if (command->argc == COMMAND_WORDS_MAX)
        reader->error = "too many words";
    if (reader->error == NULL)
        command->argv[command->argc++] = &command->bytes[start];
}

static void skip_comment(struct reader *reader)
{
    while (*reader->at != '\0' && *reader->at != '\n')
        reader->at++;
}

/* At the end of a command; true unless it was a newline that ends nothing. */
static bool take_end(struct reader *reader)
{
    bool is_empty = reader->command->argc == 0;
    char c = *reader->at;

    if (c != '\0')
        reader->at++;
    reader->command->background = c == '&';
    if (is_empty && c == '&')
        reader->error = "`&` without a command";
    if (is_empty && c == ';')
        reader->error = "`;` without a command";
    return c != '\n' || !is_empty;
}

const char *shell_words_next(const char **text, const struct shell_values *values,
                             struct shell_command *command)
{
    struct reader reader = {.at = *text, .values = values, .command = command};
    bool is_done = false;

    command->argc = 0;
    while (!is_done && reader.error == NULL) {
        reader.at += *reader.at == ' ' || *reader.at == '\t';
        if (*reader.at == '#')
            skip_comment(&reader);
        else if (strchr("\n;&", *reader.at) != NULL)
            is_done = take_end(&reader);
        else
            read_word(&reader);
    }
    command->argv[command->argc] = NULL;
    *text = reader.at;
    return reader.error;
}
