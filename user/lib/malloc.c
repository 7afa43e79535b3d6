/* The heap: blocks side by side from the break downwards to where it first was.
 *
 *     | block | bytes ... | block | bytes ... | ... | last |  <- break
 *
 * Each block knows its own length and that of the block below, so a freed one finds both
 * neighbours and melts with those that are free: two free blocks never touch. Free blocks
 * are on a ring through `free_blocks`; used ones have no links. `last` is a used block
 * without bytes, so that nobody looks beyond the end. */
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct block {
    size_t length;                 /* with this header, in bytes */
    size_t length_below;           /* 0: there is none */
    struct block *next, *previous; /* on the ring of free blocks; NULL: used */
};

enum { HEADER_BYTES = sizeof(struct block), GROWTH_BYTES = 16 * 1024 };

_Static_assert(HEADER_BYTES % 16 == 0, "blocks are aligned for every type");

static struct block free_blocks = {0, 0, &free_blocks, &free_blocks};
static struct block *last; /* NULL: no heap yet */

static struct block *block_above(struct block *block)
{
    return (struct block *)((char *)block + block->length);
}

static struct block *block_below(struct block *block)
{
    return (struct block *)((char *)block - block->length_below);
}

static bool block_is_free(const struct block *block)
{
    return block->next != NULL;
}

static void block_set_length(struct block *block, size_t length)
{
    block->length = length;
    block_above(block)->length_below = length;
}

static void block_link(struct block *block)
{
    block->next = free_blocks.next;
    block->previous = &free_blocks;
    block->next->previous = block;
    free_blocks.next = block;
}

static void block_unlink(struct block *block)
{
    block->previous->next = block->next;
    block->next->previous = block->previous;
    block->next = block->previous = NULL;
}

/* Puts a used BLOCK on the ring, as one with the free ones beside it. */
static void block_release(struct block *block)
{
    struct block *above = block_above(block);

    if (block_is_free(above)) {
        block_unlink(above);
        block_set_length(block, block->length + above->length);
    }
    if (block->length_below != 0 && block_is_free(block_below(block))) {
        struct block *below = block_below(block);

        block_unlink(below);
        block_set_length(below, below->length + block->length);
        block = below;
    }
    block_link(block);
}

/* Gives back what a used BLOCK has beyond LENGTH, where that is room for a block of its
 * own. */
static void block_trim(struct block *block, size_t length)
{
    size_t spare = block->length - length;

    if (spare < 2 * HEADER_BYTES)
        return;
    block->length = length;
    struct block *rest = block_above(block);
    *rest = (struct block){.length_below = length};
    block_set_length(rest, spare);
    block_release(rest);
}

/* Moves the break so that a free block of LENGTH comes to be. Where the new memory
 * follows the old, the old `last` becomes the header of the new block; else a heap of its
 * own begins. */
static bool heap_grow(size_t length)
{
    size_t growth =
        (length + HEADER_BYTES + GROWTH_BYTES - 1) / GROWTH_BYTES * GROWTH_BYTES;

    sbrk(-(intptr_t)sbrk(0) & (HEADER_BYTES - 1)); /* nothing, but for the first time */
    char *start = sbrk((intptr_t)growth);
    if (start == SBRK_FAILED)
        return false;
    bool follows = last != NULL && start == (char *)last + HEADER_BYTES;
    struct block *block = follows ? last : (struct block *)start;

    if (!follows)
        *block = (struct block){.length = HEADER_BYTES};
    last = (struct block *)(start + growth - HEADER_BYTES);
    *last = (struct block){.length = HEADER_BYTES};
    block_set_length(block, (size_t)((char *)last - (char *)block));
    block_release(block);
    return true;
}

static struct block *heap_find(size_t length)
{
    for (struct block *block = free_blocks.next; block != &free_blocks;
         block = block->next)
        if (block->length >= length)
            return block;
    return NULL;
}

/* The block of BYTES; a pointer that malloc never gave, or one freed already, ends the
 * program. */
static struct block *block_of(void *bytes)
{
    struct block *block = (struct block *)bytes - 1;

    assert(!block_is_free(block));
    return block;
}

void *malloc(size_t size)
{
    if (size > INTPTR_MAX - 2 * GROWTH_BYTES) {
        errno = ENOMEM;
        return NULL;
    }
    size_t length = (size + 2 * HEADER_BYTES - 1) / HEADER_BYTES * HEADER_BYTES;
    struct block *block = heap_find(length);

    if (block == NULL && heap_grow(length))
        block = heap_find(length);
    if (block == NULL)
        return NULL;
    block_unlink(block);
    block_trim(block, length);
    return block + 1;
}

void free(void *bytes)
{
    if (bytes != NULL)
        block_release(block_of(bytes));
}

void *calloc(size_t count, size_t size)
{
    size_t length;

    if (__builtin_mul_overflow(count, size, &length)) {
        errno = ENOMEM;
        return NULL;
    }
    void *bytes = malloc(length);
    return bytes == NULL ? NULL : memset(bytes, 0, length);
}

/* A block that is large enough for bytes at such an address, of which what lies below them is
 * freed: so it is a block of its own, or there is none. */
void *aligned_alloc(size_t alignment, size_t size)
{
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    if (alignment <= HEADER_BYTES)
        return malloc(size);
    if (size > INTPTR_MAX - alignment - HEADER_BYTES) {
        errno = ENOMEM;
        return NULL;
    }
    char *bytes = malloc(size + alignment + HEADER_BYTES);
    if (bytes == NULL || (uintptr_t)bytes % alignment == 0)
        return bytes;
    struct block *below = block_of(bytes);
    size_t gap = alignment - (uintptr_t)bytes % alignment;
    if (gap < 2 * HEADER_BYTES)
        gap += alignment;
    struct block *block = (struct block *)(bytes + gap) - 1;
    *block = (struct block){0};
    block_set_length(block, below->length - gap);
    block_set_length(below, gap);
    block_release(below);
    return bytes + gap;
}

int posix_memalign(void **bytes, size_t alignment, size_t size)
{
    int error = errno;
    void *aligned = alignment < sizeof(void *) ? NULL : aligned_alloc(alignment, size);
    int failure = alignment < sizeof(void *) ? EINVAL : errno;

    errno = error;
    if (aligned == NULL)
        return failure;
    *bytes = aligned;
    return 0;
}

void *reallocarray(void *bytes, size_t count, size_t size)
{
    size_t length;

    if (__builtin_mul_overflow(count, size, &length)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(bytes, length);
}

void *realloc(void *bytes, size_t size)
{
    if (bytes == NULL)
        return malloc(size);
    if (size == 0) { /* as Linux's library does */
        free(bytes);
        return NULL;
    }
    size_t room = block_of(bytes)->length - HEADER_BYTES;

    if (size <= room)
        return bytes;
    void *moved = malloc(size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, bytes, room);
    free(bytes);
    return moved;
}
