#include "kernel/process/descriptors.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/terminal/console.h"

int32_t descriptors_open(struct descriptors *descriptors, const char *path,
                         uint32_t flags, uint32_t count_max)
{
    uint32_t fd = 0;
    ASSERT(count_max <= PROCESS_FILES_MAX);
    while (fd < count_max && descriptors->files[fd])
        fd++;
    if (fd == count_max)
        return -EMFILE;
    int error = file_open(path, flags, &descriptors->files[fd]);
    if (error)
        return error;
    if (fd >= descriptors->end)
        descriptors->end = fd + 1;
    return (int32_t)fd;
}

int descriptors_close(struct descriptors *descriptors, uint32_t fd)
{
    struct file *file = descriptors_find(descriptors, fd);
    if (!file)
        return -EBADF;
    descriptors->files[fd] = NULL;
    file_close(file);
    return 0;
}

void descriptors_close_all(struct descriptors *descriptors)
{
    for (uint32_t fd = 0; fd < descriptors->end; fd++) {
        struct file *file = descriptors->files[fd];
        descriptors->files[fd] = NULL;
        if (file)
            file_close(file);
    }
    descriptors->end = 0;
}

int descriptors_open_console(struct descriptors *descriptors)
{
    int32_t fd =
        descriptors_open(descriptors, CONSOLE_PATH, FILE_READ_WRITE, PROCESS_FILES_MAX);
    if (fd < 0)
        return fd;
    for (uint32_t i = 1; i < STANDARD_FILES; i++)
        descriptors->files[i] = file_share(descriptors->files[0]);
    descriptors->end = STANDARD_FILES;
    return 0;
}

/* Which of its parent's descriptors the child gets as its FD: -1 is closed. */
static int32_t source_of(const struct process_options *options, uint32_t fd)
{
    return options->flags & PROCESS_FILES ? options->files[fd] : (int32_t)fd;
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
    for (uint32_t fd = 0; fd < STANDARD_FILES; fd++) {
        int32_t source = source_of(options, fd);
        if (source >= 0 && parent->files[source])
            child->files[fd] = file_share(parent->files[source]);
    }
    child->end = STANDARD_FILES;
}

int descriptors_fork(struct descriptors *child, const struct descriptors *parent)
{
    for (uint32_t fd = 0; fd < parent->end; fd++) {
        if (parent->files[fd])
            child->files[fd] = file_share(parent->files[fd]);
    }
    child->end = parent->end;
    return 0;
}

void descriptors_exec(struct descriptors *descriptors)
{
    (void)descriptors; /* no descriptor is marked so yet */
}

void descriptors_check(const struct descriptors *descriptors)
{
    for (uint32_t fd = 0; fd < PROCESS_FILES_MAX; fd++) {
        const struct file *file = descriptors->files[fd];
        ASSERT(!file || (fd < descriptors->end && file->references > 0));
    }
}
