/* The models that give shares. */
#include "tests/hosted/models/line.h"

/* --- lottery --- */

static void lottery_ready(struct line *line, struct member *member, enum ready_why why)
{
    (void)why;
    member->tickets = tickets_of(member);
    put(line, member);
}

static void lottery_yield(struct line *line, struct member *member)
{
    (void)member;
    line->chosen = NULL;
}

static bool lottery_turn(struct line *line, struct member *member)
{
    bool is_over = member->used >= settings.quantum[0];
    if (is_over)
        line->chosen = NULL;
    return is_over;
}

static uint64_t draw_number(struct line *line)
{
    return line->draws_used < settings.draw_count ? settings.draws[line->draws_used++]
                                                  : random_next(&line->random);
}

static uint64_t draw_ticket(struct line *line, uint64_t total)
{
    uint64_t number = draw_number(line);
    if (total <= UINT32_MAX)
        return number % total;
    for (;; number = draw_number(line)) {
        number |= (uint64_t)(random_next(&line->random) % ((total >> 32) + 1)) << 32;
        if (number < total)
            return number;
    }
}

static struct member *lottery_choose(struct line *line)
{
    uint64_t total = 0, upto = 0;
    int at = -1;
    for (int i = 0; i < line->count; i++)
        total += line->at[i]->tickets;
    if (line->chosen || total == 0)
        return line->chosen;
    uint64_t ticket = draw_ticket(line, total);
    while (upto <= ticket)
        upto += line->at[++at]->tickets;
    line->last_draw = (struct draw){ticket, total, line->last_draw.count + 1};
    line->at[at]->used = 0;
    return line->chosen = line->at[at];
}

static void show_tickets(const struct member *member, struct job_shown *shown)
{
    shown->tickets = tickets_of(member);
}

/* --- stride --- */

static const uint64_t ONE_TICKET = 1000000000000;

/* It begins at the least pass; and whoever waited is behind, unless it is at most as far
 * ahead as one slice of one ticket leads. */
static void stride_ready(struct line *line, struct member *member, enum ready_why why)
{
    if (comes_from_elsewhere(why))
        member->order = line->arrivals++;
    uint64_t ahead = member->pass - line->least;
    if (comes_from_elsewhere(why) || ahead > ONE_TICKET)
        member->pass = line->least;
    member->stride = ONE_TICKET / tickets_of(member);
    member->used = 0;
    member->key = member->pass;
    put(line, member);
}

static void stride_leave(struct line *line, struct member *member, enum leave_why why)
{
    member->pass += member->stride * member->used / settings.quantum[0];
    leave_line(line, member, why);
}

static void stride_yield(struct line *line, struct member *member)
{
    member->key = member->pass = member->pass + member->stride;
    member->used = 0;
    put_anew(line, member);
    line->chosen = NULL;
}

static bool stride_turn(struct line *line, struct member *member)
{
    if (member->used < settings.quantum[0])
        return false;
    stride_yield(line, member);
    return true;
}

static struct member *stride_choose(struct line *line)
{
    if (!line->chosen && line->count)
        line->least = line->at[0]->pass;
    return first_unless_chosen(line);
}

static void show_pass(const struct member *member, struct job_shown *shown)
{
    shown->tickets = tickets_of(member);
    shown->pass = member->pass;
}

/* --- fair: a key is the virtual time at the beginning of the turn --- */

static void fair_end_turn(struct line *line, struct member *member)
{
    member->key = member->pass;
    put_anew(line, member);
    line->chosen = NULL;
}

/* How far even the furthest behind had come, at any coming or going. */
static void fair_go_on(struct line *line)
{
    const struct member *least = line->chosen ? line->chosen : first(line);
    if (least && is_less(line->least, least->key))
        line->least = least->key;
}

static void fair_ready(struct line *line, struct member *member, enum ready_why why)
{
    fair_go_on(line);
    uint64_t earliest = line->least - settings.latency * UINT64_C(1000000);
    if (comes_from_elsewhere(why))
        member->pass = line->least;
    else if (is_less(member->pass, earliest))
        member->pass = earliest;
    if (line->chosen && is_less(member->pass, line->chosen->pass))
        fair_end_turn(line, line->chosen);
    member->key = member->pass;
    put(line, member);
}

static void fair_leave(struct line *line, struct member *member, enum leave_why why)
{
    fair_go_on(line);
    leave_line(line, member, why);
}

static bool fair_turn(struct line *line, struct member *member)
{
    if (member->used < settings.quantum[0])
        return false;
    fair_end_turn(line, member);
    return true;
}

static struct member *fair_choose(struct line *line)
{
    if (!line->chosen && line->count)
        line->at[0]->used = 0;
    return first_unless_chosen(line);
}

static void fair_charge(struct member *member, uint64_t nanoseconds)
{
    member->pass += nanoseconds * 100 / tickets_of(member);
}

const struct model model_lottery = {
    .name = "lottery",
    .ready = lottery_ready,
    .leave = leave_line,
    .yield = lottery_yield,
    .is_turn_over = lottery_turn,
    .choose = lottery_choose,
    .show = show_tickets,
};

const struct model model_stride = {
    .name = "stride",
    .ready = stride_ready,
    .leave = stride_leave,
    .yield = stride_yield,
    .is_turn_over = stride_turn,
    .choose = stride_choose,
    .show = show_pass,
};

const struct model model_fair = {
    .name = "fair",
    .ready = fair_ready,
    .leave = fair_leave,
    .yield = fair_end_turn,
    .is_turn_over = fair_turn,
    .choose = fair_choose,
    .charge = fair_charge,
    .show = show_pass,
};
