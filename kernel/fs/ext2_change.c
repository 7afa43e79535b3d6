/* Which entry of a directory gets which bytes, and in which order it reaches
 * the disk. */
#include "kernel/fs/ext2_change.h"

#include <stddef.h>

#include "abi/errno.h"
#include "abi/stat.h"
#include "kernel/fs/ext2_space.h"
#include "kernel/fs/ext2_tree.h"
#include "lib/string.h"

static const struct ext2_name HERE = {".", 1}, PARENT = {"..", 2};

/* --- Entries --- */

/* Makes ENTRY lead to NODE; the caller writes it. */
static void lead_to(const struct ext2_volume *volume, struct ext2_entry *entry,
                    const struct ext2_node *node)
{
    static const uint8_t types[] = {
        [S_IFREG >> 12] = EXT2_TYPE_FILE,       [S_IFDIR >> 12] = EXT2_TYPE_DIRECTORY,
        [S_IFCHR >> 12] = EXT2_TYPE_CHARACTERS, [S_IFBLK >> 12] = EXT2_TYPE_BLOCKS,
        [S_IFIFO >> 12] = EXT2_TYPE_PIPE,       [S_IFLNK >> 12] = EXT2_TYPE_LINK,
        [S_IFSOCK >> 12] = EXT2_TYPE_SOCKET,    [S_IFMT >> 12] = EXT2_TYPE_UNKNOWN};
    entry->inode = node->number;
    entry->type = volume->has_types ? types[node->inode.mode >> 12] : EXT2_TYPE_UNKNOWN;
}

/* An entry at AT of LENGTH bytes. Returns what is behind it. */
static char *put_entry(const struct ext2_volume *volume, void *at, uint32_t length,
                       const struct ext2_name *name, const struct ext2_node *node)
{
    struct ext2_entry *entry = at;
    entry->length = (uint16_t)length;
    entry->name_length = (uint8_t)name->length;
    memcpy(entry->name, name->text, name->length);
    lead_to(volume, entry, node);
    return (char *)at + length;
}

static uint32_t bytes_used(const struct ext2_entry *entry)
{
    return entry->inode ? ext2_entry_bytes(entry->name_length) : 0;
}

static bool has_room(const struct ext2_place *place, void *argument)
{
    const uint32_t *needed = argument;
    return place->entry->length - bytes_used(place->entry) >= *needed;
}

static void touch(const struct ext2_volume *volume, struct ext2_node *directory)
{
    directory->inode.modified = directory->inode.changed = volume->now;
    directory->is_changed = true;
}

/* A new entry shares the room of another one, or gets a new block. */
static int add(struct ext2_volume *volume, struct ext2_node *directory,
               const struct ext2_name *name, const struct ext2_node *node)
{
    struct ext2_place place = {.offset = 0};
    uint32_t needed = ext2_entry_bytes(name->length);
    directory->inode.flags &= ~(uint32_t)EXT2_FLAG_INDEXED; /* the tree lacks it */
    touch(volume, directory);
    int result = ext2_scan(volume, directory, &place, has_room, &needed);
    if (result < 0)
        return result;
    if (result == 0) {
        memset(volume->scratch, 0, volume->block_bytes);
        put_entry(volume, volume->scratch, volume->block_bytes, name, node);
        return ext2_grow(volume, directory, directory->inode.size >> volume->block_bits,
                         volume->scratch);
    }
    uint32_t used = bytes_used(place.entry), length = place.entry->length;
    if (used)
        place.entry->length = (uint16_t)used;
    put_entry(volume, (char *)place.entry + used, length - used, name, node);
    result = ext2_write(volume, &place.block);
    ext2_put(volume, &place.block);
    return result;
}

/* The entry before takes over what the removed one has, and the first of a
 * block stays, as free. */
static int erase(struct ext2_volume *volume, struct ext2_node *directory,
                 struct ext2_place *place)
{
    touch(volume, directory);
    if (place->previous)
        place->previous->length =
            (uint16_t)(place->previous->length + place->entry->length);
    else
        place->entry->inode = 0;
    int error = ext2_write(volume, &place->block);
    ext2_put(volume, &place->block);
    return error;
}

