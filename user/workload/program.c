#include "program.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 12 }; /* room for `c` and ten digits */

/* Copies what is in front of the next comma into WORD, and moves *TEXT behind that; NULL is
 * the end. False: it is too long. */
static bool next_word(const char **text, char word[WORD_MAX])
{
    size_t length = strcspn(*text, ",");
    if (length >= WORD_MAX)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text = (*text)[length] ? *text + length + 1 : NULL;
    return true;
}

enum operation program_next(const char **text, uint64_t *ticks)
{
    char word[WORD_MAX];
    if (!next_word(text, word))
        return OPERATION_NONE;
    if (strcmp(word, "i") == 0)
        return OPERATION_IO;
    bool computes = word[0] == 'c' && word[1] != '\0' &&
                    word[1 + strspn(word + 1, "0123456789")] == '\0';
    *ticks = computes ? strtoull(word + 1, NULL, 10) : 0;
    return *ticks > 0 ? OPERATION_CPU : OPERATION_NONE;
}

bool program_read(const char *text, uint64_t *length, uint64_t *io_count)
{
    *length = *io_count = 0;
    while (text) {
        uint64_t ticks = 2; /* of an I/O */
        enum operation operation = program_next(&text, &ticks);
        if (operation == OPERATION_NONE)
            return false;
        *length += ticks;
        *io_count += operation == OPERATION_IO;
    }
    return true;
}

enum operation program_operation(const char *program, uint64_t tick)
{
    while (program) {
        uint64_t ticks = 2;
        enum operation operation = program_next(&program, &ticks);
        if (tick < ticks)
            return operation == OPERATION_IO && tick == 1 ? OPERATION_IO_DONE : operation;
        tick -= ticks;
    }
    return OPERATION_NONE;
}
