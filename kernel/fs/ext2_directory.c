/* Directories are read entry by entry; a tree of names (the feature dir_index) is passed over:
 * its blocks look like free entries. */
#include "kernel/fs/ext2_directory.h"

#include <stddef.h>

#include "abi/errno.h"
#include "abi/stat.h"
#include "lib/string.h"

enum { ENTRY_ALIGNMENT = 4 };

static const struct ext2_name PARENT = {"..", 2};

uint32_t ext2_entry_bytes(uint32_t length)
{
    uint32_t bytes = (uint32_t)sizeof(struct ext2_entry) + length;
    return (bytes + ENTRY_ALIGNMENT - 1) / ENTRY_ALIGNMENT * ENTRY_ALIGNMENT;
}

/* --- Walking --- */

/* Whether ENTRY is right where LEFT bytes are left in its block. */
static bool is_sound(const struct ext2_volume *volume, const struct ext2_entry *entry,
                     uint32_t left)
{
    if (left < sizeof *entry || entry->length > left || entry->length % ENTRY_ALIGNMENT ||
        entry->length < ext2_entry_bytes(entry->name_length) ||
        entry->inode > volume->inode_count)
        return false;
    if (!entry->inode)
        return true;
    for (uint32_t i = 0; i < entry->name_length; i++)
        if (entry->name[i] == '/' || entry->name[i] == '\0')
            return false;
    return entry->name_length > 0;
}

/* One block, which is at PLACE: 1, 0 or -EUCLEAN. Entries before FROM are only checked. */
static int scan_block(struct ext2_volume *volume, struct ext2_place *place, uint32_t from,
                      bool (*is_wanted)(const struct ext2_place *, void *),
                      void *argument)
{
    char *data = place->block.data;
    place->previous = NULL;
    for (uint32_t at = 0; at < volume->block_bytes; at += place->entry->length) {
        place->entry = (struct ext2_entry *)(void *)(data + at);
        if (!is_sound(volume, place->entry, volume->block_bytes - at))
            return ext2_damaged(volume);
        if (place->offset >= from && is_wanted(place, argument))
            return 1;
        place->previous = place->entry;
        place->offset += place->entry->length;
    }
    return 0;
}

int ext2_scan(struct ext2_volume *volume, const struct ext2_node *directory,
              struct ext2_place *place,
              bool (*is_wanted)(const struct ext2_place *, void *argument),
              void *argument)
{
    uint32_t from = place->offset;
    place->offset &= ~(volume->block_bytes - 1);
    int result = 0;
    while (result == 0 && place->offset < directory->inode.size) {
        uint32_t number;
        result =
            ext2_map(volume, directory, place->offset >> volume->block_bits, &number);
        if (!result && !number)
            result = ext2_damaged(volume);
        if (!result)
            result = ext2_get(volume, number, &place->block);
        if (result)
            return result;
        result = scan_block(volume, place, from, is_wanted, argument);
        if (result != 1)
            ext2_put(volume, &place->block);
    }
    return result;
}

/* --- Names --- */

static bool has_name(const struct ext2_place *place, void *argument)
{
    const struct ext2_name *name = argument;
    const struct ext2_entry *entry = place->entry;
    return entry->inode && entry->name_length == name->length &&
           memcmp(entry->name, name->text, name->length) == 0;
}

int ext2_find(struct ext2_volume *volume, const struct ext2_node *directory,
              const struct ext2_name *name, struct ext2_place *place)
{
    place->offset = 0;
    return ext2_scan(volume, directory, place, has_name, (void *)(uintptr_t)name);
}

int ext2_look_up(struct ext2_volume *volume, const struct ext2_node *directory,
                 const struct ext2_name *name, uint32_t *number)
{
    struct ext2_place place;
    int result = ext2_find(volume, directory, name, &place);
    if (result != 1)
        return result ? result : -ENOENT;
    *number = place.entry->inode;
    ext2_put(volume, &place.block);
    return 0;
}

static bool is_child(const struct ext2_place *place, void *argument)
{
    const struct ext2_entry *entry = place->entry;
    (void)argument;
    return entry->inode && !(entry->name[0] == '.' &&
                             (entry->name_length == 1 ||
                              (entry->name_length == 2 && entry->name[1] == '.')));
}

int ext2_directory_is_empty(struct ext2_volume *volume, const struct ext2_node *directory)
{
    struct ext2_place place = {.offset = 0};
    int result = ext2_scan(volume, directory, &place, is_child, NULL);
    if (result != 1)
        return result;
    ext2_put(volume, &place.block);
    return -ENOTEMPTY;
}

/* --- The way up --- */

/* NUMBER of the directory above; there must be one. */
static int find_parent(struct ext2_volume *volume, const struct ext2_node *directory,
                       uint32_t *number)
{
    int error = ext2_look_up(volume, directory, &PARENT, number);
    return error == -ENOENT ? ext2_damaged(volume) : error;
}

int ext2_directory_is_in(struct ext2_volume *volume, const struct ext2_node *directory,
                         uint32_t parent)
{
    uint32_t number;
    int error = find_parent(volume, directory, &number);
    bool is_there = number == parent && directory->number != EXT2_ROOT;
    return error || is_there ? error : ext2_damaged(volume);
}

/* The way up from a sound directory ends at the root; else it goes round for ever at some
 * point, and comes past a place that is noted at each power of two of its steps [Brent]. */
int ext2_directory_is_below(struct ext2_volume *volume, const struct ext2_node *directory,
                            uint32_t ancestor)
{
    struct ext2_node node = *directory;
    uint32_t noted = 0;
    for (uint32_t steps = 1; node.number != ancestor; steps++) {
        uint32_t number;
        if (node.number == EXT2_ROOT)
            return 0;
        if (node.number == noted)
            return ext2_damaged(volume);
        if ((steps & (steps - 1)) == 0)
            noted = node.number;
        int error = find_parent(volume, &node, &number);
        if (!error)
            error = ext2_node_read(volume, number, &node);
        if (!error && !S_ISDIR(node.inode.mode))
            error = ext2_damaged(volume);
        if (error)
            return error;
    }
    return 1;
}
