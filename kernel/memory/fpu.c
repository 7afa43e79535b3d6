#include "kernel/memory/fpu.h"

#include "abi/errno.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

struct fpu_room {
    uint8_t bytes[ARCH_FPU_BYTES];
};

static struct object_cache rooms = OBJECT_CACHE("fpu", struct fpu_room);

void *fpu_allocate(void)
{
    return object_allocate(&rooms);
}

void fpu_free(void *fpu)
{
    object_free(&rooms, fpu);
}

int fpu_copy(struct arch_stack *to, struct arch_stack *from)
{
    const void *image = arch_fpu_image(from);
    if (!image)
        return 0;
    void *copy = arch_fpu_change(to);
    if (!copy)
        return -ENOMEM;
    memcpy(copy, image, ARCH_FPU_BYTES);
    return 0;
}
