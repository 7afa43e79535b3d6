#include "tests/unit/harness/ext2_image.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi/stat.h"

enum { NAMES_MAX = 20000, BLOCKS_MAX = 700, DEPTH_MAX = 200 };

struct image_block {
    struct image_block *next;
    uint32_t number, holders;
    uint8_t *data;
};

/* --- Blocks --- */

static struct image_block **find_held(struct image *image, uint32_t number)
{
    struct image_block **link = &image->held;
    while (*link && (*link)->number != number)
        link = &(*link)->next;
    return link;
}

static int get(struct ext2_blocks *blocks, uint32_t number, struct ext2_block *block)
{
    struct image *image = (struct image *)blocks;
    struct image_block **link = find_held(image, number);
    assert((uint64_t)(number + 1ULL) * image->block_bytes <= image->size);
    image->gets++;
    if (image->fail_get && --image->fail_get == 0) {
        image->has_failed = true;
        return -EIO;
    }
    if (!*link) {
        *link = calloc(1, sizeof **link);
        (*link)->number = number;
        (*link)->data = malloc(image->block_bytes);
        memcpy((*link)->data, image->bytes + (size_t)number * image->block_bytes,
               image->block_bytes);
    }
    (*link)->holders++;
    image->held_count++;
    block->data = (*link)->data;
    return 0;
}

static void put(struct ext2_blocks *blocks, struct ext2_block *block)
{
    struct image *image = (struct image *)blocks;
    struct image_block **link = find_held(image, block->number), *held = *link;
    assert(held && held->data == block->data);
    image->held_count--;
    if (--held->holders > 0)
        return;
    assert(image->has_failed ||
           !memcmp(held->data, image->bytes + (size_t)held->number * image->block_bytes,
                   image->block_bytes));
    *link = held->next;
    free(held->data);
    free(held);
}

static int write_block(struct ext2_blocks *blocks, uint32_t number, const void *data)
{
    struct image *image = (struct image *)blocks;
    struct image_block *held = *find_held(image, number);
    assert((uint64_t)(number + 1ULL) * image->block_bytes <= image->size);
    assert(image->is_damaged || !held || held->data == data);
    if (image->fail_write && --image->fail_write == 0) {
        image->fail_write = 1;
        image->has_failed = true;
        return -EIO;
    }
    memcpy(image->bytes + (size_t)number * image->block_bytes, data, image->block_bytes);
    if (held && held->data != data)
        memcpy(held->data, data, image->block_bytes);
    if (image->is_recorded) {
        image->writes =
            realloc(image->writes, (image->write_count + 1) * sizeof *image->writes);
        struct image_write *record = &image->writes[image->write_count++];
        record->number = number;
        record->data = malloc(image->block_bytes);
        memcpy(record->data, data, image->block_bytes);
    }
    return 0;
}

/* --- Images --- */

struct image *image_of(const void *bytes, size_t size)
{
    struct image *image = calloc(1, sizeof *image);
    image->blocks = (struct ext2_blocks){get, put, write_block};
    image->size = size;
    image->bytes = malloc(size);
    memcpy(image->bytes, bytes, size);
    return image;
}

struct image *image_copy(const struct image *image)
{
    return image_of(image->bytes, image->size);
}

void image_free(struct image *image)
{
    while (image->held) {
        struct image_block *next = image->held->next;
        free(image->held->data);
        free(image->held);
        image->held = next;
    }
    for (size_t i = 0; i < image->write_count; i++)
        free(image->writes[i].data);
    free(image->writes);
    free(image->bytes);
    free(image);
}

int image_open(struct image *image)
{
    struct ext2_superblock super;
    int feature;
    memcpy(&super, image->bytes + EXT2_SUPERBLOCK_AT, sizeof super);
    image->block_bytes = super.block_size <= 2 ? 1024U << super.block_size : 1024;
    int error =
        ext2_volume_open(&image->volume, &super, (uint32_t)(image->size / EXT2_SECTOR),
                         &image->blocks, image->groups, &feature);
    image->volume.scratch = image->scratch;
    image->volume.now = 1704067200;
    return error;
}

/* --- Files and commands of the host --- */

static char folder[] = "/tmp/ext2-XXXXXX";
static bool has_folder;

