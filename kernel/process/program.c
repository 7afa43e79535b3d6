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
uint32_t programs_sought;

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
    if (program->inode)
        inode_put(program->inode);
    object_free(&cache, program);
}

static int read_page_part(struct page_source *source, uint32_t offset, void *to,
                          uint32_t length)
{
    struct program *program = container_of(source, struct program, source);
    return inode_read_all(program->inode, offset, to, length);
}

struct opened { /* a program file as elf.c sees it */
    struct elf_file elf;
    struct inode *inode;
};

static int read_header(const struct elf_file *elf, uint64_t offset, void *to,
                       size_t length)
{
    const struct opened *opened = container_of(elf, struct opened, elf);
    return inode_read_all(opened->inode, offset, to, length);
}

/* --- Finding one --- */

static int may_run(const struct inode *inode, uint32_t uid)
{
    if (S_ISDIR(inode->mode))
        return -EISDIR;
    if (!S_ISREG(inode->mode))
        return -EACCES;
    int error = inode_may(inode, uid, MAY_EXECUTE);
    return !error && inode->writers > 0 ? -ETXTBSY : error;
}

/* It has been found by PATH. */
static void note_path(struct program *program, const struct walker *walker,
                      const struct path *path)
{
    bool is_kept = *path->text == '/' && path->bytes <= sizeof(program->path);
    program->uid = walker->uid;
    program->names_version = path_names_version;
    program->path_bytes = is_kept ? path->bytes : 0;
    memcpy(program->path, path->text, program->path_bytes);
    const char *slash = strrchr(path->text, '/');
    (void)string_copy(program->name, slash ? slash + 1 : path->text,
                      sizeof(program->name));
}

/* One that was found by PATH before, and would be found by it now. */
static struct program *find_by_path(const struct walker *walker, const struct path *path)
{
    list_for_each(&programs, node) {
        struct program *program = container_of(node, struct program, link);
        if (program->path_bytes == path->bytes &&
            memcmp(program->path, path->text, path->bytes) == 0 &&
            program->uid == walker->uid && program->names_version == path_names_version)
            return program;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return NULL;
}

static struct program *find_by_inode(const struct inode *inode)
{
    list_for_each(&programs, node) {
        struct program *program = container_of(node, struct program, link);
        if (program->inode == inode)
            return program;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return NULL;
}

/* Reads the headers of INODE's file into PROGRAM. It may block: nobody writes meanwhile. */
static int read_program(struct program *program, struct inode *inode)
{
    struct opened opened = {.inode = inode};
    opened.elf.size = inode->size;
    opened.elf.read = read_header;
    program->inode = inode_hold(inode);
    program->version = inode->version;
    program->source.read = read_page_part;
    inode->executions++;
    int error = elf_parse(&opened.elf, STACK_TOP, HEAP_END, &program->elf);
    inode->executions--;
    return error ? error : add_tables(program);
}

static void forget_program(struct program *program)
{
    list_remove(&program->link);
    discard_program(program);
}

/* Those that nobody runs: all, or those whose file has no name any more, as it would stay for
 * them alone. */
static void forget_unused(bool all)
{
    struct list *next;
    for (struct list *node = programs.next; node != &programs; node = next) {
        struct program *program = container_of(node, struct program, link);
        next = node->next;
        bool goes = program->inode->links == 0; /* which may block */
        if (program->users > 0 || (!all && !goes))
            continue;
        forget_program(program);
        next = goes ? programs.next : next;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
}

/* A program that was not known, in *RESULT; if another has come to know it meanwhile, his. */
static int add_program(struct inode *inode, struct program **result)
{
    forget_unused(false);
    struct program *program = object_allocate(&cache);
    if (!program)
        return -ENOMEM;
    *program = (struct program){0};
    int error = read_program(program, inode);
    *result = error ? NULL : find_by_inode(inode);
    if (error || *result) {
        discard_program(program);
        return error;
    }
    list_push_front(&programs, &program->link);
    *result = program;
    return 0;
}

/* The program of INODE, which has been found. */
static int get_of_inode(struct inode *inode, uint32_t uid, struct program **result)
{
    int error = may_run(inode, uid);
    struct program *program = error ? NULL : find_by_inode(inode);
    if (program && program->version != inode->version && program->users == 0) {
        forget_program(program);
        program = NULL;
    }
    *result = program;
    return error || program ? error : add_program(inode, result);
}

static int find_program(const struct walker *walker, const struct path *path,
                        struct program **result)
{
    struct inode *inode;
    programs_sought++;
    int error = path_find(walker, path->text, &inode);
    if (!error) {
        error = get_of_inode(inode, walker->uid, result);
        if (!error)
            note_path(*result, walker, path);
        inode_put(inode);
    }
    programs_sought--;
    return error;
}

int program_get(const struct walker *walker, const struct path *path,
                struct program **result)
{
    struct program *program = find_by_path(walker, path);
    bool is_as_read = program && program->version == program->inode->version &&
                      program->inode->writers == 0;
    int error = is_as_read ? 0 : find_program(walker, path, &program);
    if (error)
        return error;
    if (programs.next != &program->link) {
        list_remove(&program->link);
        list_push_front(&programs, &program->link);
    }
    program_hold(program);
    *result = program;
    return 0;
}

void program_hold(struct program *program)
{
    program->users++;
    program->inode->executions++;
}

void program_put(struct program *program)
{
    ASSERT(program->users > 0);
    program->users--;
    program->inode->executions--;
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
    forget_unused(true);
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
