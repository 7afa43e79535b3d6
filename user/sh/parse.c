/* A parser walks over the text once; the first error stops it. Each kind of node is read by
 * one function, from its first character on. */
#include "user/sh/parse.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parser {
    const char *text, *at;
    const char *behind;   /* the operator that waits for a command; NULL: none does */
    const char *word_end; /* behind the last thing that is part of a command */
    struct shell_tree *tree;
    char *error;
};

static const char blanks[] = " \t";
static const char word_ends[] = " \t\n;&|<>"; /* and the text's NUL, as for strchr */

enum { FD_DIGITS_MAX = 4 };

/* --- Errors */

/* Where a text has several lines, the line is told; in one line the words have to do. */
__attribute__((format(printf, 2, 3))) static bool complain(struct parser *parser,
                                                           const char *what, ...)
{
    unsigned line = 1;
    size_t length = 0;
    va_list arguments;

    if (parser->error[0] != '\0')
        return false;
    for (const char *c = parser->text; c < parser->at; c++)
        line += *c == '\n';
    if (strchr(parser->text, '\n') != NULL)
        length = (size_t)snprintf(parser->error, SYNTAX_ERROR_BYTES, "line %u: ", line);
    va_start(arguments, what);
    vsnprintf(parser->error + length, SYNTAX_ERROR_BYTES - length, what, arguments);
    va_end(arguments);
    return false;
}

/* --- Nodes */

/* What all are linked by, in front of what the caller gets. */
struct allocation {
    struct allocation *next;
    max_align_t bytes[];
};

static void *make_node(struct parser *parser, size_t size)
{
    struct allocation *made = calloc(1, sizeof(*made) + size);

    if (made == NULL) {
        complain(parser, "not enough memory");
        return NULL;
    }
    made->next = parser->tree->memory;
    parser->tree->memory = made;
    return made->bytes;
}

/* A part that begins at START, up to what was read last. */
static struct shell_part part_from(const struct parser *parser, const char *start)
{
    return (struct shell_part){.text = start,
                               .length = (size_t)(parser->word_end - start)};
}

/* --- Operators and what may lie between words */

/* The operator at TEXT, or NULL. */
static const char *operator_at(const char *text)
{
    static const char *const operators[] = {"&&", "||", ">>", ";", "&", "|", "<", ">"};

    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        if (strncmp(text, operators[i], strlen(operators[i])) == 0)
            return operators[i];
    return NULL;
}

static bool take(struct parser *parser, const char *sign)
{
    if (operator_at(parser->at) == NULL || strcmp(operator_at(parser->at), sign) != 0)
        return false;
    parser->at += strlen(sign);
    return true;
}

static void skip_blanks(struct parser *parser)
{
    for (;;) {
        parser->at += strspn(parser->at, blanks);
        if (strncmp(parser->at, "\\\n", 2) != 0)
            break;
        parser->at += 2;
    }
    if (*parser->at == '#')
        parser->at += strcspn(parser->at, "\n");
}

static void skip_lines(struct parser *parser)
{
    skip_blanks(parser);
    while (*parser->at == '\n') {
        parser->at++;
        skip_blanks(parser);
    }
}

/* --- Words */

