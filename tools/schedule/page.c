#include "page.h"

#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/sched/policies.h"
#include "lib/format.h"
#include "simulation.h"

enum { TEXT_BYTES = 65536, PROBLEM_BYTES = 4096 };

int errno; /* user/lib/numbers.c sets it */

static char text[TEXT_BYTES], problem[PROBLEM_BYTES], words[POLICY_WORDS_MAX];
static size_t text_used, problem_length;

/* --- What goes wrong --- */

static void say(const char *format, va_list arguments)
{
    size_t room = sizeof(problem) - problem_length;
    size_t length =
        (size_t)format_to_buffer(problem + problem_length, room, format, arguments);
    problem_length += length < room ? length : room - 1;
}

void print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}

/* The page sees that the module was stopped, and reads why. */
void panic_at(const char *file, int line, const char *reason, ...)
{
    va_list arguments;
    print("%s:%d: ", file, line);
    va_start(arguments, reason);
    say(reason, arguments);
    va_end(arguments);
    __builtin_trap();
}

void assertion_failed(const char *condition, const char *file, int line)
{
    panic_at(file, line, "assertion failed: %s", condition);
}

const char *page_problem(void)
{
    return problem;
}

static bool has_no(const char *wrong)
{
    if (wrong)
        print("%s", wrong);
    return !wrong;
}

/* --- Which policies there are --- */

static void tell_key(const struct policy_key *key)
{
    print(" %s=", key->name);
    if (!key->words)
        print("%u-%u", key->minimum, key->maximum);
    for (uint32_t i = 0; key->words && key->words[i]; i++)
        print("%s%s", i ? "|" : "", key->words[i]);
    if (key->count)
        print(",...");
}

const char *page_policies(void)
{
    page_clear();
    for (const struct policy *const *policy = policies; *policy; policy++) {
        print("%s", (*policy)->name);
        for (const struct policy_key *key = (*policy)->keys; key->name; key++)
            tell_key(key);
        print("\n");
    }
    return problem;
}

/* --- Before the run --- */

void page_clear(void)
{
    simulation_clear();
    text_used = problem_length = 0;
    problem[0] = '\0';
}

char *page_text(uint32_t size)
{
    char *room = text + text_used;
    if (size > sizeof(text) - text_used)
        return NULL;
    text_used += size;
    return room;
}

bool page_add(uint32_t arrival, uint32_t length, uint32_t io_every, uint32_t tickets)
{
    return has_no(simulation_add(arrival, length, io_every, tickets));
}

bool page_add_program(const char *program)
{
    return has_no(simulation_add_program(program));
}

/* --- The run --- */

bool page_run(const char *chosen, uint32_t io_time, uint32_t tick_ns)
{
    const struct policy *policy;
    size_t wrong;
    if (policies_find(chosen, &policy, &wrong)) {
        print("policy `%s`: wrong from `%s` on", chosen, chosen + wrong);
        policies_explain(chosen, wrong);
        return false;
    }
    if (simulation.job_count == 0)
        return has_no("no jobs");
    policies_set(chosen);
    if (policies_describe(policy, words, sizeof(words)))
        return has_no("a policy with too many values");
    return has_no(simulation_run(policy, io_time, tick_ns));
}

/* --- After it --- */

const char *page_words(void)
{
    return words;
}

uint32_t page_slice_count(void)
{
    return (uint32_t)simulation.slice_count;
}

const struct slice *page_slices(void)
{
    return simulation.slices;
}

const struct job_times *page_times(void)
{
    return simulation.times;
}

uint32_t page_activity(uint32_t tick, uint32_t job)
{
    return simulation.activities[tick][job];
}

const char *page_word(uint32_t activity)
{
    return simulation_word(activity);
}
