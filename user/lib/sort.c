/* Merge sort, which keeps the order of equal things as Linux's does; and search by halves.
 * [Knuth 5.2.4, 6.2.1] */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct sorting {
    size_t size; /* of a thing */
    int (*compare)(const void *a, const void *b, void *context);
    void *context;
};

/* Merges the sorted things from A to B and from B to END into TO. */
static void merge(const struct sorting *sorting, char *to, const char *a, const char *b,
                  const char *end)
{
    const char *a_end = b;

    while (a < a_end || b < end) {
        bool takes_a =
            b == end || (a < a_end && sorting->compare(a, b, sorting->context) <= 0);
        const char **from = takes_a ? &a : &b;

        to = mempcpy(to, *from, sorting->size);
        *from += sorting->size;
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One pass: neighbouring runs of RUN bytes each become one. */
static void merge_runs(const struct sorting *sorting, char *to, const char *from,
                       size_t length, size_t run)
{
    for (size_t start = 0; start < length; start += 2 * run) {
        size_t middle = smaller(start + run, length);
        size_t end = smaller(start + 2 * run, length);

        merge(sorting, to + start, from + start, from + middle, from + end);
    }
}

/* Without memory for a second copy: each thing goes down to its place. */
static void insertion_sort(const struct sorting *sorting, char *bytes, size_t length)
{
    for (size_t sorted = sorting->size; sorted < length; sorted += sorting->size)
        for (char *at = bytes + sorted;
             at > bytes && sorting->compare(at - sorting->size, at, sorting->context) > 0;
             at -= sorting->size)
            for (size_t i = 0; i < sorting->size; i++) {
                char *before = at - sorting->size, kept = at[i];

                at[i] = before[i];
                before[i] = kept;
            }
}

void qsort_r(void *things, size_t count, size_t size,
             int (*compare)(const void *a, const void *b, void *context), void *context)
{
    const struct sorting sorting = {size, compare, context};
    size_t length = count * size;
    char *from = things, *to = malloc(length);

    if (to == NULL) {
        insertion_sort(&sorting, things, length);
        return;
    }
    for (size_t run = size; run < length; run *= 2) {
        char *sorted = to;

        merge_runs(&sorting, to, from, length, run);
        to = from;
        from = sorted;
    }
    if (from != things)
        memcpy(things, from, length);
    free(from == things ? to : from);
}

/* A function that takes two arguments does not mind a third. [i386 psABI 2.2] */
void qsort(void *things, size_t count, size_t size,
           int (*compare)(const void *a, const void *b))
{
    qsort_r(things, count, size,
            (int (*)(const void *, const void *, void *))(void (*)(void))compare, NULL);
}

void *bsearch(const void *key, const void *things, size_t count, size_t size,
              int (*compare)(const void *key, const void *thing))
{
    const char *first = things;

    while (count > 0) {
        const char *middle = first + count / 2 * size;
        int difference = compare(key, middle);

        if (difference == 0)
            return (void *)(uintptr_t)middle;
        if (difference > 0)
            first = middle + size;
        count = difference > 0 ? count - count / 2 - 1 : count / 2;
    }
    return NULL;
}
