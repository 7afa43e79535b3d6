/* select: poll by three sets of bits, one for each thing to wait for. */
#include "abi/errno.h"
#include "abi/poll.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/poll.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "lib/divide.h"
#include "lib/string.h"

enum {
    SETS = 3, /* to read, to write, exceptions */
    WORD_BITS = 32,
    WORDS_MAX = DESCRIPTORS_MAX / WORD_BITS,
    LOOK_INSTRUCTIONS = 300, /* for kernel_worked: to look at a descriptor */
    MICROSECONDS = 1000000,
    MICROSECOND_NS = 1000,
};

static const uint32_t events_of_set[SETS] = {POLLIN | POLLHUP | POLLERR,
                                             POLLOUT | POLLERR, POLLPRI};

struct selection {
    uint32_t count;                  /* descriptors from 0 on */
    virt_t at[SETS];                 /* where the sets stand; 0: there is none */
    uint32_t words[SETS][WORDS_MAX]; /* what is asked */
    uint32_t ready[SETS][WORDS_MAX]; /* what holds of it */
};

static bool has(const uint32_t *words, uint32_t fd)
{
    return words[fd / WORD_BITS] >> fd % WORD_BITS & 1;
}

/* All whole words are the caller's, as on Linux. */
static uint32_t set_bytes(const struct selection *selection)
{
    return (selection->count + WORD_BITS - 1) / WORD_BITS * (uint32_t)sizeof(uint32_t);
}

static int copy_sets(struct selection *selection)
{
    int error = 0;
    for (int set = 0; set < SETS && !error; set++)
        if (selection->at[set])
            error =
                copy_in(selection->words[set], selection->at[set], set_bytes(selection));
    return error;
}

static int tell_sets(const struct selection *selection)
{
    int error = 0;
    for (int set = 0; set < SETS && !error; set++)
        if (selection->at[set])
            error =
                copy_out(selection->at[set], selection->ready[set], set_bytes(selection));
    return error;
}

/* How many bits of FD hold. */
static int look_at(struct selection *selection, uint32_t fd, uint32_t events)
{
    int ready = 0;
    for (int set = 0; set < SETS; set++) {
        if (!has(selection->words[set], fd) || !(events & events_of_set[set]))
            continue;
        selection->ready[set][fd / WORD_BITS] |= 1u << fd % WORD_BITS;
        ready++;
    }
    return ready;
}

/* Looks at all that is asked for; with POLLER, which then stands in their lists. How many bits
 * hold, or -errno. */
static int look(struct selection *selection, struct poller *poller)
{
    int ready = 0, error = 0;
    memset(selection->ready, 0, sizeof(selection->ready));
    for (uint32_t fd = 0; fd < selection->count && !error; fd++) {
        if (!has(selection->words[0], fd) && !has(selection->words[1], fd) &&
            !has(selection->words[2], fd))
            continue;
        struct file *file = descriptors_find(&process_current()->descriptors, fd);
        if (!file)
            return -EBADF;
        if (poller)
            error = poll_add(poller, file);
        ready += look_at(selection, fd, poll_file(file));
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return error ? error : ready;
}

static int wait_until(struct selection *selection, tick_t deadline)
{
    struct poller poller;
    poll_begin(&poller, process_current()->space.account);
    int ready = look(selection, &poller), error = 0;
    while (ready == 0 && error != -ETIMEDOUT) {
        error = thread_block_until(NULL, BLOCKED_POLL, deadline);
        if (error && error != -ETIMEDOUT) {
            ready = error;
            break;
        }
        ready = look(selection, NULL);
    }
    poll_end(&poller);
    return ready;
}

/* --- What is left of the time is told --- */

struct time {
    int32_t seconds, microseconds;
};

static void tell_time_left(virt_t address, tick_t deadline)
{
    tick_t now = clock_now(), ticks = deadline > now ? deadline - now - 1 : 0;
    uint64_t left = divide_u64(ticks * clock_tick_ns(), 1000, NULL);
    uint32_t rest;
    struct time time;
    time.seconds = (int32_t)divide_u64(left, MICROSECONDS, &rest);
    time.microseconds = (int32_t)rest;
    (void)!copy_out(address, &time,
                    sizeof(time)); /* nobody needs it [Linux does so, too] */
}

/* As select, but that CALL's fifth word is DEADLINE. */
static int32_t select_until(const struct arch_call *call, tick_t deadline)
{
    struct selection selection = {.count = call->a, .at = {call->b, call->c, call->d}};
    if ((int32_t)call->a < 0)
        return -EINVAL;
    if (selection.count > DESCRIPTORS_MAX)
        selection.count = DESCRIPTORS_MAX;
    int error = copy_sets(&selection);
    if (error)
        return error;
    int ready = look(&selection, NULL);
    if (ready == 0 && deadline != 0)
        ready = wait_until(&selection, deadline);
    error = ready < 0 ? ready : tell_sets(&selection);
    return error ? error : ready;
}

int32_t sys_newselect(const struct arch_call *call)
{
    tick_t deadline;
    int error = copy_deadline(call->e, MICROSECOND_NS, &deadline);
    if (error)
        return error;
    int32_t ready = select_until(call, deadline);
    if (call->e)
        tell_time_left(call->e, deadline);
    return ready;
}

/* F: where stand the address of what is blocked meanwhile, and its bytes; both may be NULL. */
int32_t sys_pselect6(const struct arch_call *call)
{
    struct {
        virt_t address;
        uint32_t size;
    } mask = {0};
    tick_t deadline = 0;
    int error = call->f ? copy_in(&mask, call->f, sizeof(mask)) : 0;
    if (!error)
        error = copy_deadline(call->e, 1, &deadline);
    if (!error)
        error = mask_for_call(mask.address, mask.size);
    return error ? error : signals_unmask(select_until(call, deadline));
}
