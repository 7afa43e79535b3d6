/* Scan code set 1 as bytes. A code is the key's number when it goes down, with bit 7 when
 * it goes up; E0 before it makes it another key, which an older keyboard did not have. */
#include "arch/x86/scancode.h"

#include <stddef.h>

enum {
    EXTENDED = 0xe0,
    PAUSE = 0xe1, /* two more bytes when it goes down, and two when it is up */
    PAUSE_BYTES = 2,
    RELEASED = 0x80,
    KEY_CONTROL = 0x1d,
    KEY_LEFT_SHIFT = 0x2a,
    KEY_RIGHT_SHIFT = 0x36,
    KEY_CAPS_LOCK = 0x3a,
    KEY_PAGE_UP = 0x49,   /* behind EXTENDED */
    KEY_PAGE_DOWN = 0x51, /* the same */
    KEY_COUNT = 0x54,
    CONTROL_MASK = 0x1f,
};

/* One row a line: the digits, the three rows of letters (each with the shift or control
 * key that comes before it), alt to F10 and two locks, and the keypad. A NUL ends it. */
static const char plain_keys[KEY_COUNT + 1] = "\0\033"
                                              "1234567890-=\177\t"
                                              "qwertyuiop[]\n\0"
                                              "asdfghjkl;'`\0"
                                              "\\zxcvbnm,./\0*"
                                              "\0 \0\0\0\0\0\0\0\0\0\0\0\0\0"
                                              "789-456+1230.";
static const char shifted_keys[KEY_COUNT + 1] = "\0\033"
                                                "!@#$%^&*()_+\177\t"
                                                "QWERTYUIOP{}\n\0"
                                                "ASDFGHJKL:\"~\0"
                                                "|ZXCVBNM<>?\0*"
                                                "\0 \0\0\0\0\0\0\0\0\0\0\0\0\0"
                                                "789-456+1230.";

static const struct {
    uint8_t code;
    const char *bytes;
} extended_keys[] = {
    {0x1c, "\n"},      /* Enter of the keypad */
    {0x35, "/"},       /* of the keypad */
    {0x47, "\033[H"},  /* Home */
    {0x48, "\033[A"},  /* Up */
    {0x4b, "\033[D"},  /* Left */
    {0x4d, "\033[C"},  /* Right */
    {0x4f, "\033[F"},  /* End */
    {0x50, "\033[B"},  /* Down */
    {0x53, "\033[3~"}, /* Delete */
};

static unsigned extended_bytes(uint8_t key, char out[SCANCODE_BYTES_MAX])
{
    unsigned count = 0;
    for (size_t i = 0; i < sizeof extended_keys / sizeof extended_keys[0]; i++) {
        if (extended_keys[i].code == key)
            for (const char *byte = extended_keys[i].bytes; *byte != '\0'; byte++)
                out[count++] = *byte;
    }
    return count;
}

static bool has_shift(const struct scancode_state *state)
{
    return state->left_shift || state->right_shift;
}

static int pages_to_scroll(const struct scancode_state *state, uint8_t extended_key)
{
    if (!has_shift(state))
        return 0;
    return (extended_key == KEY_PAGE_UP) - (extended_key == KEY_PAGE_DOWN);
}

static char plain_byte(const struct scancode_state *state, uint8_t key)
{
    if (key >= KEY_COUNT)
        return '\0';
    bool is_letter = plain_keys[key] >= 'a' && plain_keys[key] <= 'z';
    bool has_control = is_letter || plain_keys[key] == '\\';
    if (has_control && (state->left_control || state->right_control))
        return (char)(plain_keys[key] & CONTROL_MASK);
    bool is_shifted = has_shift(state);
    if (is_letter && state->caps_lock)
        is_shifted = !is_shifted;
    return is_shifted ? shifted_keys[key] : plain_keys[key];
}

/* Keeps track of the keys that change others; false if KEY is none of them. E0 with a
 * shift key is not a shift key: keyboards send that around others. */
static bool change_modifier(struct scancode_state *state, bool is_extended, uint8_t key,
                            bool is_down)
{
    if (key == KEY_CONTROL)
        *(is_extended ? &state->right_control : &state->left_control) = is_down;
    else if (key == KEY_LEFT_SHIFT && !is_extended)
        state->left_shift = is_down;
    else if (key == KEY_RIGHT_SHIFT && !is_extended)
        state->right_shift = is_down;
    else if (key == KEY_CAPS_LOCK)
        state->caps_lock ^= is_down;
    else
        return false;
    return true;
}

/* Whether CODE only announces or belongs to something longer. */
static bool is_part(struct scancode_state *state, uint8_t code)
{
    if (state->ignore_count > 0) {
        state->ignore_count--;
        return true;
    }
    if (code == PAUSE)
        state->ignore_count = PAUSE_BYTES;
    if (code == EXTENDED)
        state->is_extended = true;
    return code == PAUSE || code == EXTENDED;
}

unsigned scancode_translate(struct scancode_state *state, uint8_t code,
                            char out[SCANCODE_BYTES_MAX])
{
    state->scroll = 0;
    if (is_part(state, code))
        return 0;
    bool is_extended = state->is_extended, is_down = (code & RELEASED) == 0;
    uint8_t key = code & (uint8_t)~RELEASED;
    state->is_extended = false;
    if (change_modifier(state, is_extended, key, is_down) || !is_down)
        return 0;
    if (is_extended) {
        state->scroll = pages_to_scroll(state, key);
        return state->scroll != 0 ? 0 : extended_bytes(key, out);
    }
    out[0] = plain_byte(state, key);
    return out[0] != '\0';
}
