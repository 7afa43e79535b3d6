/* Small things of one size each, cut from page frames: processes, open files, spaces. A
 * frame whose last object is freed goes back. Invariant: each frame of a cache that has
 * room is on the cache's list; full ones are on none. */
#pragma once

#include <stddef.h>

#include "lib/compiler.h"
#include "lib/list.h"

struct object_cache {
    const char *name;
    size_t size;         /* bytes an object */
    struct list partial; /* frames with room */
};

/* In a checked build: bytes behind each object that nobody uses, see object_check.c. */
#ifndef OBJECT_ZONE
#define OBJECT_ZONE 0
#endif

#define OBJECT_CACHE(name, type)                                                         \
    {                                                                                    \
        name, sizeof(type) + OBJECT_ZONE,                                                \
        {                                                                                \
            NULL, NULL                                                                   \
        }                                                                                \
    }

/* An object with arbitrary contents, or NULL: out of memory. */
MUST_CHECK void *object_allocate(struct object_cache *cache);
/* OBJECT came from CACHE. */
void object_free(struct object_cache *cache, void *object);
