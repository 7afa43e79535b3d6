/* In a checked build the linker puts these in front of object_allocate and object_free, so that
 * who goes on using an object that was freed, writes behind one, or frees one twice is told.
 * A zone behind each object says whether it is in use; what has been freed is filled with a byte
 * that makes no valid pointer, and has to be full of it when it is handed out again. What
 * is fresh has another one: it is no use to rely on zeroes.
 *
 *   | object ..................... | zone |      in use: FRESH, or what its user wrote | LIVE
 *   | next free | FREED FREED .... | zone |      free: as object.c needs it            | FREED
 */
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/slab.h"
#include "lib/string.h"

enum { FRESH = 0xA5, LIVE = 0x5E, FREED = 0x6B };

void *__real_object_allocate(struct object_cache *cache);
void __real_object_free(struct object_cache *cache, void *object);
void *__wrap_object_allocate(struct object_cache *cache);
void __wrap_object_free(struct object_cache *cache, void *object);

static bool is_full_of(const uint8_t *bytes, size_t count, uint8_t value)
{
    while (count > 0 && bytes[count - 1] == value)
        count--;
    return count == 0;
}

static uint8_t *zone_of(const struct object_cache *cache, void *object)
{
    return (uint8_t *)object + cache->size - OBJECT_ZONE;
}

void *__wrap_object_allocate(struct object_cache *cache)
{
    uint8_t *object = __real_object_allocate(cache);
    if (!object)
        return NULL;
    uint8_t *zone = zone_of(cache, object);
    if (is_full_of(zone, OBJECT_ZONE, FREED) &&
        !is_full_of(object + sizeof(void *), (size_t)(zone - object) - sizeof(void *),
                    FREED))
        panic("%s: %08lx was written to after it had been freed", cache->name,
              (unsigned long)(uintptr_t)object);
    memset(object, FRESH, (size_t)(zone - object));
    /* cppcheck-suppress memsetZeroBytes ; there are some in a checked build */
    memset(zone, LIVE, OBJECT_ZONE);
    return object;
}

void __wrap_object_free(struct object_cache *cache, void *object)
{
    struct slab *slab = slab_of(object);
    uint8_t *zone = zone_of(cache, object);
    if (is_full_of(zone, OBJECT_ZONE, FREED))
        panic("%s: %08lx is freed twice", cache->name, (unsigned long)(uintptr_t)object);
    if (!is_full_of(zone, OBJECT_ZONE, LIVE))
        panic("%s: somebody wrote behind %08lx", cache->name,
              (unsigned long)(uintptr_t)object);
    if (slab->cache == cache && slab->in_use == 1) /* the frame goes; no mark may stay */
        memset(slab + 1, 0, PAGE_SIZE - sizeof(*slab));
    else
        memset(object, FREED, cache->size);
    __real_object_free(cache, object);
}
