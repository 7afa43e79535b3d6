/* What the compiler calls in a checked build (`make CHECKED=1`), where it has put a look before
 * what C leaves undefined. Its names and structs are the compiler's. */
#pragma once

#include <stdint.h>

/* Before version 20 Clang passes these arguments on the stack, whatever -mregparm says. */
#if defined(__clang__) && __clang_major__ < 20
#define SANITIZER_CALL __attribute__((regparm(0)))
#else
#define SANITIZER_CALL
#endif

/* Where in the source, as the compiler tells it. */
struct sanitizer_place {
    const char *file;
    uint32_t line, column;
};
