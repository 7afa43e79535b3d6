/* Inodes of the volume stay in memory for some time after they were used last, as their pages
 * in the cache go with them. */
#include "kernel/fs/ext2.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/print.h"
#include "kernel/fs/block.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/ext2_directory.h"
#include "kernel/fs/ext2_file.h"
#include "kernel/fs/ext2_space.h"
#include "kernel/fs/path.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/sched/scheduler.h"
#include "lib/string.h"

enum {
    UNUSED_MAX = 64,          /* files that nobody uses */
    COPY_INSTRUCTIONS = 2000, /* for kernel_worked: to copy a page or clear it, */
    LOOK_INSTRUCTIONS = 10, /* and to look at a byte of a block, which may have names, */
    FILE_INSTRUCTIONS = 20, /* or at a file in memory, */
    FORGET_INSTRUCTIONS = 600, /* and to forget one */
    MAGIC = 0xef53,            /* of statfs(2) */
};

static struct object_cache cache = OBJECT_CACHE("file of ext2", struct ext2_file);
static struct list files;
static uint32_t unused_count;
static struct disk *disk;
struct ext2_volume ext2;
struct volume ext2_mounted;

/* --- Blocks --- */

static int get_block(struct ext2_blocks *blocks, uint32_t number,
                     struct ext2_block *block)
{
    struct block found;
    (void)blocks;
    kernel_worked(LOOK_INSTRUCTIONS * ext2.block_bytes);
    int error = block_get(disk, number, ext2.block_bytes, &found);
    if (error)
        return error;
    block->data = found.data;
    block->page = found.page;
    return 0;
}

static void put_block(struct ext2_blocks *blocks, struct ext2_block *block)
{
    (void)blocks;
    cache_put(block->page);
}

/* DATA lies in a frame, so it goes to the disk at once: no order has to be kept later. */
static int write_block(struct ext2_blocks *blocks, uint32_t number, const void *data)
{
    uint32_t bits = ext2.block_bits - __builtin_ctz(SECTOR_BYTES);
    phys_t from = arch_physical(data), frame = page_of(from);
    (void)blocks;
    return disk_move(disk, true, number << bits, 1U << bits, &frame, from % PAGE_SIZE);
}

/* --- What files hold --- */

/* The bytes of FRAMES from AT to END. */
static void clear(const phys_t *frames, uint32_t at, uint32_t end)
{
    while (at < end) {
        uint32_t part = PAGE_SIZE - at % PAGE_SIZE;
        part = part < end - at ? part : end - at;
        memset((char *)arch_frame(frames[at / PAGE_SIZE]) + at % PAGE_SIZE, 0, part);
        kernel_worked(COPY_INSTRUCTIONS);
        at += part;
    }
}

/* What lies behind the file's end reads as zeros. */
static int read_blocks(struct ext2_file *file, uint32_t index, const phys_t *frames,
                       uint32_t pages)
{
    uint32_t bits = ext2.block_bits, sectors_bits = bits - __builtin_ctz(SECTOR_BYTES);
    uint32_t bytes = pages * PAGE_SIZE, first = index * (PAGE_SIZE >> bits), block, count;
    uint64_t start = (uint64_t)index * PAGE_SIZE, size = file->inode.size;
    uint64_t left = size > start ? size - start : 0;
    int error = 0;
    for (uint32_t at = 0; !error && at < bytes && at < left; at += count << bits) {
        error = ext2_map_run(&ext2, &file->node, first + (at >> bits),
                             (bytes - at) >> bits, &block, &count);
        if (!error && block)
            error = disk_move(disk, false, block << sectors_bits, count << sectors_bits,
                              frames + at / PAGE_SIZE, at % PAGE_SIZE);
        else if (!error)
            clear(frames, at, at + (count << bits));
    }
    if (left < bytes)
        clear(frames, (uint32_t)left, bytes);
    return error;
}

/* No lock is taken: who fills a page may be waited for by who has it. But what a file loses is
 * given back only when no page is being filled that was begun before. */
