#include "kernel/process/descriptors.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/process/process.h"
#include "kernel/terminal/console.h"
#include "lib/string.h"

enum { CLOSE_INSTRUCTIONS = 200 }; /* for kernel_worked: to give up a file */

static struct process *owner_of(const struct descriptors *descriptors)
{
    return container_of(descriptors, struct process, descriptors);
}

static struct account *account_of(const struct descriptors *descriptors)
{
    return owner_of(descriptors)->space.account;
}

/* --- The table --- */

static bool has_page(const struct descriptors *descriptors)
{
    return descriptors_charge(descriptors) > 0;
}

/* What has been in `few` goes to a page. 0 or -ENOMEM. */
static int get_page(struct descriptors *descriptors)
{
    struct account *account = account_of(descriptors);
    phys_t frame = account_is_full(account) ? 0 : frame_allocate_zeroed();
    if (!frame)
        return -ENOMEM;
    account->pages++;
    descriptors->table = arch_frame(frame);
    memcpy(descriptors->table, descriptors->few, sizeof(descriptors->few));
    memset(descriptors->few, 0, sizeof(descriptors->few));
    return 0;
}

static void free_page(struct descriptors *descriptors)
{
    frame_free(arch_physical(descriptors->table));
    account_of(descriptors)->pages--;
    descriptors->table = descriptors->few;
}

/* Sees to it that there is an entry for FD. 0 or -ENOMEM. */
static int make_room(struct descriptors *descriptors, uint32_t fd)
{
    ASSERT(fd < DESCRIPTORS_MAX);
    if (!descriptors->table)
        descriptors->table = descriptors->few;
    return fd < DESCRIPTORS_FEW || has_page(descriptors) ? 0 : get_page(descriptors);
}

static uint32_t limit_of(const struct descriptors *descriptors)
{
    return owner_of(descriptors)->limits[LIMIT_FILES].rlim_cur;
}

int32_t descriptors_reserve(struct descriptors *descriptors, uint32_t first)
{
    uint32_t fd = first;
    while (fd < descriptors->end && descriptors->table[fd])
        fd++;
    if (fd >= limit_of(descriptors))
        return -EMFILE;
    int error = make_room(descriptors, fd);
    return error ? error : (int32_t)fd;
}

void descriptors_set(struct descriptors *descriptors, uint32_t fd, struct file *file,
                     bool close_on_exec)
{
    ASSERT(!descriptors->table[fd]);
    descriptors->table[fd] = (uintptr_t)file | (close_on_exec ? CLOSE_ON_EXEC : 0u);
    if (fd >= descriptors->end)
        descriptors->end = fd + 1;
}

void descriptors_set_close_on_exec(struct descriptors *descriptors, uint32_t fd,
                                   bool close_on_exec)
{
    uintptr_t *entry = &descriptors->table[fd];
    *entry &= ~(uintptr_t)CLOSE_ON_EXEC;
    *entry |= close_on_exec ? CLOSE_ON_EXEC : 0u;
}

/* --- Open, duplicate, close --- */

int32_t descriptors_open(struct descriptors *descriptors, const struct walker *walker,
                         const char *path, uint32_t flags, uint32_t mode)
{
    struct file *file;
    int32_t fd = descriptors_reserve(descriptors, 0);
    if (fd < 0)
        return fd;
    int error = file_open(walker, path, flags, mode, account_of(descriptors), &file);
    if (error)
        return error;
    descriptors_set(descriptors, (uint32_t)fd, file, flags & O_CLOEXEC);
    return fd;
}

int32_t descriptors_duplicate(struct descriptors *descriptors, uint32_t fd,
                              uint32_t first, bool close_on_exec)
{
    struct file *file = descriptors_find(descriptors, fd);
    if (!file)
        return -EBADF;
    int32_t to = descriptors_reserve(descriptors, first);
    if (to >= 0)
        descriptors_set(descriptors, (uint32_t)to, file_share(file), close_on_exec);
    return to;
}

