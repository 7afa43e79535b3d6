#include "lib/tickets.h"

#include <stdbool.h>

void tickets_init(struct tickets *tickets)
{
    tickets->root = NULL;
    random_init(&tickets->random, 1);
}

static uint64_t sum_of(const struct ticket_node *node)
{
    return node ? node->sum : 0;
}

static void update_sum(struct ticket_node *node)
{
    node->sum = node->tickets + sum_of(node->left) + sum_of(node->right);
}

/* Puts NEW, which may be NULL, in the place of OLD, a child of PARENT (NULL: the
 * root). */
static void replace_child(struct tickets *tickets, struct ticket_node *parent,
                          const struct ticket_node *old, struct ticket_node *new)
{
    if (!parent)
        tickets->root = new;
    else if (parent->left == old)
        parent->left = new;
    else
        parent->right = new;
    if (new)
        new->parent = parent;
}

/* The end of the row is the end of the way down to the right. NODE goes above the first
 * there that has a lower priority, which keeps what it has as a whole. */
void tickets_add(struct tickets *tickets, struct ticket_node *node, uint32_t count)
{
    struct ticket_node *above = NULL, *below = tickets->root;
    uint32_t priority = random_next(&tickets->random);
    for (; below && below->priority >= priority; below = below->right) {
        below->sum += count;
        above = below;
    }
    *node = (struct ticket_node){
        .parent = above, .left = below, .tickets = count, .priority = priority};
    if (above)
        above->right = node;
    else
        tickets->root = node;
    if (below)
        below->parent = node;
    update_sum(node);
}

/* One tree of two, all of LEFT before all of RIGHT. */
static struct ticket_node *merge_rows(struct ticket_node *left, struct ticket_node *right)
{
    if (!left || !right)
        return left ? left : right;
    if (left->priority >= right->priority) {
        left->right = merge_rows(left->right, right);
        left->right->parent = left;
        update_sum(left);
        return left;
    }
    right->left = merge_rows(left, right->left);
    right->left->parent = right;
    update_sum(right);
    return right;
}

void tickets_remove(struct tickets *tickets, struct ticket_node *node)
{
    struct ticket_node *parent = node->parent;
    replace_child(tickets, parent, node, merge_rows(node->left, node->right));
    for (; parent; parent = parent->parent)
        update_sum(parent);
}

struct ticket_node *tickets_find(const struct tickets *tickets, uint64_t number)
{
    struct ticket_node *node = tickets->root;
    for (;;) {
        uint64_t before = sum_of(node->left);
        if (number < before) {
            node = node->left;
        } else if (number < before + node->tickets) {
            return node;
        } else {
            number -= before + node->tickets;
            node = node->right;
        }
    }
}

static bool is_sound(const struct ticket_node *node)
{
    if (node->left &&
        (node->left->parent != node || node->left->priority > node->priority))
        return false;
    if (node->right &&
        (node->right->parent != node || node->right->priority > node->priority))
        return false;
    return node->sum == node->tickets + sum_of(node->left) + sum_of(node->right);
}

/* The node behind NODE in the row, or NULL. */
static const struct ticket_node *next_in_row(const struct ticket_node *node)
{
    if (node->right) {
        node = node->right;
        while (node->left)
            node = node->left;
        return node;
    }
    while (node->parent && node->parent->right == node)
        node = node->parent;
    return node->parent;
}

size_t tickets_check(const struct tickets *tickets)
{
    size_t count = 0;
    const struct ticket_node *node = tickets->root;
    while (node && node->left)
        node = node->left;
    for (; node; node = next_in_row(node)) {
        if (!is_sound(node))
            return SIZE_MAX;
        count++;
    }
    return count;
}

static struct ticket_node *leftmost(struct ticket_node *node)
{
    while (node && node->left)
        node = node->left;
    return node;
}

struct ticket_node *tickets_next(const struct tickets *tickets,
                                 const struct ticket_node *node)
{
    if (!node)
        return leftmost(tickets->root);
    if (node->right)
        return leftmost(node->right);
    while (node->parent && node == node->parent->right)
        node = node->parent;
    return node->parent;
}