static int fill_pages(struct cache_owner *owner, uint32_t index, const phys_t *frames,
                      uint32_t count)
{
    struct ext2_file *file = container_of(owner, struct ext2_file, pages);
    file->filling++;
    int error = read_blocks(file, index, frames, count);
    if (--file->filling == 0)
        thread_wake_firm(&file->filled);
    return error;
}

static int read(struct inode *inode, uint64_t offset, struct transfer *to)
{
    size_t room = to->left;
    int error = 0;
    while (to->left > 0 && offset < inode->size &&
           !(to->left < room && thread_is_called())) {
        struct cache_page *page;
        size_t at = (size_t)(offset % PAGE_SIZE), part = PAGE_SIZE - at;
        part = part < to->left ? part : to->left;
        part = part < inode->size - offset ? part : (size_t)(inode->size - offset);
        error = cache_read(&ext2_file(inode)->pages, (uint32_t)(offset / PAGE_SIZE),
                           (uint32_t)((inode->size + PAGE_SIZE - 1) / PAGE_SIZE), &page);
        if (error)
            break;
        bool is_cut = !page->owner; /* while it was being filled */
        if (!is_cut)
            error = transfer_out(to, (char *)cache_data(page) + at, part);
        cache_put(page);
        if (is_cut)
            continue;
        if (error)
            break;
        offset += part;
        kernel_worked(COPY_INSTRUCTIONS);
    }
    return to->left < room ? (int)(room - to->left) : error;
}

/* --- Inodes --- */

static const struct inode_operations directory_operations, file_operations;

void ext2_file_forget(struct ext2_file *file)
{
    kernel_worked(FORGET_INSTRUCTIONS);
    cache_drop(&file->pages, 0);
    list_remove(&file->link);
    object_free(&cache, file);
    unused_count--;
}

/* What must reach the disk yet: what has changed, or the end of what has no name. */
static bool is_unsettled(const struct ext2_file *file)
{
    return file->node.inode.links == 0 ? file->inode.references == 0
                                       : file->node.is_changed;
}

struct ext2_file *ext2_file_unsettled(void)
{
    list_for_each(&files, node) {
        struct ext2_file *file = container_of(node, struct ext2_file, link);
        kernel_worked(FILE_INSTRUCTIONS);
        if (is_unsettled(file))
            return file;
    }
    return NULL;
}

bool ext2_file_tell_changes(void)
{
    bool has_nameless = false;
    list_for_each(&files, node) {
        struct ext2_file *file = container_of(node, struct ext2_file, link);
        file->inode.links = file->node.inode.links;
        file->inode.size = ext2_size(&file->node);
        has_nameless |= file->inode.links == 0;
        kernel_worked(FILE_INSTRUCTIONS);
    }
    return has_nameless;
}

static void forget_unused(uint32_t most)
{
    struct list *node = &files;
    for (uint32_t left = unused_count > most ? unused_count : 0; left > 0; left--)
        node = node->prev;
    while (node != &files && unused_count > most) {
        struct ext2_file *file = container_of(node, struct ext2_file, link);
        node = node->next;
        if (ext2_mounted.read_only || !is_unsettled(file))
            ext2_file_forget(file);
    }
}

/* This may be done wherever memory is short, so it does not wait for the disk. */
static void release(struct inode *inode)
{
    list_move_back(&files, &ext2_file(inode)->link);
    unused_count++;
    forget_unused(UNUSED_MAX);
}

static struct ext2_file *find_known(uint32_t number)
{
    list_for_each(&files, node) {
        struct ext2_file *file = container_of(node, struct ext2_file, link);
        kernel_worked(FILE_INSTRUCTIONS);
        if (file->node.number == number)
            return file;
    }
    return NULL;
}

static void describe_node(struct inode *inode, const struct ext2_node *node)
{
    const struct ext2_inode *from = &node->inode;
    *inode = (struct inode){.operations = S_ISREG(from->mode) ? &file_operations
                                                              : &directory_operations,
                            .volume = &ext2_mounted,
                            .number = node->number,
                            .mode = from->mode,
                            .uid = from->uid | (uint32_t)from->uid_high << 16,
                            .links = from->links,
                            .size = ext2_size(node),
                            .modified_ns = from->modified * EXT2_SECOND_NS,
                            .changed_ns = from->changed * EXT2_SECOND_NS};
}

