#include "kernel/fs/directory.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "lib/string.h"

enum {
    TYPE_SHIFT = 12, /* a type is the mode's highest bits [Linux include/linux/fs.h] */
    ENTRY_INSTRUCTIONS = 150, /* for kernel_worked */
    BYTE_INSTRUCTIONS = 6,    /* of it */
};

int directory_put(struct transfer *to, const char *name, uint32_t mode, uint64_t number,
                  uint64_t next)
{
    struct dirent entry; /* not cleared: most of it is room for the name */
    size_t length = strlen(name) + 1, start = offsetof(struct dirent, d_name);
    size_t size = (start + length + 7) & ~(size_t)7;
    kernel_worked(ENTRY_INSTRUCTIONS + BYTE_INSTRUCTIONS * (uint32_t)size);
    if (to->left < size)
        return -EINVAL;
    entry.d_ino = number;
    entry.d_off = (int64_t)next;
    entry.d_reclen = (uint16_t)size;
    entry.d_type = (uint8_t)(mode >> TYPE_SHIFT);
    memcpy(entry.d_name, name, length);
    memset(entry.d_name + length, 0, size - start - length);
    return transfer_out(to, &entry, size);
}
