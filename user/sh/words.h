/* What the words of a command mean. '…' keeps what is in it; in "…" `\` takes its meaning
 * from `"`, `\`, `$` and '`', and outside of quotes from everything; `\` and a newline are
 * nothing. `$NAME`, `${NAME}`, `$?`, `$!`, `$$`, `$(COMMANDS)`, the words that a script was given,
 * `$0` to `$9`, `$#`, `$*` and `$@`, are replaced, but not in '…'; outside of quotes a value is split into words where it has blanks, and an empty one is no word. A `$`
 * with nothing of the kind behind it stands for itself. A word with `*`, `?` or `[` outside of
 * quotes becomes the paths that it means (glob.h), if there are any. Knows no process: it runs
 * on the host, too. */
#pragma once

#include <stdbool.h>

#include "abi/types.h"
#include "user/sh/parse.h"
#include "user/sh/variables.h"

/* What is replaced. */
struct shell_values {
    int status;              /* `$?` */
    pid_t background;        /* `$!`, which is nothing if this is 0: none yet */
    pid_t shell;             /* `$$` */
    char *name, **arguments; /* `$0`, and what is from `$1` on, up to NULL */
    struct variables variables;
    /* What PART, as commands, prints, malloc's; NULL: memory is short. May block. */
    char *(*output)(struct shell_part part);
};

/* The words that WORD and those behind it become, up to NULL, in an array to be freed by
 * shell_words_free. NULL: memory is short. */
char **shell_words_expand(const struct shell_word *word,
                          const struct shell_values *values);
void shell_words_free(char *words[]);

/* The same of what is in PART, which stays one text, to be freed, whatever blanks its values
 * have. NULL: memory is short. */
char *shell_words_value(struct shell_part part, const struct shell_values *values);
