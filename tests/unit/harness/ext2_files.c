#include "tests/unit/harness/ext2_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct image_file {
    struct image_file *next;
    struct ext2_node node;
};

/* --- Nodes in memory --- */

static struct image_file *keep(struct image *image, const struct ext2_node *node)
{
    struct image_file *file = malloc(sizeof *file);
    *file = (struct image_file){image->files, *node};
    image->files = file;
    return file;
}

static void forget(struct image *image, struct ext2_node *node)
{
    struct image_file **link = &image->files;
    while (&(*link)->node != node)
        link = &(*link)->next;
    struct image_file *file = *link;
    *link = file->next;
    free(file);
}

static int load(struct image *image, uint32_t number, struct ext2_node **node)
{
    struct ext2_node read;
    for (struct image_file *file = image->files; file; file = file->next) {
        *node = &file->node;
        if (file->node.number == number)
            return 0;
    }
    int error = ext2_node_read(&image->volume, number, &read);
    if (!error)
        *node = &keep(image, &read)->node;
    return error;
}

/* What is at the first LENGTH bytes of PATH. */
static int find_part(struct image *image, const char *path, size_t length,
                     struct ext2_node **node)
{
    const char *end = path + length;
    int error = load(image, EXT2_ROOT, node);
    while (!error && path < end) {
        uint32_t number;
        struct ext2_name name = {path, (uint32_t)strcspn(path, "/")};
        error = ext2_look_up(&image->volume, *node, &name, &number);
        if (!error)
            error = load(image, number, node);
        path += name.length + 1;
    }
    return error;
}

static int find(struct image *image, const char *path, struct ext2_node **node)
{
    return find_part(image, path, strlen(path), node);
}

/* The directory that PATH's last NAME is in. */
static int find_directory(struct image *image, const char *path, struct ext2_name *name,
                          struct ext2_node **node)
{
    const char *slash = strrchr(path, '/');
    *name = image_name(slash ? slash + 1 : path);
    return find_part(image, path, slash ? (size_t)(slash - path) : 0, node);
}

/* --- Names --- */

int files_make(struct image *image, const char *path, uint32_t mode)
{
    struct ext2_name name;
    struct ext2_node *directory, made = {.inode.mode = (uint16_t)mode};
    int error = find_directory(image, path, &name, &directory);
    if (!error)
        error = ext2_make(&image->volume, directory, &name, &made);
    if (!error)
        keep(image, &made);
    return error;
}

int files_link(struct image *image, const char *path, const char *new_path)
{
    struct ext2_name name;
    struct ext2_node *directory, *node;
    int error = find(image, path, &node);
    if (!error)
        error = find_directory(image, new_path, &name, &directory);
    return error ? error : ext2_link(&image->volume, directory, &name, node);
}

static int release(struct image *image, struct ext2_node *node)
{
    if (node->inode.links > 0)
        return 0;
    int error = ext2_release(&image->volume, node);
    forget(image, node);
    return error;
}

int files_unlink(struct image *image, const char *path)
{
    struct ext2_name name;
    struct ext2_node *directory, *node;
    int error = find(image, path, &node);
    if (!error)
        error = find_directory(image, path, &name, &directory);
    if (!error)
        error = ext2_unlink(&image->volume, directory, &name, node);
    return error ? error : release(image, node);
}

int files_rename(struct image *image, const char *path, const char *new_path)
{
    struct ext2_name name, new_name;
    struct ext2_node *from, *node, *to, *replaced;
    int error = find(image, path, &node);
    if (!error)
        error = find_directory(image, path, &name, &from);
    if (!error)
        error = find_directory(image, new_path, &new_name, &to);
    if (error)
        return error;
    error = find(image, new_path, &replaced);
    if (error && error != -ENOENT)
        return error;
    replaced = error ? NULL : replaced;
    error = ext2_rename(&image->volume, from, &name, node, to, &new_name, replaced);
    return error || !replaced ? error : release(image, replaced);
}

/* --- Bytes: each is made of its place and of the inode's number --- */

