/* The disk's files are written. A change goes to the disk at once, block by block, in the order
 * that ext2_space.h, ext2_tree.h and ext2_change.h give; so of a call that has returned only
 * what the disk itself holds back is not safe, and fsync lets it write that (disk_flush).
 *
 * Who waits for his turn waits firmly: who has it waits for nothing but the disk. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/clock/wall.h"
#include "kernel/debug/print.h"
#include "kernel/fs/ext2_change.h"
#include "kernel/fs/ext2_file.h"
#include "kernel/fs/ext2_space.h"
#include "kernel/fs/ext2_tree.h"
#include "kernel/sched/scheduler.h"
#include "lib/divide.h"
#include "lib/string.h"

enum {
    SIZE_MAX_BYTES = INT32_MAX, /* a larger file would need a feature */
    HALF_BITS = 16,             /* of a uid */
    PAGES_HELD = 8,             /* more than a change ever holds of the cache's */
};

/* --- One at a time, first come, first served --- */

static struct list waiters = {&waiters, &waiters};
static uint32_t last_turn, turn; /* the last one that was given out, and whose it is */

void ext2_lock(void)
{
    uint32_t mine = last_turn++;
    while (turn != mine)
        thread_block_firmly(&waiters);
    cache_keep_for(this_cpu()->running);
}

/* After damage, or an error of the disk, nothing is written any more. */
void ext2_unlock(void)
{
    if ((ext2.is_damaged || ext2.is_read_only) && !ext2_mounted.read_only) {
        ext2.is_read_only = ext2_mounted.read_only = true;
        print("robin: disk: read-only from now on, as something is wrong: e2fsck\n");
    }
    turn++;
    cache_keep_for(NULL);
    thread_wake_firm(&waiters);
}

/* --- A change, from its begin to its end --- */

static uint32_t seconds_of(uint64_t ns)
{
    uint32_t rest;
    return (uint32_t)divide_u64(ns, (uint32_t)EXT2_SECOND_NS, &rest);
}

static int settle_file(struct ext2_file *file)
{
    bool is_nameless = file->node.inode.links == 0;
    struct inode *inode = ext2_file_hold(file);
    int error =
        is_nameless ? ext2_release(&ext2, &file->node) : ext2_volume_change(&ext2);
    if (!error && !is_nameless)
        error = ext2_node_write(&ext2, &file->node);
    inode_put(inode);
    if (is_nameless)
        ext2_file_forget(file);
    return error;
}

static int settle(void)
{
    struct ext2_file *file;
    int error = 0;
    while (!error && !ext2_mounted.read_only && (file = ext2_file_unsettled()))
        error = settle_file(file);
    return error;
}

/* Nothing that has begun lacks memory in its midst. */
int ext2_settle(void)
{
    int error = ext2_mounted.read_only ? 0 : cache_reserve(PAGES_HELD);
    return error ? error : settle();
}

/* What is done is done: if the disk fails then, that has been told, and fsync says so. */
static int end(int error)
{
    if (!error)
        (void)settle();
    (void)ext2_file_tell_changes();
    ext2_unlock();
    return error;
}

/* If it is an error, there is no end. */
static int begin(void)
{
    ext2_lock();
    ext2.now = seconds_of(clock_wall_ns());
    ext2.is_read_only |= ext2.is_damaged;
    int error = ext2_settle();
    if (!error)
        error = ext2_volume_change(&ext2);
    return error ? end(error) : 0;
}

/* --- Names --- */

static struct ext2_node *node_of(struct inode *inode)
{
    return inode ? &ext2_file(inode)->node : NULL;
}

static struct ext2_name name_of(const char *name)
{
    return (struct ext2_name){name, (uint32_t)strlen(name)};
}

struct making {
    struct inode *directory;
    struct ext2_name name;
    const struct inode_new *what;
};

