/* What the models have in common: lines in which a place is found by looking at all. */
#pragma once

#include <string.h>

#include "tests/hosted/models/model.h"

static inline void take_out(struct line *line, const struct member *member)
{
    int at = 0;
    while (line->at[at] != member)
        at++;
    memmove(&line->at[at], &line->at[at + 1],
            sizeof line->at[0] * (size_t)(line->count - at - 1));
    line->count--;
}

static inline void put_at(struct line *line, int at, struct member *member)
{
    memmove(&line->at[at + 1], &line->at[at],
            sizeof line->at[0] * (size_t)(line->count - at));
    line->at[at] = member;
    line->count++;
}

/* Keys begin again at 0 after 2^64. */
static inline bool is_less(uint64_t a, uint64_t b)
{
    return a - b > INT64_MAX;
}

static inline bool precedes(const struct member *a, const struct member *b)
{
    if (a->level != b->level)
        return a->level < b->level;
    return a->key != b->key ? is_less(a->key, b->key) : a->order < b->order;
}

/* Behind all those that it does not precede. */
static inline void put(struct line *line, struct member *member)
{
    int at = 0;
    while (at < line->count && !precedes(member, line->at[at]))
        at++;
    put_at(line, at, member);
}

static inline void put_anew(struct line *line, struct member *member)
{
    take_out(line, member);
    put(line, member);
}

static inline struct member *first(struct line *line)
{
    return line->count ? line->at[0] : NULL;
}

/* Whom it has once chosen, it keeps until its turn is over. */
static inline struct member *first_unless_chosen(struct line *line)
{
    if (!line->chosen)
        line->chosen = first(line);
    return line->chosen;
}

static inline void leave_line(struct line *line, struct member *member,
                              enum leave_why why)
{
    (void)why;
    take_out(line, member);
    if (line->chosen == member)
        line->chosen = NULL;
}

static inline bool comes_from_elsewhere(enum ready_why why)
{
    return why == READY_NEW || why == READY_MOVED;
}

static inline uint32_t tickets_of(const struct member *member)
{
    return member->job->scheduling.tickets ? member->job->scheduling.tickets : 100;
}