static void make_block(const struct image *image, const struct ext2_node *node,
                       uint32_t index, uint64_t size, uint8_t *data)
{
    uint64_t start = (uint64_t)index * image->block_bytes;
    memset(data, 0, image->block_bytes);
    for (uint32_t i = 0; i < image->block_bytes && start + i < size; i++)
        data[i] = (uint8_t)((start + i) * 2654435761U >> 13 ^ node->number * 37);
}

/* Writes the whole block again, as far as SIZE. */
static int write_at(struct image *image, struct ext2_node *node, uint32_t index,
                    uint64_t size)
{
    uint8_t data[4096];
    uint32_t block;
    make_block(image, node, index, size, data);
    int error = ext2_map(&image->volume, node, index, &block);
    if (error)
        return error;
    return block ? ext2_write_data(&image->volume, block, data)
                 : ext2_grow(&image->volume, node, index, data);
}

int files_write(struct image *image, const char *path, uint64_t offset, uint32_t length)
{
    struct ext2_node *node;
    int error = find(image, path, &node);
    if (!error)
        error = ext2_volume_change(&image->volume);
    for (uint64_t end, limit = offset + length; !error && offset < limit; offset = end) {
        uint32_t index = (uint32_t)(offset / image->block_bytes);
        end = (index + 1ULL) * image->block_bytes;
        end = end < limit ? end : limit;
        error =
            write_at(image, node, index, end > ext2_size(node) ? end : ext2_size(node));
        if (!error && end > ext2_size(node))
            ext2_set_size(node, end);
    }
    return error;
}

int files_cut(struct image *image, const char *path, uint64_t size)
{
    struct ext2_node *node;
    int error = find(image, path, &node);
    if (!error)
        error = ext2_volume_change(&image->volume);
    if (!error)
        error = ext2_cut(&image->volume, node, size);
    if (error || size % image->block_bytes == 0)
        return error;
    uint32_t block, index = (uint32_t)(size / image->block_bytes);
    error = ext2_map(&image->volume, node, index, &block);
    return error || !block ? error : write_at(image, node, index, size);
}

int files_resize(struct image *image, const char *path, uint64_t size)
{
    struct ext2_node *node;
    int error = find(image, path, &node);
    if (error)
        return error;
    uint64_t before = ext2_size(node);
    return size < before ? files_cut(image, path, size)
                         : files_write(image, path, before, (uint32_t)(size - before));
}

int files_expect(struct image *image, const char *path, uint64_t size)
{
    uint8_t expected[4096], data[4096];
    struct ext2_node *node;
    int error = find(image, path, &node);
    bool is_any = size == FILES_ANY_SIZE;
    if (!error && is_any)
        size = ext2_size(node);
    if (!error && ext2_size(node) != size)
        return -EOVERFLOW;
    for (uint32_t i = 0; !error && (uint64_t)i * image->block_bytes < size; i++) {
        uint32_t block;
        error = ext2_map(&image->volume, node, i, &block);
        if (error || !block)
            continue;
        make_block(image, node, i, size, expected);
        error = image_read(image, node, i, data);
        uint64_t left = size - (uint64_t)i * image->block_bytes;
        size_t part =
            is_any && left < image->block_bytes ? (size_t)left : image->block_bytes;
        if (!error && memcmp(data, expected, part))
            error = -EILSEQ;
    }
    return error;
}

/* --- To the disk --- */

int files_sync(struct image *image, const char *path)
{
    struct ext2_node *node;
    int error = find(image, path, &node);
    return error || !node->is_changed ? error : ext2_node_write(&image->volume, node);
}

int files_end(struct image *image, bool is_clean)
{
    int error = 0;
    for (struct image_file *file = image->files; file && !error; file = file->next)
        if (file->node.is_changed && file->node.inode.links > 0)
            error = ext2_node_write(&image->volume, &file->node);
    files_forget(image);
    return error ? error : ext2_volume_sync(&image->volume, is_clean);
}

void files_forget(struct image *image)
{
    while (image->files)
        forget(image, &image->files->node);
}