static int make_node(struct ext2_file *file, const void *how)
{
    const struct making *making = how;
    file->node.inode.mode = (uint16_t)making->what->mode;
    file->node.inode.uid = (uint16_t)making->what->uid;
    file->node.inode.uid_high = (uint16_t)(making->what->uid >> HALF_BITS);
    return ext2_make(&ext2, node_of(making->directory), &making->name, &file->node);
}

/* A directory may have lost its name while one waited. */
static int begin_in(const struct inode *directory)
{
    int error = begin();
    if (error)
        return error;
    return directory->links > 0 ? 0 : end(-ENOENT);
}

int ext2_make_name(struct inode *directory, const char *name,
                   const struct inode_new *what, struct inode **made)
{
    const struct making making = {directory, name_of(name), what};
    int error = begin_in(directory);
    return error ? error : end(ext2_file_new(make_node, &making, made));
}

int ext2_link_name(struct inode *directory, const char *name, struct inode *inode)
{
    const struct ext2_name new_name = name_of(name);
    int error = begin_in(directory);
    if (!error && inode->links == 0)
        return end(-ESTALE);
    return error ? error
                 : end(ext2_link(&ext2, node_of(directory), &new_name, node_of(inode)));
}

int ext2_unlink_name(struct inode *directory, const char *name, struct inode *inode)
{
    const struct ext2_name old_name = name_of(name);
    int error = begin_in(directory);
    return error ? error
                 : end(ext2_unlink(&ext2, node_of(directory), &old_name, node_of(inode)));
}

int ext2_rename_name(struct inode *from, const char *name, struct inode *inode,
                     struct inode *to, const char *new_name, struct inode *replaced)
{
    const struct ext2_name old_name = name_of(name), later_name = name_of(new_name);
    int error = begin_in(to);
    return error ? error
                 : end(ext2_rename(&ext2, node_of(from), &old_name, node_of(inode),
                                   node_of(to), &later_name, node_of(replaced)));
}

/* --- What files hold --- */

/* LENGTH bytes in a block, of which DATA is what is there, from AT on. They come FROM. */
static int write_in_block(struct ext2_file *file, uint64_t offset, char *data,
                          const char *from, uint32_t length)
{
    uint32_t index = (uint32_t)(offset >> ext2.block_bits), number;
    uint32_t at = (uint32_t)offset & (ext2.block_bytes - 1);
    int error = ext2_map(&ext2, &file->node, index, &number);
    if (error)
        return error;
    memcpy(data + at, from, length);
    error = number ? ext2_write_data(&ext2, number, data)
                   : ext2_grow(&ext2, &file->node, index, data);
    if (error && !number)
        memset(data, 0, ext2.block_bytes); /* it stays a hole */
    if (!error && offset + length > ext2_size(&file->node))
        ext2_set_size(&file->node, offset + length);
    file->inode.size = ext2_size(&file->node);
    return error;
}

/* LENGTH bytes within a page. They come to the kernel first: if they are not there, nothing
 * has changed. How many were written, or -errno. */
static int write_in_page(struct ext2_file *file, uint64_t offset, struct transfer *from,
                         uint32_t length)
{
    uint32_t mask = ext2.block_bytes - 1, done = 0;
    char *bytes = ext2.scratch;
    struct cache_page *page;
    int error = transfer_in(from, bytes, length);
    if (!error)
        error = cache_get(&file->pages, (uint32_t)(offset / PAGE_SIZE), &page);
    if (error)
        return error;
    while (!error && done < length) {
        uint32_t at = (uint32_t)(offset + done) % PAGE_SIZE;
        uint32_t part = ext2.block_bytes - (at & mask);
        part = part < length - done ? part : length - done;
        error =
            write_in_block(file, offset + done, (char *)cache_data(page) + (at & ~mask),
                           bytes + done, part);
        done += error ? 0 : part;
    }
    cache_put(page);
    file->node.inode.modified = file->node.inode.changed = ext2.now;
    file->node.is_changed = true;
    return done ? (int)done : error;
}