struct inode *ext2_file_hold(struct ext2_file *file)
{
    if (file->inode.references == 0) {
        list_remove(&file->link);
        list_push_front(&files, &file->link);
        unused_count--;
    }
    return inode_hold(&file->inode);
}

int ext2_file_new(int (*fill)(struct ext2_file *file, const void *how), const void *how,
                  struct inode **inode)
{
    static const struct cache_operations operations = {fill_pages, NULL};
    struct ext2_file *file = object_allocate(&cache);
    if (!file)
        return -ENOMEM;
    *file = (struct ext2_file){.filling = 0};
    int error = fill(file, how);
    if (error) {
        object_free(&cache, file);
        return error;
    }
    describe_node(&file->inode, &file->node);
    cache_owner_init(&file->pages, &operations);
    list_init(&file->filled);
    list_push_back(&files, &file->link);
    unused_count++;
    *inode = ext2_file_hold(file);
    return 0;
}

static int read_node(struct ext2_file *file, const void *number)
{
    return ext2_node_read(&ext2, *(const uint32_t *)number, &file->node);
}

/* Inode NUMBER, with a reference more. */
static int get_inode(uint32_t number, struct inode **inode)
{
    struct ext2_file *file = find_known(number);
    if (!file)
        return ext2_file_new(read_node, &number, inode);
    *inode = ext2_file_hold(file);
    return 0;
}

/* --- Directories --- */

static int find_name(struct inode *directory, const char *name, struct inode **found)
{
    const struct ext2_name wanted = {name, (uint32_t)strlen(name)};
    struct inode *inode;
    uint32_t number;
    int error = ext2_look_up(&ext2, &ext2_file(directory)->node, &wanted, &number);
    if (!error)
        error = get_inode(number, &inode);
    if (error)
        return error;
    if (S_ISDIR(inode->mode) && strcmp(name, "..") != 0)
        error = ext2_directory_is_in(&ext2, &ext2_file(inode)->node, directory->number);
    if (error)
        inode_put(inode);
    else
        *found = inode;
    return error;
}

static int find(struct inode *directory, const char *name, struct inode **found)
{
    ext2_lock();
    int error = unused_count < 2 * UNUSED_MAX ? 0 : ext2_settle();
    if (!error)
        error = find_name(directory, name, found);
    ext2_unlock();
    return error;
}

struct listing {
    struct transfer *to;
    int error;
};

/* Whether the list ends here: there is no room for what is at PLACE. */
static bool put_entry(const struct ext2_place *place, void *argument)
{
    static const uint16_t modes[] = {0,       S_IFREG, S_IFDIR,  S_IFCHR,
                                     S_IFBLK, S_IFIFO, S_IFSOCK, S_IFLNK};
    const struct ext2_entry *entry = place->entry;
    struct listing *listing = argument;
    char name[EXT2_NAME_MAX + 1];
    if (!entry->inode)
        return false;
    memcpy(name, entry->name, entry->name_length);
    name[entry->name_length] = '\0';
    uint32_t type = ext2.has_types && entry->type <= EXT2_TYPE_LINK ? entry->type : 0;
    listing->error = directory_put(listing->to, name, modes[type], entry->inode,
                                   place->offset + entry->length);
    return listing->error != 0;
}

static int list(struct inode *inode, uint64_t *offset, struct transfer *to)
{
    struct listing listing = {.to = to};
    struct ext2_place place = {.offset = (uint32_t)*offset};
    size_t room = to->left;
    if (*offset >= inode->size)
        return 0;
    ext2_lock();
    int result = ext2_scan(&ext2, &ext2_file(inode)->node, &place, put_entry, &listing);
    if (result == 1)
        ext2_put(&ext2, &place.block);
    ext2_unlock();
    *offset = place.offset;
    return to->left < room ? (int)(room - to->left) : result < 0 ? result : listing.error;
}

