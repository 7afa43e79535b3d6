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
    uint32_t segment_count;
    struct elf_segment segments[ELF_SEGMENTS_MAX];
};

/* Reads the program in the SIZE bytes at FILE (of any alignment and any content), which
 * is to lie in [USER_START, USER_END). 0, or -ENOEXEC: it cannot run here; *PROGRAM is
 * then untouched. */
MUST_CHECK int elf_parse(const void *file, size_t size, uint32_t user_start,
                         uint32_t user_end, struct elf_program *program);
