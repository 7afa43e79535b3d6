/* The fuzz target on ext2. An input is a row of changes, of CHANGE_BYTES each: a place in a
 * small image that is sound, and the word that is written there. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "tests/unit/harness/ext2_empty.h"

enum {
    CHANGE_BYTES = 6,
    IMAGE_BLOCKS = EXT2_EMPTY_BLOCKS,
    BLOCK_BYTES = EXT2_EMPTY_BLOCK_BYTES
};

struct fuzz_ext2_counts {
    uint64_t opened, walked; /* images that were right so far */
};
extern struct fuzz_ext2_counts fuzz_ext2_counts;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
