/* System calls: a handler for each number. Handlers check and copy in what the program
 * gave, and then call the module that acts; words in, 0 or a count or -errno out.
 *
 * The order of checks is the same in all: -EFAULT for what must be read, -EINVAL, -ESRCH,
 * -EPERM, the rest; what is too long to be read is told while it is read. Nothing has
 * changed when one fails. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/arch.h"
#include "kernel/process/signal.h"
#include "lib/compiler.h"

/* A handler, and how many words it takes; of the pointers the one of that count is set. One
 * that takes more than three gets the call itself. */
enum { WORDS_OF_THE_CALL = 4 };

struct syscall {
    uint16_t word_count, restart; /* enum signal_restart */
    union {
        int32_t (*with_0)(void);
        int32_t (*with_1)(uint32_t a);
        int32_t (*with_2)(uint32_t a, uint32_t b);
        int32_t (*with_3)(uint32_t a, uint32_t b, uint32_t c);
        int32_t (*with_call)(const struct arch_call *call);
    };
};

/* By number: those that Linux has too, and Robin's own. Where the pointers are NULL there
 * is no such call. */
extern const struct syscall linux_calls[], robin_calls[];
extern const uint32_t linux_call_count, robin_call_count;

static inline const struct syscall *syscall_find(uint32_t number)
{
    uint32_t robin_number = number - SYS_ROBIN_FIRST;
    if (LIKELY(number < linux_call_count))
        return &linux_calls[number];
    return robin_number < robin_call_count ? &robin_calls[robin_number] : NULL;
}

/* Of the call on whose way out STACK's program is, if a signal has interrupted that. */
static inline enum signal_restart syscall_restart(struct arch_stack *stack)
{
    const struct syscall *found = syscall_find(arch_call_interrupted(stack));
    return found ? (enum signal_restart)found->restart : RESTART_NEVER;
}

/* Carries CALL out, of whose words the handler gets as many as it takes. */
static inline int32_t syscall_do(const struct arch_call *call)
{
    const struct syscall *found = syscall_find(call->number);
    if (!found || !found->with_0)
        return -ENOSYS;
    switch (found->word_count) {
    case 0:
        return found->with_0();
    case 1:
        return found->with_1(call->a);
    case 2:
        return found->with_2(call->a, call->b);
    case 3:
        return found->with_3(call->a, call->b, call->c);
    case WORDS_OF_THE_CALL:
        return found->with_call(call);
    }
    __builtin_unreachable(); /* those are all there are */
}
