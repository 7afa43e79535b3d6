/* What files in memory hold. A file's pages stand in a table, itself a page, which comes with
 * the first of them:
 *
 *   inode -> table: | page | page | - | page | ...    ("-": zeros, or beyond the end)
 *
 * Invariant: in pages that are there, all bytes from the file's size on are zero; pages that
 * lie beyond it whole are not there. A file of the archive has no pages until it is written
 * or cut off: then it gets its own. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/memory_inode.h"
#include "kernel/memory/frame.h"
#include "lib/string.h"

enum {
    TABLE_ENTRIES = PAGE_SIZE / sizeof(phys_t),
    SIZE_MAX_BYTES = TABLE_ENTRIES * PAGE_SIZE, /* 4 MiB */
    SHARE_OF_FRAMES = 4,      /* all files together have at most this part of them */
    PAGE_INSTRUCTIONS = 2000, /* for kernel_worked: to copy a page */
    DROP_INSTRUCTIONS = 60,   /* to give back a page of the table */
};

static uint32_t page_count;

/* --- Pages --- */

uint32_t memory_page_count(void)
{
    return page_count;
}

uint32_t memory_pages_max(void)
{
    return frame_count() / SHARE_OF_FRAMES;
}

/* 0: no room is left. */
static phys_t add_page(const struct memory_inode *file)
{
    bool is_full = page_count >= memory_pages_max() || account_is_full(file->account);
    phys_t frame = is_full ? 0 : frame_allocate_zeroed();
    if (frame) {
        page_count++;
        file->account->pages++;
    }
    return frame;
}

static void drop_page(const struct memory_inode *file, phys_t frame)
{
    frame_free(frame);
    page_count--;
    file->account->pages--;
}

/* Drops all pages that lie at or behind SIZE whole, and the table with the last. */
static void drop_pages(struct memory_inode *file, uint64_t size)
{
    uint32_t first = (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE);
    if (!file->table)
        return;
    for (uint32_t i = first; i < TABLE_ENTRIES; i++) {
        if (file->table[i])
            drop_page(file, file->table[i]);
        file->table[i] = 0;
        kernel_worked(DROP_INSTRUCTIONS);
    }
    if (first == 0) {
        drop_page(file, arch_physical(file->table));
        file->table = NULL;
    }
}

void memory_drop(struct memory_inode *file)
{
    drop_pages(file, 0);
}

/* The byte at OFFSET; NULL: no page is there. */
static char *find_byte(const struct memory_inode *file, uint64_t offset)
{
    phys_t frame = file->table && offset < SIZE_MAX_BYTES
                       ? file->table[(uint32_t)offset / PAGE_SIZE]
                       : 0;
    return frame ? (char *)arch_frame(frame) + offset % PAGE_SIZE : NULL;
}

/* The same; NULL: there is no room for the page. */
static char *make_byte(struct memory_inode *file, uint64_t offset)
{
    if (!file->table) {
        phys_t frame = add_page(file);
        file->table = frame ? arch_frame(frame) : NULL;
    }
    phys_t *entry = file->table ? &file->table[(uint32_t)offset / PAGE_SIZE] : NULL;
    if (entry && !*entry)
        *entry = add_page(file);
    return find_byte(file, offset);
}

static size_t rest_of_page(uint64_t offset, size_t length)
{
    size_t rest = PAGE_SIZE - (size_t)(offset % PAGE_SIZE);
    return rest < length ? rest : length;
}

/* --- From the archive to pages --- */

/* FILE, of which the first SIZE bytes shall stay, gets pages of its own, for ACCOUNT, which
 * is the one that pays from now on. 0 or -ENOSPC: it is as it was. */
static int leave_archive(struct memory_inode *file, uint64_t size,
                         struct account *account)
{
    const char *from = file->archived;
    if (size > SIZE_MAX_BYTES)
        return -EFBIG;
    account_keep(account);
    file->account = account;
    file->archived = NULL;
    for (uint64_t at = 0; at < size; at += PAGE_SIZE) {
        char *to = make_byte(file, at);
        if (!to) {
            memory_drop(file);
            file->archived = from;
            file->account = NULL;
            account_release(account);
            return -ENOSPC;
        }
        memcpy(to, from + at, rest_of_page(at, (size_t)(size - at)));
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return 0;
}

/* --- Reading and writing --- */

int memory_read(struct inode *inode, uint64_t offset, struct transfer *to)
{
    const struct memory_inode *file = memory_inode(inode);
    size_t room = to->left;
    int error = 0;
    while (!error && to->left > 0 && offset < inode->size) {
        uint64_t left = inode->size - offset;
        size_t part = rest_of_page(offset, to->left < left ? to->left : (size_t)left);
        const char *from =
            file->archived ? file->archived + offset : find_byte(file, offset);
        error = from ? transfer_out(to, from, part) : transfer_zeros(to, part);
        offset += part;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return to->left < room ? (int)(room - to->left) : error;
}

/* The bytes of one page at OFFSET. 0 or -errno. If they do not come whole, what lies beyond
 * the file's end must be zero again. */
static int write_part(struct memory_inode *file, uint64_t offset, struct transfer *from)
{
    size_t part = rest_of_page(offset, from->left), before = from->left;
    char *to = make_byte(file, offset);
    if (!to) {
        drop_pages(file, file->inode.size);
        return -ENOSPC;
    }
    int error = transfer_in(from, to, part);
    uint64_t end = offset + (before - from->left);
    if (end > file->inode.size)
        file->inode.size = end;
    if (error && offset + part > file->inode.size) {
        uint64_t size = file->inode.size;
        size_t kept = size > offset ? (size_t)(size - offset) : 0;
        memset(to + kept, 0, part - kept);
        drop_pages(file, size);
    }
    return error;
}

int memory_write(struct inode *inode, uint64_t offset, struct transfer *from,
                 struct account *account)
{
    struct memory_inode *file = memory_inode(inode);
    size_t length = from->left;
    int error = file->archived ? leave_archive(file, inode->size, account) : 0;
    while (!error && from->left > 0) {
        size_t before = from->left;
        error = offset < SIZE_MAX_BYTES ? write_part(file, offset, from) : -EFBIG;
        offset += before - from->left;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return from->left < length ? (int)(length - from->left) : error;
}

int memory_truncate(struct inode *inode, uint64_t size, struct account *account)
{
    struct memory_inode *file = memory_inode(inode);
    if (size > SIZE_MAX_BYTES)
        return -EFBIG;
    if (file->archived) {
        int error = leave_archive(file, size < inode->size ? size : inode->size, account);
        if (error)
            return error;
    }
    char *end = size < inode->size ? find_byte(file, size) : NULL;
    if (end && size % PAGE_SIZE)
        memset(end, 0, rest_of_page(size, PAGE_SIZE));
    inode->size = size;
    drop_pages(file, size);
    return 0;
}