/* NAME leads to NODE from now on. */
static int replace(struct ext2_volume *volume, struct ext2_node *directory,
                   const struct ext2_name *name, const struct ext2_node *node)
{
    struct ext2_place place;
    touch(volume, directory);
    int result = ext2_find(volume, directory, name, &place);
    if (result != 1)
        return result < 0 ? result : ext2_damaged(volume);
    lead_to(volume, place.entry, node);
    result = ext2_write(volume, &place.block);
    ext2_put(volume, &place.block);
    return result;
}

/* Whether NAME leads to NODE, or to nothing where that is NULL: 0, -ESTALE or
 * -EEXIST. */
static int expect(struct ext2_volume *volume, const struct ext2_node *directory,
                  const struct ext2_name *name, const struct ext2_node *node)
{
    uint32_t number;
    int error = ext2_look_up(volume, directory, name, &number);
    if (!node)
        return error == -ENOENT ? 0 : error ? error : -EEXIST;
    return error == -ENOENT || (!error && number != node->number) ? -ESTALE : error;
}

/* --- Files --- */

/* NODE has BY names more; or a directory has, by the ".." in another one. */
static void count(const struct ext2_volume *volume, struct ext2_node *node, int by)
{
    node->inode.links = (uint16_t)(node->inode.links + by);
    node->inode.changed = volume->now;
    node->is_changed = true;
}

/* One more, which is on the disk before the name. */
static int count_first(struct ext2_volume *volume, struct ext2_node *node)
{
    count(volume, node, 1);
    return ext2_node_write(volume, node);
}

static void count_directory(struct ext2_volume *volume, const struct ext2_node *node,
                            int by)
{
    struct ext2_group *group =
        &volume->groups[(node->number - 1) / volume->inodes_per_group];
    if (S_ISDIR(node->inode.mode))
        group->directories = (uint16_t)(group->directories + by);
}

/* A directory's ".." counts from when its inode is written on, even if no name
 * leads there. */
static int write_new(struct ext2_volume *volume, struct ext2_node *parent,
                     struct ext2_node *node)
{
    int error = ext2_space_write(volume);
    if (error)
        return error;
    if (!S_ISDIR(node->inode.mode))
        return ext2_node_write(volume, node);
    uint32_t length = ext2_entry_bytes(HERE.length);
    memset(volume->scratch, 0, volume->block_bytes);
    char *rest = put_entry(volume, volume->scratch, length, &HERE, node);
    put_entry(volume, rest, volume->block_bytes - length, &PARENT, parent);
    error = count_first(volume, parent);
    return error ? error : ext2_grow(volume, node, 0, volume->scratch);
}

int ext2_make(struct ext2_volume *volume, struct ext2_node *directory,
              const struct ext2_name *name, struct ext2_node *node)
{
    bool is_directory = S_ISDIR(node->inode.mode);
    uint32_t links = directory->inode.links;
    int error = ext2_volume_change(volume);
    if (!error)
        error = is_directory && links >= EXT2_LINKS_MAX ? -EMLINK : 0;
    if (!error)
        error = expect(volume, directory, name, NULL);
    if (!error)
        error = ext2_take(volume, EXT2_INODES, directory->number, &node->number);
    if (error)
        return error;
    node->is_new = true;
    node->inode.links = is_directory ? 2 : 1;
    node->inode.accessed = volume->now;
    touch(volume, node);
    count_directory(volume, node, 1);
    error = write_new(volume, directory, node);
    if (!error)
        error = add(volume, directory, name, node);
    if (!error)
        return 0;
    node->inode.links = 0;
    directory->inode.links = (uint16_t)links;
    directory->is_changed = true;
    ext2_release(volume, node);
    return error;
}

int ext2_release(struct ext2_volume *volume, struct ext2_node *node)
{
    int error = ext2_volume_change(volume);
    node->inode.deleted = volume->now;
    if (!error)
        error = ext2_has_blocks(node) ? ext2_cut(volume, node, 0)
                                      : ext2_node_write(volume, node);
    if (!error) {
        count_directory(volume, node, -1);
        error = ext2_give(volume, EXT2_INODES, node->number);
    }
    volume->is_damaged |= error != 0;
    return error;
}

