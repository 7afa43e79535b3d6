#include "lib/sorted.h"

#include <stdbool.h>

void sorted_init(struct sorted *sorted)
{
    *sorted = (struct sorted){0};
    random_init(&sorted->random, 1);
}

static inline bool node_precedes(const struct sorted_node *a, const struct sorted_node *b)
{
    int64_t ahead = (int64_t)(b->key - a->key);
    return ahead != 0 ? ahead > 0 : a->order < b->order;
}

/* The node beside NODE on SIDE; NULL: it is the end. */
static inline struct sorted_node *find_neighbour(const struct sorted_node *node,
                                                 enum sorted_side side)
{
    struct sorted_node *found = node->child[side];
    if (!found) {
        while (node->parent && node == node->parent->child[side])
            node = node->parent;
        return node->parent;
    }
    while (found->child[!side])
        found = found->child[!side];
    return found;
}

/* Puts NEW, which may be NULL, in the place of OLD, a child of PARENT (NULL: the
 * root). */
static inline void replace_child(struct sorted *sorted, struct sorted_node *parent,
                                 const struct sorted_node *old, struct sorted_node *new)
{
    if (!parent)
        sorted->root = new;
    else
        parent->child[old == parent->child[SORTED_RIGHT]] = new;
    if (new)
        new->parent = parent;
}

/* NODE and its parent change places, and the order stays:
 *
 *        parent          node
 *        /    \          /  \
 *      node    c   ->   a   parent      and the same the other way round
 *      /  \                 /    \
 *     a    b               b      c
 */
static void rotate_up(struct sorted *sorted, struct sorted_node *node)
{
    struct sorted_node *parent = node->parent;
    enum sorted_side side = node == parent->child[SORTED_RIGHT];
    struct sorted_node *between = node->child[!side];
    replace_child(sorted, parent->parent, parent, node);
    node->child[!side] = parent;
    parent->parent = node;
    parent->child[side] = between;
    if (between)
        between->parent = parent;
}

/* The node below which NODE, which precedes the last, becomes a leaf, and on which side.
 * The way begins at the end, so it is short for a place near the end. */
static struct sorted_node *find_place(const struct sorted *sorted,
                                      const struct sorted_node *node,
                                      enum sorted_side *side)
{
    struct sorted_node *below = sorted->end[SORTED_RIGHT], *parent;
    while (below->parent && node_precedes(node, below->parent))
        below = below->parent;
    do {
        parent = below;
        *side = !node_precedes(node, parent);
        below = parent->child[*side];
    } while (below);
    return parent;
}

struct sorted_node *sorted_find(const struct sorted *sorted, uint64_t key)
{
    struct sorted_node *node = sorted->root, *found = NULL;
    while (node) {
        bool is_before = (int64_t)(node->key - key) < 0;
        if (!is_before)
            found = node;
        node = node->child[is_before ? SORTED_RIGHT : SORTED_LEFT];
    }
    return found;
}

/* NODE becomes the last. On the way up from the last, which is the right edge of the tree, it
 * takes the place of all that may not stand above it, and they go to its left. */
static inline void link_last(struct sorted *sorted, struct sorted_node *node)
{
    struct sorted_node *above = sorted->end[SORTED_RIGHT], *below = NULL;
    while (above && above->priority < node->priority) {
        below = above;
        above = above->parent;
    }
    node->parent = above;
    node->child[SORTED_LEFT] = below;
    node->child[SORTED_RIGHT] = NULL;
    if (below)
        below->parent = node;
    if (above)
        above->child[SORTED_RIGHT] = node;
    else
        sorted->root = node;
    sorted->end[SORTED_RIGHT] = node;
}

static inline void link_node(struct sorted *sorted, struct sorted_node *node)
{
    enum sorted_side side;
    struct sorted_node *last = sorted->end[SORTED_RIGHT];
    if (!last || !node_precedes(node, last)) {
        link_last(sorted, node);
        if (!last)
            sorted->end[SORTED_LEFT] = node;
        return;
    }
    struct sorted_node *parent = find_place(sorted, node, &side);
    node->parent = parent;
    node->child[SORTED_LEFT] = node->child[SORTED_RIGHT] = NULL;
    if (parent == sorted->end[side])
        sorted->end[side] = node;
    parent->child[side] = node;
    while (node->parent && node->parent->priority < node->priority)
        rotate_up(sorted, node);
}

