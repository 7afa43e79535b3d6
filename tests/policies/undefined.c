/* First come, first served, until the third job comes: then it does what C leaves undefined, of
 * the kind that `does=` says. A checked build has to tell it. */
#include "kernel/arch.h"
#include "kernel/memory/object.h"
#include "kernel/policy/policy.h"

/* The host's reader of boot lines has a policy, too, without these. */
#pragma weak object_allocate
#pragma weak object_free
#pragma weak arch_protect_variables

enum {
    NOTHING,
    ADDS,
    SUBTRACTS,
    MULTIPLIES,
    NEGATES,
    DIVIDES,
    SHIFTS,
    SHIFTS_WIDE,
    INDEXES,
    FOLLOWS_NULL,
    IS_NOT_ALIGNED,
    READS_NO_BOOL,
    MOVES_A_POINTER,
    COUNTS_NO_BITS,
    CANNOT_COME_HERE,
    WRITES_BEHIND,
    WRITES_AFTER,
    FREES_TWICE,
    OVERFLOWS,
};
static const char *const kinds[] = {
    "nothing", "adds",    "subtracts", "multiplies", "negates",   "divides", "shifts",
    "wide",    "indexes", "follows",   "aligns",     "bool",      "moves",   "counts",
    "comes",   "behind",  "after",     "twice",      "overflows", NULL,
};

enum { FIRST_JOBS = 2 };

static uint32_t does, came;
static struct list queue[CPUS_MAX];
/* The compiler shall not know what is in them. */
static volatile int largest = INT32_MAX, least = INT32_MIN, zero, forty = 40, four = 4;
static volatile long long one = 1;
static volatile uint8_t two = 2;
static uint32_t words[4];

static int arithmetic(void)
{
    switch (does) {
    case ADDS:
        return largest + four;
    case SUBTRACTS:
        return least - four;
    case MULTIPLIES:
        return largest * four;
    case NEGATES:
        return -least;
    case DIVIDES:
        return four / zero;
    case SHIFTS:
        return four << forty;
    case SHIFTS_WIDE:
        return (int)(one << -forty);
    default:
        return 0;
    }
}

/* By way of a pointer that the compiler does not follow. */
static __attribute__((noinline)) void overflow(void)
{
    uint8_t room[16], *volatile at = room;
    for (int i = 0; i < (int)sizeof(room) + four; i++)
        *at++ = 1;
}

static int memory(void)
{
    const uint32_t *null = (const uint32_t *)(uintptr_t)zero;
    switch (does) {
    case INDEXES:
        return (int)words[four];
    case FOLLOWS_NULL:
        return (int)*null;
    case IS_NOT_ALIGNED:
        return (int)*(const uint32_t *)((uintptr_t)words + (uintptr_t)one);
    case READS_NO_BOOL:
        return *(const bool *)(uintptr_t)&two;
    case MOVES_A_POINTER:
        return (int)(uintptr_t)((uint8_t *)words + (uintptr_t)largest);
    case COUNTS_NO_BITS:
        return __builtin_ctz((unsigned)zero);
    case CANNOT_COME_HERE:
        __builtin_unreachable();
    default:
        return 0;
    }
}

struct thing {
    uint32_t words[8];
};

/* Among several, so that their frame stays. */
static void objects(void)
{
    static struct object_cache cache = OBJECT_CACHE("things", struct thing);
    struct thing *other = object_allocate(&cache), *thing = object_allocate(&cache);
    if (!other || !thing)
        return;
    volatile uint32_t *at = (volatile uint32_t *)thing;
    if (does == WRITES_BEHIND)
        at[8] = 1;
    object_free(&cache, thing);
    if (does == WRITES_AFTER)
        at[4] = 1;
    if (does == FREES_TWICE)
        object_free(&cache, thing);
    thing = object_allocate(&cache);
    object_free(&cache, thing);
    object_free(&cache, other);
}

static void ready(struct job *job, enum ready_why why)
{
    came += why == READY_NEW || why == READY_MOVED;
    if (came > FIRST_JOBS)
        words[0] = (uint32_t)(arithmetic() + memory());
    if (came > FIRST_JOBS) {
        arch_protect_variables(false); /* the kernel's, which change */
        objects();
        arch_protect_variables(true);
    }
    if (came > FIRST_JOBS && does == OVERFLOWS)
        overflow();
    list_push_back(&queue[job->cpu], &job->link);
}

static void set_standard(void)
{
    does = NOTHING;
}

static void start(uint32_t cpu)
{
    came = 0;
    list_init(&queue[cpu]);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue[job->cpu], &job->link);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu, (void)running, (void)now;
    return REASON_NONE;
}

static struct job *pick(uint32_t cpu)
{
    return list_first_entry(&queue[cpu], struct job, link);
}

static struct job *take(uint32_t cpu)
{
    struct job *job = pick(cpu);
    if (job)
        list_remove(&job->link);
    return job;
}

static size_t check(uint32_t cpu)
{
    return list_check(&queue[cpu]);
}

static const struct policy_key keys[] = {
    {.name = "does", .words = kinds, .values = &does},
    {0},
};

const struct policy policy_undefined = {
    .name = "undefined",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .take = take,
    .check = check,
};
