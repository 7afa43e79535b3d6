/* Names of the kernel's functions, for the backtrace. The table is made by
 * tools/build/symbols after a first link; in that first link it is empty. */
#pragma once

#include <stdint.h>

/* The function that ADDRESS lies in, and how far in; NULL if unknown. */
const char *symbol_find(uintptr_t address, uint32_t *offset);
