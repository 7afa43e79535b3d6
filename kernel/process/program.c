#include "kernel/process/program.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

enum { SHARED_PAGES_MAX = PAGE_SIZE / sizeof(phys_t) }; /* of a segment: 4 MiB */

/* Instructions, for kernel_worked: to compare a path, and to give a page back. */
enum { LOOK_INSTRUCTIONS = 200, PAGE_INSTRUCTIONS = 50 };

static struct object_cache cache = OBJECT_CACHE("program", struct program);
static struct list programs;

void program_init(void)
{
    list_init(&programs);
}

static virt_t end_page(const struct elf_segment *segment)
{
    return page_up(segment->start + segment->memory_bytes);
}

static uint32_t page_count(const struct elf_segment *segment)
{
    return (end_page(segment) - page_of(segment->start)) / PAGE_SIZE;
}

/* Gives each read-only segment its table of frames. Larger ones are private to each
 * process. */
static int add_tables(struct program *program)
{
    for (uint32_t i = 0; i < program->elf.segment_count; i++) {
        const struct elf_segment *segment = &program->elf.segments[i];
        if (segment->writable || page_count(segment) > SHARED_PAGES_MAX)
            continue;
        phys_t frame = frame_allocate();
        if (!frame)
            return -ENOMEM;
        program->shared[i] = arch_frame(frame);
        arch_page_zero(program->shared[i]);
    }
    return 0;
}

static void discard_program(struct program *program)
{
    for (uint32_t i = 0; i < program->elf.segment_count; i++) {
        phys_t *shared = program->shared[i];
        if (!shared)
            continue;
        for (uint32_t page = 0; page < page_count(&program->elf.segments[i]); page++) {
            if (shared[page])
                frame_free(shared[page]);
            kernel_worked(PAGE_INSTRUCTIONS);
        }
        frame_free(arch_physical(shared));
    }
    if (program->file)
        file_close(program->file);
    object_free(&cache, program);
}

static int read_page_part(struct page_source *source, uint32_t offset, void *to,
                          uint32_t length)
{
    struct program *program = container_of(source, struct program, source);
    return file_read_at(program->file, offset, to, length);
}

struct opened { /* a program file as elf.c sees it */
    struct elf_file elf;
    struct file *file;
};

static int read_header(const struct elf_file *elf, uint64_t offset, void *to,
                       size_t length)
{
    const struct opened *opened = container_of(elf, struct opened, elf);
    return file_read_at(opened->file, offset, to, length);
}

/* FILE cannot be executed: what changes, as in /tmp, is told to be no program if it might be
 * one, and the rest is none of files. */
static int error_of_other(const struct file *file)
{
    struct stat64 stat;
    file_describe(file, &stat);
    bool may_be_one = stat.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH);
    return S_ISREG(stat.st_mode) && may_be_one ? -ENOEXEC : -EACCES;
}

static int load_program(const char *path, struct program *program)
{
    if (!string_copy(program->path, path, sizeof(program->path)))
        return -ENAMETOOLONG;
    program->path_bytes = (uint32_t)strlen(path) + 1;
    const char *slash = strrchr(path, '/');
    (void)string_copy(program->name, slash ? slash + 1 : path, sizeof(program->name));
    int error = file_open(path, O_RDONLY, 0, NULL, &program->file);
    if (error)
        return error;
    if (program->file->operations->list)
        return -EISDIR;
    if (!program->file->operations->size)
        return error_of_other(program->file);
    program->source.read = read_page_part;
    struct opened opened = {.file = program->file};
    opened.elf.size = program->file->operations->size(program->file);
    opened.elf.read = read_header;
    error = elf_parse(&opened.elf, STACK_TOP, HEAP_END, &program->elf);
    return error ? error : add_tables(program);
}

static struct program *find_program(const char *path)
{
    list_for_each(&programs, node) {
        struct program *program = container_of(node, struct program, link);
        if (strcmp(program->path, path) == 0)
            return program;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return NULL;
}

/* A program that was not known, in *RESULT. */
static int add_program(const char *path, struct program **result)
{
    struct program *program = object_allocate(&cache);
    if (!program)
        return -ENOMEM;
    *program = (struct program){0};
    int error = load_program(path, program);
    if (error) {
        discard_program(program);
        return error;
    }
    list_push_front(&programs, &program->link);
    *result = program;
    return 0;
}

int program_get(const char *path, struct program **result)
{
    struct program *program = find_program(path);
    int error = program ? 0 : add_program(path, &program);
    if (error)
        return error;
    if (programs.next != &program->link) {
        list_remove(&program->link);
        list_push_front(&programs, &program->link);
    }
    program->users++;
    *result = program;
    return 0;
}

void program_hold(struct program *program)
{
    ASSERT(program->users > 0);
    program->users++;
}

void program_put(struct program *program)
{
    ASSERT(program->users > 0);
    program->users--;
}

static int map_segment(struct program *program, uint32_t i, struct space *space)
{
    const struct elf_segment *segment = &program->elf.segments[i];
    unsigned flags = REGION_READ | (segment->writable ? REGION_WRITE : 0u) |
                     (segment->executable ? REGION_EXECUTE : 0u);
    virt_t start = page_of(segment->start);
    uint32_t before = segment->start - start; /* bytes of its first page */
    struct backing backing = {
        .origin = start,
        .source = &program->source,
        .source_offset = segment->file_offset - before,
        .data_bytes = segment->file_bytes ? before + segment->file_bytes : 0,
        .frames = program->shared[i],
    };
    return space_add(space, start, end_page(segment), flags, &backing);
}

int program_map(struct program *program, struct space *space)
{
    uint32_t count = program->elf.segment_count;
    ASSERT(space->region_count == 1 && program->users > 0);
    for (uint32_t i = 0; i < count; i++) {
        int error = map_segment(program, i, space);
        if (error)
            return error;
    }
    space_start_heap(space, end_page(&program->elf.segments[count - 1]));
    return space_map_shared(space);
}

void program_reclaim(void)
{
    struct list *next;
    for (struct list *node = programs.next; node != &programs; node = next) {
        struct program *program = container_of(node, struct program, link);
        next = node->next;
        if (program->users > 0)
            continue;
        list_remove(node);
        discard_program(program);
        kernel_worked(LOOK_INSTRUCTIONS);
    }
}

static void find_frames(const struct program *program)
{
    for (uint32_t i = 0; i < program->elf.segment_count; i++) {
        const phys_t *shared = program->shared[i];
        uint32_t count = shared ? page_count(&program->elf.segments[i]) : 0;
        for (uint32_t page = 0; page < count; page++)
            if (shared[page])
                frame_found(shared[page]);
    }
}

void program_find_frames(void)
{
    list_for_each(&programs, node)
        find_frames(container_of(node, struct program, link));
}
