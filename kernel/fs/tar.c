/* Reads a tar archive that lies in memory. */
#include "kernel/fs/tar.h"

#include <stdint.h>

#include "abi/errno.h"
#include "lib/string.h"

enum { BLOCK_BYTES = 512, MODE_BITS = 07777, MODE_UNKNOWN = 0755 };

struct tar_header { /* one block; numbers are octal digits */
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12];
    char checksum[8]; /* the sum of the block's bytes, these eight taken as blanks */
    char type;
    char link_name[100];
    char magic[8]; /* with the version */
    char owner[32], group[32], device_major[8], device_minor[8];
    char prefix[155]; /* goes before the name, with a '/' in between */
    char padding[12];
};

_Static_assert(sizeof(struct tar_header) == BLOCK_BYTES, "as in the archive");

enum { TYPE_FILE = '0', TYPE_FILE_OLD = '\0', TYPE_DIRECTORY = '5' };

static const char MAGIC_POSIX[] = {'u', 's', 't', 'a', 'r', '\0', '0', '0'};
static const char MAGIC_GNU[] = {'u', 's', 't', 'a', 'r', ' ', ' ', '\0'};

static bool has_magic(const struct tar_header *header, const char magic[8])
{
    return memcmp(header->magic, magic, sizeof header->magic) == 0;
}

static bool is_zero(const void *block)
{
    const char *bytes = block;
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        if (bytes[i] != '\0')
            return false;
    return true;
}

/* FIELD: blanks, at least one octal digit, then a blank or NUL unless the field is
 * full. */
static bool parse_octal(const char *field, size_t size, uint64_t *value)
{
    size_t start = 0;
    while (start < size && field[start] == ' ')
        start++;
    size_t end = start;
    *value = 0;
    for (; end < size && field[end] >= '0' && field[end] <= '7'; end++)
        *value = *value * 8 + (uint64_t)(field[end] - '0');
    return end > start && (end == size || field[end] == ' ' || field[end] == '\0');
}

static uint32_t sum_of(const struct tar_header *header)
{
    const unsigned char *bytes = (const unsigned char *)header;
    uint32_t sum = sizeof header->checksum * ' ';
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        sum += bytes[i];
    for (size_t i = 0; i < sizeof header->checksum; i++)
        sum -= (unsigned char)header->checksum[i];
    return sum;
}

static bool is_sound(const struct tar_header *header)
{
    uint64_t checksum;
    return (has_magic(header, MAGIC_POSIX) || has_magic(header, MAGIC_GNU)) &&
           parse_octal(header->checksum, sizeof header->checksum, &checksum) &&
           checksum == sum_of(header);
}

static const char *skip_root(const char *path)
{
    while (path[0] == '/' || (path[0] == '.' && path[1] == '/'))
        path += path[0] == '/' ? 1 : 2;
    return path;
}

/* Both fields may be full, without a NUL. GNU's format has other things in place of a
 * prefix. */
static void join_name(const struct tar_header *header, char name[TAR_NAME_MAX])
{
    size_t prefix_length = 0;
    if (has_magic(header, MAGIC_POSIX) && header->prefix[0] != '\0') {
        prefix_length = strnlen(header->prefix, sizeof header->prefix);
        memcpy(name, header->prefix, prefix_length);
        name[prefix_length++] = '/';
    }
    size_t name_length = strnlen(header->name, sizeof header->name);
    memcpy(name + prefix_length, header->name, name_length);
    name[prefix_length + name_length] = '\0';

    const char *path = skip_root(name);
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    memmove(name, path, length);
    name[length] = '\0';
}

/* Whether the archive ends at OFFSET, at the border of a block. */
static bool is_end(const char *archive, size_t size, size_t offset)
{
    size_t left = size - offset;
    return left == 0 ||
           (left >= BLOCK_BYTES && is_zero(archive + offset) &&
            (left == BLOCK_BYTES ||
             (left >= 2 * BLOCK_BYTES && is_zero(archive + offset + BLOCK_BYTES))));
}

/* Reads what stands at OFFSET, of whatever type: the header into *HEADER, and the size of
 * its data, which is within the archive with the padding to a whole block, into
 * *DATA_BYTES. */
static bool read_header(const char *archive, size_t size, size_t offset,
                        struct tar_header *header, size_t *data_bytes)
{
    if (size - offset < BLOCK_BYTES)
        return false;
    memcpy(header, archive + offset, BLOCK_BYTES);
    uint64_t bytes;
    if (!is_sound(header) || !parse_octal(header->size, sizeof header->size, &bytes))
        return false;
    if (header->type == TYPE_DIRECTORY)
        bytes = 0; /* of a directory, it is only a hint */
    *data_bytes = (size_t)bytes;
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES <= (size - offset) / BLOCK_BYTES - 1;
}

static uint32_t mode_of(const struct tar_header *header)
{
    uint64_t mode;
    bool is_there = parse_octal(header->mode, sizeof header->mode, &mode);
    return is_there ? (uint32_t)mode & MODE_BITS : MODE_UNKNOWN;
}

int tar_next(const void *archive, size_t size, size_t *offset, struct tar_entry *entry)
{
    while (!is_end(archive, size, *offset)) {
        struct tar_header header;
        size_t data_bytes;
        if (!read_header(archive, size, *offset, &header, &data_bytes))
            return -EINVAL;
        const char *data = (const char *)archive + *offset + BLOCK_BYTES;
        *offset +=
            BLOCK_BYTES + (data_bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        if (header.type == TYPE_FILE || header.type == TYPE_FILE_OLD ||
            header.type == TYPE_DIRECTORY) {
            join_name(&header, entry->name);
            entry->data = data;
            entry->size = data_bytes;
            entry->is_directory = header.type == TYPE_DIRECTORY;
            entry->mode = mode_of(&header);
            if (!parse_octal(header.mtime, sizeof header.mtime, &entry->modified))
                entry->modified = 0;
            return 1;
        }
    }
    return 0;
}
