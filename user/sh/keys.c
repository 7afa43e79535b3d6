/* A control character is a key at any time; else a byte goes to the character or the
 * sequence that has begun, by `state`. */
#include "user/sh/keys.h"

#include <stdbool.h>

enum {
    CONTROL_MASK = 0x1f,
    ESCAPE = 0x1b,
    DELETE = 0x7f,
    PARAMETER_LIMIT = 999,
    WITH_ALT = 3, /* the second number of a cursor key's sequence [xterm] */
    WITH_CONTROL = 5,
};

static enum key control_key(char c)
{
    static const unsigned char keys[CONTROL_MASK + 1] = {
        ['A' & CONTROL_MASK] = KEY_HOME,        ['B' & CONTROL_MASK] = KEY_LEFT,
        ['C' & CONTROL_MASK] = KEY_INTERRUPT,   ['D' & CONTROL_MASK] = KEY_END_OF_INPUT,
        ['E' & CONTROL_MASK] = KEY_END,         ['F' & CONTROL_MASK] = KEY_RIGHT,
        ['H' & CONTROL_MASK] = KEY_BACKSPACE,   ['I' & CONTROL_MASK] = KEY_COMPLETE,
        ['J' & CONTROL_MASK] = KEY_ENTER,       ['K' & CONTROL_MASK] = KEY_KILL_BEHIND,
        ['L' & CONTROL_MASK] = KEY_CLEAR,       ['M' & CONTROL_MASK] = KEY_ENTER,
        ['N' & CONTROL_MASK] = KEY_DOWN,        ['P' & CONTROL_MASK] = KEY_UP,
        ['U' & CONTROL_MASK] = KEY_KILL_BEFORE, ['W' & CONTROL_MASK] = KEY_KILL_WORD,
    };
    return c == DELETE ? KEY_BACKSPACE : (enum key)keys[(unsigned char)c];
}

/* Of ESC [ LETTER, ESC O LETTER, or ESC [ 1 ; NUMBER LETTER. */
static enum key letter_key(char letter, unsigned number)
{
    bool is_word = number == WITH_ALT || number == WITH_CONTROL;

    switch (letter) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return is_word ? KEY_WORD_RIGHT : KEY_RIGHT;
    case 'D':
        return is_word ? KEY_WORD_LEFT : KEY_LEFT;
    case 'H':
        return KEY_HOME;
    case 'F':
        return KEY_END;
    default:
        return KEY_NONE;
    }
}

/* Of ESC [ NUMBER ~. The two keys for pages go through the history, too. */
static enum key number_key(unsigned number)
{
    static const unsigned char keys[] = {
        [1] = KEY_HOME, [3] = KEY_DELETE, [4] = KEY_END, [5] = KEY_UP,
        [6] = KEY_DOWN, [7] = KEY_HOME,   [8] = KEY_END,
    };
    return number < sizeof(keys) ? (enum key)keys[number] : KEY_NONE;
}

static enum key escaped_key(struct key_reader *reader, char c)
{
    reader->state = c == '[' ? KEYS_CONTROL : c == 'O' ? KEYS_SHIFT : KEYS_PLAIN;
    reader->parameter = 0;
    return c == 'b' ? KEY_WORD_LEFT : c == 'f' ? KEY_WORD_RIGHT : KEY_NONE;
}

/* [ECMA-48 5.4]: numbers, then a letter or the like that ends it. */
static enum key sequence_key(struct key_reader *reader, char c)
{
    if (c >= '0' && c <= '9' && reader->parameter <= PARAMETER_LIMIT)
        reader->parameter = reader->parameter * 10 + (unsigned)(c - '0');
    if (c == ';')
        reader->parameter = 0;
    if (c < '@' && reader->state == KEYS_CONTROL)
        return KEY_NONE;
    reader->state = KEYS_PLAIN;
    return c == '~' ? number_key(reader->parameter) : letter_key(c, reader->parameter);
}

static size_t announced_bytes(unsigned char first)
{
    return first < 0x80                    ? 1
           : first >= 0xf0 && first < 0xf8 ? 4
           : first >= 0xe0 && first < 0xf0 ? 3
           : first >= 0xc0 && first < 0xe0 ? 2
                                           : 0;
}

/* A byte of text. One that does not go on with the character that has begun begins
 * another. */
static enum key text_key(struct key_reader *reader, char c)
{
    bool continues = ((unsigned char)c & 0xc0) == 0x80;

    if (!continues || reader->state != KEYS_CHARACTER) {
        reader->length = 0;
        reader->announced = announced_bytes((unsigned char)c);
    }
    reader->state = KEYS_PLAIN;
    if (reader->announced == 0)
        return KEY_NONE;
    reader->bytes[reader->length++] = c;
    if (reader->length == reader->announced)
        return KEY_TEXT;
    reader->state = KEYS_CHARACTER;
    return KEY_NONE;
}

enum key key_read(struct key_reader *reader, char c)
{
    if ((unsigned char)c < ' ' || c == DELETE) {
        reader->state = c == ESCAPE ? KEYS_ESCAPE : KEYS_PLAIN;
        return control_key(c);
    }
    if (reader->state == KEYS_ESCAPE)
        return escaped_key(reader, c);
    if (reader->state == KEYS_CONTROL || reader->state == KEYS_SHIFT)
        return sequence_key(reader, c);
    return text_key(reader, c);
}
