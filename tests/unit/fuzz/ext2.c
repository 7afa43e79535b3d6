/* A fuzz target for ext2: whatever the disk has, reading it ends within it, and so does
 * changing it. It is called with any bytes, by libFuzzer (`make fuzz`) or by ext2_driver.c. */
#include "tests/unit/fuzz/ext2.h"

#include <assert.h>
#include <string.h>

#include "tests/unit/harness/ext2_files.h"

/* Where things are in the image. */
enum {
    DESCRIPTORS = 2,
    BLOCK_BITMAP,
    INODE_BITMAP,
    INODES,
    FIRST_FREE = INODES + 4,
    INODE_COUNT = 32
};

struct fuzz_ext2_counts fuzz_ext2_counts;
static uint8_t sound[IMAGE_BLOCKS * BLOCK_BYTES] __attribute__((aligned(8)));

static void *block(uint32_t number)
{
    return sound + number * BLOCK_BYTES;
}

static void set_bits(uint8_t *bits, uint32_t from, uint32_t to)
{
    for (; from < to; from++)
        bits[from / 8] |= (uint8_t)(1U << from % 8);
}

/* A volume with nothing but its root. */
static void format(void)
{
    *(struct ext2_superblock *)block(1) =
        (struct ext2_superblock){.inode_count = INODE_COUNT,
                                 .block_count = IMAGE_BLOCKS,
                                 .first_block = 1,
                                 .blocks_per_group = 8192,
                                 .fragments_per_group = 8192,
                                 .inodes_per_group = INODE_COUNT,
                                 .magic = EXT2_MAGIC,
                                 .state = EXT2_STATE_CLEAN,
                                 .revision = 1,
                                 .first_inode = EXT2_FIRST_INODE,
                                 .inode_bytes = sizeof(struct ext2_inode),
                                 .incompatible = EXT2_INCOMPATIBLE_TYPES};
    *(struct ext2_group *)block(DESCRIPTORS) =
        (struct ext2_group){.bitmaps = {BLOCK_BITMAP, INODE_BITMAP},
                            .inode_table = INODES,
                            .free = {IMAGE_BLOCKS - FIRST_FREE - 1, INODE_COUNT - 10},
                            .directories = 1};
    set_bits(block(BLOCK_BITMAP), 0, FIRST_FREE); /* bit 0 is of block 1 */
    set_bits(block(BLOCK_BITMAP), IMAGE_BLOCKS - 1, 8192);
    set_bits(block(INODE_BITMAP), 0, EXT2_FIRST_INODE - 1);
    set_bits(block(INODE_BITMAP), INODE_COUNT, 8192);
    ((struct ext2_inode *)block(INODES))[EXT2_ROOT - 1] =
        (struct ext2_inode){.mode = S_IFDIR | 0755,
                            .size = BLOCK_BYTES,
                            .links = 2,
                            .sectors = 2,
                            .blocks = {FIRST_FREE}};
    uint8_t *entry = block(FIRST_FREE);
    memcpy(entry, (uint8_t[]){2, 0, 0, 0, 12, 0, 1, 2, '.'}, 9);
    memcpy(entry + 12, (uint8_t[]){2, 0, 0, 0, 0xf4, 3, 2, 2, '.', '.'}, 10);
}

/* Files of each kind: with tables, with holes, with two names, in directories. */
static void fill(struct image *image)
{
    int error = image_open(image);
    error = error ? error : files_make(image, "d", S_IFDIR | 0755);
    error = error ? error : files_make(image, "d/e", S_IFDIR | 0755);
    error = error ? error : files_make(image, "d/once", S_IFREG | 0644);
    error = error ? error : files_write(image, "d/once", 0, 14 * BLOCK_BYTES);
    error = error ? error : files_make(image, "twice", S_IFREG | 0644);
    error = error ? error : files_write(image, "twice", 300 * BLOCK_BYTES, BLOCK_BYTES);
    error = error ? error : files_link(image, "d/once", "d/e/another name");
    error = error ? error : files_end(image, true);
    assert(!error);
}

static void prepare(void)
{
    static bool is_prepared;
    if (is_prepared)
        return;
    format();
    struct image *image = image_of(sound, sizeof sound);
    fill(image);
    memcpy(sound, image->bytes, sizeof sound);
    image_free(image);
    is_prepared = true;
}

/* Each may fail, as the image is damaged, but not otherwise. */
static void change(struct image *image)
{
    int errors = 0;
    errors |= files_make(image, "d/new", S_IFDIR | 0755);
    errors |= files_make(image, "d/new/file", S_IFREG | 0644);
    errors |= files_write(image, "d/new/file", 11 * BLOCK_BYTES, 3 * BLOCK_BYTES);
    errors |= files_cut(image, "d/once", 12 * BLOCK_BYTES + 100);
    errors |= files_rename(image, "d/new", "moved");
    errors |= files_rename(image, "d/once", "moved/file");
    errors |= files_unlink(image, "twice");
    errors |= files_unlink(image, "d/e/another name");
    errors |= files_unlink(image, "d/e");
    errors |= files_end(image, true);
    assert(image->held_count == 0 || errors);
    files_forget(image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t seen;
    prepare();
    struct image *image = image_of(sound, sizeof sound);
    image->is_damaged = true;
    for (; size >= CHANGE_BYTES; size -= CHANGE_BYTES, data += CHANGE_BYTES) {
        size_t at = (size_t)(data[0] | data[1] << 8) % (sizeof sound - 3);
        memcpy(image->bytes + at, data + 2, 4);
    }
    if (image_open(image) == 0) {
        fuzz_ext2_counts.opened++;
        fuzz_ext2_counts.walked += image_walk(image, &seen) == 0;
        assert(image->held_count == 0);
        change(image);
    }
    image_free(image);
    return 0;
}
