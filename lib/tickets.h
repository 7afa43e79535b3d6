/* Holders of lottery tickets in a row. Adding at the end, taking anyone out and finding
 * whose the Nth ticket is take logarithmic time on average, and need no memory.
 *
 * It is a treap: a binary tree in which the row is the order from left to right, and
 * chance decides who stands above whom; so it is balanced whatever happens. Each node
 * knows the sum of the tickets below it. [Seidel, Aragon, Randomized search trees,
 * 1996] */
#pragma once

#include <stddef.h>

#include "lib/random.h"

struct ticket_node {
    struct ticket_node *parent, *left, *right;
    uint32_t tickets;  /* its own */
    uint32_t priority; /* no node has a higher one than its parent */
    uint64_t sum;      /* of its own and those below */
};

struct tickets {
    struct ticket_node *root;
    struct random random;
};

void tickets_init(struct tickets *tickets);
/* Adds NODE, with so many tickets (COUNT), at the end of the row. */
void tickets_add(struct tickets *tickets, struct ticket_node *node, uint32_t count);
void tickets_remove(struct tickets *tickets, struct ticket_node *node);
static inline uint64_t tickets_total(const struct tickets *tickets)
{
    return tickets->root ? tickets->root->sum : 0;
}
/* Who holds ticket number NUMBER, counted from 0 along the row; NUMBER is below the
 * total. */
struct ticket_node *tickets_find(const struct tickets *tickets, uint64_t number);
/* The holder behind NODE in the row; of NULL, the first. NULL: there is none. */
struct ticket_node *tickets_next(const struct tickets *tickets,
                                 const struct ticket_node *node);
/* The number of holders, or SIZE_MAX if a sum, an order or a link is wrong. */
size_t tickets_check(const struct tickets *tickets);
