/* Every order in which up to three processes and init can make the process calls, with
 * ticks in between: the kernel, on a machine in which nothing else happens, is held
 * against the model after each event. What each call returns, what a wait tells, and the
 * whole table of processes must be as in the model; and the kernel's own check of its
 * tables must find nothing.
 *
 * First all states of the model that a history of ORDERS_DEPTH events (the environment's,
 * or the standard) can lead to are found. Then from each of them each event that is
 * possible there happens to the kernel. It goes from state to state as long as the one it
 * is in has an event that has not been tried; then it begins anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/process/table.h"
#include "tests/hosted/harness/user.h"
#include "tests/hosted/orders/policy.h"
#include "tests/hosted/orders/search.h"

enum { DEPTH_STANDARD = 5, EVENTS_TOLD = 40, WALKS_A_POWER_OFF = 16, BACKSPACE = '\b' };

static struct model model;
static uint64_t walks;
static bool is_complete;

/* --- Telling what happened: the events since the walk began, the last ones if many ---
 */

static struct happened {
    const struct event *event;
    pid_t actor, target;
} happened[EVENTS_TOLD];
static int happened_count;

static pid_t pid_at(int index)
{
    return index == NOBODY ? 0 : model.processes[index].pid;
}

static void note(const struct event *event)
{
    happened[happened_count++ % EVENTS_TOLD] =
        (struct happened){event, pid_at(event->actor), pid_at(event->target)};
}

static void tell_event(const struct happened *what)
{
    static const char *const names[] = {
        [EVENT_TICK] = "tick",       [EVENT_GO_ON] = "goes on",
        [EVENT_CREATE] = "create",   [EVENT_EXIT] = "exit",
        [EVENT_DESTROY] = "destroy", [EVENT_SUSPEND] = "suspend",
        [EVENT_RESUME] = "resume",   [EVENT_WAIT] = "wait",
        [EVENT_SLEEP] = "sleep",     [EVENT_FORK] = "fork",
        [EVENT_EXEC] = "exec"};
    print_error("  %d: %s", what->actor, names[what->event->kind]);
    if (what->event->kind >= EVENT_DESTROY && what->event->kind <= EVENT_WAIT)
        print_error(" %d", what->target ? what->target : -1);
    print_error(" flags %u ticks %u\n", what->event->flags, (unsigned)what->event->ticks);
}

static void tell_events(void)
{
    int first = happened_count > EVENTS_TOLD ? happened_count - EVENTS_TOLD : 0;
    print_error("the last of %d events:\n", happened_count);
    for (int i = first; i < happened_count; i++)
        tell_event(&happened[i % EVENTS_TOLD]);
}

/* --- An event happens to the kernel --- */

/* Whoever has the CPU yields it; an idle machine notices that there is somebody to run
 * when a key is pressed, one that does nothing. */
static void give_cpu(pid_t pid)
{
    orders_policy_choose(pid);
    if (user_running() == pid)
        return;
    if (machine_is_idle())
        machine_type(BACKSPACE);
    else
        user_yield();
}

static int32_t create(const struct event *event)
{
    struct process_options options = {.flags = event->flags};
    if (event->ticks)
        options.start_tick = model.now + event->ticks;
    return user_create(&options);
}

static int32_t make_call(const struct event *event, pid_t target)
{
    switch (event->kind) {
    case EVENT_CREATE:
        return create(event);
    case EVENT_DESTROY:
        return user_destroy(target);
    case EVENT_SUSPEND:
        return user_suspend(target);
    case EVENT_RESUME:
        return user_resume(target);
    case EVENT_WAIT:
        return user_wait(target ? target : -1, event->flags, event->ticks);
    case EVENT_SLEEP:
        return user_sleep(event->ticks);
    case EVENT_FORK:
        return user_fork();
    case EVENT_EXEC:
        return user_exec("/bin/program");
    default:
        user_exit(user_running());
        return AWAY;
    }
}

static int32_t happen(const struct event *event)
{
    pid_t actor = pid_at(event->actor);
    give_cpu(actor);
    if (event->kind == EVENT_GO_ON)
        return user_running() == actor ? machine_result() : AWAY;
    assert_int_equal(user_running(), actor);
    if (event->kind != EVENT_TICK)
        return make_call(event, pid_at(event->target));
    machine_tick();
    return AWAY;
}

/* --- The kernel is as the model is --- */

static enum process_state state_of(const struct model_process *process)
{
    if (process->place == PLACE_NEW)
        return STATE_NEW;
    if (process->place == PLACE_ENDED)
        return STATE_ZOMBIE;
    if (process->blocked)
        return STATE_BLOCKED;
    return process->pid == user_running() ? STATE_RUNNING : STATE_READY;
}

