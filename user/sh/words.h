/* The shell's grammar. A text is commands, ended by `;`, `&`, a newline or its end; a
 * command is words between blanks. '…' keeps what is in it; in "…" `\` takes its meaning
 * from `"`, `\` and `$`, and outside of quotes from everything; `$?` and `$!` are
 * replaced, but not in '…';
 * `#` at the beginning of a word starts a comment. All else is an ordinary character.
 * Knows no process and no kernel: it runs on the host, too. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"

enum { COMMAND_WORDS_MAX = 256, COMMAND_BYTES_MAX = 2048 };

struct shell_command {
    int argc;
    char *argv[COMMAND_WORDS_MAX + 1]; /* point into `bytes`; then NULL */
    bool background;                   /* ended by `&` */
    char bytes[COMMAND_BYTES_MAX];
};

/* What `$?` and `$!` stand for. */
struct shell_values {
    int status;
    pid_t background; /* 0: none yet; `$!` is then nothing */
};

/* Takes the next command from *TEXT, which is then behind it; argc is 0 if there is none.
 * NULL, or in words what is wrong. */
const char *shell_words_next(const char **text, const struct shell_values *values,
                             struct shell_command *command);
