#include "kernel/fs/directory.h"

#include "abi/errno.h"
#include "lib/string.h"

int directory_put(struct transfer *to, const char *name, uint8_t type, uint64_t number)
{
    union {
        struct dirent entry;
        uint64_t aligned;
    } out = {.entry = {.d_ino = number, .d_off = (int64_t)number, .d_type = type}};
    size_t length = strlen(name) + 1;
    size_t size = (offsetof(struct dirent, d_name) + length + 7) & ~(size_t)7;
    out.entry.d_reclen = (uint16_t)size;
    memcpy(out.entry.d_name, name, length);
    return to->left < size ? -EINVAL : transfer_out(to, &out, size);
}