/* --- Names --- */

/* A name in DIRECTORY was NODE's. A directory's ".." counts as long as its inode has links on the
 * disk. The counts of a damaged disk may be too small. */
static int drop_name(struct ext2_volume *volume, struct ext2_node *directory,
                     struct ext2_node *node)
{
    bool is_directory = S_ISDIR(node->inode.mode);
    if (is_directory)
        node->inode.links = 1; /* of its "." */
    count(volume, node, -1);
    if (!is_directory)
        return 0;
    int error = ext2_node_write(volume, node);
    volume->is_damaged |= error != 0;
    count(volume, directory, directory->inode.links > 2 ? -1 : 0);
    return error;
}

int ext2_link(struct ext2_volume *volume, struct ext2_node *directory,
              const struct ext2_name *name, struct ext2_node *node)
{
    int error = ext2_volume_change(volume);
    if (!error)
        error = node->inode.links >= EXT2_LINKS_MAX ? -EMLINK : 0;
    if (!error)
        error = expect(volume, directory, name, NULL);
    if (error)
        return error;
    error = count_first(volume, node);
    if (!error)
        error = add(volume, directory, name, node);
    if (error)
        count(volume, node, -1);
    return error;
}

int ext2_unlink(struct ext2_volume *volume, struct ext2_node *directory,
                const struct ext2_name *name, struct ext2_node *node)
{
    struct ext2_place place;
    int error = ext2_volume_change(volume);
    if (!error)
        error = expect(volume, directory, name, node);
    if (!error && S_ISDIR(node->inode.mode))
        error = ext2_directory_is_empty(volume, node);
    if (error)
        return error;
    int result = ext2_find(volume, directory, name, &place);
    error = result == 1 ? erase(volume, directory, &place) : result;
    return error ? error : drop_name(volume, directory, node);
}

static int check_rename(struct ext2_volume *volume, const struct ext2_node *from,
                        const struct ext2_name *name, const struct ext2_node *node,
                        const struct ext2_node *to, const struct ext2_name *new_name,
                        const struct ext2_node *replaced)
{
    int error = expect(volume, from, name, node);
    if (!error)
        error = expect(volume, to, new_name, replaced);
    if (error == -EEXIST)
        error = -ESTALE;
    if (!error && replaced && S_ISDIR(replaced->inode.mode))
        error = ext2_directory_is_empty(volume, replaced);
    if (error || !S_ISDIR(node->inode.mode) || from == to)
        return error;
    if (to->inode.links >= EXT2_LINKS_MAX)
        return -EMLINK;
    int below = ext2_directory_is_below(volume, to, node->number);
    return below > 0 ? -EINVAL : below;
}

/* The old name goes, and what a directory says of where it is. */
static int leave(struct ext2_volume *volume, struct ext2_node *from,
                 const struct ext2_name *name, struct ext2_node *node,
                 struct ext2_node *to)
{
    struct ext2_place place = {0};
    int result =
        S_ISDIR(node->inode.mode) && from != to ? replace(volume, node, &PARENT, to) : 0;
    if (!result)
        result = ext2_find(volume, from, name, &place);
    return result == 1 ? erase(volume, from, &place) : result;
}

int ext2_rename(struct ext2_volume *volume, struct ext2_node *from,
                const struct ext2_name *name, struct ext2_node *node,
                struct ext2_node *to, const struct ext2_name *new_name,
                struct ext2_node *replaced)
{
    bool is_directory = S_ISDIR(node->inode.mode);
    struct ext2_node *more = !is_directory ? node : from != to ? to : NULL;
    int error = ext2_volume_change(volume);
    if (!error)
        error = check_rename(volume, from, name, node, to, new_name, replaced);
    if (error)
        return error;
    if (more)
        error = count_first(volume, more);
    if (!error)
        error = replaced ? replace(volume, to, new_name, node)
                         : add(volume, to, new_name, node);
    if (!error) {
        error = leave(volume, from, name, node, to);
        volume->is_damaged |= error != 0; /* it has both names */
    }
    if (more)
        count(volume, is_directory && !error ? from : more, -1);
    return error || !replaced ? error : drop_name(volume, to, replaced);
}
