/* A program file becomes memory: regions for its segments, and a stack with what it is
 * started with. */
#include "kernel/process/load.h"

#include "abi/errno.h"
#include "lib/random.h"

/* The pages of a stack in a space that is not active. */
struct stack_pages {
    struct arguments_stack stack;
    struct space *space;
    int error;
};

static char *stack_page(struct arguments_stack *stack, uint32_t address)
{
    struct stack_pages *pages = container_of(stack, struct stack_pages, stack);
    unsigned flags;
    pages->error = space_touch(pages->space, address, ARCH_ACCESS_WRITE);
    if (pages->error)
        return NULL;
    return arch_frame(arch_space_lookup(&pages->space->arch, address, &flags));
}

enum { RANDOM_STEP = 1664525 }; /* between words of one draw: a multiplier of Knuth's */

/* The same in each run, as all is. */
static void draw(uint32_t *chance, size_t count)
{
    static struct random random;
    if (random.state == 0)
        random_init(&random, 1);
    uint32_t drawn = random_next(&random);
    for (size_t i = 0; i < count; i++, drawn *= RANDOM_STEP)
        chance[i] = drawn;
}

static int build_stack(struct loaded *loaded, const struct path *path,
                       const struct arguments *arguments, uint32_t uid)
{
    const struct elf_program *elf = &loaded->program->elf;
    struct arguments_start start; /* not cleared: draw sets the rest */
    start.path = path->text;
    start.path_bytes = path->bytes;
    start.entry = elf->entry;
    start.headers = elf->headers;
    start.header_count = elf->header_count;
    start.uid = uid;
    start.capabilities = arch_capabilities();
    struct stack_pages pages = {.stack.page = stack_page, .space = loaded->space};
    draw(start.chance, sizeof(start.chance) / sizeof(*start.chance));
    loaded->stack_pointer = arguments_build(arguments, &start, &pages.stack, STACK_TOP);
    return pages.error;
}

int load_program(struct loaded *loaded, const struct walker *walker,
                 const struct path *path, const struct arguments *arguments,
                 rlim_t space_max)
{
    int error = program_get(walker, path, &loaded->program);
    if (!error)
        error = space_init(loaded->space);
    if (!error)
        error = program_map(loaded->program, loaded->space);
    if (!error && space_max != RLIM_INFINITY && space_bytes(loaded->space) > space_max)
        error = -ENOMEM;
    return error ? error : build_stack(loaded, path, arguments, walker->uid);
}

void load_undo(struct loaded *loaded)
{
    if (space_exists(loaded->space))
        space_destroy(loaded->space);
    if (loaded->program)
        program_put(loaded->program);
}
