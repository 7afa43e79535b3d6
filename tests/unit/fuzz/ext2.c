/* A fuzz target for ext2: whatever the disk has, reading it ends within it, and so does
 * changing it. It is called with any bytes, by libFuzzer (`make fuzz`) or by ext2_driver.c. */
#include "tests/unit/fuzz/ext2.h"

#include <assert.h>
#include <string.h>

#include "tests/unit/harness/ext2_empty.h"
#include "tests/unit/harness/ext2_files.h"

struct fuzz_ext2_counts fuzz_ext2_counts;
static uint8_t sound[EXT2_EMPTY_BYTES] __attribute__((aligned(8)));

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
    ext2_empty(sound);
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
