/* The argument stack of a new program. */
#include "kernel/process/arguments.h"

#include "abi/errno.h"
#include "lib/string.h"

enum {
    STACK_ALIGNMENT = 16,
    WORD_BYTES = 4,  /* of the program's pointers, not of ours */
    EXTRA_WORDS = 3, /* the count, argv's NULL, the environment's NULL */
};

/* What COUNT strings of BYTES in all take on the stack, which starts and ends aligned. */
static uint32_t stack_bytes(uint32_t count, uint32_t bytes)
{
    uint32_t exact = (count + EXTRA_WORDS) * WORD_BYTES + bytes;
    return (exact + STACK_ALIGNMENT - 1) / STACK_ALIGNMENT * STACK_ALIGNMENT;
}

int arguments_add(struct arguments *arguments, const char *string)
{
    uint32_t size = (uint32_t)strnlen(string, ARGUMENTS_BYTES_MAX) + 1;
    if (stack_bytes(arguments->count + 1, arguments->bytes + size) > ARGUMENTS_BYTES_MAX)
        return -E2BIG;
    memcpy(arguments->text + arguments->bytes, string, size);
    arguments->bytes += size;
    arguments->count++;
    return 0;
}

uint32_t arguments_build(const struct arguments *arguments, void *top, uint32_t user_top)
{
    uint32_t size = stack_bytes(arguments->count, arguments->bytes);
    uint32_t user_stack = user_top - size;
    uint32_t *word = (uint32_t *)(void *)((char *)top - size);
    uint32_t words_bytes = (arguments->count + EXTRA_WORDS) * WORD_BYTES;
    memcpy((char *)word + words_bytes, arguments->text, arguments->bytes);

    *word++ = arguments->count;
    uint32_t offset = 0;
    for (uint32_t i = 0; i < arguments->count; i++) {
        *word++ = user_stack + words_bytes + offset;
        offset += (uint32_t)strlen(arguments->text + offset) + 1;
    }
    *word++ = 0;
    *word = 0;
    return user_stack;
}
