/* A file's pages stand in a table, itself a page, which comes with the first of them:
 *
 *   struct memory_file -> table: | page | page | - | page | ...    ("-": zeros, or beyond)
 *
 * Invariant: in pages that are there, all bytes from the file's size on are zero; pages that
 * lie beyond it whole are not there. A file lives as long as it stands in the directory or
 * somebody has it open. */
#include "kernel/fs/memory_file.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/file.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "lib/list.h"
#include "lib/string.h"

enum {
    TABLE_ENTRIES = PAGE_SIZE / sizeof(phys_t),
    SIZE_MAX_BYTES = TABLE_ENTRIES * PAGE_SIZE, /* 4 MiB */
    SHARE_OF_FRAMES = 4,      /* all files together have at most this part of them */
    FILE_SYSTEM = 3,          /* in st_dev */
    DIRECTORY_NUMBER = 1,     /* in st_ino; files have the numbers that follow */
    LOOK_INSTRUCTIONS = 100,  /* for kernel_worked: to compare a name */
    PAGE_INSTRUCTIONS = 2000, /* to copy a page */
    DROP_INSTRUCTIONS = 20,   /* to look at an entry of the table */
    NAME_MAX = PROCESS_PATH_MAX - sizeof(MEMORY_FILE_PATH),
    UMASK = 022, /* nobody can set another */
    MAY_READ = 4,
    MAY_WRITE = 2,
};

struct memory_file {
    struct list link; /* in the directory, in the order of their numbers */
    char name[NAME_MAX];
    uint32_t number, mode, open_count;
    bool is_listed;
    uint64_t size;
    struct account *account;
    phys_t *table; /* NULL: it has no pages */
};

static struct object_cache cache = OBJECT_CACHE("memory file", struct memory_file);
static struct list directory;
static uint32_t page_count, last_number;

/* --- Pages --- */

uint32_t memory_file_page_count(void)
{
    return page_count;
}

/* 0: no room is left. */
static phys_t add_page(const struct memory_file *file)
{
    bool is_full = page_count >= frame_count() / SHARE_OF_FRAMES;
    phys_t frame =
        is_full || account_is_full(file->account) ? 0 : frame_allocate_zeroed();
    if (frame) {
        page_count++;
        file->account->pages++;
    }
    return frame;
}

static void drop_page(const struct memory_file *file, phys_t frame)
{
    frame_free(frame);
    page_count--;
    file->account->pages--;
}

/* Drops all pages that lie at or behind SIZE whole, and the table with the last. */
static void drop_pages(struct memory_file *file, uint64_t size)
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

/* The byte at OFFSET; NULL: no page is there. */
static char *find_byte(const struct memory_file *file, uint64_t offset)
{
    phys_t frame = file->table && offset < SIZE_MAX_BYTES
                       ? file->table[(uint32_t)offset / PAGE_SIZE]
                       : 0;
    return frame ? (char *)arch_frame(frame) + offset % PAGE_SIZE : NULL;
}

/* The same; NULL: there is no room for the page. */
static char *make_byte(struct memory_file *file, uint64_t offset)
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

/* --- Reading and writing --- */