/* Others have their turn between two pages, and a signal is looked at. */
int ext2_write_file(struct inode *inode, uint64_t offset, struct transfer *from,
                    struct account *account)
{
    int count = 0, written = 0;
    (void)account;
    while (from->left > 0 && !(count > 0 && thread_is_called())) {
        uint32_t part = PAGE_SIZE - (uint32_t)(offset % PAGE_SIZE);
        part = part < from->left ? part : (uint32_t)from->left;
        written = offset + part > SIZE_MAX_BYTES ? -EFBIG : begin();
        if (written)
            break;
        written = write_in_page(ext2_file(inode), offset, from, part);
        int error = end(written < 0 ? written : 0);
        if (error)
            return count > 0 ? count : error;
        count += written;
        offset += (uint32_t)written;
        if ((uint32_t)written < part)
            break;
    }
    return count > 0 ? count : written;
}

/* Nobody may read what is given back. LAST is the page in which the file ends, or NULL. */
static int cut(struct ext2_file *file, uint64_t size, struct cache_page *last)
{
    uint32_t at = (uint32_t)size % PAGE_SIZE, mask = ext2.block_bytes - 1, number = 0;
    int error = at & mask ? ext2_map(&ext2, &file->node,
                                     (uint32_t)(size >> ext2.block_bits), &number)
                          : 0;
    if (error)
        return error;
    file->inode.size = size;
    cache_drop(&file->pages, (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE));
    while (file->filling > 0)
        thread_block_firmly(&file->filled);
    error = ext2_cut(&ext2, &file->node, size);
    if (error || !last)
        return error;
    char *data = cache_data(last);
    memset(data + at, 0, PAGE_SIZE - at);
    return number ? ext2_write_data(&ext2, number, data + (at & ~mask)) : 0;
}

int ext2_truncate_file(struct inode *inode, uint64_t size, struct account *account)
{
    struct ext2_file *file = ext2_file(inode);
    struct cache_page *last = NULL;
    (void)account;
    int error = size > SIZE_MAX_BYTES ? -EFBIG : begin();
    if (error)
        return error;
    if (size >= inode->size) {
        ext2_set_size(&file->node, size);
        return end(0);
    }
    if (size % PAGE_SIZE)
        error = cache_get(&file->pages, (uint32_t)(size / PAGE_SIZE), &last);
    if (!error)
        error = cut(file, size, last);
    if (last)
        cache_put(last);
    return end(error);
}

/* --- What stands in the inode, and what must be safe --- */

/* It goes to the disk with the next change, or when all does. */
void ext2_note_change(struct inode *inode)
{
    struct ext2_node *node = node_of(inode);
    struct ext2_inode now = node->inode;
    now.mode = (uint16_t)inode->mode;
    now.uid = (uint16_t)inode->uid;
    now.uid_high = (uint16_t)(inode->uid >> HALF_BITS);
    now.modified = seconds_of(inode->modified_ns);
    now.changed = seconds_of(inode->changed_ns);
    if (memcmp(&now, &node->inode, sizeof(now)) == 0)
        return;
    node->inode = now;
    node->is_changed = true;
}

/* Nothing more is written: whether something should have been. */
static int error_of_rest(void)
{
    return ext2.is_changed || ext2.is_damaged ? -EIO : 0;
}

int ext2_sync_inode(struct inode *inode)
{
    if (inode->volume->read_only)
        return error_of_rest();
    ext2_lock();
    int error = end(ext2_settle());
    return error ? error : disk_flush(disk_first());
}

/* What does not need anything any more is clean. */
int ext2_sync_volume(struct volume *volume)
{
    if (volume->read_only)
        return error_of_rest();
    ext2_lock();
    int error = ext2_settle();
    if (!error)
        error = disk_flush(disk_first());
    if (!error)
        error = ext2_volume_sync(&ext2, !ext2_file_tell_changes());
    error = end(error);
    return error ? error : disk_flush(disk_first());
}
