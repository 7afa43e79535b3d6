/* The grammar of the boot line, and of policies: words between blanks.
 *
 *     policy='mlfq levels=3' run="echo hi; ps" quantum=4
 *
 * Within '…' every character stands for itself. Within "…" and outside of quotes a
 * backslash takes away the meaning of a following \ ' or "; before anything else it
 * stands for itself. Quotes may begin and end anywhere in a word. So both what a user
 * types, run='echo "hi"; ps', and what GRUB makes of it, "run=echo \"hi\"; ps", are the
 * same word. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/compiler.h"

/* Copies the word at or behind *OFFSET of LINE, with its quotes taken away and a final
 * NUL, into the SIZE bytes at WORD (at least one). 1: there is one, and *START is where
 * it begins. 0: there is none up to the end of the line. -EINVAL: a quote is not closed.
 * -E2BIG: it does not fit. After both errors WORD holds the beginning of the word and
 * *START is set, too. *OFFSET is then behind the word in all cases, so that the caller
 * can complain and go on. */
MUST_CHECK int words_next(const char *line, size_t *offset, char *word, size_t size,
                          size_t *start);

/* Splits WORD at its first '=', in place. False, and nothing is changed, if there is none
 * or nothing stands before it. */
bool words_split(char *word, const char **key, const char **value);

/* Reads TEXT, all of it, as a decimal number from MINIMUM to MAXIMUM, into *VALUE. 0, or
 * -EINVAL: something else is there; *VALUE is untouched. */
MUST_CHECK int words_number(const char *text, uint32_t minimum, uint32_t maximum,
                            uint32_t *value);
