/* Calls the fuzz target without a fuzzer: with the seeds, and with many changes to them,
 * the same ones each time. With the name of a folder as argument it writes the seeds
 * there. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fuzz/program.h"

enum { ROUNDS = 20000, CHANGES_MAX = 4, ACCEPTED_MIN = 1000 };

static const uint32_t odd_numbers[] = {0,          1,          0x1000,     0x08048000,
                                       0x7fffffff, 0x80000000, 0xbffff000, UINT32_MAX};

/* The bytes that matter stand at the beginning of a block. */
static size_t any_place(size_t size)
{
    size_t at = (size_t)rand() % size;
    return rand() % 2 ? at : at / 512 * 512 + at % 160;
}

static void change(uint8_t *seed, size_t *size)
{
    uint32_t number = odd_numbers[rand() % 8];
    size_t at = any_place(*size) % *size;
    size_t aligned = at / 4 * 4;
    switch (rand() % 8) {
    case 0:
        *size = at + 1;
        break;
    case 1:
    case 2:
        seed[at] = (uint8_t)rand();
        break;
    case 3:
        seed[at] = (uint8_t)('0' + rand() % 8); /* numbers of tar are octal */
        break;
    case 4:
        memmove(seed + at, seed + any_place(*size) % *size, 1); /* of what is there */
        break;
    default:
        if (aligned + sizeof(number) <= *size)
            memcpy(seed + aligned, &number, sizeof(number));
    }
}

static void run(void)
{
    static uint8_t seed[SEED_BYTES_MAX];
    srand(1);
    for (unsigned i = 0; i < SEED_COUNT; i++)
        LLVMFuzzerTestOneInput(seed, fuzz_seed(i, seed));
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = fuzz_seed((unsigned)rand() % SEED_COUNT, seed);
        for (int left = 1 + rand() % CHANGES_MAX; left > 0; left--)
            change(seed, &size);
        LLVMFuzzerTestOneInput(seed, size);
    }
}

static bool write_seed(const char *folder, unsigned i)
{
    static uint8_t seed[SEED_BYTES_MAX];
    char path[256];
    size_t size = fuzz_seed(i, seed);
    snprintf(path, sizeof(path), "%s/seed-%u", folder, i);
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool is_written = fwrite(seed, 1, size, file) == size;
    return fclose(file) == 0 && is_written;
}

int main(int argc, char **argv)
{
    if (argc == 2) {
        bool all_written = true;
        for (unsigned i = 0; i < SEED_COUNT; i++)
            all_written &= write_seed(argv[1], i);
        return all_written ? 0 : 1;
    }
    run();
    printf("fuzz: %d rounds; %llu files of archives and %llu programs accepted\n", ROUNDS,
           (unsigned long long)fuzz_counts.entries,
           (unsigned long long)fuzz_counts.programs);
    return fuzz_counts.programs >= ACCEPTED_MIN ? 0 : 1;
}
