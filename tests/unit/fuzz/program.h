/* The fuzz target on archives and program files, and seeds for it: good ones, small, with
 * something of all that the format has. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What it has accepted so far: a run that accepts nothing tests nothing. */
extern struct fuzz_counts {
    uint64_t entries, programs;
} fuzz_counts;

/* libFuzzer's name for it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEED_BYTES_MAX = 8192, SEED_COUNT = 5 };

/* Writes seed number I; returns its size. */
size_t fuzz_seed(unsigned i, uint8_t seed[SEED_BYTES_MAX]);
