/* Checks a program file. Each number in it is checked before it is used, in 64 bits,
 * where no sum of two 32-bit numbers overflows. */
#include "kernel/process/elf.h"

#include "abi/errno.h"
#include "lib/string.h"

enum { PAGE_BYTES = 4096 };

/* [ELF 1-3 to 1-8] */
enum {
    CLASS_32 = 1,
    DATA_LITTLE_ENDIAN = 1,
    VERSION_CURRENT = 1,
    TYPE_EXECUTABLE = 2,
    MACHINE_386 = 3,
};

/* [ELF 2-2 to 2-4] */
enum { SEGMENT_LOAD = 1, SEGMENT_DYNAMIC = 2, SEGMENT_INTERPRETER = 3 };
enum { FLAG_EXECUTE = 1, FLAG_WRITE = 2 };

struct file_header {
    uint8_t magic[4], class, data, ident_version, padding[9];
    uint16_t type, machine;
    uint32_t version, entry, segments_offset, sections_offset, flags;
    uint16_t header_bytes, segment_header_bytes, segment_count;
    uint16_t section_header_bytes, section_count, names_section;
};

struct segment_header {
    uint32_t type, file_offset, start, physical, file_bytes, memory_bytes, flags,
        alignment;
};

_Static_assert(sizeof(struct file_header) == 52, "as in the file");
_Static_assert(sizeof(struct segment_header) == 32, "as in the file");

struct bounds {
    uint64_t file_bytes, user_start, user_end;
};

static bool is_header_sound(const struct file_header *header, uint64_t file_bytes)
{
    static const uint8_t magic[4] = {0x7f, 'E', 'L', 'F'};
    uint64_t table_bytes =
        (uint64_t)header->segment_count * sizeof(struct segment_header);
    return memcmp(header->magic, magic, sizeof magic) == 0 && header->class == CLASS_32 &&
           header->data == DATA_LITTLE_ENDIAN &&
           header->ident_version == VERSION_CURRENT && header->type == TYPE_EXECUTABLE &&
           header->machine == MACHINE_386 && header->version == VERSION_CURRENT &&
           header->segment_header_bytes == sizeof(struct segment_header) &&
           header->segments_offset + table_bytes <= file_bytes;
}

static bool is_segment_sound(const struct segment_header *header,
                             const struct bounds *bounds)
{
    uint64_t file_end = (uint64_t)header->file_offset + header->file_bytes;
    uint64_t end = (uint64_t)header->start + header->memory_bytes;
    return header->file_bytes <= header->memory_bytes && file_end <= bounds->file_bytes &&
           header->start >= bounds->user_start && end <= bounds->user_end &&
           header->start % PAGE_BYTES == header->file_offset % PAGE_BYTES;
}

/* Whether a segment from START on leaves PREVIOUS's last page alone. */
static bool is_behind(const struct elf_segment *previous, uint32_t start)
{
    uint64_t last = (uint64_t)previous->start + previous->memory_bytes - 1;
    return start / PAGE_BYTES > last / PAGE_BYTES;
}

static bool add_segment(struct elf_program *program, const struct segment_header *header,
                        const struct bounds *bounds)
{
    if (header->memory_bytes == 0 && header->file_bytes == 0)
        return true;
    uint32_t count = program->segment_count;
    if (!is_segment_sound(header, bounds) || count == ELF_SEGMENTS_MAX ||
        (count > 0 && !is_behind(&program->segments[count - 1], header->start))) {
        return false;
    }
    program->segments[program->segment_count++] = (struct elf_segment){
        .start = header->start,
        .file_offset = header->file_offset,
        .file_bytes = header->file_bytes,
        .memory_bytes = header->memory_bytes,
        .writable = (header->flags & FLAG_WRITE) != 0,
        .executable = (header->flags & FLAG_EXECUTE) != 0,
    };
    return true;
}

static bool is_entry_sound(const struct elf_program *program)
{
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        if (segment->executable && program->entry >= segment->start &&
            program->entry - segment->start < segment->memory_bytes) {
            return true;
        }
    }
    return false;
}

/* Where in memory the table of HEADER lies, if one of the segments brings it along. */
static uint32_t find_headers(const struct elf_program *program,
                             const struct file_header *header)
{
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint32_t offset = header->segments_offset - segment->file_offset;
        if (header->segments_offset >= segment->file_offset &&
            offset < segment->file_bytes)
            return segment->start + offset;
    }
    return 0;
}

static int add_segments(const struct elf_file *file, const struct file_header *header,
                        const struct bounds *bounds, struct elf_program *program)
{
    for (uint32_t i = 0; i < header->segment_count; i++) {
        struct segment_header segment;
        uint64_t at = header->segments_offset + (uint64_t)i * sizeof segment;
        int error = file->read(file, at, &segment, sizeof segment);
        if (error)
            return error;
        if (segment.type == SEGMENT_DYNAMIC || segment.type == SEGMENT_INTERPRETER ||
            (segment.type == SEGMENT_LOAD && !add_segment(program, &segment, bounds)))
            return -ENOEXEC;
    }
    return 0;
}

int elf_parse(const struct elf_file *file, uint32_t user_start, uint32_t user_end,
              struct elf_program *program)
{
    struct bounds bounds = {
        .file_bytes = file->size, .user_start = user_start, .user_end = user_end};
    struct file_header header;
    if (file->size < sizeof header)
        return -ENOEXEC;
    int error = file->read(file, 0, &header, sizeof header);
    if (error)
        return error;
    if (!is_header_sound(&header, file->size))
        return -ENOEXEC;
    struct elf_program parsed = {.entry = header.entry,
                                 .header_count = header.segment_count};
    error = add_segments(file, &header, &bounds, &parsed);
    if (error)
        return error;
    if (!is_entry_sound(&parsed))
        return -ENOEXEC;
    parsed.headers = find_headers(&parsed, &header);
    *program = parsed;
    return 0;
}
