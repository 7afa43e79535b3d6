/* A queue by priority: the node with the least (key, order) is found at once; adding, and
 * taking out any node, take logarithmic time in the worst case. The links lie inside the
 * nodes, so nothing here needs memory or can fail.
 *
 * It is a leftist heap: a binary tree in which no node precedes its parent, and the
 * shorter way down to a missing child is always the right one. `rank` is the length of
 * that way; in a heap of N nodes it is at most log2(N + 1). [Knuth, TAOCP 3, 5.2.3] */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_node {
    struct heap_node *parent, *left, *right; /* owned by heap.c */
    uint32_t rank;                           /* owned by heap.c; 0: in no heap */
    uint64_t key, order;                     /* the caller's; fixed while in a heap */
};

struct heap {
    struct heap_node *root;
};

void heap_init(struct heap *heap);

/* Adds NODE, which is in no heap and whose key and order are set. Of equal ones, either
 * may be first: an ORDER that is never the same twice makes the sequence certain. */
void heap_push(struct heap *heap, struct heap_node *node);

/* The least node, or NULL if HEAP is empty. It stays in the heap. */
static inline struct heap_node *heap_first(const struct heap *heap)
{
    return heap->root;
}

/* Whether NODE is in HEAP, given that it is in no other. */
static inline bool heap_is_linked(const struct heap *heap, const struct heap_node *node)
{
    return heap->root != NULL && node->rank != 0;
}

/* Takes NODE out of HEAP, in which it is. */
void heap_remove(struct heap *heap, struct heap_node *node);

/* Takes out the least node and returns it; NULL if HEAP is empty. */
struct heap_node *heap_pop(struct heap *heap);

/* The number of nodes, or SIZE_MAX if the order, a rank or a link is wrong. */
size_t heap_check(const struct heap *heap);
