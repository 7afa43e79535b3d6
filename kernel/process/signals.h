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

/* Of a pending signal: as in struct signal_info. */
struct signal_told {
    int32_t code;
    union {
        pid_t pid;
        uint32_t address;
    };
    uint32_t uid;
    int32_t value;
};

struct signals {
    struct signal_action actions[SIGNAL_MAX];
    struct signal_told infos[SIGNAL_STANDARD_MAX]; /* of those that are pending */
};

enum signal_effect { EFFECT_NONE, EFFECT_HANDLED, EFFECT_STOPS, EFFECT_ENDS };

/* What SIGNAL does to PROCESS, if it is not blocked. */
enum signal_effect signal_effect(const struct process *process, int32_t signal);
/* Stops or ends PROCESS. */
void signal_carry_out(struct process *process, enum signal_effect effect,
                      const struct signal_info *info);
/* Gives PROCESS the object, unless it has it. False: out of memory. */
MUST_CHECK bool signals_make(struct process *process);
