/* Reads a multiboot 1 loader's tables. They may lie anywhere and hold anything: each part
 * is fetched, as a copy, before it is used. */
#include "boot/multiboot.h"

#include "abi/errno.h"
#include "lib/string.h"
#include "lib/words.h"

enum { LOADER_MAGIC = 0x2badb002 };
enum { FLAG_COMMAND_LINE = 1 << 2, FLAG_MODULES = 1 << 3, FLAG_MEMORY_MAP = 1 << 6 };
enum { MEMORY_USABLE = 1 };

#define ADDRESS_LIMIT 0x100000000ull

static const char *const OUT_OF_REACH =
    "the loader's tables lie out of the kernel's reach";
static const char *const DAMAGED_MAP = "the loader's memory map is damaged";

/* [Multiboot 3.3] */
struct loader_info {
    uint32_t flags, memory_lower, memory_upper, boot_device, command_line;
    uint32_t module_count, modules, symbols[4], map_bytes, map;
};

struct module_entry {
    uint32_t start, end, name, reserved;
};

struct map_entry {
    uint32_t bytes; /* of what follows; the next entry begins behind that */
    uint32_t base_low, base_high, length_low, length_high, type;
};

_Static_assert(sizeof(struct loader_info) == 52, "as in memory");
_Static_assert(sizeof(struct module_entry) == 16, "as in memory");
_Static_assert(sizeof(struct map_entry) == 24, "as in memory");

enum { MAP_ENTRY_BYTES_MIN = sizeof(struct map_entry) - sizeof(uint32_t) };

typedef const void *reach(uint32_t physical, uint32_t bytes);

static bool fetch_bytes(reach *at, uint64_t physical, void *to, uint32_t bytes)
{
    if (physical + bytes > ADDRESS_LIMIT)
        return false;
    const void *from = at((uint32_t)physical, bytes);
    if (from == NULL)
        return false;
    memcpy(to, from, bytes);
    return true;
}

/* --- The list of usable ranges: ascending, with gaps between --- */

/* Adds a range, as one with all those that it meets. False: there is no room. */
static bool add_range(struct bootinfo *boot, struct memory_range added)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < boot->usable_count; i++) {
        struct memory_range range = boot->usable[i];
        if (range.end < added.start || range.start > added.end) {
            boot->usable[kept++] = range;
        } else {
            added.start = range.start < added.start ? range.start : added.start;
            added.end = range.end > added.end ? range.end : added.end;
        }
    }
    boot->usable_count = kept;
    if (kept == BOOT_RANGES_MAX)
        return false;
    for (; kept > 0 && boot->usable[kept - 1].start > added.start; kept--)
        boot->usable[kept] = boot->usable[kept - 1];
    boot->usable[kept] = added;
    boot->usable_count++;
    return true;
}

static struct memory_range take_range(struct bootinfo *boot, uint32_t index)
{
    struct memory_range taken = boot->usable[index];
    boot->usable_count--;
    for (uint32_t i = index; i < boot->usable_count; i++)
        boot->usable[i] = boot->usable[i + 1];
    return taken;
}

/* Takes HOLE out of the usable ranges. False: there is no room for both sides of it. */
static bool cut_range(struct bootinfo *boot, struct memory_range hole)
{
    for (uint32_t i = boot->usable_count; i-- > 0;) {
        if (boot->usable[i].end <= hole.start || boot->usable[i].start >= hole.end)
            continue;
        struct memory_range range = take_range(boot, i);
        struct memory_range below = {range.start, hole.start},
                            above = {hole.end, range.end};
        if ((above.start < above.end && !add_range(boot, above)) ||
            (below.start < below.end && !add_range(boot, below))) {
            return false;
        }
    }
    return true;
}

/* --- The parts of the loader's tables --- */

static struct memory_range range_of(const struct map_entry *entry)
{
    uint64_t start = (uint64_t)entry->base_high << 32 | entry->base_low;
    uint64_t length = (uint64_t)entry->length_high << 32 | entry->length_low;
    bool wraps = length > UINT64_MAX - start;
    return (struct memory_range){start, wraps ? UINT64_MAX : start + length};
}

/* Applies the entries of the map that are usable, or the others. Returns the problem, or
 * NULL. */