static int memory_read(struct file *open, struct transfer *to)
{
    static const char zeros[PAGE_SIZE];
    const struct memory_file *file = open->data;
    int count = 0;
    while (to->left > 0 && open->offset < file->size) {
        uint64_t left = file->size - open->offset;
        size_t most = to->left < left ? to->left : (size_t)left;
        const char *from = find_byte(file, open->offset);
        size_t before = to->left;
        int error =
            transfer_out(to, from ? from : zeros, rest_of_page(open->offset, most));
        open->offset += before - to->left;
        count += (int)(before - to->left);
        if (error)
            return count > 0 ? count : error;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return count;
}

/* The bytes of one page at OFFSET. How many, or -errno. If they do not come whole, what lies
 * beyond the file's end must be zero again. */
static int write_part(struct memory_file *file, uint64_t offset, struct transfer *from)
{
    size_t part = rest_of_page(offset, from->left);
    char *to = make_byte(file, offset);
    if (!to) {
        drop_pages(file, file->size);
        return -ENOSPC;
    }
    size_t before = from->left;
    int error = transfer_in(from, to, part);
    size_t moved = before - from->left;
    if (offset + moved > file->size)
        file->size = offset + moved;
    if (error && offset + part > file->size) {
        size_t kept = file->size > offset ? (size_t)(file->size - offset) : 0;
        memset(to + kept, 0, part - kept);
        drop_pages(file, file->size);
    }
    return moved > 0 ? (int)moved : error;
}

static int memory_write(struct file *open, struct transfer *from)
{
    struct memory_file *file = open->data;
    int count = 0;
    if (open->flags & O_APPEND)
        open->offset = file->size;
    while (from->left > 0) {
        int error =
            open->offset < SIZE_MAX_BYTES ? write_part(file, open->offset, from) : -EFBIG;
        if (error < 0)
            return count > 0 ? count : error;
        open->offset += (uint32_t)error;
        count += error;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return count;
}

static int memory_truncate(struct file *open, uint64_t length)
{
    struct memory_file *file = open->data;
    if (length > SIZE_MAX_BYTES)
        return -EFBIG;
    char *end = length < file->size ? find_byte(file, length) : NULL;
    if (end && length % PAGE_SIZE)
        memset(end, 0, rest_of_page(length, PAGE_SIZE));
    file->size = length;
    drop_pages(file, length);
    return 0;
}

static void memory_describe(const struct file *open, struct stat64 *stat)
{
    const struct memory_file *file = open->data;
    stat->st_mode = S_IFREG | file->mode;
    stat->st_nlink = file->is_listed;
    stat->st_uid = file->account->uid;
    stat->st_size = (int64_t)file->size;
    stat->st_dev = FILE_SYSTEM;
    stat->st_ino = file->number;
}

/* --- The life of a file --- */

static void free_if_unused(struct memory_file *file)
{
    if (file->is_listed || file->open_count > 0)
        return;
    drop_pages(file, 0);
    account_release(file->account);
    object_free(&cache, file);
}

static void memory_close(struct file *open)
{
    struct memory_file *file = open->data;
    file->open_count--;
    free_if_unused(file);
}

static const struct file_operations operations = {.read = memory_read,
                                                  .write = memory_write,
                                                  .describe = memory_describe,
                                                  .truncate = memory_truncate,
                                                  .close = memory_close};

static struct memory_file *find_file(const char *name)
{
    list_for_each(&directory, node) {
        struct memory_file *file = container_of(node, struct memory_file, link);
        if (strcmp(file->name, name) == 0)
            return file;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return NULL;
}

static int make_file(const char *name, uint32_t mode, struct account *account,
                     struct memory_file **result)
{
    struct memory_file *file = object_allocate(&cache);
    if (!file)
        return -ENOSPC;
    *file = (struct memory_file){.number = ++last_number,
                                 .mode = mode & 07777 & ~(uint32_t)UMASK,
                                 .is_listed = true,
                                 .account = account};
    (void)string_copy(file->name, name, sizeof(file->name));
    account_keep(account);
    list_push_back(&directory, &file->link);
    *result = file;
    return 0;
}

/* What FLAGS of open(2) want; the kernel (ACCOUNT NULL) and user 0 may all. */
static bool may_open(const struct memory_file *file, uint32_t flags,
                     const struct account *account)
{
    uint32_t access = flags & O_ACCMODE;
    uint32_t wanted = (access != O_WRONLY ? MAY_READ : 0u) |
                      (access != O_RDONLY || flags & O_TRUNC ? MAY_WRITE : 0u);
    if (!account || account->uid == 0)
        return true;
    bool is_owner = account->uid == file->account->uid;
    return (wanted & ~(is_owner ? file->mode >> 6 : file->mode)) == 0;
}

static int open_file(struct file *open, const char *name, uint32_t mode)
{
    struct memory_file *file = find_file(name);
    int error = 0;
    if (file && (open->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        return -EEXIST;
    if (file && !may_open(file, open->flags, open->account))
        return -EACCES;
    if (!file && !(open->flags & O_CREAT && open->account))
        return -ENOENT;
    if (!file)
        error = make_file(name, mode, open->account, &file);
    if (error)
        return error;
    open->operations = &operations;
    open->data = file;
    file->open_count++;
    return open->flags & O_TRUNC ? memory_truncate(open, 0) : 0;
}

/* --- /tmp; file->offset is the number of the last file that was told --- */

static int list_files(struct file *open, struct transfer *to)
{
    size_t room = to->left;
    list_for_each(&directory, node) {
        const struct memory_file *file = container_of(node, struct memory_file, link);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (file->number <= open->offset)
            continue;
        int error = directory_put(to, file->name, DT_REG, file->number);
        if (error)
            return to->left < room ? (int)(room - to->left) : error;
        open->offset = file->number;
    }
    return (int)(room - to->left);
}

static int read_directory(struct file *file, struct transfer *to)
{
    (void)file, (void)to;
    return -EISDIR;
}

static void describe_directory(const struct file *file, struct stat64 *stat)
{
    (void)file;
    stat->st_mode = S_IFDIR | S_ISVTX | 0777;
    stat->st_dev = FILE_SYSTEM;
    stat->st_ino = DIRECTORY_NUMBER;
}

static const struct file_operations directory_operations = {
    .read = read_directory, .list = list_files, .describe = describe_directory};

static int open_directory(struct file *file)
{
    if ((file->flags & O_ACCMODE) != O_RDONLY || file->flags & (O_CREAT | O_TRUNC))
        return -EISDIR;
    file->operations = &directory_operations;
    return 0;
}

/* Where a name goes on below another there can only be a file, which is no directory, or
 * nothing. */
static int check_name(const char *path)
{
    char name[PROCESS_PATH_MAX];
    const char *slash = strchr(path, '/');
    if (!slash)
        return strlen(path) < NAME_MAX ? 0 : -ENAMETOOLONG;
    memcpy(name, path, (size_t)(slash - path));
    name[slash - path] = '\0';
    return find_file(name) ? -ENOTDIR : -ENOENT;
}

static int memory_open(struct file *file, const char *path, uint32_t mode)
{
    while (*path == '/')
        path++;
    if (*path == '\0')
        return open_directory(file);
    int error = check_name(path);
    return error ? error : open_file(file, path, mode);
}

/* As a directory that is sticky has it: who has made a file may take it away. */
static int memory_unlink(const char *path, const struct account *account)
{
    while (*path == '/')
        path++;
    if (*path == '\0')
        return -EISDIR;
    int error = check_name(path);
    struct memory_file *file = error ? NULL : find_file(path);
    if (!file)
        return error ? error : -ENOENT;
    if (account->uid != 0 && account->uid != file->account->uid)
        return -EPERM;
    list_remove(&file->link);
    file->is_listed = false;
    free_if_unused(file);
    return 0;
}

void memory_file_init(void)
{
    list_init(&directory);
    page_count = last_number = 0;
    last_number = DIRECTORY_NUMBER;
    file_mount(MEMORY_FILE_PATH, memory_open, memory_unlink);
}

void memory_file_sweep(void)
{
    while (!list_is_empty(&directory)) {
        struct memory_file *file = list_first_entry(&directory, struct memory_file, link);
        ASSERT(file->open_count == 0);
        list_remove(&file->link);
        file->is_listed = false;
        free_if_unused(file);
    }
}
