/* poll: waiting until one of several descriptors is ready. */
#include "abi/poll.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/poll.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

enum {
    LOOK_INSTRUCTIONS = 300, /* for kernel_worked: to look at a descriptor */
    ALWAYS_TOLD = POLLERR | POLLHUP,
    MILLISECOND_NS = 1000000,
};

static virt_t address_of(virt_t fds, uint32_t index)
{
    return fds + index * (uint32_t)sizeof(struct pollfd);
}

/* What holds of the descriptor of ENTRY; 0 if it is passed over. */
static uint32_t events_of(const struct pollfd *entry)
{
    if (entry->fd < 0)
        return 0;
    struct file *file =
        descriptors_find(&process_current()->descriptors, (uint32_t)entry->fd);
    uint32_t wanted = (uint16_t)entry->events | ALWAYS_TOLD;
    return file ? poll_file(file) & wanted : POLLNVAL;
}

/* Tells the program what holds of each of the COUNT entries at FDS. Of how many something
 * does; or -EFAULT. */
static int tell_events(virt_t fds, uint32_t count)
{
    int ready = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct pollfd entry;
        int error = copy_in(&entry, address_of(fds, i), sizeof(entry));
        if (error)
            return error;
        entry.revents = (short)events_of(&entry);
        ready += entry.revents != 0;
        error = copy_out(address_of(fds, i) + offsetof(struct pollfd, revents),
                         &entry.revents, sizeof(entry.revents));
        if (error)
            return error;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return ready;
}

static int add_places(struct poller *poller, virt_t fds, uint32_t count)
{
    int error = 0;
    for (uint32_t i = 0; i < count && !error; i++) {
        struct pollfd entry;
        error = copy_in(&entry, address_of(fds, i), sizeof(entry));
        if (error || entry.fd < 0)
            continue;
        struct file *file =
            descriptors_find(&process_current()->descriptors, (uint32_t)entry.fd);
        if (file)
            error = poll_add(poller, file);
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return error;
}

static int wait_for_events(struct poller *poller, virt_t fds, uint32_t count,
                           tick_t deadline)
{
    int ready = add_places(poller, fds, count), error = 0;
    while (ready == 0 && error != -ETIMEDOUT) {
        error = thread_block_until(NULL, BLOCKED_POLL, deadline);
        if (error && error != -ETIMEDOUT)
            return error;
        ready = tell_events(fds, count);
    }
    return ready;
}

static int32_t poll_until(virt_t fds, uint32_t count, tick_t deadline)
{
    if (count > process_current()->limits[LIMIT_FILES].rlim_cur)
        return -EINVAL;
    int ready = tell_events(fds, count);
    if (ready != 0 || deadline == 0)
        return ready;
    struct poller poller;
    poll_begin(&poller, process_current()->space.account);
    ready = wait_for_events(&poller, fds, count, deadline);
    poll_end(&poller);
    return ready;
}

/* Below 0 milliseconds: for ever. */
int32_t sys_poll(virt_t fds, uint32_t count, uint32_t timeout_ms)
{
    uint64_t ns = (uint64_t)timeout_ms * MILLISECOND_NS;
    return poll_until(fds, count,
                      (int32_t)timeout_ms < 0 ? TICK_NEVER
                      : timeout_ms == 0       ? 0
                                              : clock_deadline_ns(ns));
}

/* A: the descriptors, B: how many; C: how long, or NULL; D: what is blocked meanwhile, or NULL,
 * E: bytes of that. */
int32_t sys_ppoll(const struct arch_call *call)
{
    tick_t deadline;
    int error = copy_deadline(call->c, 1, &deadline);
    if (!error)
        error = mask_for_call(call->d, call->e);
    return error ? error : signals_unmask(poll_until(call->a, call->b, deadline));
}
