/* How a page frame of small objects begins: for object.c, and for object_check.c in a checked
 * build. */
#pragma once

#include <stdint.h>

#include "kernel/arch.h"
#include "kernel/memory/object.h"

struct slab {
    struct list link;
    struct object_cache *cache; /* to notice an object of another one */
    uint32_t in_use, capacity;
    uint32_t fresh; /* objects from this one on have never been used */
    void *free;     /* the first that has been freed */
};

/* The frame of OBJECT. */
static inline struct slab *slab_of(const void *object)
{
    return (struct slab *)((uintptr_t)object & ~(uintptr_t)(PAGE_SIZE - 1));
}
