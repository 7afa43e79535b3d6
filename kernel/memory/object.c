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

struct slab {
    struct list link;
    struct object_cache *cache; /* to notice an object of another one */
    uint32_t in_use;
    uint32_t fresh; /* objects from this one on have never been used */
    void *free;     /* the first that has been freed */
};

static uint32_t slab_capacity(const struct object_cache *cache)
{
    return (uint32_t)((PAGE_SIZE - sizeof(struct slab)) / cache->size);
}

static char *object_at(struct slab *slab, uint32_t index)
{
    const struct object_cache *cache = slab->cache;
    return (char *)slab + PAGE_SIZE - (slab_capacity(cache) - index) * cache->size;
}

static struct slab *add_slab(struct object_cache *cache)
{
    ASSERT(slab_capacity(cache) > 0);
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    struct slab *slab = arch_frame(frame);
    *slab = (struct slab){.cache = cache};
    list_push_back(&cache->partial, &slab->link);
    cache->frames++;
    return slab;
}

static void *take_object(struct object_cache *cache, struct slab *slab)
{
    void *object = slab->free;
    if (object)
        slab->free = *(void **)object;
    else
        object = object_at(slab, slab->fresh++);
    if (++slab->in_use == slab_capacity(cache))
        list_remove(&slab->link);
    cache->in_use++;
    return object;
}

void *object_allocate(struct object_cache *cache)
{
    if (frame_fails())
        return NULL;
    if (!cache->partial.next)
        list_init(&cache->partial);
    struct list *first = list_first(&cache->partial);
    struct slab *slab = first ? container_of(first, struct slab, link) : add_slab(cache);
    if (!slab)
        return NULL;
    return take_object(cache, slab);
}

void object_free(struct object_cache *cache, void *object)
{
    struct slab *slab = (struct slab *)((uintptr_t)object & ~(uintptr_t)(PAGE_SIZE - 1));
    ASSERT(slab->cache == cache && slab->in_use > 0);
    if (slab->in_use == slab_capacity(cache))
        list_push_back(&cache->partial, &slab->link);
    *(void **)object = slab->free;
    slab->free = object;
    cache->in_use--;
    if (--slab->in_use == 0) {
        list_remove(&slab->link);
        cache->frames--;
        frame_free(arch_physical(slab));
    }
}
