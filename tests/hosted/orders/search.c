#include "tests/hosted/orders/search.h"

#include <assert.h>
#include <stdlib.h>

struct event search_events[SEARCH_EVENTS_MAX];
int search_event_count;
struct search_state *search_states;
int search_state_count;

static int state_room;
static int *slots; /* a hash table: 0, or the index of a state plus 1 */
static uint64_t slot_count;

/* --- Every event --- */

static void add(struct event event)
{
    assert(search_event_count < SEARCH_EVENTS_MAX);
    search_events[search_event_count++] = event;
}

/* Only a poll asks for both kinds of news: the states in which one is blocked are many
 * enough without. */
static void add_waits(int actor, int target)
{
    static const uint32_t all_news[] = {0, WAIT_SUSPENDED, WAIT_RESUMED};
    for (int i = 0; i < 3; i++) {
        uint32_t news = all_news[i];
        add((struct event){EVENT_WAIT, actor, target, news, 0});
        add((struct event){EVENT_WAIT, actor, target, news | WAIT_POLL, 0});
        for (tick_t ticks = 1; ticks <= MODEL_TICKS_MAX; ticks++)
            add((struct event){EVENT_WAIT, actor, target, news | WAIT_TIMEOUT, ticks});
    }
    add((struct event){EVENT_WAIT, actor, target,
                       WAIT_POLL | WAIT_SUSPENDED | WAIT_RESUMED, 0});
}

static void add_calls_on(int actor, int target)
{
    add((struct event){EVENT_DESTROY, actor, target, 0, 0});
    add((struct event){EVENT_SUSPEND, actor, target, 0, 0});
    add((struct event){EVENT_RESUME, actor, target, 0, 0});
    add_waits(actor, target);
}

static void add_events_of(int actor)
{
    add((struct event){EVENT_TICK, actor, NOBODY, 0, 0});
    add((struct event){EVENT_GO_ON, actor, NOBODY, 0, 0});
    add((struct event){EVENT_EXIT, actor, NOBODY, 0, 0});
    add((struct event){EVENT_CREATE, actor, NOBODY, 0, 0});
    add((struct event){EVENT_FORK, actor, NOBODY, 0, 0});
    add((struct event){EVENT_EXEC, actor, NOBODY, 0, 0});
    add((struct event){EVENT_CREATE, actor, NOBODY, PROCESS_SUSPENDED, 0});
    add((struct event){EVENT_CREATE, actor, NOBODY, 0, 1}); /* starts at the next tick */
    for (tick_t ticks = 1; ticks <= MODEL_TICKS_MAX; ticks++)
        add((struct event){EVENT_SLEEP, actor, NOBODY, 0, ticks});
    for (int target = 0; target < MODEL_PROCESSES; target++)
        add_calls_on(actor, target);
    add_waits(actor, NOBODY);
}

static void list_events(void)
{
    search_event_count = 0;
    add((struct event){EVENT_TICK, NOBODY, NOBODY, 0, 0});
    for (int actor = 0; actor < MODEL_PROCESSES; actor++)
        add_events_of(actor);
}

/* --- The states that have been found --- */

static void *resize(void *memory, size_t count, size_t size)
{
    memory = realloc(memory, count * size);
    if (!memory)
        abort();
    return memory;
}

/* Where KEY is in the table, or belongs. */
static int *slot_of(uint64_t key)
{
    uint64_t i = key * 0x9E3779B97F4A7C15u >> 20 & (slot_count - 1);
    while (slots[i] && search_states[slots[i] - 1].key != key)
        i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

int search_find(uint64_t key)
{
    return *slot_of(key) - 1;
}

/* Room for twice as many; the table stays half empty. */
static void grow(void)
{
    state_room = state_room ? 2 * state_room : 1024;
    slot_count = 2 * (uint64_t)state_room;
    search_states = resize(search_states, (size_t)state_room, sizeof(*search_states));
    free(slots);
    slots = calloc(slot_count, sizeof(*slots));
    if (!slots)
        abort();
    for (int i = 0; i < search_state_count; i++)
        *slot_of(search_states[i].key) = i + 1;
}

static void note_state(struct search_state state)
{
    if (search_state_count == state_room)
        grow();
    int *slot = slot_of(state.key);
    if (*slot)
        return;
    search_states[search_state_count++] = state;
    *slot = search_state_count;
}

/* --- The search: breadth first --- */

int search_history(int state, const struct event *history[SEARCH_DEPTH_MAX])
{
    int length = search_states[state].depth;
    for (int i = length; i > 0; i--) {
        history[i - 1] = &search_events[search_states[state].by_event];
        state = search_states[state].before;
    }
    return length;
}

static struct model recall(int state)
{
    const struct event *history[SEARCH_DEPTH_MAX];
    int length = search_history(state, history);
    struct model model;
    model_start(&model);
    for (int i = 0; i < length; i++)
        (void)model_step(&model, history[i]);
    return model;
}

static void expand(int state)
{
    const struct model model = recall(state);
    int depth = search_states[state].depth + 1;
    for (int i = 0; i < search_event_count; i++) {
        if (!model_is_possible(&model, &search_events[i]))
            continue;
        struct model after = model;
        (void)model_step(&after, &search_events[i]);
        note_state((struct search_state){
            .key = model_key(&after), .depth = depth, .before = state, .by_event = i});
    }
}

bool search_run(int depth)
{
    struct model start;
    assert(depth < SEARCH_DEPTH_MAX);
    list_events();
    model_start(&start);
    note_state((struct search_state){.key = model_key(&start)});
    for (int state = 0; state < search_state_count; state++) {
        if (search_states[state].depth == depth)
            return false;
        expand(state);
    }
    return true;
}

void search_free(void)
{
    free(search_states);
    free(slots);
    search_states = NULL;
    slots = NULL;
    search_state_count = state_room = 0;
}
