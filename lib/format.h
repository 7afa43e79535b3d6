/* The engine of every printf: console, panic, programs. It hands out one character at a
 * time and keeps nothing.
 *
 * Conversions: d i u x X o c s p %, with the flags `-`, `0`, `+`, space and `#`, width
 * and precision (digits or `*`, at most FORMAT_FIELD_MAX), and the lengths hh h l ll z j
 * t, all as in [C11 7.21.6.1]. %p is 0x and all the digits of a pointer. A NULL string is
 * "(null)". Any other conversion, floating point and %n among them, is printed as it
 * stands and takes no argument. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

enum { FORMAT_FIELD_MAX = 4095 };

typedef void format_put(void *context, char c);

/* Calls PUT with CONTEXT for each character of TEXT with its ARGUMENTS put in. Returns
 * how many there were. */
int format(format_put *put, void *context, const char *text, va_list arguments);

/* The same into the SIZE bytes at BUFFER, cut where they are full and always with a
 * final NUL unless SIZE is 0. Returns the length that it has without the cut, NUL not
 * counted. */
int format_to_buffer(char *buffer, size_t size, const char *text, va_list arguments);
