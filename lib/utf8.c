#include "lib/utf8.h"

#include <stdint.h>

enum { BYTES_MAX = 4 };

size_t utf8_before(const char *text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && at - start < BYTES_MAX && utf8_continues(text[start]))
        start--;
    return utf8_behind(text, at, start) == at ? start : at - 1;
}

/* How many bytes the first one announces. */
static size_t announced(unsigned char first)
{
    return first >= 0xf0 && first < 0xf8 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

size_t utf8_behind(const char *text, size_t length, size_t at)
{
    size_t count = announced((unsigned char)text[at]);
    for (size_t i = 1; i < count; i++)
        if (at + i >= length || !utf8_continues(text[at + i]))
            return at + 1;
    return at + count;
}

static uint32_t code_point(const char *text, size_t length)
{
    uint32_t code = (unsigned char)text[0];
    if (length > 1)
        code &= 0x7fu >> length;
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    return code;
}

/* [Unicode 15, EastAsianWidth: W and F, in large blocks; combining marks likewise] */
static const struct {
    uint32_t first, last;
    unsigned columns;
} unusual[] = {
    {0x0300, 0x036f, 0},   {0x200b, 0x200f, 0},   {0xfe00, 0xfe0f, 0},
    {0x1100, 0x115f, 2},   {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},
    {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe30, 0xfe6f, 2},
    {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2},
    {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
};

unsigned utf8_columns(const char *text, size_t length)
{
    uint32_t code = code_point(text, utf8_behind(text, length, 0));
    for (size_t i = 0; i < sizeof(unusual) / sizeof(unusual[0]); i++)
        if (code >= unusual[i].first && code <= unusual[i].last)
            return unusual[i].columns;
    return 1;
}
