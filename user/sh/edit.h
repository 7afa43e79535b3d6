/* A line that is edited: what the keys do with it, and how it is shown. It knows no
 * terminal, and runs on the host, too: bytes go in, and what is to be written comes out.
 *
 * The line is shown in one row behind the prompt. Of a longer one a part is shown: `<` and
 * `>` say that there is more. The cursor moves by '\b' and by what is printed, so that
 * nothing needs to be known of where the row is; and the prompt is printed once, as whoever
 * looks for it in the output would take it for another one. */
#pragma once

#include <stdbool.h>

#include "user/sh/history.h"
#include "user/sh/keys.h"

enum {
    EDIT_BYTES_MAX = 1024, /* of a line, its NUL included */
    EDIT_COLUMNS_MIN = 20,
    EDIT_COLUMNS_MAX = 250,
    EDIT_OUTPUT_MAX = 2048, /* a row of long characters, and the way there and back */
};

enum edit_event {
    EDIT_MORE,
    EDIT_DONE,     /* Enter */
    EDIT_END,      /* Ctrl-D, and the line is empty */
    EDIT_DROPPED,  /* Ctrl-C, which the kernel has shown */
    EDIT_COMPLETE, /* Tab: for the caller to do */
};

struct editor {
    char text[EDIT_BYTES_MAX]; /* ends with a NUL */
    size_t length, cursor;     /* cursor <= length, at the border of a character */

    const char *prompt;
    size_t columns;      /* for the line, behind the prompt */
    size_t start;        /* the first byte that is shown */
    size_t shown_cursor; /* the byte at which the terminal's cursor is ... */
    size_t column;       /* ... and its column; the line's first is 0 */
    size_t end_column;   /* behind the last that is drawn */

    struct key_reader keys;
    struct history *history;
    size_t back;                /* how far back Up has gone; 0: not at all */
    char draft[EDIT_BYTES_MAX]; /* the line that was left to look at others */

    char out[EDIT_OUTPUT_MAX]; /* what to write, in answer to what was done last */
    size_t out_length;
};

/* An empty line, behind PROMPT, in a terminal of so many COLUMNS. PROMPT and HISTORY
 * stay. */
void edit_begin(struct editor *editor, const char *prompt, size_t columns,
                struct history *history);

/* Takes the byte C, and sets `out`. A character for which there is no room rings the bell,
 * and changes nothing. */
enum edit_event edit_byte(struct editor *editor, char c);

/* Puts TEXT in at the cursor, as if it was typed. */
void edit_insert(struct editor *editor, const char *text);
void edit_bell(struct editor *editor);
/* Shows prompt and line again, at the beginning of a row. */
void edit_show_again(struct editor *editor);
