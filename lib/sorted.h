/* Things in the order of a key. The first is found at once; adding one at the end and
 * taking the first out cost a few steps, however many there are; any other place costs
 * logarithmic time on average. The links lie inside the nodes, so nothing here needs
 * memory or can fail.
 *
 * It is a treap: a binary tree in which the order goes from left to right, and chance
 * decides who stands above whom; so it is balanced whatever happens. lib/tickets.h is
 * another. [Seidel, Aragon, Randomized search trees, 1996]
 *
 * Keys may grow for ever, and begin again at 0 after 2^64: they are compared by their
 * difference. So any two that are there at once must lie less than 2^63 apart. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "lib/random.h"

enum sorted_side { SORTED_LEFT, SORTED_RIGHT };

struct sorted_node {
    struct sorted_node *parent, *child[2]; /* owned by sorted.c */
    uint32_t priority;                     /* as well; no more than its parent's */
    uint64_t key, order;                   /* the caller's; see sorted_move */
};

struct sorted {
    struct sorted_node *root;
    struct sorted_node *end[2]; /* the first, the last */
    struct random random;
};

void sorted_init(struct sorted *sorted);

/* Adds NODE, whose key and order are set. Of two with equal keys the one with the lesser
 * ORDER comes first; of two with both equal, which need not be, who was put there first. */
void sorted_insert(struct sorted *sorted, struct sorted_node *node);

/* The node that comes first, or NULL. It stays. */
static inline struct sorted_node *sorted_first(const struct sorted *sorted)
{
    return sorted->end[SORTED_LEFT];
}

/* The node behind NODE; of NULL, the first. NULL: there is none. */
struct sorted_node *sorted_next(const struct sorted *sorted,
                                const struct sorted_node *node);

/* The first node whose key is KEY or comes behind it; NULL: there is none. */
struct sorted_node *sorted_find(const struct sorted *sorted, uint64_t key);

/* Takes out NODE, which is in there. */
void sorted_remove(struct sorted *sorted, struct sorted_node *node);

/* NODE, which is in there, has another key or order now: it goes to the place that is
 * its. */
void sorted_move(struct sorted *sorted, struct sorted_node *node);

/* The number of nodes, or SIZE_MAX if the order, a priority or a link is wrong. */
size_t sorted_check(const struct sorted *sorted);
