/* All states of the model that can be reached from its start by a history of so many
 * events at most, and of each state a shortest history. The kernel has no part in it. */
#pragma once

#include "tests/hosted/orders/model.h"

enum { SEARCH_DEPTH_MAX = 64, SEARCH_EVENTS_MAX = 512 };

/* Every event that there is, in some order; each is possible in some states. */
extern struct event search_events[SEARCH_EVENTS_MAX];
extern int search_event_count;

struct search_state {
    uint64_t key;
    int depth;            /* events of its shortest history ... */
    int before, by_event; /* ... the last of which leads here from BEFORE */
    int tried;            /* the test's: how many events it has tried from here */
};

extern struct search_state *search_states; /* by depth, the start first */
extern int search_state_count;

/* Finds them all. True: also with longer histories there are no more. */
bool search_run(int depth);
/* The index of the state with KEY, which has been found. */
int search_find(uint64_t key);
/* Writes the events of STATE's history, the first one first; returns how many. */
int search_history(int state, const struct event *history[SEARCH_DEPTH_MAX]);
void search_free(void);