/* And of what is neither a directory nor a file, with which nothing can be done here. */
static const struct inode_operations directory_operations = {.find = find,
                                                             .list = list,
                                                             .make = ext2_make_name,
                                                             .link = ext2_link_name,
                                                             .unlink = ext2_unlink_name,
                                                             .rename = ext2_rename_name,
                                                             .changed = ext2_note_change,
                                                             .sync = ext2_sync_inode,
                                                             .release = release};
static const struct inode_operations file_operations = {.read = read,
                                                        .write = ext2_write_file,
                                                        .truncate = ext2_truncate_file,
                                                        .changed = ext2_note_change,
                                                        .sync = ext2_sync_inode,
                                                        .release = release};

/* --- The volume --- */

static void describe(const struct volume *of, struct statfs64 *space)
{
    (void)of;
    space->f_type = MAGIC;
    space->f_bsize = space->f_frsize = ext2.block_bytes;
    space->f_blocks = ext2.block_count;
    space->f_files = ext2.inode_count;
    for (uint32_t i = 0; i < ext2.group_count; i++) {
        space->f_bfree += ext2.groups[i].free[EXT2_BLOCKS];
        space->f_ffree += ext2.groups[i].free[EXT2_INODES];
    }
    space->f_bavail = space->f_bfree;
}

/* The root's inode in *ROOT. A feature that forbids it in *FEATURE. */
static int open_volume(struct inode **root, int *feature)
{
    static struct ext2_blocks blocks = {get_block, put_block, write_block};
    struct block super;
    phys_t groups = frame_allocate(), scratch = groups ? frame_allocate() : 0;
    *feature = -1;
    int error = scratch ? 0 : -ENOMEM;
    if (!error)
        error = block_get(disk, EXT2_SUPERBLOCK_AT / sizeof(struct ext2_superblock),
                          sizeof(struct ext2_superblock), &super);
    if (!error) {
        error = ext2_volume_open(&ext2, (void *)super.data, disk->sectors, &blocks,
                                 arch_frame(groups), feature);
        block_put(&super);
        ext2.scratch = arch_frame(scratch);
    }
    if (!error)
        error = get_inode(EXT2_ROOT, root);
    if (!error && !S_ISDIR((*root)->mode))
        error = (inode_put(*root), -EUCLEAN);
    if (error) {
        forget_unused(0);
        if (scratch)
            frame_free(scratch);
        if (groups)
            frame_free(groups);
    }
    return error;
}

bool ext2_init(const char *path)
{
    struct inode *root;
    int feature;
    list_init(&files);
    disk = disk_first();
    if (!disk)
        return false;
    int error = open_volume(&root, &feature);
    if (feature >= 0)
        print("robin: disk: ext2 with the feature %s\n", ext2_feature_name(feature));
    else if (error && error != -EINVAL)
        print("robin: disk: not mounted: error %d\n", -error);
    if (error) {
        cache_drop(&disk->blocks, 0); /* what was looked at is of no use */
        return false;
    }
    ext2_mounted = (struct volume){.type = "ext2",
                                   .device = "/dev/hda",
                                   .root = root,
                                   .read_only = !disk->writable || ext2.is_read_only,
                                   .sync = ext2_sync_volume,
                                   .describe = describe};
    if (disk->writable && ext2.is_read_only)
        print("robin: disk: read-only, as it is not clean: e2fsck\n");
    disk->is_mounted = true;
    path_mount(&ext2_mounted, path);
    return true;
}

void ext2_sweep(void)
{
    if (!ext2_mounted.root)
        return;
    ext2_mounted.read_only = true; /* what could not be written goes as well */
    inode_put(ext2_mounted.root);
    forget_unused(0);
    if (ext2.bitmap.data)
        ext2_put(&ext2, &ext2.bitmap);
    frame_free(arch_physical(ext2.scratch));
    frame_free(arch_physical(ext2.groups));
}
