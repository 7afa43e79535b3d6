/* Both pictures are in the order of pids, so one walk over the two finds what is new. */
#include <cpu_use.h>
#include <divide.h>
#include <errno.h>
#include <pids.h>
#include <process.h>
#include <stdlib.h>
#include <string.h>

enum { PERMILLE = 1000 };

/* What PID had used in OLD. *AT, where OLD was left, only moves on. */
static uint64_t used_before(const struct cpu_picture *old, int *at, pid_t pid)
{
    while (*at < old->count && old->uses[*at].pid < pid)
        ++*at;
    return *at < old->count && old->uses[*at].pid == pid ? old->uses[*at].run_ns : 0;
}

/* Who ends while the picture is taken is not in it. */
static void fill(struct cpu_picture *new, const struct cpu_picture *old,
                 const pid_t *pids, int count)
{
    struct process_status status;
    int at = 0;

    for (int i = 0; i < count; i++) {
        if (process_status(pids[i], &status) < 0)
            continue;
        uint64_t run_ns = status.accounts.run_ns;
        uint64_t used_ns = run_ns - used_before(old, &at, pids[i]);
        new->uses[new->count++] = (struct cpu_use){pids[i], run_ns, used_ns};
    }
}

/* The clock goes in ticks, and some may be lost: the time is at least what was used. */
static void account(struct cpu_picture *new, const struct cpu_picture *old)
{
    struct time_info info = {0};
    uint64_t used_ns = 0;

    time_info(&info);
    for (int i = 0; i < new->count; i++)
        used_ns += new->uses[i].used_ns;
    new->total_ns = (new->tick - old->tick) * info.nanoseconds_per_tick;
    if (new->total_ns < used_ns)
        new->total_ns = used_ns;
    new->idle_ns = new->total_ns - used_ns;
}

int cpu_picture_take(struct cpu_picture *picture)
{
    struct cpu_picture new = {.tick = process_now()};
    int count = 0;
    pid_t *pids = pids_all(&count);

    if (pids != NULL)
        new.uses = malloc((size_t)count * sizeof(*new.uses));
    if (new.uses != NULL) {
        fill(&new, picture, pids, count);
        account(&new, picture);
        free(picture->uses);
        *picture = new;
    }
    free(pids);
    return new.uses == NULL ? -ENOMEM : 0;
}

/* An insertion sort that remembers only the first COUNT. */
int cpu_picture_rank(const struct cpu_picture *picture, int *busiest, int count)
{
    int ranked = 0;

    for (int i = 0; i < picture->count; i++) {
        int at = ranked;

        while (at > 0 &&
               picture->uses[busiest[at - 1]].used_ns < picture->uses[i].used_ns)
            at--;
        if (at == count)
            continue;
        ranked += ranked < count;
        memmove(&busiest[at + 1], &busiest[at],
                (size_t)(ranked - 1 - at) * sizeof(*busiest));
        busiest[at] = i;
    }
    return ranked;
}

/* A divisor has 32 bits: what is too long is made shorter on both sides. */
uint32_t cpu_picture_permille(const struct cpu_picture *picture, uint64_t nanoseconds)
{
    uint64_t total_ns = picture->total_ns;

    for (; total_ns > UINT32_MAX; total_ns /= 2)
        nanoseconds /= 2;
    if (total_ns == 0)
        return 0;
    return (uint32_t)divide_u64(nanoseconds * PERMILLE, (uint32_t)total_ns, NULL);
}