static enum process_blocked_on what_blocks(const struct model_process *process)
{
    if (!process->blocked)
        return BLOCKED_NOT;
    return process->place == PLACE_SLEEP ? BLOCKED_SLEEP : BLOCKED_WAIT;
}

static void expect_process(const struct model_process *expected)
{
    const struct process *process = user_process(expected->pid);
    assert_non_null(process);
    assert_int_equal(thread_state(&process->thread), state_of(expected));
    assert_int_equal(process->parent ? process->parent->thread.id : 0, expected->parent);
    if (expected->place == PLACE_ENDED)
        return;
    assert_int_equal(process->thread.suspended, expected->suspended);
    assert_int_equal(process->thread.blocked_on, what_blocks(expected));
    assert_int_equal(process->cause.event, expected->news);
}

static void expect_model(void)
{
    assert_int_equal(list_check(&all_processes), model.count);
    for (int i = 0; i < model.count; i++)
        expect_process(&model.processes[i]);
}

static void expect_outcome(int32_t result, const struct outcome *expected)
{
    assert_int_equal(result, expected->result);
    if (expected->told.pid == 0)
        return;
    struct process_result told = user_result();
    assert_int_equal(told.pid, expected->told.pid);
    assert_int_equal(told.event, expected->told.event);
    assert_int_equal(told.code, expected->told.code);
    assert_int_equal(told.by, expected->told.by);
}

static void step(const struct event *event)
{
    note(event);
    int32_t result = happen(event);
    struct outcome expected = model_step(&model, event);
    expect_outcome(result, &expected);
    expect_model();
}

/* --- All of them --- */

static void begin_at(int state)
{
    const struct event *history[SEARCH_DEPTH_MAX];
    int length = search_history(state, history);
    orders_policy_choose(MODEL_INIT);
    user_boot("policy=orders check=1");
    model_start(&model);
    happened_count = 0;
    for (int i = 0; i < length; i++)
        step(history[i]);
}

/* Whether there may be an event that has not been tried in STATE. */
static bool is_open(int state, int depth)
{
    return search_states[state].depth < depth &&
           search_states[state].tried < search_event_count;
}

/* An event that has not been tried in STATE, in which the model is; NULL: all have. */
static const struct event *next_event(struct search_state *state)
{
    while (state->tried < search_event_count) {
        const struct event *event = &search_events[state->tried++];
        if (model_is_possible(&model, event))
            return event;
    }
    return NULL;
}

/* Whoever can powers off, and the kernel checks that all memory has come back. It takes
 * its time, so not every walk ends in this way. */
static void end_walk(void)
{
    if (walks++ % WALKS_A_POWER_OFF)
        return;
    for (int i = 0; i < model.count; i++) {
        const struct model_process *process = &model.processes[i];
        if (!model_is_runnable(process) || process->place != PLACE_PROGRAM)
            continue;
        give_cpu(process->pid);
        user_power_off(NULL);
        return;
    }
}

/* Goes from STATE to state, as long as there is something to try. Returns how many events
 * were tried. */
static uint64_t walk(int state, int depth)
{
    uint64_t tried = 0;
    const struct event *event;
    begin_at(state);
    while (is_open(state, depth) && (event = next_event(&search_states[state]))) {
        step(event);
        tried++;
        state = search_find(model_key(&model));
        assert_int_not_equal(state, NOBODY);
    }
    end_walk();
    return tried;
}

static int chosen_depth(void)
{
    const char *words = getenv("ORDERS_DEPTH");
    int depth = words ? atoi(words) : DEPTH_STANDARD;
    assert_in_range(depth, 1, SEARCH_DEPTH_MAX - 1);
    return depth;
}

static void every_order_of_events_goes_as_the_model_says(void **unused)
{
    (void)unused;
    uint64_t tried = 0;
    int depth = chosen_depth();
    bool is_all = search_run(depth);
    for (int state = 0; state < search_state_count; state++)
        while (is_open(state, depth))
            tried += walk(state, depth);
    print_message("orders: init and up to %d processes, time-outs and sleeps of up to %d "
                  "ticks, up to %d events from the start%s\n",
                  MODEL_PROCESSES - 1, MODEL_TICKS_MAX, depth,
                  is_all ? "; more events reach no other state" : "");
    print_message("orders: %d states, from them %llu events, in %llu walks; complete\n",
                  search_state_count, (unsigned long long)tried,
                  (unsigned long long)walks);
    is_complete = true;
}

static int finish(void **unused)
{
    (void)unused;
    if (!is_complete)
        tell_events();
    search_free();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_order_of_events_goes_as_the_model_says, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
