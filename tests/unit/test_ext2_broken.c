/* Reading ext2 where the disk is damaged: each field of each structure in turn has values
 * that it should not have. What comes is an error or the answer that debugfs gives, and
 * always some answer. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/stat.h"
#include "tests/unit/harness/ext2_image.h"

enum { BLOCK = 1024, BLOCKS = 64, COMPARED = 32 };

static const char *const files[] = {"d/e/small", "once", "twice"};

static struct image *image;
static uint64_t sound; /* what is seen in the image as it was */
static uint32_t errors, same, others;

static int make(void **state)
{
    char text[64];
    const char *source = image_path("source");
    (void)state;
    image_command(text, sizeof text,
                  "mkdir -p %s/d/e; cd %s; ln -s xy link; echo some text >d/e/small;"
                  "head -c 14000 /dev/zero | tr '\\0' b >once;"
                  "printf x | dd of=twice bs=1024 seek=270 2>&1",
                  source, source);
    image =
        image_make(BLOCK, BLOCKS, "-O none,filetype,sparse_super -I 128 -N 24", source);
    assert_int_equal(image_open(image), 0);
    assert_int_equal(image_walk(image, &sound), 0);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    image_free(image);
    image_clean();
    return 0;
}

/* What the file at PATH has is what debugfs says. (Of one that is no file any more, or that is
 * very long now, it says nothing useful.) */
static void expect_as_debugfs(const char *path)
{
    static char ours[300 * BLOCK], theirs[300 * BLOCK];
    struct ext2_node node;
    int error = image_find(image, path, &node);
    uint64_t size = error ? 0 : ext2_size(&node);
    if (error ? error != -ENOENT && error != -ENOTDIR
              : !S_ISREG(node.inode.mode) || size >= sizeof theirs - BLOCK)
        return;
    for (uint32_t i = 0; i < (size + BLOCK - 1) / BLOCK; i++)
        assert_int_equal(image_read(image, &node, i, ours + i * BLOCK), 0);
    memset(theirs, 0, sizeof theirs);
    image_command(theirs, sizeof theirs, "debugfs -R 'cat %s' %s 2>/dev/null", path,
                  image_path("broken"));
    assert_memory_equal(ours, theirs, size);
}

/* Opens and reads all of it; every so often, other tools do so, too. */
static void try(void)
{
    uint64_t seen = 0;
    int error = image_open(image);
    if (!error)
        error = image_walk(image, &seen);
    assert_int_equal(image->held_count, 0);
    if (error == -EUCLEAN)
        assert_true(image->volume.is_damaged);
    else
        assert_true(error == 0 || error == -EINVAL || error == -ENOTSUP);
    errors += error != 0;
    same += !error && seen == sound;
    others += !error && seen != sound;
    if (error || seen == sound || others % COMPARED)
        return;
    image_save(image, image_path("broken"));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        expect_as_debugfs(files[i]);
}

static void try_value(uint8_t *at, uint32_t width, uint32_t value)
{
    uint32_t before;
    memcpy(&before, at, sizeof before);
    memcpy(at, &value, width);
    try();
    memcpy(at, &before, sizeof before);
}

/* The field of WIDTH bytes at AT gets values at the edges of all ranges that there are. */
static void try_field(uint8_t *at, uint32_t width)
{
    static const uint32_t edges[] = {
        0, 1, 2, 3, 12, 24, 25, BLOCKS, BLOCK, 8 * BLOCK, 0x7fffffff, UINT32_MAX};
    uint32_t before = 0;
    memcpy(&before, at, width);
    try_value(at, width, before + 1);
    try_value(at, width, before - 1);
    try_value(at, width, before ^ 1U << (8 * width - 1));
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        try_value(at, width, edges[i]);
}

static void try_structure(size_t at, size_t length)
{
    errors = same = 0;
    for (size_t i = 0; i + 4 <= length; i += 2) {
        try_field(image->bytes + at + i, 2);
        if (i % 4 == 0)
            try_field(image->bytes + at + i, 4);
    }
}

