/* The leftist heap. Everything is a merge of two trees along their right edges, which are
 * short; loops instead of recursion, since kernel stacks are small. */
#include "lib/heap.h"

static bool node_precedes(const struct heap_node *a, const struct heap_node *b)
{
    return a->key != b->key ? a->key < b->key : a->order < b->order;
}

static uint32_t rank_of(const struct heap_node *node)
{
    return node == NULL ? 0 : node->rank;
}

/* Makes NODE leftist again after a change below it. Returns whether its rank is another
 * now. */
static bool settle_rank(struct heap_node *node)
{
    if (rank_of(node->left) < rank_of(node->right)) {
        struct heap_node *left = node->left;
        node->left = node->right;
        node->right = left;
    }
    uint32_t rank = rank_of(node->right) + 1;
    bool has_changed = node->rank != rank;
    node->rank = rank;
    return has_changed;
}

/* Puts CHILD (or nothing, NULL) in the place of PARENT's child at *PLACE. */
static void attach_child(struct heap_node *parent, struct heap_node **place,
                         struct heap_node *child)
{
    *place = child;
    if (child != NULL)
        child->parent = parent;
}

/* One tree of the trees A and B, either of which may be NULL. */
static struct heap_node *merge_heaps(struct heap_node *a, struct heap_node *b)
{
    struct heap_node *root = NULL, *last = NULL;
    struct heap_node **place = &root;
    while (a != NULL && b != NULL) {
        if (node_precedes(b, a)) {
            struct heap_node *swapped = a;
            a = b;
            b = swapped;
        }
        attach_child(last, place, a);
        last = a;
        place = &last->right;
        a = *place;
    }
    attach_child(last, place, a != NULL ? a : b);
    for (; last != NULL; last = last->parent)
        settle_rank(last);
    return root;
}

void heap_init(struct heap *heap)
{
    heap->root = NULL;
}

void heap_push(struct heap *heap, struct heap_node *node)
{
    node->parent = node->left = node->right = NULL;
    node->rank = 1;
    heap->root = merge_heaps(heap->root, node);
}

/* The way up ends where a rank stays as it was. It is logarithmic even where the tree is
 * deep: as long as ranks change on the way, they grow from each node to the next. */
void heap_remove(struct heap *heap, struct heap_node *node)
{
    struct heap_node *parent = node->parent;
    struct heap_node **place = &heap->root;
    if (parent != NULL)
        place = parent->left == node ? &parent->left : &parent->right;
    attach_child(parent, place, merge_heaps(node->left, node->right));
    while (parent != NULL && settle_rank(parent))
        parent = parent->parent;
    node->parent = node->left = node->right = NULL;
    node->rank = 0;
}

struct heap_node *heap_pop(struct heap *heap)
{
    struct heap_node *first = heap->root;
    if (first != NULL)
        heap_remove(heap, first);
    return first;
}

static bool is_child_sound(const struct heap_node *node, const struct heap_node *child)
{
    return child == NULL || (child->parent == node && !node_precedes(child, node));
}

static bool is_sound(const struct heap_node *node)
{
    return is_child_sound(node, node->left) && is_child_sound(node, node->right) &&
           (node->left == NULL || node->left != node->right) &&
           rank_of(node->left) >= rank_of(node->right) &&
           node->rank == rank_of(node->right) + 1;
}

/* The node that follows NODE when each is visited before its children, left before
 * right. */
static const struct heap_node *next_visited(const struct heap_node *node)
{
    if (node->left != NULL)
        return node->left; /* a leftist node without a left child has no right one */
    const struct heap_node *parent = node->parent;
    while (parent != NULL && (node == parent->right || parent->right == NULL)) {
        node = parent;
        parent = node->parent;
    }
    return parent == NULL ? NULL : parent->right;
}

/* Goes down only to children that name their parent, so it ends whatever the links
 * are. */
size_t heap_check(const struct heap *heap)
{
    size_t count = 0;
    if (heap->root != NULL && heap->root->parent != NULL)
        return SIZE_MAX;
    for (const struct heap_node *node = heap->root; node != NULL;
         node = next_visited(node)) {
        if (!is_sound(node))
            return SIZE_MAX;
        count++;
    }
    return count;
}
