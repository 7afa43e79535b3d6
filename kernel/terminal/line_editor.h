/* The console's line discipline: bytes from the keyboard become a line that can be
 * edited, and the bytes to echo. It knows no device and no process: what a key means
 * beyond the line (an interrupt, the end of input) is returned as an event, for the
 * caller to carry out.
 *
 * The echo moves only by '\b', ESC [ K and what it prints, so it needs to know neither
 * the prompt nor the width of the screen; a line that wraps is drawn exactly only at its
 * end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    LINE_BYTES_MAX = 256, /* of a line, its '\n' included */
    LINE_HISTORY_MAX = 16,
    LINE_OUTPUT_MAX = 2 * LINE_BYTES_MAX + 32, /* one key redraws a line at most once */
};

enum line_event {
    LINE_NONE,
    LINE_DONE, /* a line can be taken: after Enter with its '\n', after Ctrl-D without */
    LINE_END,  /* Ctrl-D on an empty line: the end of the input */
    LINE_INTERRUPT, /* Ctrl-C; the line is dropped */
    LINE_SUSPEND,   /* Ctrl-Z; the line is dropped */
    LINE_RESCUE,    /* Ctrl-\; the line is dropped */
};

enum line_state { LINE_PLAIN, LINE_ESCAPE, LINE_CONTROL, LINE_SHIFT };

struct line_editor {
    char line[LINE_BYTES_MAX];
    unsigned length, cursor; /* cursor <= length */
    bool is_done;   /* the line is finished; nothing of it is editable any more */
    unsigned taken; /* bytes of a finished line that line_editor_take has handed out */

    enum line_state state; /* of the key sequence being read: ESC, ESC [, ESC O */
    unsigned parameter;    /* the number in it */

    char history[LINE_HISTORY_MAX][LINE_BYTES_MAX]; /* a ring of strings without '\n' */
    unsigned history_count;     /* ever added; the newest is at count - 1 */
    unsigned history_back;      /* how far back Up has gone; 0: not at all */
    char draft[LINE_BYTES_MAX]; /* the line that was left for the history */
};

struct line_output { /* what to echo, in answer to one byte */
    char text[LINE_OUTPUT_MAX];
    unsigned length;
};

void line_editor_init(struct line_editor *editor);

/* Takes the byte C from the keyboard and sets *OUT. Returns what it meant. After
 * LINE_DONE the line is to be taken before the next byte is given, or that byte replaces
 * it.
 *
 * Keys: Enter; Backspace and Delete; Left, Right, Home, End (also Ctrl-A, Ctrl-E); Up and
 * Down through the history (also Ctrl-P, Ctrl-N); Ctrl-U, Ctrl-K and Ctrl-W remove what
 * is before the cursor, what is behind it and the word before it; Ctrl-L clears the
 * screen. Other control characters and bytes that are not ASCII do nothing; a character
 * too many rings the bell. */
enum line_event line_editor_input(struct line_editor *editor, char c,
                                  struct line_output *out);

/* Moves the finished line, or what is left of it, into the SIZE bytes at BUFFER. Returns
 * how many bytes that were; 0 when nothing is left, or none is finished. */
size_t line_editor_take(struct line_editor *editor, char *buffer, size_t size);
