/* Every order in which init and two descendants can fork, run another program, write, have a
 * signal pending, end and be collected, with pipes open: the kernel is held against a model in which memory is
 * copied at once. From each state that is reached each event that is possible happens once. The
 * kernel's own check compares the users of each frame with who maps it, after each event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/fcntl.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/process/table.h"
#include "tests/hosted/harness/user.h"
#include "tests/hosted/orders/policy.h"

enum {
    INIT = 1,
    PROCESSES = 3,
    PLACES_MAX = 1 << 10,
    PLACE = USER_DATA + 0x700,
    SIGNALLED = SIGUSR1,
    FIRST_PIPE = 3,
    SECOND_PIPE = 5,
};

enum kind { FORK, EXEC, WRITE, SIGNAL, EXIT, COLLECT, KINDS };
enum { EVENTS = PROCESSES * KINDS };

static struct member {
    pid_t pid, parent; /* 0: there is none */
    bool has_ended, runs_program, has_pending;
    bool has_both_pipes; /* the second is closed by exec */
    uint32_t word;       /* what it has written last; 0 at first */
} family[PROCESSES];
static pid_t last_pid;

/* --- Where the test has been --- */

static struct place {
    uint32_t key, untried; /* a bit for each event that is possible here */
    struct place *next[EVENTS];
} places[PLACES_MAX];
static uint32_t place_count, events_tried;

static int index_of(pid_t pid)
{
    int i = 0;
    while (i < PROCESSES && family[i].pid != pid)
        i++;
    return i;
}

/* Which of the two programs it runs, and whether it has run another, makes no difference to what
 * can follow. */
static uint32_t key_of_family(void)
{
    uint32_t key = 1;
    for (int i = 0; i < PROCESSES; i++) {
        const struct member *member = &family[i];
        uint32_t parent = member->pid ? (uint32_t)index_of(member->parent) : 0;
        key = key * 4 + parent;
        key = key * 2 + (member->pid != 0);
        key = key * 2 + member->has_ended;
        key = key * 2 + member->has_pending;
        key = key * 2 + member->word;
    }
    return key;
}

/* --- The model --- */

static struct member *free_member(void)
{
    int i = index_of(0);
    return i < PROCESSES ? &family[i] : NULL;
}

/* The first child of PARENT that has ended, as it is told first; there is one order of ends
 * too many otherwise. */
static struct member *ended_child(const struct member *parent)
{
    for (int i = 0; i < PROCESSES; i++)
        if (family[i].pid && family[i].parent == parent->pid && family[i].has_ended)
            return &family[i];
    return NULL;
}

static bool is_possible(int event)
{
    const struct member *actor = &family[event / KINDS];
    if (!actor->pid || actor->has_ended)
        return false;
    switch (event % KINDS) {
    case FORK:
        return free_member();
    case EXIT:
        return actor->pid != INIT;
    case COLLECT:
        return ended_child(actor);
    default:
        return true;
    }
}

static void adopt_children(pid_t of)
{
    for (int i = 0; i < PROCESSES; i++)
        if (family[i].pid && family[i].parent == of)
            family[i].parent = INIT;
}

/* --- An event happens to both --- */

static void give_cpu(pid_t pid)
{
    orders_policy_choose(pid);
    if (machine_is_idle())
        machine_type('\b'); /* which does nothing, but the policy is asked */
    else if (user_running() != pid)
        user_yield();
    assert_int_equal(user_running(), pid);
}

static void write_text(const void *text, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, PLACE, size);
    assert_int_equal(transfer_out(&to, text, size), 0);
}

static void do_fork(struct member *actor)
{
    struct member *child = free_member();
    *child = *actor;
    child->parent = actor->pid;
    child->pid = ++last_pid;
    child->has_pending = false;
    assert_int_equal(user_fork(), child->pid);
}

static void do_exec(struct member *actor)
{
    const char *path = actor->runs_program ? "/bin/init" : "/bin/program";
    assert_int_equal(user_exec(path), 0);
    actor->runs_program = !actor->runs_program;
    actor->word = 0;
    actor->has_both_pipes = false;
}

static void do_write(struct member *actor)
{
    actor->word = !actor->word;
    write_text(&actor->word, sizeof(actor->word));
}

/* It stays pending, as all block it. */
static void do_signal(struct member *actor)
{
    assert_int_equal(user_call(SYS_KILL, (uint32_t)actor->pid, SIGNALLED, 0), 0);
    actor->has_pending = true;
}

static void do_exit(struct member *actor)
{
    user_exit(0);
    adopt_children(actor->pid);
    *actor =
        (struct member){.pid = actor->pid, .parent = actor->parent, .has_ended = true};
}

static void do_collect(struct member *actor)
{
    struct member *child = ended_child(actor);
    assert_int_equal(user_wait(child->pid, WAIT_POLL, 0), child->pid);
    *child = (struct member){0};
}

