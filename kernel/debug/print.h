/* What the kernel itself says: boot messages, warnings, panics. Goes to the console:
 * the serial port and the screen. Used by every layer; the code is in
 * kernel/debug/print.c. */
#pragma once

#include <stdarg.h>

#include "lib/compiler.h"

/* Prints as printf does (lib/format.h says what it knows). */
PRINTF_LIKE(1, 2) void print(const char *text, ...);
void print_list(const char *text, va_list arguments);
