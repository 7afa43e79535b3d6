/* Integers of a given width [C11 7.20]: the compiler's own, which would look for the system's
 * if it did not find it in another way. */
#pragma once
#pragma GCC system_header

#if __has_include(<stdint-gcc.h>)
#include <stdint-gcc.h>
#else
#include_next <stdint.h>
#endif
