/* The policies a second time, for comparison: as plain as can be, by looking at all jobs, and
 * written from docs/scheduling.md and the book. They are told the same as the real ones. */
#pragma once

#include "kernel/policy/policy.h"

enum { JOBS_MAX = 9, LEVELS_MAX = 8, DRAWS_MAX = 8 };

/* The parameters of all of them; each uses those that it knows. */
struct settings {
    uint32_t quantum[LEVELS_MAX], allotment[LEVELS_MAX]; /* all but mlfq: quantum[0] */
    uint32_t levels, boost, io_resets_allotment, io_done_to_front;
    uint32_t latency; /* milliseconds */
    uint32_t seed, draws[DRAWS_MAX], draw_count;
    bool counts_time; /* charge=time */
};

/* What a model remembers of a job. */
struct member {
    const struct job *job;
    uint64_t used;       /* ticks of the present slice */
    uint64_t key, order; /* its place in the line: by level, key, order */
    uint32_t level, allotment;
    uint64_t pass, stride; /* pass, or virtual time */
    uint32_t tickets;      /* with which it is in the line */
};

/* Who is ready on a CPU, in the order in which they would run. */
struct line {
    struct member *at[JOBS_MAX];
    int count;
    struct member *chosen;
    uint64_t least, arrivals;
    uint32_t draws_used;
    struct random random;
    struct draw last_draw;
};

struct model {
    const char *name;
    /* As in struct policy; but the slice and the choice alone. */
    void (*ready)(struct line *line, struct member *member, enum ready_why why);
    void (*leave)(struct line *line, struct member *member, enum leave_why why);
    void (*yield)(struct line *line, struct member *member);
    bool (*is_turn_over)(struct line *line, struct member *member);
    struct member *(*choose)(struct line *line);
    void (*charge)(struct member *member, uint64_t nanoseconds);
    void (*show)(const struct member *member, struct job_shown *shown);
};

extern const struct model model_rr, model_fifo, model_sjf, model_stcf, model_mlfq,
    model_lottery, model_stride, model_fair;

extern struct settings settings;
/* Draws parameters for POLICY by LOTS, and returns the words that set them. */
const char *settings_draw(const struct policy *policy, struct random *lots);

/* Rule 5 of mlfq: all MEMBERS of CPU, those that wait, too, go to the top. */
void line_boost(struct line *line, struct member *members, uint32_t cpu);
