/* POSIX's canonical mode: bytes become a line, with keys to take back what was typed, and
 * the bytes to echo. It knows no device and no process. [POSIX 11.1.6, 11.1.9] */
#pragma once

#include <stdbool.h>

#include "abi/termios.h"

enum {
    LINE_BYTES_MAX = 1024, /* of a line, its '\n' included */
    LINE_ECHO_MAX = 2,     /* of a control character: ^ and a letter */
};

struct line {
    char text[LINE_BYTES_MAX];
    unsigned length, taken; /* taken <= length: the reader has these */
    bool is_done;           /* by '\n', which is its last byte, or by VEOF */
};

struct line_output { /* what to show, in answer to one byte */
    unsigned wiped;  /* so many columns to the left are blank again */
    unsigned length; /* and then this is there */
    char text[LINE_ECHO_MAX];
};

/* An empty one. */
void line_begin(struct line *line);

/* Adds the byte C to LINE, which is not done, or does what it means by SETTINGS: VERASE
 * removes a character of UTF-8, VWERASE a word, VKILL all; VEOF ends the line without a
 * byte. One too many rings the bell. Sets *OUT. */
void line_input(struct line *line, const struct termios *settings, char c,
                struct line_output *out);
