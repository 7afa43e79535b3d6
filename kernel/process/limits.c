/* What a process may have at most. What its user may have, kernel/memory/account.c
 * knows. */
#include "kernel/process/limits.h"

#include "abi/errno.h"
#include "kernel/process/timers.h"
#include "lib/string.h"

static uint32_t user_processes;

void limits_init(uint32_t processes)
{
    user_processes = processes;
}

void limits_start(struct rlimit limits[LIMIT_KINDS])
{
    limits[LIMIT_SPACE] = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
    limits[LIMIT_PROCESSES] = (struct rlimit){user_processes, user_processes};
    limits[LIMIT_CPU] = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
    limits[LIMIT_FILES] = (struct rlimit){DESCRIPTORS_MAX, DESCRIPTORS_MAX};
}

/* The limit of the running process for RESOURCE, or NULL: it has none that can be set. */
static struct rlimit *find_limit(uint32_t resource)
{
    struct rlimit *limits = process_current()->limits;
    switch (resource) {
    case RLIMIT_AS:
        return &limits[LIMIT_SPACE];
    case RLIMIT_NPROC:
        return &limits[LIMIT_PROCESSES];
    case RLIMIT_CPU:
        return &limits[LIMIT_CPU];
    case RLIMIT_NOFILE:
        return &limits[LIMIT_FILES];
    default:
        return NULL;
    }
}

int process_get_limit(uint32_t resource, struct rlimit *limit)
{
    const struct rlimit *found = find_limit(resource);
    if (!found && resource > RLIMIT_CORE)
        return -EINVAL;
    rlim_t fixed = resource == RLIMIT_STACK  ? STACK_TOP - STACK_LIMIT
                   : resource == RLIMIT_CORE ? 0
                                             : RLIM_INFINITY;
    *limit = found ? *found : (struct rlimit){fixed, fixed};
    return 0;
}

/* All stacks have one size: another one is refused, not noted and forgotten. */
int process_set_limit(uint32_t resource, const struct rlimit *limit)
{
    struct rlimit before, *found = find_limit(resource);
    int error = process_get_limit(resource, &before);
    if (error || limit->rlim_cur > limit->rlim_max)
        return -EINVAL;
    if (!found && memcmp(limit, &before, sizeof(before)) != 0)
        return -EINVAL;
    bool is_raised = limit->rlim_max > before.rlim_max;
    bool is_too_high = resource == RLIMIT_NOFILE && limit->rlim_max > DESCRIPTORS_MAX;
    if (is_too_high || (is_raised && process_current()->uid != 0))
        return -EPERM;
    if (found)
        *found = *limit;
    if (resource != RLIMIT_CPU)
        return 0;
    error = timers_watch_limit(process_current());
    if (error)
        *found = before;
    return error;
}
