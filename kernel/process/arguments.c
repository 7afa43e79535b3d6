/* The stack of a new program, written from its lowest word upwards. */
#include "kernel/process/arguments.h"

#include <stddef.h>

#include "abi/auxv.h"
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "lib/string.h"

enum {
    STACK_ALIGNMENT = 16,
    WORD_BYTES = 4,    /* of the program's pointers, not of ours */
    OTHER_WORDS = 3,   /* the count, argv's NULL, the environment's NULL */
    VECTOR_WORDS = 36, /* of the auxiliary vector */
    PLATFORM_BYTES = 5,
    END_BYTES = 4,     /* zeros at the top */
    CLOCK_TICKS = 100, /* as for every program of Linux's */
    SEGMENT_HEADER_BYTES = 32,
    STRING_INSTRUCTIONS = 100, /* for kernel_worked: to find a string's end, */
    BYTE_INSTRUCTIONS = 3,     /* for each byte of it, */
    PAGE_INSTRUCTIONS = 2000,  /* and to write a page */
};

/* What lies between the pointers and the strings. */
struct middle {
    uint32_t vector[VECTOR_WORDS];
    uint32_t chance[4];
    char platform[PLATFORM_BYTES];
};

enum { MIDDLE_BYTES = offsetof(struct middle, platform) + PLATFORM_BYTES };

_Static_assert(offsetof(struct middle, platform) == ARGUMENTS_TO_PLATFORM &&
                   (int)MIDDLE_BYTES == (int)ARGUMENTS_TO_STRINGS,
               "the header has it");

/* --- Collecting --- */

char *arguments_room(const struct arguments *arguments, uint32_t *room)
{
    uint32_t index = arguments->bytes / ARGUMENTS_PAGE_BYTES;
    uint32_t used = arguments->bytes % ARGUMENTS_PAGE_BYTES;
    if (index == ARGUMENTS_PAGES_MAX || !arguments->pages[index]) {
        *room = index;
        return NULL;
    }
    *room = ARGUMENTS_PAGE_BYTES - used;
    return arguments->pages[index] + used;
}

int arguments_add(struct arguments *arguments, const char *string)
{
    uint32_t left = (uint32_t)strlen(string) + 1, room;
    while (left > 0) {
        char *to = arguments_room(arguments, &room);
        if (!to)
            return -E2BIG;
        uint32_t part = room < left ? room : left;
        memcpy(to, string, part);
        arguments->bytes += part;
        string += part;
        left -= part;
    }
    arguments->argument_count++;
    return 0;
}

uint32_t arguments_next(const struct arguments *arguments, uint32_t offset)
{
    for (;;) {
        uint32_t used = offset % ARGUMENTS_PAGE_BYTES;
        const char *string = arguments->pages[offset / ARGUMENTS_PAGE_BYTES] + used;
        uint32_t rest = ARGUMENTS_PAGE_BYTES - used;
        uint32_t length = (uint32_t)strnlen(string, rest);
        kernel_worked(STRING_INSTRUCTIONS + BYTE_INSTRUCTIONS * length);
        if (length < rest)
            return offset + length + 1;
        offset += rest;
    }
}

/* --- Writing: at `address`, which goes up, in pages that are asked for one by one; nothing
 * more is written once one could not be had --- */

struct writer {
    struct arguments_stack *stack;
    uint32_t address;
    char *to;      /* where the kernel sees that address */
    uint32_t left; /* bytes of its page */
    bool has_failed;
};

static bool get_page(struct writer *writer)
{
    uint32_t used = writer->address % ARGUMENTS_PAGE_BYTES;
    if (writer->has_failed)
        return false;
    char *page = writer->stack->page(writer->stack, writer->address - used);
    kernel_worked(PAGE_INSTRUCTIONS);
    writer->has_failed = !page;
    if (!page)
        return false;
    writer->to = page + used;
    writer->left = ARGUMENTS_PAGE_BYTES - used;
    return true;
}

static void write_bytes(struct writer *writer, const void *bytes, uint32_t count)
{
    const char *from = bytes;
    while (count > 0 && (writer->left > 0 || get_page(writer))) {
        uint32_t part = count < writer->left ? count : writer->left;
        memcpy(writer->to, from, part);
        from += part;
        count -= part;
        writer->to += part;
        writer->address += part;
        writer->left -= part;
    }
}

static inline void write_word(struct writer *writer, uint32_t word)
{
    if (writer->left == 0 && !get_page(writer))
        return;
    *(uint32_t *)(void *)writer->to = word; /* a word never lies in two pages */
    writer->to += WORD_BYTES;
    writer->address += WORD_BYTES;
    writer->left -= WORD_BYTES;
}

