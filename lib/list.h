/* Doubly linked lists whose links lie inside the things listed: joining and leaving take
 * the same few instructions whatever the length, and need no memory.
 *
 *     list ──next──> node ──next──> node ──next──> (the list again: a circle)
 *
 * A node is in one list at a time. Its links are NULL while it is in none, which is also
 * how it begins its life (zeroed memory will do). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list {
    struct list *next, *prev;
};

/* What a caller must keep to. Nobody looks at it, and nothing of it is left in the machine's
 * code, unless the caller is a policy from outside (kernel/sched/expect.h). */
#ifndef LIST_EXPECT
#define LIST_EXPECT(condition, problem) ((void)0)
#endif

/* The struct of TYPE whose MEMBER is what POINTER points to. */
#define container_of(pointer, type, member)                                              \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

/* Visits each NODE of the list at HEAD in order. The body must not take NODE out of the
 * list. */
#define list_for_each(head, node)                                                        \
    for (struct list *node = (head)->next; node != (head); node = node->next)

static inline void list_init(struct list *list)
{
    list->next = list->prev = list;
}

static inline bool list_is_empty(const struct list *list)
{
    LIST_EXPECT(list->next, "the list has never begun: list_init is missing");
    return list->next == list;
}

/* Whether NODE, which is not itself the head of a list, is in one. */
static inline bool list_is_linked(const struct list *node)
{
    return node->next != NULL;
}

/* Whether NODE stands where its links say. Where the same memory has just been another kind
 * of node, they may say anything. */
static inline bool list_has_links(const struct list *node)
{
    return node->next && node->next->prev == node;
}

static inline void list_insert_between(struct list *prev, struct list *node,
                                       struct list *next)
{
    node->prev = prev;
    node->next = next;
    prev->next = node;
    next->prev = node;
}

/* Makes NODE, which is in no list, the last one of LIST. */
static inline void list_push_back(struct list *list, struct list *node)
{
    LIST_EXPECT(list->next, "the list has never begun: list_init is missing");
    LIST_EXPECT(!list_has_links(node), "the job is in a list already");
    list_insert_between(list->prev, node, list);
}

/* Makes NODE, which is in no list, the first one of LIST. */
static inline void list_push_front(struct list *list, struct list *node)
{
    LIST_EXPECT(list->next, "the list has never begun: list_init is missing");
    LIST_EXPECT(!list_has_links(node), "the job is in a list already");
    list_insert_between(list, node, list->next);
}

/* Takes NODE out of the list that it is in. */
static inline void list_remove(struct list *node)
{
    LIST_EXPECT(list_has_links(node), "the job is in no list");
    node->prev->next = node->next;
    node->next->prev = node->prev;
    node->next = node->prev = NULL;
}

/* Makes NODE, which is in a list, the last one of LIST. */
static inline void list_move_back(struct list *list, struct list *node)
{
    LIST_EXPECT(list_has_links(node), "the job is in no list");
    node->prev->next = node->next;
    node->next->prev = node->prev;
    list_insert_between(list->prev, node, list);
}

/* The first node, or NULL if LIST is empty. */
static inline struct list *list_first(const struct list *list)
{
    return list_is_empty(list) ? NULL : list->next;
}

/* The struct of TYPE whose MEMBER is the first node, or NULL if LIST is empty. */
#define list_first_entry(list, type, member)                                             \
    (list_is_empty(list) ? NULL : container_of((list)->next, type, member))

/* The node behind NODE, or NULL if NODE is the last one of LIST. */
static inline struct list *list_next(const struct list *list, const struct list *node)
{
    return node->next == list ? NULL : node->next;
}

/* Moves all nodes of FROM, in their order, behind those of LIST. */
static inline void list_append(struct list *list, struct list *from)
{
    if (list_is_empty(from))
        return;
    from->next->prev = list->prev;
    list->prev->next = from->next;
    from->prev->next = list;
    list->prev = from->prev;
    list_init(from);
}

/* The length of LIST, or SIZE_MAX if a link is broken. It ends for any links: a node is
 * passed only if its `prev` is where we come from, so none can be reached twice. */
static inline size_t list_check(const struct list *list)
{
    size_t length = 0;
    const struct list *prev = list;
    for (const struct list *node = list->next; node != list; node = node->next) {
        if (node == NULL || node->prev != prev)
            return SIZE_MAX;
        prev = node;
        length++;
    }
    return list->prev == prev ? length : SIZE_MAX;
}
