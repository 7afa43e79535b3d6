/* Each frame begins with a header and ends with an array of objects; the free ones among
 * them are linked through their first word. The frame of an object is found by rounding
 * its address down. As the array ends where the frame does, objects whose size is a multiple
 * of 16 lie at multiples of 16.
 *
 *   | header | ... | object | object | ... |
 */
#include "kernel/memory/object.h"

#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/slab.h"

static uint32_t slab_capacity(const struct object_cache *cache)
{
    return (uint32_t)((PAGE_SIZE - sizeof(struct slab)) / cache->size);
}

static char *object_at(struct slab *slab, uint32_t index)
{
    return (char *)slab + PAGE_SIZE - (slab->capacity - index) * slab->cache->size;
}

static struct slab *add_slab(struct object_cache *cache)
{
    uint32_t capacity = slab_capacity(cache);
    ASSERT(capacity > 0);
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    struct slab *slab = arch_frame(frame);
    *slab = (struct slab){.cache = cache, .capacity = capacity};
    list_push_back(&cache->partial, &slab->link);
    return slab;
}

/* What is rare has functions of its own, so that the rest is short. */
static __attribute__((noinline)) void *take_fresh(struct slab *slab)
{
    return object_at(slab, slab->fresh++);
}

static inline void *take_object(struct slab *slab)
{
    void *object = slab->free;
    if (object)
        slab->free = *(void **)object;
    else
        object = take_fresh(slab);
    if (++slab->in_use == slab->capacity)
        list_remove(&slab->link);
    return object;
}

static __attribute__((noinline)) void *take_from_new(struct object_cache *cache)
{
    if (!cache->partial.next)
        list_init(&cache->partial);
    struct slab *slab = add_slab(cache);
    return slab ? take_object(slab) : NULL;
}

void *object_allocate(struct object_cache *cache)
{
    struct list *first = cache->partial.next;
    if (frame_fails())
        return NULL;
    if (!first || first == &cache->partial)
        return take_from_new(cache);
    return take_object(container_of(first, struct slab, link));
}

/* SLAB is no longer full, or it is empty. */
static __attribute__((noinline)) void move_slab(struct object_cache *cache,
                                                struct slab *slab)
{
    if (slab->in_use == slab->capacity - 1)
        list_push_back(&cache->partial, &slab->link);
    if (slab->in_use > 0)
        return;
    list_remove(&slab->link);
    frame_free(arch_physical(slab));
}

void object_free(struct object_cache *cache, void *object)
{
    struct slab *slab = slab_of(object);
    ASSERT(slab->cache == cache && slab->in_use > 0);
    *(void **)object = slab->free;
    slab->free = object;
    uint32_t left = --slab->in_use;
    if (left == 0 || left == slab->capacity - 1)
        move_slab(cache, slab);
}
