#include "kernel/fs/block.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/device.h"
#include "kernel/sched/scheduler.h"
#include "lib/string.h"

enum {
    SECTORS_A_PAGE = PAGE_SIZE / SECTOR_BYTES,
    COUNT_MAX = INT32_MAX - PAGE_SIZE,
    PART_INSTRUCTIONS = 3000, /* for kernel_worked: to move what is in a page */
};

/* --- The disk's pages --- */

/* How many sectors of DISK are in page INDEX: the last may have fewer than the others, and
 * there is none behind it. */
static uint32_t sectors_in(const struct disk *disk, uint32_t index)
{
    uint64_t first = (uint64_t)index * SECTORS_A_PAGE;
    if (first >= disk->sectors)
        return 0;
    uint32_t left = disk->sectors - (uint32_t)first;
    return left < SECTORS_A_PAGE ? left : SECTORS_A_PAGE;
}

static int move_pages(struct cache_owner *owner, bool write, uint32_t index,
                      const phys_t *frames, uint32_t count)
{
    struct disk *disk = container_of(owner, struct disk, blocks);
    uint32_t in_last = sectors_in(disk, index + count - 1);
    if (in_last == 0)
        return -EIO;
    return disk_move(disk, write, index * SECTORS_A_PAGE,
                     (count - 1) * SECTORS_A_PAGE + in_last, frames, 0);
}

static int fill_pages(struct cache_owner *owner, uint32_t index, const phys_t *frames,
                      uint32_t count)
{
    return move_pages(owner, false, index, frames, count);
}

static int write_page(struct cache_owner *owner, uint32_t index, phys_t frame)
{
    return move_pages(owner, true, index, &frame, 1);
}

int block_get(struct disk *disk, uint32_t number, uint32_t size, struct block *block)
{
    uint64_t at = (uint64_t)number * size;
    if (at + size > (uint64_t)disk->sectors * SECTOR_BYTES)
        return -EIO;
    int error = cache_get(&disk->blocks, (uint32_t)(at / PAGE_SIZE), &block->page);
    if (!error)
        block->data = (char *)cache_data(block->page) + at % PAGE_SIZE;
    return error;
}

/* --- /dev/hda --- */

/* Moves what TRANSFER and DISK have room for in the page at OFFSET; how many bytes: fewer, if
 * a program's memory ends there. Pages may be read ahead, but not page END. */
static int move_part(struct disk *disk, bool write, uint64_t offset, uint32_t end,
                     struct transfer *transfer)
{
    struct cache_page *page;
    uint32_t index = (uint32_t)(offset / PAGE_SIZE), at = (uint32_t)(offset % PAGE_SIZE);
    size_t part = sectors_in(disk, index) * SECTOR_BYTES - at, before = transfer->left;
    if (part > transfer->left)
        part = transfer->left;
    int error = cache_read(&disk->blocks, index, write ? index + 1 : end, &page);
    if (error)
        return error;
    if (write)
        cache_mark_dirty(page);
    char *data = (char *)cache_data(page) + at;
    error =
        write ? transfer_in(transfer, data, part) : transfer_out(transfer, data, part);
    cache_put(page);
    return transfer->left < before ? (int)(before - transfer->left) : error;
}

/* Who has been sent a signal may look at it between two pages. */
static int move(struct file *file, bool write, struct transfer *transfer)
{
    struct disk *disk = disk_first();
    uint64_t size = (uint64_t)disk->sectors * SECTOR_BYTES;
    uint32_t first = (uint32_t)(file->offset / PAGE_SIZE);
    uint32_t end = (disk->sectors + SECTORS_A_PAGE - 1) / SECTORS_A_PAGE;
    int count = 0, moved = 0;
    if (file->flags & O_DIRECT) { /* all is read anew, and nothing else ahead */
        uint32_t bytes = (uint32_t)(file->offset % PAGE_SIZE + transfer->left);
        uint32_t behind = first + (bytes + PAGE_SIZE - 1) / PAGE_SIZE;
        end = behind < end ? behind : end;
        cache_forget(&disk->blocks, first, end);
    }
    while (transfer->left > 0 && file->offset < size && count <= COUNT_MAX) {
        moved = move_part(disk, write, file->offset, end, transfer);
        if (moved < 0)
            break;
        file->offset += (uint32_t)moved;
        kernel_worked(PART_INSTRUCTIONS);
        count += moved;
        int error =
            disk->blocks.unwritten < CACHE_UNWRITTEN_MAX ? 0 : cache_sync(&disk->blocks);
        if (error)
            return error;
        if (thread_is_called())
            break;
    }
    return count > 0 ? count : moved;
}

static int read_disk(struct file *file, struct transfer *to)
{
    return move(file, false, to);
}

static int write_disk(struct file *file, struct transfer *from)
{
    if (!disk_first()->writable)
        return -EROFS;
    if (from->left > 0 && file->offset >= (uint64_t)disk_first()->sectors * SECTOR_BYTES)
        return -ENOSPC;
    return move(file, true, from);
}

/* An error has been told on the console: nobody else is there to hear of it. */
static void close_disk(struct file *file)
{
    struct disk *disk = disk_first();
    bool is_writer = (file->flags & O_ACCMODE) != O_RDONLY;
    int error = is_writer ? cache_sync(&disk->blocks) : -EROFS;
    if (!error)
        error = disk_flush(disk);
    (void)error;
}

/* The file system keeps in memory what it has read, and would write over the rest. */
static int may_open_disk(uint32_t flags)
{
    return (flags & O_ACCMODE) != O_RDONLY && disk_first()->is_mounted ? -EBUSY : 0;
}

void block_init(void)
{
    static const struct cache_operations operations = {fill_pages, write_page};
    static const struct file_operations file_operations = {
        .read = read_disk, .write = write_disk, .close = close_disk};
    static const struct device device = {"hda", DEVICE_NUMBER(3, 0), S_IFBLK | 0600,
                                         &file_operations, may_open_disk};
    struct disk *disk = disk_first();
    if (!disk)
        return;
    cache_owner_init(&disk->blocks, &operations);
    device_add(&device);
}