static const char *apply_map(reach *at, const struct loader_info *info, bool usable,
                             struct bootinfo *boot)
{
    struct map_entry entry;
    for (uint64_t offset = 0; offset < info->map_bytes;) {
        if (!fetch_bytes(at, info->map + offset, &entry, sizeof entry))
            return OUT_OF_REACH;
        offset += sizeof entry.bytes + (uint64_t)entry.bytes;
        if (entry.bytes < MAP_ENTRY_BYTES_MIN || offset > info->map_bytes)
            return DAMAGED_MAP;
        struct memory_range range = range_of(&entry);
        if (range.start == range.end || (entry.type == MEMORY_USABLE) != usable)
            continue;
        if (!(usable ? add_range(boot, range) : cut_range(boot, range))) {
            return "the loader's memory map has more usable ranges than the kernel can "
                   "keep";
        }
    }
    return NULL;
}

/* What is reserved comes second, so that it wins wherever it stands in the map. */
static const char *parse_map(reach *at, const struct loader_info *info,
                             struct bootinfo *boot)
{
    if ((info->flags & FLAG_MEMORY_MAP) == 0 || info->map_bytes == 0)
        return "the loader passed no memory map";
    const char *problem = apply_map(at, info, true, boot);
    if (problem == NULL)
        problem = apply_map(at, info, false, boot);
    if (problem == NULL && boot->usable_count == 0)
        problem = "the loader's memory map has no usable memory";
    return problem;
}

static const char *parse_module(reach *at, const struct loader_info *info,
                                struct bootinfo *boot)
{
    struct module_entry module;
    if ((info->flags & FLAG_MODULES) == 0 || info->module_count == 0)
        return NULL; /* the programs may lie on a disk */
    if (!fetch_bytes(at, info->modules, &module, sizeof module))
        return OUT_OF_REACH;
    if (module.end <= module.start) {
        return "the loader's module is empty: programs come as a tar file, "
               "-initrd build/initrd.tar";
    }
    if (at(module.start, module.end - module.start) == NULL)
        return "the loader's module lies out of the kernel's reach";
    boot->module = (struct memory_range){module.start, module.end};
    return NULL;
}

/* Drops the first word of LINE if it has no '=' and is whole. */
static void drop_kernel_name(char *line)
{
    char word[1]; /* only where it ends is of interest */
    size_t offset = 0, start = 0;
    int found = words_next(line, &offset, word, sizeof word, &start);
    for (size_t i = start; i < offset; i++)
        if (line[i] == '=')
            return;
    if (found != -EINVAL) {
        while (line[offset] == ' ')
            offset++;
        memmove(line, line + offset, strlen(line + offset) + 1);
    }
}

static const char *parse_command_line(reach *at, const struct loader_info *info,
                                      struct bootinfo *boot)
{
    if ((info->flags & FLAG_COMMAND_LINE) == 0 || info->command_line == 0)
        return NULL;
    char *line = boot->command_line;
    for (uint32_t i = 0; i < BOOT_COMMAND_LINE_MAX; i++) {
        if (!fetch_bytes(at, (uint64_t)info->command_line + i, &line[i], 1))
            return OUT_OF_REACH;
        if (line[i] == '\0')
            break;
        boot->command_line_truncated = i == BOOT_COMMAND_LINE_MAX - 1;
    }
    line[BOOT_COMMAND_LINE_MAX - 1] = '\0';
    drop_kernel_name(line);
    return NULL;
}

static const char *parse_tables(uint32_t magic, uint32_t address, reach *at,
                                struct bootinfo *boot)
{
    struct loader_info info;
    if (magic != LOADER_MAGIC)
        return "not started by a multiboot 1 loader";
    if (!fetch_bytes(at, address, &info, sizeof info))
        return OUT_OF_REACH;
    const char *problem = parse_map(at, &info, boot);
    if (problem == NULL)
        problem = parse_module(at, &info, boot);
    return problem != NULL ? problem : parse_command_line(at, &info, boot);
}

int multiboot_parse(uint32_t magic, uint32_t info, reach *at, struct bootinfo *boot,
                    const char **problem)
{
    memset(boot, 0, sizeof *boot);
    const char *found = parse_tables(magic, info, at, boot);
    if (found == NULL)
        return 0;
    *problem = found;
    return found == OUT_OF_REACH ? -EFAULT : -EINVAL;
}