static void the_superblock(void **state)
{
    (void)state;
    try_structure(EXT2_SUPERBLOCK_AT, 264);
    assert_true(errors > 100 && same > 100);
}

static void a_group(void **state)
{
    (void)state;
    try_structure(2 * BLOCK, sizeof(struct ext2_group));
    assert_true(errors > 50 && same > 50);
}

static size_t place_of_inode(uint32_t number)
{
    return (size_t)image->groups[0].inode_table * BLOCK + (number - 1) * 128;
}

static void an_inode(void **state)
{
    static const char *const names[] = {"", "d", "d/e/small", "once", "twice", "link"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ext2_node node;
        assert_int_equal(image_open(image), 0);
        assert_int_equal(image_find(image, names[i], &node), 0);
        try_structure(place_of_inode(node.number), sizeof(struct ext2_inode));
    }
}

static void a_table_of_pointers(void **state)
{
    struct ext2_node node;
    (void)state;
    assert_int_equal(image_open(image), 0);
    assert_int_equal(image_find(image, "once", &node), 0);
    try_structure((size_t)node.inode.blocks[12] * BLOCK, 32);
    assert_int_equal(image_open(image), 0);
    assert_int_equal(image_find(image, "twice", &node), 0);
    try_structure((size_t)node.inode.blocks[13] * BLOCK, 32);
    assert_true(errors > 20);
}

static void a_directory(void **state)
{
    static const char *const names[] = {"", "d", "d/e"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ext2_node node;
        assert_int_equal(image_open(image), 0);
        assert_int_equal(image_find(image, names[i], &node), 0);
        try_structure((size_t)node.inode.blocks[0] * BLOCK, 64);
        assert_true(errors > 50);
    }
}

/* The first entry's NAME, of directory PATH. */
static struct ext2_entry *entry_of(const char *path, const char *text)
{
    struct ext2_node node;
    struct ext2_place place;
    struct ext2_name name = image_name(text);
    assert_int_equal(image_open(image), 0);
    assert_int_equal(image_find(image, path, &node), 0);
    assert_int_equal(ext2_find(&image->volume, &node, &name, &place), 1);
    ext2_put(&image->volume, &place.block);
    return (void *)(image->bytes + (size_t)node.inode.blocks[0] * BLOCK +
                    place.offset % BLOCK);
}

static void a_directory_within_itself_is_not_entered(void **state)
{
    struct ext2_entry *entry = entry_of("d", "e");
    struct ext2_node node;
    uint32_t was = entry->inode;
    (void)state;
    assert_int_equal(image_find(image, "d", &node), 0);
    entry->inode = node.number;
    assert_int_equal(image_find(image, "d/e", &node), -EUCLEAN);
    entry->inode = EXT2_ROOT;
    assert_int_equal(image_find(image, "d/e", &node), -EUCLEAN);
    entry->inode = was;
}

static void a_way_up_that_goes_round_has_an_end(void **state)
{
    struct ext2_entry *entry = entry_of("d", "..");
    struct ext2_node node;
    (void)state;
    assert_int_equal(image_find(image, "d/e", &node), 0);
    assert_int_equal(ext2_directory_is_below(&image->volume, &node, EXT2_ROOT), 1);
    assert_int_equal(ext2_directory_is_below(&image->volume, &node, 20), 0);
    entry->inode = node.number;
    assert_int_equal(ext2_directory_is_below(&image->volume, &node, 20), -EUCLEAN);
    entry->inode = EXT2_ROOT;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_superblock),
        cmocka_unit_test(a_group),
        cmocka_unit_test(an_inode),
        cmocka_unit_test(a_table_of_pointers),
        cmocka_unit_test(a_directory),
        cmocka_unit_test(a_directory_within_itself_is_not_entered),
        cmocka_unit_test(a_way_up_that_goes_round_has_an_end),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
