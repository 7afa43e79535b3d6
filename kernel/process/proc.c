/* The directories of /proc. */
#include "kernel/process/proc.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/clock/wall.h"
#include "kernel/fs/directory.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/process/table.h"
#include "lib/format.h"
#include "lib/string.h"
#include "lib/words.h"

enum {
    NUMBER_BYTES = 12,
    LOOK_INSTRUCTIONS = 60,       /* for kernel_worked: to look at a process, */
    CHARACTER_INSTRUCTIONS = 150, /* and to print a character */
    NUMBER_SHIFT = 11,            /* an inode's number: a pid, and what of that: */
    SELF = 1,                     /* its directory, */
    FIRST,                        /* or one of its entries, from here on, */
    FIRST_FD = 32,                /* or of its descriptors */
};

static int find(struct inode *inode, const char *name, struct inode **found);
static int make_page(struct inode *inode, uint64_t *place, struct transfer *to);
static int read(struct inode *inode, uint64_t offset, struct transfer *to);
static int write(struct inode *inode, uint64_t offset, struct transfer *from,
                 struct account *account);
static int truncate(struct inode *inode, uint64_t size, struct account *account);
static void release(struct inode *inode);

static const struct inode_operations operations = {
    .find = find,
    .list = make_page,
    .read = read,
    .write = write,
    .truncate = truncate,
    .release = release,
};
static const struct proc_entry root_entry = {"", S_IFDIR | 0555, NULL},
                               process_entry = {"", S_IFDIR | 0555, NULL},
                               file_entry = {"", S_IFREG | 0400, proc_print_file};

static struct object_cache cache = OBJECT_CACHE("proc", struct proc_inode);
static struct volume volume;
static struct proc_inode root = {.inode = {.operations = &operations,
                                           .volume = &volume,
                                           .references = 1,
                                           .number = SELF,
                                           .mode = S_IFDIR | 0555,
                                           .links = 1},
                                 .entry = &root_entry};
static struct volume volume = {.type = "proc", .root = &root.inode};

void proc_init(void)
{
    path_mount(&volume, "/proc");
}

/* --- Text --- */

void sheet_put(struct sheet *sheet, char c)
{
    if (sheet->skip > 0)
        sheet->skip--;
    else if (!sheet_is_full(sheet))
        sheet->bytes[sheet->count++] = c;
}

static void put(void *sheet, char c)
{
    sheet_put(sheet, c);
}

void sheet_print(struct sheet *sheet, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    sheet->length = (uint32_t)format(put, sheet, text, arguments);
    va_end(arguments);
    kernel_worked(CHARACTER_INSTRUCTIONS * sheet->length);
}

/* --- Inodes --- */

static struct proc_inode *proc_inode(struct inode *inode)
{
    return container_of(inode, struct proc_inode, inode);
}

/* Whether PROC is a directory of descriptors. */
static bool has_files(const struct proc_inode *proc)
{
    return !proc->entry->print && proc->entry != &root_entry &&
           proc->entry != &process_entry;
}

/* What the directory PROC has besides processes or descriptors. */
static const struct proc_entry *entries_of(const struct proc_inode *proc)
{
    static const struct proc_entry none = {0};
    if (proc->entry == &root_entry)
        return proc_system_entries;
    return has_files(proc) ? &none : proc_process_entries;
}

static uint32_t number_of(pid_t pid, uint32_t which)
{
    return (uint32_t)pid << NUMBER_SHIFT | which;
}

/* An inode about PROCESS (NULL: about all). */
static int make_inode(const struct proc_entry *entry, const struct process *process,
                      uint32_t which, struct inode **made)
{
    struct proc_inode *proc = object_allocate(&cache);
    if (!proc)
        return -ENOMEM;
    memset(proc, 0, sizeof(*proc));
    proc->entry = entry;
    proc->fd = which - FIRST_FD;
    struct inode *inode = &proc->inode;
    if (process) {
        proc->pid = process->thread.id;
        inode->uid = process->uid;
    }
    inode->operations = &operations;
    inode->volume = &volume;
    inode->references = inode->links = 1;
    inode->number = number_of(proc->pid, which);
    inode->mode = entry->mode;
    inode->modified_ns = inode->changed_ns = clock_wall_ns();
    *made = inode;
    return 0;
}

static void release(struct inode *inode)
{
    object_free(&cache, proc_inode(inode));
}

/* Whom PROC is about, into *PROCESS: NULL for all. False: that process is no more. */
static bool find_process(const struct proc_inode *proc, const struct process **process)
{
    *process = table_find(proc->pid);
    return *process || proc->pid == 0;
}

/* --- Directories --- */

static int find_pid(pid_t pid, struct inode **found)
{
    const struct process *process = table_find(pid);
    return process ? make_inode(&process_entry, process, SELF, found) : -ENOENT;
}

