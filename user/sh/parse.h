/* The shell's grammar. A text becomes a tree:
 *
 *     text       lists, one after the other, ended by `;`, `&`, a newline or the end
 *     list       pipelines, with `&&` or `||` between them
 *     pipeline   commands, with `|` between them; `!` in front turns its status round
 *     command    NAME=VALUE..., words, and redirections anywhere
 *
 * A word goes on up to a blank or one of `; & | < >` and newline, unless that is quoted or in a
 * `$(...)`, in which quotes count and another may lie; what
 * its quotes and `$` mean is for words.h, when it is its turn. `#` at the beginning of a word
 * starts a comment. Knows no process and no kernel: it runs on the host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A part of the text, which has to stay as long as the tree. */
struct shell_part {
    const char *text;
    size_t length;
};

struct shell_word {
    struct shell_word *next;
    struct shell_part part;
};

struct shell_redirection {
    struct shell_redirection *next;
    int fd; /* that is changed */
    enum {
        REDIRECT_IN,     /* N<WORD */
        REDIRECT_OUT,    /* N>WORD, N>|WORD */
        REDIRECT_APPEND, /* N>>WORD */
        REDIRECT_COPY,   /* N>&SOURCE, N<&SOURCE */
        REDIRECT_CLOSE,  /* N>&-, N<&- */
    } kind;
    int source;
    struct shell_word word;
};

struct shell_command {
    struct shell_command *next;
    struct shell_word *assignments, *words;
    struct shell_redirection *redirections;
};

struct shell_pipeline {
    struct shell_pipeline *next;
    enum {
        RUN_ALWAYS,
        RUN_IF_TRUE,
        RUN_IF_FALSE
    } when; /* the status before is 0, or not */
    bool is_negated;
    struct shell_command *commands;
    struct shell_part part;
};

struct shell_list {
    struct shell_list *next;
    struct shell_pipeline *pipelines;
    bool is_in_background;
    struct shell_part part;
};

enum { SYNTAX_ERROR_BYTES = 96 };

struct shell_tree {
    struct shell_list *lists;
    void *memory; /* all of it; the module's own */
};

/* A text, and how far it has been read. */
struct shell_text {
    const char *start, *at;
};

/* Reads the next line of TEXT, and those that it goes on in, into *TREE, which
 * shell_parse_free frees in any case. If something is wrong, false; and ERROR says in words
 * what is, and where. So what stands in front of a mistake can run. */
bool shell_parse(struct shell_text *text, struct shell_tree *tree,
                 char error[SYNTAX_ERROR_BYTES]);
void shell_parse_free(struct shell_tree *tree);

/* The length of what is between the parentheses at TEXT, behind a `$`, which shell_parse has read. */
size_t shell_inner_length(const char *text);
/* The length of the variable's name at TEXT; 0: there is none. */
size_t shell_name_length(const char *text);