size_t shell_name_length(const char *text)
{
    size_t length = 0;

    if (isdigit((unsigned char)text[0]))
        return 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

static bool skip_piece(struct parser *parser);

/* What a command prints, from `(` on. */
static bool skip_inner(struct parser *parser)
{
    const char *start = parser->at++;

    while (*parser->at != '\0' && *parser->at != ')')
        if (!skip_piece(parser))
            return false;
    if (*parser->at == '\0') {
        parser->at = start;
        return complain(parser, "`$(` without `)`");
    }
    parser->at++;
    return true;
}

size_t shell_inner_length(const char *text)
{
    char error[SYNTAX_ERROR_BYTES] = "";
    struct parser parser = {.text = text, .at = text, .error = error};

    skip_inner(&parser);
    return (size_t)(parser.at - text) - strlen("()");
}

/* Behind a `$`: only where `{` or `(` follows there can be an error. */
static bool skip_value(struct parser *parser)
{
    const char *name = parser->at + 1;

    if (*parser->at == '(')
        return skip_inner(parser);
    if (*parser->at != '{')
        return true;
    size_t length = shell_name_length(name);
    if (length == 0 && name[0] != '\0' && strchr("?!$#@*0123456789", name[0]) != NULL)
        length = 1;
    if (length == 0 || name[length] != '}')
        return complain(parser, "`${` without a name and `}`");
    parser->at = name + length + 1;
    return true;
}

/* A character, and what belongs to it. */
static bool skip_character(struct parser *parser)
{
    char c = *parser->at++;

    if (c == '`')
        return complain(parser,
                        "for what a command prints there is `$(...)`, no backquote");
    if (c == '\\' && *parser->at != '\0')
        parser->at++;
    return c != '$' || skip_value(parser);
}

static bool skip_quoted(struct parser *parser)
{
    const char *start = parser->at;
    char quote = *parser->at++;

    while (*parser->at != '\0' && *parser->at != quote)
        if (quote == '\'')
            parser->at++;
        else if (!skip_character(parser))
            return false;
    if (*parser->at == '\0') {
        parser->at = start;
        return complain(parser, "unclosed quote");
    }
    parser->at++;
    return true;
}

/* A quoted text, or a character. */
static bool skip_piece(struct parser *parser)
{
    bool is_quoted = *parser->at == '\'' || *parser->at == '"';

    if (*parser->at == '(' || *parser->at == ')')
        return complain(parser, "`%c` must be quoted", *parser->at);
    return is_quoted ? skip_quoted(parser) : skip_character(parser);
}

static bool parse_word(struct parser *parser, struct shell_part *part)
{
    const char *start = parser->at;

    while (strchr(word_ends, *parser->at) == NULL)
        if (!skip_piece(parser))
            return false;
    parser->word_end = parser->at;
    *part = part_from(parser, start);
    return true;
}

/* --- Redirections */

/* Whether one begins here. Then *FD is the number in front, or -1. */
static bool is_redirection(const struct parser *parser, int *fd)
{
    size_t digits = strspn(parser->at, "0123456789");
    char sign = parser->at[digits];

    *fd = digits == 0 ? -1 : atoi(parser->at);
    return digits <= FD_DIGITS_MAX && (sign == '<' || sign == '>');
}

/* WORD, behind `>&`, is a number or `-`. */
static bool parse_source(struct parser *parser, struct shell_redirection *redirection)
{
    struct shell_part part = redirection->word.part;
    size_t digits = strspn(part.text, "0123456789");

    if (part.length == 1 && part.text[0] == '-') {
        redirection->kind = REDIRECT_CLOSE;
        return true;
    }
    if (part.length == 0 || digits != part.length || digits > FD_DIGITS_MAX)
        return complain(parser, "`>&` and `<&` want a number or `-`");
    redirection->source = atoi(part.text);
    return true;
}

static bool parse_redirection(struct parser *parser, int fd,
                              struct shell_redirection *redirection)
{
    parser->at += strspn(parser->at, "0123456789");
    const char *sign = operator_at(parser->at);
    bool is_input = *sign == '<';

    parser->at += strlen(sign);
    redirection->fd = fd >= 0 ? fd : !is_input;
    redirection->kind = is_input                  ? REDIRECT_IN
                        : strcmp(sign, ">>") == 0 ? REDIRECT_APPEND
                                                  : REDIRECT_OUT;
    if (*parser->at == '&' && redirection->kind != REDIRECT_APPEND) {
        redirection->kind = REDIRECT_COPY;
        parser->at++;
    }
    if (*parser->at == '|' && redirection->kind == REDIRECT_OUT)
        parser->at++; /* that a file may be written over needs not to be said here */
    if (*parser->at == '<' && redirection->kind == REDIRECT_IN)
        return complain(parser, "there are no here-documents, `<<`");
    skip_blanks(parser);
    if (!parse_word(parser, &redirection->word.part))
        return false;
    if (redirection->kind == REDIRECT_COPY)
        return parse_source(parser, redirection);
    if (redirection->word.part.length == 0)
        return complain(parser, "`%s` without a file", sign);
    return true;
}

/* --- Commands */

/* Where the links of a command's three lists end. */
struct command_ends {
    struct shell_word **assignment, **word;
    struct shell_redirection **redirection;
};

static bool add_redirection(struct parser *parser, int fd, struct command_ends *ends)
{
    struct shell_redirection *made = make_node(parser, sizeof(*made));

    if (made == NULL || !parse_redirection(parser, fd, made))
        return false;
    *ends->redirection = made;
    ends->redirection = &made->next;
    return true;
}

static bool add_word(struct parser *parser, const struct shell_command *command,
                     struct command_ends *ends)
{
    size_t length = shell_name_length(parser->at);
    bool is_assignment =
        command->words == NULL && length > 0 && parser->at[length] == '=';
    struct shell_word ***end = is_assignment ? &ends->assignment : &ends->word;
    struct shell_word *made = make_node(parser, sizeof(*made));

    if (made == NULL || !parse_word(parser, &made->part))
        return false;
    **end = made;
    *end = &made->next;
    return true;
}

/* A command was due here, and there is none. */
static bool complain_of_no_command(struct parser *parser)
{
    const char *sign = operator_at(parser->at);

    if (sign != NULL)
        return complain(parser, "`%s` without a command", sign);
    return complain(parser, "`%s` without a command behind it", parser->behind);
}

static struct shell_command *parse_command(struct parser *parser)
{
    struct shell_command *command = make_node(parser, sizeof(*command));
    const char *start = parser->at;
    bool goes_on = command != NULL;
    int fd;

    if (!goes_on)
        return NULL;
    struct command_ends ends = {&command->assignments, &command->words,
                                &command->redirections};
    while (goes_on && strchr("\n;&|", *parser->at) == NULL) {
        goes_on = is_redirection(parser, &fd) ? add_redirection(parser, fd, &ends)
                                              : add_word(parser, command, &ends);
        skip_blanks(parser);
    }
    if (goes_on && parser->at == start)
        goes_on = complain_of_no_command(parser);
    return goes_on ? command : NULL;
}

/* --- Pipelines and lists */

/* Whether `!` stands here as a word. */
static bool take_not(struct parser *parser)
{
    if (*parser->at != '!' || strchr(word_ends, parser->at[1]) == NULL)
        return false;
    parser->at++;
    parser->behind = "!";
    skip_blanks(parser);
    return true;
}

/* An operator behind which a command has to come, perhaps in another line. */
static bool take_joint(struct parser *parser, const char *sign)
{
    if (!take(parser, sign))
        return false;
    parser->behind = sign;
    skip_lines(parser);
    return true;
}

static struct shell_pipeline *parse_pipeline(struct parser *parser)
{
    struct shell_pipeline *pipeline = make_node(parser, sizeof(*pipeline));
    const char *start = parser->at;

    if (pipeline == NULL)
        return NULL;
    while (take_not(parser))
        pipeline->is_negated = !pipeline->is_negated;
    struct shell_command **end = &pipeline->commands;
    do {
        *end = parse_command(parser);
        if (*end == NULL)
            return NULL;
        end = &(*end)->next;
    } while (take_joint(parser, "|"));
    pipeline->part = part_from(parser, start);
    return pipeline;
}

static struct shell_list *parse_list(struct parser *parser)
{
    struct shell_list *list = make_node(parser, sizeof(*list));
    const char *start = parser->at;

    if (list == NULL)
        return NULL;
    struct shell_pipeline **end = &list->pipelines;
    bool is_and = false, is_or = false;
    do {
        *end = parse_pipeline(parser);
        if (*end == NULL)
            return NULL;
        (*end)->when = is_and ? RUN_IF_TRUE : is_or ? RUN_IF_FALSE : RUN_ALWAYS;
        end = &(*end)->next;
        is_and = take_joint(parser, "&&");
        is_or = !is_and && take_joint(parser, "||");
    } while (is_and || is_or);
    list->part = part_from(parser, start);
    list->is_in_background = take(parser, "&");
    if (!list->is_in_background)
        take(parser, ";");
    return list;
}

bool shell_parse(struct shell_text *text, struct shell_tree *tree,
                 char error[SYNTAX_ERROR_BYTES])
{
    struct parser parser = {.text = text->start,
                            .at = text->at,
                            .word_end = text->at,
                            .tree = tree,
                            .error = error};
    struct shell_list **end = &tree->lists;

    *tree = (struct shell_tree){0};
    error[0] = '\0';
    for (skip_lines(&parser); strchr("\n", *parser.at) == NULL; skip_blanks(&parser)) {
        *end = parse_list(&parser);
        if (*end == NULL)
            return false;
        end = &(*end)->next;
    }
    text->at = parser.at;
    return true;
}

void shell_parse_free(struct shell_tree *tree)
{
    struct allocation *next;

    for (struct allocation *at = tree->memory; at != NULL; at = next) {
        next = at->next;
        free(at);
    }
    *tree = (struct shell_tree){0};
}