/* `..` of /proc itself leads elsewhere: path.c knows. */
static int find(struct inode *inode, const char *name, struct inode **found)
{
    const struct proc_inode *directory = proc_inode(inode);
    const struct proc_entry *entry = entries_of(directory);
    const struct process *process;
    uint32_t which = FIRST, number;
    if (!find_process(directory, &process))
        return -ENOENT;
    for (; entry->name; entry++, which++) {
        if (strcmp(entry->name, name) != 0)
            continue;
        if (process || entry->print)
            return make_inode(entry, process, which, found);
        return this_cpu()->running ? find_pid(this_cpu()->running->id, found) : -ENOENT;
    }
    if (name[0] == '.' && has_files(directory))
        return find_pid(directory->pid, found);
    if (name[0] == '.') {
        *found = inode_hold(&root.inode);
        return 0;
    }
    if (words_number(name, 0, INT32_MAX, &number) || (name[0] == '0' && name[1]))
        return -ENOENT;
    if (!process)
        return find_pid((pid_t)number, found);
    if (!has_files(directory) || !descriptors_find(&process->descriptors, number))
        return -ENOENT;
    return make_inode(&file_entry, process, FIRST_FD + number, found);
}

/* Writes an entry, if its place, AT, is not before the one that is wanted, *PLACE. */
static int list_entry(struct transfer *to, uint32_t *place, uint32_t at, const char *name,
                      uint32_t mode, uint32_t number)
{
    if (at < *place)
        return 0;
    int error = directory_put(to, name, mode, number, at + 1);
    if (!error)
        *place = at + 1;
    return error;
}

static int list_number(struct transfer *to, uint32_t *place, uint32_t at, uint32_t name,
                       const struct proc_entry *entry, uint32_t number)
{
    char text[NUMBER_BYTES] = "";
    struct sheet sheet = {.bytes = text, .room = NUMBER_BYTES - 1};
    if (at < *place)
        return 0;
    sheet_print(&sheet, "%u", name);
    return list_entry(to, place, at, text, entry->mode, number);
}

/* A place is that of an entry; or behind these, plus a pid or a descriptor. */
static int list_all(const struct proc_inode *directory, const struct process *process,
                    uint32_t *place, struct transfer *to)
{
    const struct proc_entry *entry = entries_of(directory);
    pid_t pid = directory->pid;
    uint32_t at = 0;
    int error = 0;
    for (; !error && entry->name; entry++, at++)
        error = list_entry(to, place, at, entry->name, entry->mode,
                           number_of(pid, FIRST + at));
    if (has_files(directory))
        for (uint32_t fd = 0; !error && fd < process->descriptors.end; fd++)
            if (descriptors_find(&process->descriptors, fd))
                error = list_number(to, place, fd, fd, &file_entry,
                                    number_of(pid, FIRST_FD + fd));
    if (process)
        return error;
    list_for_each(&all_processes, node) {
        if (error)
            break;
        pid = container_of(node, struct process, in_table)->thread.id;
        kernel_worked(LOOK_INSTRUCTIONS);
        error = list_number(to, place, at + (uint32_t)pid, (uint32_t)pid, &process_entry,
                            number_of(pid, SELF));
    }
    return error;
}

/* What stands in INODE from *PLACE on, which moves behind it. All goes through a page of the
 * kernel's: who gets it may have to wait for the disk first, and meanwhile processes end. */
static int make_page(struct inode *inode, uint64_t *place, struct transfer *to)
{
    struct proc_inode *proc = proc_inode(inode);
    const struct process *process;
    uint32_t next = (uint32_t)*place;
    int error = 0;
    bool is_file = proc->entry->print;
    if (!find_process(proc, &process))
        return is_file ? -ESRCH : -ENOENT;
    if (*place != next)
        return 0; /* so far there is nothing */
    phys_t frame = frame_allocate();
    if (!frame)
        return -ENOMEM;
    char *bytes = arch_frame(frame);
    uint32_t room = to->left < PAGE_SIZE ? (uint32_t)to->left : PAGE_SIZE, count;
    if (is_file) {
        struct sheet sheet = {proc, next, bytes, 0, room, 0};
        proc->entry->print(&sheet, process);
        count = sheet.count;
    } else {
        struct transfer page = transfer_to_kernel(bytes, room);
        error = list_all(proc, process, &next, &page);
        count = room - (uint32_t)page.left;
    }
    if (count > 0)
        error = transfer_pages_out(to, bytes, count);
    frame_free(frame);
    if (!error)
        *place = next;
    return error ? error : (int)count;
}

static int read(struct inode *inode, uint64_t offset, struct transfer *to)
{
    return make_page(inode, &offset, to);
}

/* Only the policy can be written. */
static int write(struct inode *inode, uint64_t offset, struct transfer *from,
                 struct account *account)
{
    size_t length = from->left, wrong;
    (void)offset, (void)account;
    if (!(proc_inode(inode)->entry->mode & S_IWUSR))
        return -EINVAL;
    if (length >= POLICY_WORDS_MAX)
        return -E2BIG;
    int error = transfer_pages_in(from, policies_words, length);
    policies_words[length] = '\0';
    if (!error)
        error = process_set_policy(&wrong);
    return error ? error : (int)length;
}

/* What is written is never added to what was there. */
static int truncate(struct inode *inode, uint64_t size, struct account *account)
{
    (void)inode, (void)size, (void)account;
    return 0;
}