/* Pointers to COUNT strings, of which the first is number FIRST of all; the strings begin at
 * STRINGS, and that of the pointer before lies at *OFFSET from there. */
static void write_pointers(struct writer *writer, const struct arguments *arguments,
                           uint32_t first, uint32_t count, uint32_t strings,
                           uint32_t *offset)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (i > 0)
            *offset = arguments_next(arguments, *offset);
        write_word(writer, strings + *offset);
    }
    write_word(writer, 0);
}

static void write_strings(struct writer *writer, const struct arguments *arguments)
{
    for (uint32_t offset = 0; offset < arguments->bytes; offset += ARGUMENTS_PAGE_BYTES) {
        uint32_t rest = arguments->bytes - offset;
        write_bytes(writer, arguments->pages[offset / ARGUMENTS_PAGE_BYTES],
                    rest < ARGUMENTS_PAGE_BYTES ? rest : ARGUMENTS_PAGE_BYTES);
    }
}

/* --- The whole picture --- */

/* Where the parts begin. All is written in one go: the rest lies at the top. */
struct places {
    uint32_t bottom, middle, strings, path;
};

static struct places find_places(const struct arguments *arguments, uint32_t path_bytes,
                                 uint32_t words, uint32_t top)
{
    struct places places;
    uint32_t size =
        words * WORD_BYTES + MIDDLE_BYTES + arguments->bytes + path_bytes + END_BYTES;
    places.bottom = (top - size) & ~(uint32_t)(STACK_ALIGNMENT - 1);
    places.middle = places.bottom + words * WORD_BYTES;
    places.strings = places.middle + MIDDLE_BYTES;
    places.path = places.strings + arguments->bytes;
    return places;
}

static inline uint32_t *put_pair(uint32_t *at, uint32_t type, uint32_t value)
{
    at[0] = type;
    at[1] = value;
    return at + 2;
}

static inline void fill_middle(struct middle *middle, const struct arguments_start *start,
                               const struct places *places)
{
    uint32_t *at = middle->vector;
    at = put_pair(at, AT_HWCAP, start->capabilities);
    at = put_pair(at, AT_PAGESZ, ARGUMENTS_PAGE_BYTES);
    at = put_pair(at, AT_CLKTCK, CLOCK_TICKS);
    at = put_pair(at, AT_PHDR, start->headers);
    at = put_pair(at, AT_PHENT, SEGMENT_HEADER_BYTES);
    at = put_pair(at, AT_PHNUM, start->header_count);
    at = put_pair(at, AT_BASE, 0);
    at = put_pair(at, AT_FLAGS, 0);
    at = put_pair(at, AT_ENTRY, start->entry);
    at = put_pair(at, AT_UID, start->uid);
    at = put_pair(at, AT_EUID, start->uid);
    at = put_pair(at, AT_GID, 0);
    at = put_pair(at, AT_EGID, 0);
    at = put_pair(at, AT_SECURE, 0);
    at = put_pair(at, AT_RANDOM, places->middle + offsetof(struct middle, chance));
    at = put_pair(at, AT_EXECFN, places->path);
    at = put_pair(at, AT_PLATFORM, places->middle + offsetof(struct middle, platform));
    at = put_pair(at, AT_NULL, 0);
    memcpy(middle->chance, start->chance, sizeof(middle->chance));
    memcpy(middle->platform, "i686", PLATFORM_BYTES);
}

/* In place where it lies in one page: nearly always. */
static inline void write_middle(struct writer *writer,
                                const struct arguments_start *start,
                                const struct places *places)
{
    if (writer->left < sizeof(struct middle)) {
        struct middle apart = {0};
        fill_middle(&apart, start, places);
        write_bytes(writer, &apart, MIDDLE_BYTES);
        return;
    }
    fill_middle((void *)writer->to, start, places);
    writer->to += MIDDLE_BYTES;
    writer->address += MIDDLE_BYTES;
    writer->left -= MIDDLE_BYTES;
}

uint32_t arguments_build(const struct arguments *arguments,
                         const struct arguments_start *start,
                         struct arguments_stack *stack, uint32_t top)
{
    uint32_t words =
        OTHER_WORDS + arguments->argument_count + arguments->environment_count;
    struct places places = find_places(arguments, start->path_bytes, words, top);
    struct writer writer = {.stack = stack, .address = places.bottom};
    uint32_t offset = 0;
    write_word(&writer, arguments->argument_count);
    write_pointers(&writer, arguments, 0, arguments->argument_count, places.strings,
                   &offset);
    write_pointers(&writer, arguments, arguments->argument_count,
                   arguments->environment_count, places.strings, &offset);
    write_middle(&writer, start, &places);
    write_strings(&writer, arguments);
    write_bytes(&writer, start->path, start->path_bytes);
    return writer.has_failed ? 0 : places.bottom;
}
