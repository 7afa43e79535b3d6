#include "kernel/fs/directory.h"

#include "abi/errno.h"
#include "lib/string.h"

enum {
    TYPE_SHIFT = 12
}; /* a type is the mode's highest bits [Linux include/linux/fs.h] */

int directory_put(struct transfer *to, const char *name, uint32_t mode, uint64_t number,
                  uint64_t next)
{
    union {
        struct dirent entry;
        uint64_t aligned;
    } out = {.entry = {.d_ino = number,
                       .d_off = (int64_t)next,
                       .d_type = (uint8_t)(mode >> TYPE_SHIFT)}};
    size_t length = strlen(name) + 1;
    size_t size = (offsetof(struct dirent, d_name) + length + 7) & ~(size_t)7;
    out.entry.d_reclen = (uint16_t)size;
    memcpy(out.entry.d_name, name, length);
    return to->left < size ? -EINVAL : transfer_out(to, &out, size);
}
