/* A fuzz target for what reads bytes from outside: the tar reader and the ELF loader. It
 * is called with any bytes, by libFuzzer (`make fuzz`) or by fuzz_driver.c, and aborts
 * when one of them does not keep what its header promises. */
#include "tests/unit/fuzz/program.h"

#include "tests/unit/harness/memory_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/arch.h"
#include "kernel/fs/tar.h"
#include "kernel/process/elf.h"

enum { BLOCK = 512, CHECKSUM_AT = 148, CHECKSUM_BYTES = 8, MAGIC_AT = 257 };

struct fuzz_counts fuzz_counts;

static void expect(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz: not so: %s\n", what);
    abort();
}

/* --- Program files --- */

static void expect_segment(const struct elf_segment *segment, size_t size,
                           uint64_t *free_page)
{
    uint64_t end = (uint64_t)segment->start + segment->memory_bytes;
    uint64_t file_end = (uint64_t)segment->file_offset + segment->file_bytes;
    expect(segment->memory_bytes > 0, "a segment has a size");
    expect(segment->file_bytes <= segment->memory_bytes, "its data fits in it");
    expect(file_end <= size, "its data is in the file");
    expect(segment->start / PAGE_SIZE >= *free_page, "it ascends and shares no page");
    expect(end <= USER_END, "it ends in user memory");
    expect(segment->start % PAGE_SIZE == segment->file_offset % PAGE_SIZE,
           "it lies in its pages as in the file's");
    *free_page = (end + PAGE_SIZE - 1) / PAGE_SIZE;
}

static bool is_in_code(const struct elf_program *program)
{
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        if (segment->executable && program->entry >= segment->start &&
            program->entry - segment->start < segment->memory_bytes)
            return true;
    }
    return false;
}

static void try_program(const void *file, size_t size)
{
    struct elf_program program, untouched;
    memset(&untouched, 0x5a, sizeof(untouched));
    program = untouched;
    struct memory_file source = memory_file_of(file, size);
    int result = elf_parse(&source.elf, USER_START, USER_END, &program);
    if (result) {
        expect(result == -ENOEXEC, "a refusal is ENOEXEC");
        expect(!memcmp(&program, &untouched, sizeof(program)), "it touches nothing");
        return;
    }
    uint64_t free_page = USER_START / PAGE_SIZE;
    expect(program.segment_count <= ELF_SEGMENTS_MAX, "there is room for the segments");
    for (uint32_t i = 0; i < program.segment_count; i++)
        expect_segment(&program.segments[i], size, &free_page);
    expect(is_in_code(&program), "the entry is in a segment of code");
    fuzz_counts.programs++;
}

/* --- Archives --- */

static void expect_entry(const char *archive, size_t size, const struct tar_entry *entry)
{
    const char *data = entry->data;
    expect(memchr(entry->name, '\0', TAR_NAME_MAX), "a name ends");
    size_t length = strlen(entry->name);
    expect(entry->name[0] != '/', "no name begins with a slash");
    expect(length == 0 || entry->name[length - 1] != '/', "nor ends with one");
    expect(data >= archive && entry->size <= size, "data is inside of the archive");
    expect((size_t)(data - archive) <= size - entry->size, "and ends inside");
    expect(!entry->is_directory || entry->size == 0, "a directory has no data");
}

static void try_archive(const char *archive, size_t size)
{
    size_t offset = 0;
    struct tar_entry entry;
    for (;;) {
        size_t before = offset;
        int result = tar_next(archive, size, &offset, &entry);
        if (result <= 0) {
            expect(result == 0 || result == -EINVAL, "damage is EINVAL");
            return;
        }
        expect(offset > before && offset <= size, "the offset goes on");
        expect_entry(archive, size, &entry);
        try_program(entry.data, entry.size);
        fuzz_counts.entries++;
    }
}

/* Makes the checksums right: with them wrong hardly a change would get past the first
 * check. */
static void repair(char *archive, size_t size)
{
    for (size_t at = 0; at + BLOCK <= size; at += BLOCK) {
        char *header = archive + at;
        unsigned sum = 0;
        if (memcmp(header + MAGIC_AT, "ustar", 5))
            continue;
        memset(header + CHECKSUM_AT, ' ', CHECKSUM_BYTES);
        for (size_t i = 0; i < BLOCK; i++)
            sum += (unsigned char)header[i];
        snprintf(header + CHECKSUM_AT, CHECKSUM_BYTES, "%06o", sum);
    }
}

/* In memory of just its size, so that the sanitizer sees each step beyond. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *exact = malloc(size + 1);
    if (!exact)
        return 0;
    char *archive = exact + 1; /* of no alignment */
    memcpy(archive, data, size);
    try_program(archive, size);
    try_archive(archive, size);
    repair(archive, size);
    try_archive(archive, size);
    free(exact);
    return 0;
}