static void happen(int event)
{
    struct member *actor = &family[event / KINDS];
    give_cpu(actor->pid);
    switch (event % KINDS) {
    case FORK:
        return do_fork(actor);
    case EXEC:
        return do_exec(actor);
    case WRITE:
        return do_write(actor);
    case SIGNAL:
        return do_signal(actor);
    case EXIT:
        return do_exit(actor);
    default:
        return do_collect(actor);
    }
}

/* --- The kernel is as the model is --- */

static uint32_t word_of(const struct process *process)
{
    unsigned flags;
    phys_t frame =
        arch_space_lookup(&process->space.arch, PLACE - PLACE % PAGE_SIZE, &flags);
    return frame ? *(uint32_t *)(void *)((char *)arch_frame(frame) + PLACE % PAGE_SIZE)
                 : 0;
}

/* Whoever lives has each end of a pipe that it has not lost, and nobody else. */
static void expect_pipe(const struct member *member, uint32_t fd, bool is_there)
{
    uint32_t holders = 0;
    const struct file *file =
        descriptors_find(&user_process(member->pid)->descriptors, fd);
    assert_int_equal(file != NULL, is_there);
    for (int i = 0; i < PROCESSES; i++)
        holders += family[i].pid && !family[i].has_ended &&
                   (fd < SECOND_PIPE || family[i].has_both_pipes);
    if (file)
        assert_int_equal(file->references, holders);
}

static void expect_member(const struct member *member)
{
    const struct process *process = user_process(member->pid);
    assert_non_null(process);
    assert_int_equal(process->parent ? process->parent->thread.id : 0, member->parent);
    assert_int_equal(process->thread.state == STATE_ZOMBIE, member->has_ended);
    if (member->has_ended)
        return;
    assert_string_equal(process->name, member->runs_program ? "program" : "init");
    assert_int_equal(process->signals.pending != 0, member->has_pending);
    assert_int_equal(word_of(process), member->word);
    for (uint32_t fd = FIRST_PIPE; fd < SECOND_PIPE + 2; fd++)
        expect_pipe(member, fd, fd < SECOND_PIPE || member->has_both_pipes);
}

static void step(int event)
{
    happen(event);
    for (int i = 0; i < PROCESSES; i++)
        if (family[i].pid)
            expect_member(&family[i]);
}

/* --- All of them --- */

static void begin(void)
{
    orders_policy_choose(INIT);
    user_boot("policy=orders check=1");
    memset(family, 0, sizeof(family));
    family[0].pid = last_pid = INIT;
    family[0].has_both_pipes = true;
    assert_int_equal(user_call(SYS_PIPE, PLACE, 0, 0), 0);
    assert_int_equal(user_call(SYS_PIPE2, PLACE, O_CLOEXEC, 0), 0);
    write_text("\0\0\0\0", sizeof(family[0].word));
    process_current()->signals.blocked = SIGNAL_BIT(SIGNALLED);
}

static uint32_t possible_events(void)
{
    uint32_t possible = 0;
    for (int event = 0; event < EVENTS; event++)
        possible |= (uint32_t)is_possible(event) << event;
    return possible;
}

static struct place *find_place(uint32_t key)
{
    uint32_t i = key * 2654435761u % PLACES_MAX;
    while (places[i].key && places[i].key != key)
        i = (i + 1) % PLACES_MAX;
    if (!places[i].key) {
        assert_true(++place_count < PLACES_MAX);
        places[i] = (struct place){.key = key, .untried = possible_events()};
    }
    return &places[i];
}

/* The first event of a shortest way from START to a place where one has not been tried; -1:
 * there is none. */
static int event_towards_new(struct place *start)
{
    static struct place *queue[PLACES_MAX];
    static int first[PLACES_MAX]; /* of the way to a place; 0: not found, else plus 1 */
    uint32_t found = 0;
    memset(first, 0, sizeof(first));
    queue[found++] = start;
    for (uint32_t i = 0; i < found; i++) {
        struct place *place = queue[i];
        int way = first[place - places];
        if (place->untried)
            return way ? way - 1 : __builtin_ctz(place->untried);
        for (int event = 0; event < EVENTS; event++) {
            struct place *next = place->next[event];
            if (!next || next == start || first[next - places])
                continue;
            first[next - places] = way ? way : event + 1;
            queue[found++] = next;
        }
    }
    return -1;
}

/* One event more, from HERE; where that leads to. NULL: all have been tried. */
static struct place *step_on(struct place *here)
{
    int event = event_towards_new(here);
    if (event < 0)
        return NULL;
    events_tried += here->untried >> event & 1;
    here->untried &= ~(1u << event);
    step(event);
    return here->next[event] = find_place(key_of_family());
}

static void end(void)
{
    give_cpu(INIT);
    user_power_off(NULL);
}

static void every_order_of_descent_goes_as_the_model_says(void **state)
{
    (void)state;
    uint32_t steps = 0;
    begin();
    for (struct place *here = find_place(key_of_family()); here; here = step_on(here))
        steps++;
    end();
    print_message("descent: %u states, from them %u events, in %u steps; complete\n",
                  place_count, events_tried, steps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_of_descent_goes_as_the_model_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
