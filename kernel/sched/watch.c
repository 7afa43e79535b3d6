/* The rules of policy.h. What a policy thinks is thoughts.c's. */
#include "kernel/sched/watch.h"

#include "kernel/arch.h"
#include "kernel/debug/panic.h"
#include "kernel/sched/thoughts.h"
#include "lib/format.h"
#include "lib/string.h"

enum {
    KNOWN_MAX = 16,    /* runnable jobs that a message can name */
    COUNTED_MAX = 64,  /* with more, queues are counted at ticks alone */
    BEHIND_BYTES = 32, /* behind a job, which are not the policy's */
    LEFT_MAX = 8,      /* jobs that are not runnable any more, as well */
    TEXT_BYTES = KNOWN_MAX * sizeof(", 2147483647"),
};

/* What of a job a policy must not change. */
struct job_kept {
    struct process_scheduling scheduling;
    tick_t ran_ticks;
    uint32_t cpu;
    char behind[BEHIND_BYTES];
};

static unsigned watch_own, watch_others;
static struct policy watched; /* what the mechanism calls */
static const struct policy *policy;
static bool has_rules, has_thoughts, is_own;
static struct watch_callback callback; /* .name is NULL while none is under way */
static struct job_kept kept;
static size_t runnable[CPUS_MAX];
static const struct job *known[KNOWN_MAX]; /* some of them; NULL: a free place */
static const struct job *left[LEFT_MAX];   /* who was runnable last: a ring */
static uint32_t left_count;

void watch_init(unsigned own, unsigned others)
{
    watch_own = own;
    watch_others = others;
}

const struct watch_callback *watch_callback(void)
{
    return callback.name ? &callback : NULL;
}

const struct job *watch_runnable(size_t i)
{
    for (size_t place = 0; place < KNOWN_MAX; place++) {
        if (known[place] && i-- == 0)
            return known[place];
    }
    return NULL;
}

void watch_misuse(const char *function, const char *problem)
{
    arch_protect_variables(false);
    panic("%s: %s", function, problem);
}

/* --- Before a callback and after it --- */

static void keep(const struct job *job, struct job_kept *copy)
{
    memset(copy, 0, sizeof(*copy)); /* the padding, too, as all of it is compared */
    copy->scheduling = job->scheduling;
    copy->ran_ticks = job->ran_ticks;
    copy->cpu = job->cpu;
    memcpy(copy->behind, (const char *)job + sizeof(*job), BEHIND_BYTES);
}

static void begin(const char *name, uintptr_t address, struct job *job, uint32_t cpu)
{
    callback = (struct watch_callback){policy->name, name, address, job, cpu};
    if (job)
        keep(job, &kept);
    if (is_own)
        arch_protect_variables(true);
}

/* NAME is the callback's, in struct policy too. */
#define BEGIN(name, job, cpu) begin(#name, (uintptr_t)policy->name, job, cpu)

static void check_job(void)
{
    struct job_kept now;
    if (!callback.job)
        return;
    keep(callback.job, &now);
    if (memcmp(now.behind, kept.behind, BEHIND_BYTES) != 0) {
        memcpy((char *)callback.job + sizeof(*callback.job), kept.behind, BEHIND_BYTES);
        panic("it wrote behind the job's marks, of which there are %d bytes",
              MARKS_BYTES);
    }
    if (memcmp(&now, &kept, sizeof(now)) != 0)
        panic("it changed what only the mechanism may: scheduling, ran_ticks or cpu");
}

/* The callback has come back. */
static void over(void)
{
    if (is_own)
        arch_protect_variables(false);
    check_job();
}

/* A check that itself does not end, or faults, is the callback to name. */
static size_t count_queued(uint32_t cpu)
{
    struct watch_callback of = callback;
    BEGIN(check, callback.job, cpu);
    size_t count = policy->check(cpu);
    over();
    callback = of;
    return count;
}

static void check_queues(uint32_t cpu)
{
    size_t count = count_queued(cpu);
    if (count == SIZE_MAX)
        panic("it leaves a broken queue, as check() finds");
    if (count != runnable[cpu])
        panic("check() counts %u in the queues then, and %u should be there",
              (unsigned)count, (unsigned)runnable[cpu]);
}

/* ... and who is runnable has been noted. */
static void end(bool counts)
{
    if (has_rules && counts)
        check_queues(callback.cpu);
    if (has_thoughts)
        thoughts_record(policy, callback.cpu, callback.job);
    callback.name = NULL;
}

static bool are_few(uint32_t cpu)
{
    return runnable[cpu] <= COUNTED_MAX;
}

/* --- Who is runnable --- */

static void note_ready(struct job *job)
{
    ASSERT(!(job->watched & JOB_QUEUED));
    job->watched |= JOB_QUEUED;
    runnable[job->cpu]++;
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        if (!known[i]) {
            known[i] = job;
            return;
        }
    }
}

static void note_left(struct job *job)
{
    ASSERT(job->watched & JOB_QUEUED);
    job->watched &= ~JOB_QUEUED;
    left[left_count++ % LEFT_MAX] = job;
    runnable[job->cpu]--;
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        if (known[i] == job)
            known[i] = NULL;
    }
}

/* Whether JOB, which a policy has named and which may be anything, is one of the runnable
 * ones of CPU. */
