/* What the design says of the process calls, as a program: a table of processes in which
 * a call is a few lines, and nothing is there but what the calls are about. No policy, no
 * CPU, no memory. test_orders.c holds the kernel against it.
 *
 * Whoever is runnable may be the next to do something: the actor of an event.
 * Each event leads from one state to one other, and has one outcome. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"

enum {
    MODEL_PROCESSES = 4, /* init among them */
    MODEL_TICKS_MAX = 2, /* of a sleep or a time-out */
    MODEL_INIT = 1,
};

enum model_place {
    PLACE_NONE,
    PLACE_NEW,     /* it has a start tick */
    PLACE_PROGRAM, /* outside of the kernel */
    /* In a call, which ends when it has the CPU again: */
    PLACE_SLEEP,
    PLACE_WAIT,
    PLACE_SUSPENDED, /* it has suspended itself */
    PLACE_ENDED,
};

struct model_process {
    pid_t pid, parent;
    enum model_place place;
    bool blocked; /* asleep, or nobody has told it to look at its children again */
    bool suspended;
    tick_t deadline; /* when it starts, wakes, or waits no longer; TICK_NEVER */
    pid_t wait_pid;
    uint32_t wait_flags;
    uint32_t news; /* enum process_event: what its parent has not been told; 0: nothing */
    int32_t code;  /* with that */
    pid_t by;
};

struct model {
    tick_t now;
    pid_t last_pid;
    int count;
    /* In the order in which they came to where their parents look for them: by being
     * created, adopted, or by ending. Init is the first. */
    struct model_process processes[MODEL_PROCESSES];
};

enum event_kind {
    EVENT_TICK,
    EVENT_GO_ON, /* the actor, whose call can end, gets the CPU */
    EVENT_CREATE,
    EVENT_EXIT,
    EVENT_DESTROY,
    EVENT_SUSPEND,
    EVENT_RESUME,
    EVENT_WAIT,
    EVENT_SLEEP,
    EVENT_FORK,
    EVENT_EXEC,
};

enum { NOBODY = -1 };

struct event {
    enum event_kind kind;
    int actor, target; /* indexes of the processes, or NOBODY. A tick has the actor that
                        * is on the CPU; a wait for NOBODY is one for any child */
    uint32_t flags;    /* of create and wait */
    tick_t ticks;
};

/* What the actor gets: AWAY (see machine.h) if it is not back from its call, or ended, or
 * made none. `told` counts if a wait has found somebody: its pid, event, code, by. */
struct outcome {
    int32_t result;
    struct process_result told;
};

/* Init is there, and in its program. */
void model_start(struct model *model);
bool model_is_possible(const struct model *model, const struct event *event);
/* EVENT happens, which is possible. */
struct outcome model_step(struct model *model, const struct event *event);

/* From states with the same key the same can follow. Pids, what time it is, how somebody
 * ended and who did it are not in it: those change nothing but what is told. */
uint64_t model_key(const struct model *model);

/* Whether it would run if it had the CPU. */
bool model_is_runnable(const struct model_process *process);