/* The file is shared before TO is closed, which may be the last other use of it. */
int32_t descriptors_duplicate_to(struct descriptors *descriptors, uint32_t fd,
                                 uint32_t to, bool close_on_exec)
{
    struct file *file = descriptors_find(descriptors, fd);
    if (!file || to >= limit_of(descriptors))
        return -EBADF;
    int error = make_room(descriptors, to);
    if (error)
        return error;
    file_share(file);
    if (descriptors_find(descriptors, to))
        error = descriptors_close(descriptors, to);
    ASSERT(!error);
    descriptors_set(descriptors, to, file, close_on_exec);
    return (int32_t)to;
}

static void forget(struct descriptors *descriptors, uint32_t fd)
{
    descriptors->table[fd] = 0;
    while (descriptors->end > 0 && !descriptors->table[descriptors->end - 1])
        descriptors->end--;
}

int descriptors_close(struct descriptors *descriptors, uint32_t fd)
{
    struct file *file = descriptors_find(descriptors, fd);
    if (!file)
        return -EBADF;
    forget(descriptors, fd);
    file_close(file);
    return 0;
}

void descriptors_exec(struct descriptors *descriptors)
{
    for (uint32_t fd = 0; fd < descriptors->end; fd++) {
        if (!(descriptors->table[fd] & CLOSE_ON_EXEC))
            continue;
        int error = descriptors_close(descriptors, fd);
        ASSERT(!error);
        kernel_worked(CLOSE_INSTRUCTIONS);
    }
}

void descriptors_close_all(struct descriptors *descriptors)
{
    for (uint32_t fd = 0; fd < descriptors->end; fd++) {
        struct file *file = descriptors_find(descriptors, fd);
        if (!file)
            continue;
        descriptors->table[fd] = 0;
        file_close(file);
    }
    descriptors->end = 0;
    if (has_page(descriptors))
        free_page(descriptors);
}

/* --- What a process begins with --- */

int descriptors_open_console(struct descriptors *descriptors)
{
    int32_t fd = descriptors_open(descriptors, &kernel_walker, CONSOLE_PATH, O_RDWR, 0);
    while (fd >= 0 && fd + 1 < STANDARD_FILES)
        fd = descriptors_duplicate(descriptors, (uint32_t)fd, 0, false);
    return fd < 0 ? fd : 0;
}

int descriptors_check_options(const struct descriptors *parent,
                              const struct process_options *options)
{
    if (!(options->flags & PROCESS_FILES))
        return 0;
    for (uint32_t fd = 0; fd < STANDARD_FILES; fd++) {
        int32_t source = options->files[fd];
        if (source != -1 && !descriptors_find(parent, (uint32_t)source))
            return -EBADF;
    }
    return 0;
}

void descriptors_share(struct descriptors *child, const struct descriptors *parent,
                       const struct process_options *options)
{
    static const int32_t same[STANDARD_FILES] = {0, 1, 2};
    const int32_t *sources = options->flags & PROCESS_FILES ? options->files : same;
    child->table = child->few;
    for (uint32_t fd = 0; fd < STANDARD_FILES; fd++) {
        struct file *file =
            descriptors_find(parent, (uint32_t)sources[fd]); /* -1: none */
        child->few[fd] = (uintptr_t)file;
        if (!file)
            continue;
        file_share(file);
        child->end = fd + 1;
    }
}

int descriptors_fork(struct descriptors *child, const struct descriptors *parent)
{
    ASSERT(!child->table);
    int error = parent->end > 0 ? make_room(child, parent->end - 1) : 0;
    if (error)
        return error;
    for (uint32_t fd = 0; fd < parent->end; fd++) {
        struct file *file = descriptors_find(parent, fd);
        if (!file)
            continue;
        file_share(file);
        child->table[fd] = parent->table[fd];
    }
    child->end = parent->end;
    return 0;
}

void descriptors_check(const struct descriptors *descriptors)
{
    uint32_t room = has_page(descriptors) ? DESCRIPTORS_MAX : DESCRIPTORS_FEW;
    ASSERT(descriptors->end <= room);
    for (uint32_t fd = 0; descriptors->table && fd < room; fd++) {
        const struct file *file = descriptors_find(descriptors, fd);
        ASSERT(fd < descriptors->end ? !file || file->references > 0
                                     : descriptors->table[fd] == 0);
    }
}
