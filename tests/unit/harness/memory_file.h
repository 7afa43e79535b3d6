/* A program file that lies in memory, as elf.h reads one. */
#pragma once

#include <string.h>

#include "kernel/process/elf.h"

struct memory_file {
    struct elf_file elf;
    const char *bytes;
};

static int read_memory_file(const struct elf_file *file, uint64_t offset, void *to,
                            size_t length)
{
    memcpy(to, ((const struct memory_file *)file)->bytes + offset, length);
    return 0;
}

static inline struct memory_file memory_file_of(const void *bytes, size_t size)
{
    return (struct memory_file){{size, read_memory_file}, bytes};
}
