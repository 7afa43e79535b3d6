/* Turns the bytes of a program file into a checked list of segments [ELF 1-3, 2-2; System
 * V ABI i386]. After it, whoever loads the program has nothing left to check: all
 * segments lie within the file and within user memory, in ascending order, and no two of
 * them share a page. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/compiler.h"

enum { ELF_SEGMENTS_MAX = 8 };

struct elf_segment {
    uint32_t start;        /* virtual address of the first byte; congruent to ... */
    uint32_t file_offset;  /* ... this one, modulo the size of a page */
    uint32_t file_bytes;   /* to be taken from the file; zeros follow, up to ... */
    uint32_t memory_bytes; /* ... this size, which is not 0 */
    bool writable, executable;
};

struct elf_program {
    uint32_t entry; /* within an executable segment */
    uint32_t
        headers; /* where the headers of its segments lie in memory; 0: they do not */
    uint32_t header_count;
    uint32_t segment_count;
    struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/* The file that a program comes in: of SIZE bytes, and any content. */
struct elf_file {
    uint64_t size;
    /* Copies LENGTH bytes at OFFSET, all within SIZE, to TO. 0 or -errno. */
    int (*read)(const struct elf_file *file, uint64_t offset, void *to, size_t length);
};

/* Reads the program in FILE, which is to lie in [USER_START, USER_END). 0; -ENOEXEC: it
 * cannot run here; or what FILE's `read` says. *PROGRAM is untouched then. */
MUST_CHECK int elf_parse(const struct elf_file *file, uint32_t user_start,
                         uint32_t user_end, struct elf_program *program);
