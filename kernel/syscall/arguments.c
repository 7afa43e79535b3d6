/* What a program hands over for another one: arrays of strings. */
#include "kernel/process/arguments.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/frame.h"
#include "kernel/syscall/handlers.h"
#include "lib/string.h"

enum { STRING_INSTRUCTIONS = 300 }; /* for kernel_worked: to copy one */

_Static_assert((int)ARGUMENTS_PAGE_BYTES == (int)PAGE_SIZE, "a page is a frame");

/* A page more. 0; -E2BIG: there may be none. */
static int add_page(struct arguments *arguments, uint32_t index)
{
    if (index == ARGUMENTS_PAGES_MAX)
        return -E2BIG;
    phys_t frame = frame_allocate();
    if (!frame)
        return -ENOMEM;
    arguments->pages[index] = arch_frame(frame);
    if (index + 1 < ARGUMENTS_PAGES_MAX)
        arguments->pages[index + 1] = NULL;
    return 0;
}

/* Appends the string at ADDRESS, page by page. */
static int copy_string(struct arguments *arguments, virt_t address)
{
    bool is_cut = true;
    while (is_cut) {
        uint32_t room;
        char *to = arguments_room(arguments, &room);
        if (!to) {
            int error = add_page(arguments, room);
            if (error)
                return error;
            continue;
        }
        int length = transfer_string_part(&process_current()->space, address, to, room);
        is_cut = length == -ENAMETOOLONG;
        if (length < 0 && !is_cut)
            return length;
        uint32_t part = is_cut ? room : (uint32_t)length + 1;
        arguments->bytes += part;
        address += part;
    }
    return 0;
}

/* Appends the strings that the array at ADDRESS points to, up to its NULL; an ADDRESS of NULL
 * is an empty array. */
static int copy_strings(struct arguments *arguments, virt_t address, uint32_t *count)
{
    uint32_t before = arguments->argument_count;
    for (; address; address += sizeof(virt_t)) {
        virt_t string;
        int error = copy_in(&string, address, sizeof(string));
        if (error || !string)
            return error;
        if (before + *count == ARGUMENTS_COUNT_MAX)
            return -E2BIG;
        error = copy_string(arguments, string);
        if (error)
            return error;
        ++*count;
        kernel_worked(STRING_INSTRUCTIONS);
    }
    return 0;
}

int arguments_copy(struct arguments *arguments, virt_t argv, virt_t envp, bool has_name)
{
    int error = copy_strings(arguments, argv, &arguments->argument_count);
    if (!error && has_name && arguments->argument_count == 0) {
        error = add_page(arguments, 0);
        if (!error)
            error = arguments_add(arguments, "");
    }
    return error ? error : copy_strings(arguments, envp, &arguments->environment_count);
}

static int append(struct arguments *arguments, const char *bytes, uint32_t length)
{
    while (length > 0) {
        uint32_t room;
        char *to = arguments_room(arguments, &room);
        if (!to) {
            int error = add_page(arguments, room);
            if (error)
                return error;
            continue;
        }
        uint32_t part = room < length ? room : length;
        memcpy(to, bytes, part);
        arguments->bytes += part;
        bytes += part;
        length -= part;
    }
    return 0;
}

static int append_string(struct arguments *arguments, const char *string)
{
    arguments->argument_count += string != NULL;
    return string ? append(arguments, string, (uint32_t)strlen(string) + 1) : 0;
}

/* What ARGUMENTS have behind the first of them. */
static int append_rest(struct arguments *to, const struct arguments *arguments)
{
    bool has_name = arguments->argument_count > 0;
    uint32_t offset = has_name ? arguments_next(arguments, 0) : 0;
    int error = 0;
    while (!error && offset < arguments->bytes) {
        uint32_t used = offset % ARGUMENTS_PAGE_BYTES;
        uint32_t room = ARGUMENTS_PAGE_BYTES - used, left = arguments->bytes - offset;
        uint32_t part = room < left ? room : left;
        error = append(to, arguments->pages[offset / ARGUMENTS_PAGE_BYTES] + used, part);
        offset += part;
        kernel_worked(part);
    }
    to->argument_count += arguments->argument_count - has_name;
    to->environment_count = arguments->environment_count;
    return error;
}

int arguments_begin(struct arguments *arguments, const char *interpreter,
                    const char *argument, const char *path)
{
    struct arguments made;
    arguments_init(&made);
    int error = append_string(&made, interpreter);
    if (!error)
        error = append_string(&made, argument);
    if (!error)
        error = append_string(&made, path);
    if (!error)
        error = append_rest(&made, arguments);
    arguments_free(error ? &made : arguments);
    if (!error)
        *arguments = made;
    return error;
}

void arguments_free(struct arguments *arguments)
{
    for (uint32_t i = 0; i < ARGUMENTS_PAGES_MAX && arguments->pages[i]; i++)
        frame_free(arch_physical(arguments->pages[i]));
}