const char *image_path(const char *name)
{
    static char paths[8][64];
    static unsigned next;
    if (!has_folder)
        has_folder = mkdtemp(folder) != NULL;
    assert(has_folder);
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void image_clean(void)
{
    char text[8];
    if (has_folder)
        image_command(text, sizeof text, "rm -rf %s", folder);
    has_folder = false;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
}

static int run(char *text, size_t size, const char *command)
{
    setenv("E2FSPROGS_FAKE_TIME", "1704067200", 1);
    setenv("PATH", "/usr/sbin:/sbin:/usr/bin:/bin", 1);
    FILE *pipe = popen(command, "r");
    assert(pipe);
    size_t count = fread(text, 1, size - 1, pipe);
    text[count] = '\0';
    char rest[512];
    while (fread(rest, 1, sizeof rest, pipe) > 0)
        ;
    return WEXITSTATUS(pclose(pipe));
}

void image_command(char *text, size_t size, const char *format, ...)
{
    char command[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    int status = run(text, size, command);
    if (status)
        fprintf(stderr, "%s: status %d\n%s\n", command, status, text);
    assert(status == 0);
}

static struct image *load(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert(file && !fseek(file, 0, SEEK_END));
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size);
    size_t count = fread(bytes, 1, size, file);
    assert(count == size);
    fclose(file);
    struct image *image = image_of(bytes, size);
    free(bytes);
    return image;
}

struct image *image_make(uint32_t block_bytes, uint32_t count, const char *options,
                         const char *source)
{
    char text[512];
    /* mke2fs by itself ends the file with the last block that it needs. */
    image_command(text, sizeof text,
                  "rm -f %s; truncate -s %llu %s;"
                  "mke2fs -q -t ext2 -b %u -m 0 -E root_owner=0:0 %s %s %s %s %u 2>&1",
                  image_path("made"), (unsigned long long)count * block_bytes,
                  image_path("made"), block_bytes, options, source ? "-d" : "",
                  source ? source : "", image_path("made"), count);
    return load(image_path("made"));
}

void image_save(const struct image *image, const char *path)
{
    FILE *file = fopen(path, "wb");
    assert(file);
    size_t count = fwrite(image->bytes, 1, image->size, file);
    assert(count == image->size && fclose(file) == 0);
}

int image_check(struct image *image, const char *options, char *text, size_t size)
{
    char command[256];
    const char *path = image_path("checked");
    image_save(image, path);
    snprintf(command, sizeof command, "e2fsck %s %s 2>&1", options, path);
    int status = run(text, size, command);
    if (!strcmp(options, "-fy")) {
        struct image *mended = load(path);
        assert(mended->size == image->size);
        memcpy(image->bytes, mended->bytes, image->size);
        image_free(mended);
    }
    return status;
}

/* --- What e2fsck says --- */

/* How what e2fsck says may begin: */
static const char *const harmless[] = {
    "e2fsck 1.",
    "Pass ",
    "Fix? yes",
    "Clear? yes",
    "Connect to /lost+found? yes",
    /* Blocks and inodes that nobody uses; a '+' would be one that is used and free. */
    "Block bitmap differences:  -",
    "Inode bitmap differences:  -",
    "Deleted inode ", /* that was still open */
    "Unattached inode ",
    "Unattached zero-length inode ",
    "Unconnected directory inode ",
    /* Counts. */
    "Free blocks count wrong",
    "Free inodes count wrong",
    "Directories count wrong",
    /* The way up from a directory that is being moved; and see below. */
    "'..' in ",
};

/* Or what is in it, after the name of the file with the image, or a number: */
static const char *const harmless_parts[] = {"was not cleanly unmounted",
                                             "FILE SYSTEM WAS MODIFIED", " files (",
                                             ", i_blocks is "};

static bool is_harmless(const char *line)
{
    unsigned inode, is, should_be;
    if (strstr(line, "bitmap differences: ") && strchr(line, '+'))
        return false;
    /* A directory on its way has two names, of which e2fsck removes one. */
    if (!strncmp(line, "Entry ", 6))
        return strstr(line, " is a link to directory ") != NULL;
    if (sscanf(line, "Inode %u ref count is %u, should be %u", &inode, &is, &should_be) ==
        3)
        return is > should_be;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (!strncmp(line, harmless[i], strlen(harmless[i])))
            return true;
    for (size_t i = 0; i < sizeof harmless_parts / sizeof *harmless_parts; i++)
        if (strstr(line, harmless_parts[i]))
            return true;
    return false;
}

const char *image_harm(char *text)
{
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        if (!is_harmless(line))
            return line;
    return NULL;
}

/* --- Reading --- */

int image_read(struct image *image, const struct ext2_node *node, uint32_t index,
               void *data)
{
    uint32_t number;
    struct ext2_block block;
    memset(data, 0, image->block_bytes);
    int error = ext2_map(&image->volume, node, index, &number);
    if (!error && number)
        error = ext2_get(&image->volume, number, &block);
    if (error || !number)
        return error;
    memcpy(data, block.data, image->block_bytes);
    ext2_put(&image->volume, &block);
    return 0;
}

int image_find(struct image *image, const char *path, struct ext2_node *node)
{
    int error = ext2_node_read(&image->volume, EXT2_ROOT, node);
    while (!error && *path) {
        uint32_t number, parent = node->number;
        struct ext2_name name = {path, (uint32_t)strcspn(path, "/")};
        error = S_ISDIR(node->inode.mode)
                    ? ext2_look_up(&image->volume, node, &name, &number)
                    : -ENOTDIR;
        if (!error)
            error = ext2_node_read(&image->volume, number, node);
        if (!error && S_ISDIR(node->inode.mode) && strncmp(path, "..", name.length))
            error = ext2_directory_is_in(&image->volume, node, parent);
        path += name.length;
        path += *path == '/';
    }
    return error;
}

struct walk {
    struct image *image;
    uint64_t seen;
    uint32_t names;
};

static void see(struct walk *walk, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        walk->seen = (walk->seen ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
}

/* Holes are not looked at. */
static int walk_file(struct walk *walk, const struct ext2_node *node)
{
    struct ext2_volume *volume = &walk->image->volume;
    uint64_t left = ext2_size(node);
    for (uint32_t i = 0; i < BLOCKS_MAX && left > 0 && ext2_has_blocks(node); i++) {
        size_t part = left < volume->block_bytes ? (size_t)left : volume->block_bytes;
        uint32_t number;
        struct ext2_block block;
        int error = ext2_map(volume, node, i, &number);
        if (!error && number)
            error = ext2_get(volume, number, &block);
        if (error)
            return error;
        see(walk, &i, sizeof i);
        if (number) {
            see(walk, block.data, part);
            ext2_put(volume, &block);
        }
        left -= part;
    }
    return 0;
}

static bool is_any(const struct ext2_place *place, void *argument)
{
    (void)argument;
    return place->entry->inode != 0;
}

static int walk_directory(struct walk *walk, const struct ext2_node *directory,
                          int depth);

static int walk_entry(struct walk *walk, const struct ext2_node *directory,
                      const char *name, uint32_t number, int depth)
{
    struct ext2_node node;
    see(walk, name, strlen(name));
    assert(++walk->names < NAMES_MAX);
    if (!strcmp(name, ".") || !strcmp(name, ".."))
        return 0;
    int error = ext2_node_read(&walk->image->volume, number, &node);
    if (error)
        return error;
    uint64_t size = ext2_size(&node);
    see(walk, &node.inode.mode, sizeof node.inode.mode);
    see(walk, &size, sizeof size);
    if (!S_ISDIR(node.inode.mode))
        return walk_file(walk, &node);
    error = ext2_directory_is_in(&walk->image->volume, &node, directory->number);
    return error ? error : walk_directory(walk, &node, depth + 1);
}

static int walk_directory(struct walk *walk, const struct ext2_node *directory, int depth)
{
    struct ext2_volume *volume = &walk->image->volume;
    struct ext2_place place = {.offset = 0};
    int result, error = 0;
    assert(depth < DEPTH_MAX);
    while ((result = ext2_scan(volume, directory, &place, is_any, NULL)) == 1 && !error) {
        char name[EXT2_NAME_MAX + 1];
        uint32_t number = place.entry->inode;
        memcpy(name, place.entry->name, place.entry->name_length);
        name[place.entry->name_length] = '\0';
        place.offset += place.entry->length;
        ext2_put(volume, &place.block);
        error = walk_entry(walk, directory, name, number, depth);
    }
    if (result == 1)
        ext2_put(volume, &place.block);
    return error ? error : result;
}

int image_walk(struct image *image, uint64_t *seen)
{
    struct ext2_node root;
    struct walk walk = {.image = image, .seen = 0xcbf29ce484222325};
    int error = ext2_node_read(&image->volume, EXT2_ROOT, &root);
    if (!error && !S_ISDIR(root.inode.mode))
        error = ext2_damaged(&image->volume);
    if (!error)
        error = walk_directory(&walk, &root, 0);
    *seen = walk.seen;
    return error;
}
