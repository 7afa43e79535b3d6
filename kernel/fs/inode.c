#include "kernel/fs/inode.h"

#include "abi/errno.h"
#include "kernel/clock/wall.h"
#include "kernel/debug/panic.h"
#include "lib/divide.h"
#include "lib/string.h"

enum { STAT_BLOCK = 512 };

static struct list volumes = {&volumes, &volumes};
static uint32_t last_number;

void inode_release(struct inode *inode)
{
    ASSERT(inode->references == 0);
    if (inode->operations->release)
        inode->operations->release(inode);
}

static uint32_t split_ns(uint64_t ns, uint32_t *nanoseconds)
{
    return (uint32_t)divide_u64(ns, 1000000000, nanoseconds);
}

void inode_describe(const struct inode *inode, struct stat64 *stat)
{
    uint32_t seconds, nanoseconds;
    memset(stat, 0, sizeof(*stat));
    stat->st_dev = inode->volume->number;
    stat->st_ino = inode->number;
    stat->short_ino = inode->number;
    stat->st_mode = inode->mode;
    stat->st_nlink = inode->links;
    stat->st_uid = inode->uid;
    stat->st_rdev = inode->device;
    stat->st_size = (int64_t)inode->size;
    stat->st_blksize = PAGE_SIZE;
    stat->st_blocks = (inode->size + STAT_BLOCK - 1) / STAT_BLOCK;
    seconds = split_ns(inode->modified_ns, &nanoseconds);
    stat->access_seconds = stat->change_seconds = seconds; /* reads leave no trace */
    stat->access_nanoseconds = stat->change_nanoseconds = nanoseconds;
    stat->status_seconds = split_ns(inode->changed_ns, &stat->status_nanoseconds);
}

void inode_change(struct inode *inode)
{
    inode->changed_ns = clock_wall_ns();
    if (inode->operations->changed)
        inode->operations->changed(inode);
}

void inode_touch(struct inode *inode)
{
    inode->modified_ns = inode->changed_ns = clock_wall_ns();
    inode->version++;
    if (inode->operations->changed)
        inode->operations->changed(inode);
}

int inode_truncate(struct inode *inode, uint64_t size, struct account *account)
{
    int error = inode->operations->truncate
                    ? inode->operations->truncate(inode, size, account)
                    : -EINVAL;
    if (!error)
        inode_touch(inode);
    return error;
}

int inode_read_all(struct inode *inode, uint64_t offset, void *buffer, size_t length)
{
    struct transfer to = transfer_to_kernel(buffer, length);
    while (to.left > 0) {
        int count = inode->operations->read(inode, offset + (length - to.left), &to);
        if (count <= 0)
            return count < 0 ? count : -EIO;
    }
    return 0;
}

/* --- Volumes --- */

void volume_mount(struct volume *volume, struct inode *covers)
{
    ASSERT(volume->root && (covers || list_is_empty(&volumes)));
    if (covers)
        covers->is_covered = true;
    volume->covers = covers;
    volume->number = ++last_number;
    list_push_back(&volumes, &volume->link);
}

struct inode *volume_root(void)
{
    return list_first_entry(&volumes, struct volume, link)->root;
}

struct inode *volume_root_over(const struct inode *inode)
{
    list_for_each(&volumes, node) {
        const struct volume *volume = container_of(node, struct volume, link);
        if (volume->covers == inode)
            return volume->root;
    }
    panic("nothing is mounted on what is covered");
}

int volume_sync_all(void)
{
    int first = 0;
    list_for_each(&volumes, node) {
        struct volume *volume = container_of(node, struct volume, link);
        int error = volume->sync ? volume->sync(volume) : 0;
        if (!first)
            first = error;
    }
    return first;
}

struct list *volume_list(void)
{
    return &volumes;
}

void volume_sweep(void)
{
    list_for_each(&volumes, node) {
        struct inode *covers = container_of(node, struct volume, link)->covers;
        if (covers)
            inode_put(covers);
    }
}
