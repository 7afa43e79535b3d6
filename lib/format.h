/* The engine of every printf: console, panic, programs. It hands out one character at a
 * time and keeps nothing.
 *
 * Conversions: d i u x X o c s p n %, with the flags `-`, `0`, `+`, space and `#`, width
 * and precision (digits or `*`, at most FORMAT_FIELD_MAX), and the lengths hh h l ll z j
 * t, all as in [C11 7.21.6.1]. %p is 0x and hexadecimal, or "(nil)"; a NULL string is
 * "(null)". Any other conversion is for who calls, floating point for example; unless it is
 * taken, it is printed as it stands and takes no argument. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

enum { FORMAT_FIELD_MAX = 1 << 20 };

enum format_length {
    LENGTH_INT,
    LENGTH_CHAR,
    LENGTH_SHORT,
    LENGTH_LONG,
    LENGTH_LONG_LONG,
    LENGTH_SIZE,
    LENGTH_MAX,
    LENGTH_POINTER_DIFFERENCE,
    LENGTH_LONG_DOUBLE,
};

struct format_conversion {
    bool left, zero, plus, space, alternate; /* the flags - 0 + space # */
    int width, precision;                    /* precision -1: none */
    enum format_length length;
};

struct format_printer;

typedef void format_put(void *context, char c);
/* Prints the conversion of LETTER, taking its argument; false: there is none such. */
typedef bool format_more(struct format_printer *printer,
                         const struct format_conversion *conversion, char letter);

struct format_printer {
    format_put *put;
    void *context;
    format_more *more; /* or NULL */
    int count;
    va_list arguments;
};

/* For format_more: SIZE bytes, or COUNT times C, if that is above 0. */
void format_bytes(struct format_printer *printer, const char *bytes, size_t size);
void format_repeat(struct format_printer *printer, char c, int count);

/* Calls PUT with CONTEXT for each character of TEXT with its ARGUMENTS put in, and MORE, if
 * that is not NULL, for conversions that are not known here. Returns how many characters
 * there were. */
int format(format_put *put, void *context, const char *text, va_list arguments);
int format_with(format_put *put, void *context, format_more *more, const char *text,
                va_list arguments);

/* The same into the SIZE bytes at BUFFER, cut where they are full and always with a
 * final NUL unless SIZE is 0. Returns the length that it has without the cut, NUL not
 * counted. */
int format_to_buffer(char *buffer, size_t size, const char *text, va_list arguments);
int format_to_buffer_with(char *buffer, size_t size, format_more *more, const char *text,
                          va_list arguments);
