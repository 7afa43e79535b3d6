#include "kernel/fs/initrd.h"

#include <stdint.h>

#include "abi/errno.h"

static const void *archive;
static size_t archive_bytes;

/* Walks all of it once, so that a damaged archive is noticed at boot and not at a later
 * open. */
int initrd_init(const void *data, size_t size)
{
    size_t offset = 0;
    uint32_t entries = 0;
    struct tar_entry entry;
    int result;
    while ((result = tar_next(data, size, &offset, &entry)) == 1)
        entries++;
    if (result < 0 || entries == 0)
        return -EINVAL;
    archive = data;
    archive_bytes = size;
    return 0;
}

int initrd_find(const char *path, struct tar_entry *entry)
{
    return tar_find(archive, archive_bytes, path, entry);
}