void sorted_insert(struct sorted *sorted, struct sorted_node *node)
{
    node->priority = random_next(&sorted->random);
    link_node(sorted, node);
}

/* With one child or none, that child takes its place; until then the child that may stand
 * above the other goes up. The first and the last have one at most. */
static inline void unlink_node(struct sorted *sorted, struct sorted_node *node)
{
    struct sorted_node *left, *right;
    if (node == sorted->end[SORTED_LEFT])
        sorted->end[SORTED_LEFT] = find_neighbour(node, SORTED_RIGHT);
    if (node == sorted->end[SORTED_RIGHT])
        sorted->end[SORTED_RIGHT] = find_neighbour(node, SORTED_LEFT);
    while ((left = node->child[SORTED_LEFT]) && (right = node->child[SORTED_RIGHT]))
        rotate_up(sorted, left->priority > right->priority ? left : right);
    replace_child(sorted, node->parent, node, left ? left : node->child[SORTED_RIGHT]);
}

void sorted_remove(struct sorted *sorted, struct sorted_node *node)
{
    unlink_node(sorted, node);
}

/* The same as unlink_node and link_node, in fewer steps, for the first, which goes behind
 * the last: so it is where all take turns. The first has nothing on its left, and stands on
 * its parent's. */
static void move_first_to_end(struct sorted *sorted, struct sorted_node *node)
{
    struct sorted_node *parent = node->parent, *right = node->child[SORTED_RIGHT];
    struct sorted_node *first = parent;
    if (parent)
        parent->child[SORTED_LEFT] = right;
    else
        sorted->root = right;
    if (right) {
        right->parent = parent;
        for (first = right; first->child[SORTED_LEFT];)
            first = first->child[SORTED_LEFT];
    }
    sorted->end[SORTED_LEFT] = first;
    link_last(sorted, node);
}

/* It keeps its priority: that is chance already. */
static __attribute__((noinline)) void move_anywhere(struct sorted *sorted,
                                                    struct sorted_node *node)
{
    unlink_node(sorted, node);
    link_node(sorted, node);
}

void sorted_move(struct sorted *sorted, struct sorted_node *node)
{
    bool is_first = node == sorted->end[SORTED_LEFT] && node != sorted->end[SORTED_RIGHT];
    if (is_first && !node_precedes(node, sorted->end[SORTED_RIGHT]))
        move_first_to_end(sorted, node);
    else
        move_anywhere(sorted, node);
}

/* Whether the links from NODE and to it agree, and its children may stand below it. */
static bool is_sound(const struct sorted *sorted, const struct sorted_node *node)
{
    const struct sorted_node *parent = node->parent;
    for (int side = SORTED_LEFT; side <= SORTED_RIGHT; side++) {
        const struct sorted_node *child = node->child[side];
        if (child && (child->parent != node || child->priority > node->priority))
            return false;
    }
    return parent
               ? node == parent->child[SORTED_LEFT] || node == parent->child[SORTED_RIGHT]
               : node == sorted->root;
}

size_t sorted_check(const struct sorted *sorted)
{
    size_t count = 0;
    const struct sorted_node *last = NULL;
    for (const struct sorted_node *node = sorted->end[SORTED_LEFT]; node;
         node = find_neighbour(node, SORTED_RIGHT)) {
        if (!is_sound(sorted, node) || (last && node_precedes(node, last)))
            return SIZE_MAX;
        last = node;
        count++;
    }
    return last == sorted->end[SORTED_RIGHT] && (last || !sorted->root) ? count
                                                                        : SIZE_MAX;
}

struct sorted_node *sorted_next(const struct sorted *sorted,
                                const struct sorted_node *node)
{
    return node ? find_neighbour(node, SORTED_RIGHT) : sorted_first(sorted);
}
