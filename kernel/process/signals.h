/* What the files on signals share; nobody else includes it. */
#pragma once

#include "kernel/process/process.h"

#define SIGNALS_STOPPING                                                                 \
    (SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTSTP) | SIGNAL_BIT(SIGTTIN) |                   \
     SIGNAL_BIT(SIGTTOU))
/* By default nothing more comes of these. */
#define SIGNALS_IGNORED                                                                  \
    (SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) | SIGNAL_BIT(SIGURG) |                    \
     SIGNAL_BIT(SIGWINCH))
#define SIGNALS_UNBLOCKABLE (SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP))

/* How much is told of pending signals: of each standard one, and of those sent by sigqueue as
 * often as they were. */
enum { QUEUED_MAX = 128, QUEUED_REAL_TIME_MAX = QUEUED_MAX - SIGNAL_STANDARD_MAX };

/* A timer that counts the ticks for which its process is charged; 0: none, or no more. */
struct cpu_timer {
    uint64_t left_ticks, interval_ticks;
};

struct signals {
    struct signal_action actions[SIGNAL_MAX];
    struct signal_stack stack; /* the alternate one */
    uint64_t awaited;          /* by sigtimedwait, while it waits */
    uint64_t saved;            /* what sigsuspend's caller had blocked, while it waits */
    bool has_saved;

    struct process *process; /* whose timers those are */
    struct alarm alarm;      /* ITIMER_REAL */
    uint64_t due_ns, interval_ns;
    struct thread_hook hook;        /* counts ticks for the others */
    struct cpu_timer cpu_timers[2]; /* ITIMER_VIRTUAL, ITIMER_PROF */

    uint32_t queued;
    struct signal_info queue[QUEUED_MAX]; /* in the order in which they were sent */
};

_Static_assert(sizeof(struct signals) <= 4064, "a page");

enum signal_effect { EFFECT_NONE, EFFECT_HANDLED, EFFECT_STOPS, EFFECT_ENDS };

/* What SIGNAL does to PROCESS, if it is not blocked. */
enum signal_effect signal_effect(const struct process *process, int32_t signal);
/* Stops or ends PROCESS. */
void signal_carry_out(struct process *process, enum signal_effect effect,
                      const struct signal_info *info);
/* Gives PROCESS the object, unless it has it. False: out of memory. */
bool signals_make(struct process *process);

/* The signal of SET that is delivered first; 0: it is empty. */
int32_t signals_next(uint64_t set);
/* The signal of INFO is pending from now on, a real-time one once more. */
void signals_put(struct process *process, const struct signal_info *info);
/* SIGNAL, which is pending, is so no more, or once less: what is told of it. */
struct signal_info signals_take(struct process *process, int32_t signal);
/* Whether there is no room to tell PROCESS more of real-time signals. */
bool signals_queue_is_full(const struct process *process);
/* The signals of SET are pending no more. */
void signals_drop(struct process *process, uint64_t set);
/* Has the running PROCESS look at what is pending and not blocked, if anything is. */
void signals_look(struct process *process);
/* The running PROCESS blocks SET, and nothing else, from now on. */
void signals_block(struct process *process, uint64_t set);
/* What PROCESS had blocked before a call blocks something else is blocked again. */
void signals_restore_blocked(struct process *process);
/* Whether PROCESS stands on its alternate stack. */
bool signals_on_stack(const struct process *process);
/* PROCESS has the alternate stack STACK again, unless that is none. */
void signals_restore_stack(struct process *process, const struct signal_stack *stack);
/* PROCESS has no timers any more. */
void timers_clear(struct process *process);

static inline uint64_t signal_mask(const struct signal_action *action)
{
    return (uint64_t)action->mask[1] << 32 | action->mask[0];
}
