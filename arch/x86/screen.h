/* A text screen, as a model over somebody else's cells: VGA's memory, or an array in a
 * test. It scrolls, and understands the ANSI sequences that the shell's editor and
 * full-screen programs use: CSI A B C D H f J K m [ECMA-48 8.3]. Other sequences are
 * swallowed; a character that is not ASCII is shown as `?`. Rows that scroll off are kept in a
 * ring, if it is given one, and can be looked at. The invariant: row < rows and column <
 * columns. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { SCREEN_PARAMETERS_MAX = 8 };

enum screen_state { SCREEN_TEXT, SCREEN_ESCAPE, SCREEN_CONTROL };

struct screen {
    uint16_t *cells; /* rows × columns, each: character | attribute << 8 */
    uint32_t columns, rows;
    uint32_t column, row; /* of the cursor */
    bool is_wrap_due;  /* the last column is written: what comes next opens a new line */
    uint8_t attribute; /* what new cells get: foreground | background << 4 [VGA] */

    uint8_t colors;   /* as attribute, before `is_reversed` swaps its halves */
    bool is_reversed; /* CSI 7 m */

    uint16_t *kept; /* a ring of rows: those that scrolled off, and behind them, while one
                     * looks back, the screen's own */
    uint32_t kept_rows;  /* there is room for */
    uint32_t kept_next;  /* where in the ring the next one goes */
    uint32_t kept_count; /* that scrolled off; at most kept_rows - rows */
    uint32_t back;       /* rows that one looks back; 0: the cells are the screen's own */

    enum screen_state state;                    /* of the sequence being read */
    uint32_t parameters[SCREEN_PARAMETERS_MAX]; /* its numbers; missing ones are 0 */
    uint32_t parameter_count; /* semicolons read so far; may exceed the above */
    bool is_unknown;          /* it has characters that no known one has */
};

/* Clears CELLS, with the cursor at the top left. COLUMNS and ROWS are at least 1. */
void screen_init(struct screen *screen, uint16_t *cells, uint32_t columns, uint32_t rows);

/* Keeps rows that scroll off in KEPT, a ring of KEPT_ROWS rows: as many as it is larger
 * than the screen. */
void screen_keep(struct screen *screen, uint16_t *kept, uint32_t kept_rows);

/* Takes one byte of output. '\n' goes to the start of the next line. Ends looking back. */
void screen_put(struct screen *screen, char c);

/* Shows what stood BACK rows higher, or as far back as rows are kept; 0: the screen. */
void screen_look_back(struct screen *screen, uint32_t back);
