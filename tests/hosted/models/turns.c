/* The models that give turns. */
#include "tests/hosted/models/line.h"

/* --- fifo: all have the same key, and so come behind one another. rr: for a slice --- */

static bool never(struct line *line, struct member *member)
{
    (void)line;
    (void)member;
    return false;
}

static void join(struct line *line, struct member *member, enum ready_why why)
{
    (void)why;
    member->used = 0;
    put(line, member);
}

static void go_behind(struct line *line, struct member *member)
{
    member->used = 0;
    put_anew(line, member);
}

static bool rr_turn(struct line *line, struct member *member)
{
    if (member->used < settings.quantum[0])
        return false;
    go_behind(line, member);
    return true;
}

/* --- sjf --- */

static void sjf_ready(struct line *line, struct member *member, enum ready_why why)
{
    tick_t length = member->job->scheduling.length_ticks;
    (void)why;
    member->key = length == 0 || length > INT64_MAX ? INT64_MAX : length;
    put(line, member);
}

static void sjf_yield(struct line *line, struct member *member)
{
    put_anew(line, member);
    line->chosen = NULL;
}

/* --- stcf: level 1 are those of whom nothing is known --- */

static void stcf_measure(struct member *member)
{
    tick_t length = member->job->scheduling.length_ticks, ran = member->job->ran_ticks;
    tick_t rest = length > ran ? length - ran : 0;
    member->level = rest == 0;
    member->key = rest > INT64_MAX ? INT64_MAX : rest;
}

static void stcf_ready(struct line *line, struct member *member, enum ready_why why)
{
    (void)why;
    stcf_measure(member);
    member->order = line->arrivals++;
    member->used = 0;
    put(line, member);
}

static void stcf_yield(struct line *line, struct member *member)
{
    take_out(line, member);
    stcf_ready(line, member, READY_RESUMED);
}

/* Who has less left now goes forward, before those that come behind it as it is. */
static bool stcf_turn(struct line *line, struct member *member)
{
    bool was_known = member->level == 0;
    if (was_known) {
        stcf_measure(member);
        if (member->level == 0)
            put_anew(line, member);
        else
            stcf_yield(line, member);
        return member->level == 1;
    }
    if (member->used < settings.quantum[0])
        return false;
    stcf_yield(line, member);
    return true;
}

static void stcf_show(const struct member *member, struct job_shown *shown)
{
    shown->level = member->level;
}

/* --- mlfq --- */

static void set_level(struct member *member, uint32_t level)
{
    member->level = level;
    member->allotment = settings.allotment[level];
    member->used = 0;
}

static bool mlfq_is_slice_over(const struct member *member)
{
    return member->used >= settings.quantum[member->level];
}

static void use_up_slice(struct member *member)
{
    member->used = 0;
    member->allotment--;
    if (member->allotment == 0 && member->level == settings.levels - 1)
        set_level(member, member->level);
    else if (member->allotment == 0)
        set_level(member, member->level + 1);
}

static void mlfq_ready(struct line *line, struct member *member, enum ready_why why)
{
    int at = 0;
    if (comes_from_elsewhere(why))
        set_level(member, 0);
    if (why != READY_WOKEN || !settings.io_done_to_front) {
        put(line, member);
        return;
    }
    while (at < line->count && line->at[at]->level < member->level)
        at++;
    put_at(line, at, member);
}

static void mlfq_leave(struct line *line, struct member *member, enum leave_why why)
{
    bool was_over = mlfq_is_slice_over(member);
    take_out(line, member);
    if (why == LEAVE_BLOCKED && settings.io_resets_allotment)
        set_level(member, member->level);
    if (was_over)
        use_up_slice(member);
}

static bool mlfq_turn(struct line *line, struct member *member)
{
    if (!mlfq_is_slice_over(member))
        return false;
    use_up_slice(member);
    put_anew(line, member);
    return true;
}

/* Behind those who are there already come the others, from the lowest level up, as in the book's
 * simulator. */
void line_boost(struct line *line, struct member *members, uint32_t cpu)
{
    struct line before = *line;
    line->count = 0;
    for (uint32_t level = settings.levels; level > 0; level--) {
        for (int i = 0; i < before.count; i++) {
            if (before.at[i]->level == level % settings.levels)
                put_at(line, line->count, before.at[i]);
        }
    }
    for (int i = 0; i < JOBS_MAX; i++) {
        if (members[i].job->cpu == cpu)
            set_level(&members[i], 0);
    }
}

const struct model model_rr = {
    .name = "rr",
    .ready = join,
    .leave = leave_line,
    .yield = go_behind,
    .is_turn_over = rr_turn,
    .choose = first,
};

const struct model model_fifo = {
    .name = "fifo",
    .ready = join,
    .leave = leave_line,
    .yield = go_behind,
    .is_turn_over = never,
    .choose = first,
};

const struct model model_sjf = {
    .name = "sjf",
    .ready = sjf_ready,
    .leave = leave_line,
    .yield = sjf_yield,
    .is_turn_over = never,
    .choose = first_unless_chosen,
};

const struct model model_stcf = {
    .name = "stcf",
    .ready = stcf_ready,
    .leave = leave_line,
    .yield = stcf_yield,
    .is_turn_over = stcf_turn,
    .choose = first,
    .show = stcf_show,
};

const struct model model_mlfq = {
    .name = "mlfq",
    .ready = mlfq_ready,
    .leave = mlfq_leave,
    .yield = put_anew,
    .is_turn_over = mlfq_turn,
    .choose = first,
    .show = stcf_show,
};
