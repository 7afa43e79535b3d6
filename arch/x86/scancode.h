/* What a PS/2 keyboard says (scan code set 1) as the bytes that a terminal would send:
 * the US layout, with the ANSI sequences for the keys that are no characters. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { SCANCODE_BYTES_MAX = 8 };

struct scancode_state { /* all zero: no key is down */
    bool left_shift, right_shift, left_control, right_control;
    bool caps_lock;
    int scroll; /* pages of the screen, by the latest code: 1 Shift-PageUp, which goes
                 * back; -1 Shift-PageDown; else 0 */
    bool is_extended;      /* the byte before was 0xE0 */
    unsigned ignore_count; /* bytes left of the Pause key's sequence */
};

/* Takes the byte CODE from the keyboard. Returns how many bytes it put into OUT: 0 to
 * 4. */
unsigned scancode_translate(struct scancode_state *state, uint8_t code,
                            char out[SCANCODE_BYTES_MAX]);