static bool is_runnable(const struct job *job, uint32_t cpu)
{
    size_t count = 0, total = 0;
    for (uint32_t i = 0; i < CPUS_MAX; i++)
        total += runnable[i];
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        if (known[i] == job)
            return job->cpu == cpu;
        count += known[i] != NULL;
    }
    return count < total && (job->watched & JOB_QUEUED) && job->cpu == cpu;
}

PRINTF_LIKE(3, 4)
static size_t append(char *to, size_t length, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    length += (size_t)format_to_buffer(to + length, TEXT_BYTES - length, text, arguments);
    va_end(arguments);
    return length;
}

/* The runnable jobs in words, as many as are known: for each there is room. */
static const char *runnable_words(void)
{
    static char words[TEXT_BYTES];
    size_t length = append(words, 0, watch_runnable(0) ? "" : "none");
    const struct job *job;
    for (size_t i = 0; (job = watch_runnable(i)); i++)
        length = append(words, length, "%s%d", i ? ", " : "", (int)job_number(job));
    return words;
}

static bool has_left(const struct job *job)
{
    for (size_t i = 0; i < LEFT_MAX; i++) {
        if (left[i] == job)
            return true;
    }
    return false;
}

static void check_choice(const struct job *job, uint32_t cpu)
{
    if (!job || is_runnable(job, cpu))
        return;
    if (has_left(job))
        panic("it names %d, which is not runnable; runnable are: %s",
              (int)job_number(job), runnable_words());
    else
        panic("it names what is none of the runnable jobs, which are: %s",
              runnable_words());
}

/* --- What the mechanism calls --- */

static void start(uint32_t cpu)
{
    BEGIN(start, NULL, cpu);
    policy->start(cpu);
    over();
    end(true);
}

static void ready(struct job *job, enum ready_why why)
{
    if (why == READY_NEW || why == READY_MOVED)
        job->watched = 0; /* another policy has told of it, if any */
    BEGIN(ready, job, job->cpu);
    policy->ready(job, why);
    over();
    note_ready(job);
    end(are_few(job->cpu));
}

static void leave(struct job *job, enum leave_why why)
{
    BEGIN(leave, job, job->cpu);
    policy->leave(job, why);
    over();
    note_left(job);
    end(are_few(job->cpu));
}

static void yield(struct job *job)
{
    BEGIN(yield, job, job->cpu);
    policy->yield(job);
    over();
    end(are_few(job->cpu));
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    if (has_rules)
        arch_watchdog();
    BEGIN(tick, running, cpu);
    enum trace_reason reason = policy->tick(cpu, running, now);
    over();
    if ((unsigned)reason >= TRACE_REASONS)
        panic("it returns %u, which is no reason", (unsigned)reason);
    end(true);
    return reason;
}

static struct job *pick(uint32_t cpu)
{
    BEGIN(pick, NULL, cpu);
    struct job *job = policy->pick(cpu);
    over();
    check_choice(job, cpu);
    if (!job && runnable[cpu] && !policy->may_idle)
        panic("it finds nobody, though these are runnable: %s", runnable_words());
    callback.job = job; /* it is the one that thoughts are about */
    end(are_few(cpu));
    return job;
}

static struct job *take(uint32_t cpu)
{
    BEGIN(take, NULL, cpu);
    struct job *job = policy->take(cpu);
    over();
    check_choice(job, cpu);
    if (!job && runnable[cpu])
        panic("it finds nobody, though these are left: %s", runnable_words());
    if (job)
        note_left(job);
    end(are_few(cpu));
    return job;
}

static void charge(struct job *job, uint64_t nanoseconds)
{
    BEGIN(charge, job, job->cpu);
    policy->charge(job, nanoseconds);
    over();
    end(are_few(job->cpu));
}

static void forget(struct job *job)
{
    BEGIN(forget, job, job->cpu);
    policy->forget(job);
    over();
    end(are_few(job->cpu));
}

/* JOB may be a copy, with nothing of its own behind it. */
static void show(const struct job *job, struct job_shown *shown)
{
    BEGIN(show, NULL, job->cpu);
    policy->show(job, shown);
    over();
    callback.name = NULL;
}

static size_t check(uint32_t cpu)
{
    callback.job = NULL;
    size_t count = count_queued(cpu);
    callback.name = NULL;
    return count;
}

const struct policy *watch_policy(const struct policy *next)
{
    unsigned what = next == own_policy ? watch_own : watch_others;
    callback.name = NULL;
    if (!what)
        return next;
    policy = next;
    is_own = next == own_policy;
    has_rules = what & WATCH_RULES;
    has_thoughts = what & WATCH_THOUGHTS;
    watched = *next; /* its name and parameters */
    watched.start = start;
    watched.ready = ready;
    watched.leave = leave;
    watched.yield = yield;
    watched.tick = tick;
    watched.pick = pick;
    watched.take = take;
    watched.charge = next->charge ? charge : NULL;
    watched.forget = next->forget ? forget : NULL;
    watched.show = next->show ? show : NULL;
    watched.check = check;
    memset(runnable, 0, sizeof(runnable));
    memset(known, 0, sizeof(known));
    memset(left, 0, sizeof(left));
    thoughts_begin();
    if (has_rules)
        arch_watchdog();
    return &watched;
}
