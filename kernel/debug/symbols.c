#include "kernel/debug/symbols.h"

#include <stddef.h>

struct symbol {
    uint32_t address; /* ascending */
    uint32_t name;    /* address of a string */
};

extern const uint32_t symbol_count; /* made by tools/build/symbols */
extern const struct symbol symbol_table[];

const char *symbol_find(uintptr_t address, uint32_t *offset)
{
    uint32_t low = 0, high = symbol_count;
    while (low < high) { /* all before LOW begin at or before ADDRESS */
        uint32_t middle = (low + high) / 2;
        if (symbol_table[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    *offset = (uint32_t)address - symbol_table[low - 1].address;
    return (const char *)(uintptr_t)symbol_table[low - 1].name;
}
