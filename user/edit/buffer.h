/* The text that is edited, as lines; what is between two of them was a newline. Knows no
 * terminal and no file: it runs on the host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct line {
    char *text;          /* LENGTH bytes; NULL: there are none */
    size_t length, size; /* for SIZE there is room */
};

struct place { /* in front of the byte COLUMN of line ROW */
    size_t row, column;
};

struct buffer { /* zeroed at first; there is always a line once text has been added */
    struct line *lines;
    size_t count, size;
    bool is_changed;
};

/* Puts in the LENGTH bytes at TEXT, newlines too, and moves *PLACE behind them. False: memory is
 * short, and what was put in so far stays. */
bool buffer_insert(struct buffer *buffer, struct place *place, const char *text,
                   size_t length);
/* Takes out what is between FROM and TO, which is behind it, in the same line or at the beginning
 * of the next one. False: memory is short. */
bool buffer_remove(struct buffer *buffer, struct place from, struct place to);
/* Moves *PLACE to the next TEXT, from behind it on and round; false: there is none. */
bool buffer_find(const struct buffer *buffer, const char *text, struct place *place);

/* The places in front of PLACE and behind it, by characters; the same one: there is none. */
struct place buffer_before(const struct buffer *buffer, struct place place);
struct place buffer_behind(const struct buffer *buffer, struct place place);
