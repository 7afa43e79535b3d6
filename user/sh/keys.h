/* The bytes that a terminal sends, as keys. Knows no terminal: it runs on the host, too. */
#pragma once

#include <stddef.h>

enum key {
    KEY_NONE,
    KEY_TEXT, /* a character: the bytes of the reader */
    KEY_LEFT,
    KEY_RIGHT,
    KEY_WORD_LEFT,
    KEY_WORD_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_UP,
    KEY_DOWN,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_KILL_BEFORE,
    KEY_KILL_BEHIND,
    KEY_KILL_WORD,
    KEY_CLEAR,
    KEY_COMPLETE,
    KEY_ENTER,
    KEY_END_OF_INPUT,
    KEY_INTERRUPT,
};

enum { CHARACTER_BYTES_MAX = 4 };

struct key_reader { /* zeroed at first */
    enum { KEYS_PLAIN, KEYS_ESCAPE, KEYS_CONTROL, KEYS_SHIFT, KEYS_CHARACTER } state;
    unsigned parameter; /* the last number of a sequence ESC [ ... */
    char bytes[CHARACTER_BYTES_MAX];
    size_t length, announced; /* of the character in `bytes`: read, and in all */
};

/* Takes the byte C. Returns the key that it completes. Unknown sequences, and bytes that
 * are no UTF-8, are no key. */
enum key key_read(struct key_reader *reader, char c);
