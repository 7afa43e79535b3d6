/* Calls the fuzz target on ext2 without a fuzzer, with the same changes each time. With the name
 * of a folder as argument it writes some of them there. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fuzz/ext2.h"

enum { ROUNDS = 3000, SEEDS = 20, CHANGES_MAX = 3, WALKED_MIN = 500, USED_BLOCKS = 35 };

static const uint32_t odd_numbers[] = {
    0, 1, 2, 3, 9, 12, 13, 14, 31, 32, 64, 1024, 0x4000, 0x7fffffff, UINT32_MAX, 40};

/* The beginning of a block is used more often than what follows, and what counts is small. */
static size_t any_change(uint8_t change[CHANGE_BYTES])
{
    uint32_t number = rand() % 3 ? odd_numbers[rand() % 16] : (uint32_t)rand();
    uint32_t at = (uint32_t)(rand() % USED_BLOCKS * BLOCK_BYTES +
                             rand() % (rand() % 2 ? 128 : BLOCK_BYTES) / 4 * 4);
    if (rand() % 3 == 0) /* 16 bits, beside a small number */
        number = number << 16 | (uint32_t)rand() % 256;
    memcpy(change, (uint8_t[]){(uint8_t)at, (uint8_t)(at >> 8)}, 2);
    memcpy(change + 2, &number, sizeof number);
    return CHANGE_BYTES;
}

static size_t any_changes(uint8_t *input)
{
    size_t size = 0;
    for (int left = 1 + rand() % CHANGES_MAX; left > 0; left--)
        size += any_change(input + size);
    return size;
}

int main(int argc, char **argv)
{
    uint8_t input[CHANGES_MAX * CHANGE_BYTES];
    srand(1);
    for (int i = 0; argc == 2 && i < SEEDS; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/seed-%d", argv[1], i);
        FILE *file = fopen(path, "wb");
        size_t size = any_changes(input);
        if (!file || fwrite(input, 1, size, file) != size || fclose(file))
            return 1;
    }
    if (argc == 2)
        return 0;
    LLVMFuzzerTestOneInput(input, 0);
    for (int round = 0; round < ROUNDS; round++)
        LLVMFuzzerTestOneInput(input, any_changes(input));
    printf("fuzz: %d rounds; %llu disks of ext2 opened, %llu read whole\n", ROUNDS,
           (unsigned long long)fuzz_ext2_counts.opened,
           (unsigned long long)fuzz_ext2_counts.walked);
    return fuzz_ext2_counts.walked >= WALKED_MIN ? 0 : 1;
}
