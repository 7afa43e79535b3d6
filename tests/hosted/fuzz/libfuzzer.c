/* What libFuzzer asks for: it changes rows of steps as the driver does, and joins two of them. */
#include <string.h>

#include "tests/hosted/fuzz/steps.h"

enum { STEP = sizeof(struct fuzz_step) };

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size,
                                 const uint8_t *other, size_t other_size, uint8_t *out,
                                 size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

/* At times bytes of one step, by what libFuzzer has seen compared. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    if (seed % 8 == 0 && size >= 2 * STEP) {
        (void)LLVMFuzzerMutate(data + seed / 8 % (size / STEP) * STEP, STEP, STEP);
        return size / STEP * STEP;
    }
    return fuzz_mutate(data, size, max, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size,
                                 const uint8_t *other, size_t other_size, uint8_t *out,
                                 size_t max, unsigned seed)
{
    size_t first = one_size / STEP, second = other_size / STEP, room = max / STEP;
    size_t head = first ? seed % first + 1 : 0, skipped = second ? seed / 97 % second : 0;
    size_t tail = second - skipped;
    head = head < room ? head : room;
    tail = tail < room - head ? tail : room - head;
    memcpy(out, one, head * STEP);
    memcpy(out + head * STEP, other + skipped * STEP, tail * STEP);
    return (head + tail) * STEP;
}
