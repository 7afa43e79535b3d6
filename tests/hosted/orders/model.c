#include "tests/hosted/orders/model.h"

#include "abi/errno.h"
#include "abi/signal.h"
#include "tests/hosted/harness/machine.h"

void model_start(struct model *model)
{
    *model = (struct model){.last_pid = MODEL_INIT, .count = 1};
    model->processes[0] = (struct model_process){
        .pid = MODEL_INIT, .place = PLACE_PROGRAM, .deadline = TICK_NEVER};
}

bool model_is_runnable(const struct model_process *process)
{
    return process->place != PLACE_NEW && process->place != PLACE_ENDED &&
           !process->blocked && !process->suspended;
}

/* --- The order of the processes --- */

/* COUNT if PID is nobody. */
static int index_of(const struct model *model, pid_t pid)
{
    int i = 0;
    while (i < model->count && model->processes[i].pid != pid)
        i++;
    return i;
}

static void take_out(struct model *model, int index)
{
    model->count--;
    for (int i = index; i < model->count; i++)
        model->processes[i] = model->processes[i + 1];
    model->processes[model->count] = (struct model_process){0};
}

static struct model_process *move_to_end(struct model *model, int index)
{
    struct model_process moved = model->processes[index];
    take_out(model, index);
    model->processes[model->count] = moved;
    return &model->processes[model->count++];
}

/* --- What a parent learns --- */

static bool is_wanted(const struct model_process *child, uint32_t flags)
{
    return child->place == PLACE_ENDED ||
           (child->news == PROCESS_WAS_SUSPENDED && flags & WAIT_SUSPENDED) ||
           (child->news == PROCESS_WAS_RESUMED && flags & WAIT_RESUMED);
}

static bool is_meant(const struct model_process *parent,
                     const struct model_process *child)
{
    return child->parent == parent->pid &&
           (parent->wait_pid == -1 || parent->wait_pid == child->pid);
}

/* There is something new to say of CHILD, or somebody new to say it to. */
static void tell_parent(struct model *model, const struct model_process *child)
{
    struct model_process *parent = &model->processes[index_of(model, child->parent)];
    if (parent->place == PLACE_WAIT && is_meant(parent, child) &&
        is_wanted(child, parent->wait_flags))
        parent->blocked = false;
}

static void set_news(struct model *model, struct model_process *child,
                     enum process_event news, pid_t by)
{
    child->news = news;
    child->by = by;
    if (news == PROCESS_WAS_SUSPENDED || news == PROCESS_WAS_RESUMED)
        child->code = news == PROCESS_WAS_SUSPENDED ? SIGSTOP : SIGCONT;
    tell_parent(model, child);
}

/* --- Ends --- */

static void adopt(struct model *model, int index)
{
    struct model_process *orphan = move_to_end(model, index);
    orphan->parent = MODEL_INIT;
    tell_parent(model, orphan);
}

/* An end is all that is left of a process, whatever it was doing. */
static void end(struct model *model, pid_t pid, enum process_event how, int32_t code,
                pid_t by)
{
    for (int left = model->count, i = 0; left > 0; left--) {
        if (model->processes[i].parent == pid)
            adopt(model, i);
        else
            i++;
    }
    struct model_process *process = move_to_end(model, index_of(model, pid));
    *process = (struct model_process){.pid = pid,
                                      .parent = process->parent,
                                      .place = PLACE_ENDED,
                                      .deadline = TICK_NEVER,
                                      .code = code};
    set_news(model, process, how, by);
}

/* --- Wait --- */

static bool has_child(const struct model *model, const struct model_process *self)
{
    for (int i = 0; i < model->count; i++)
        if (is_meant(self, &model->processes[i]))
            return true;
    return false;
}

static int find_child(const struct model *model, const struct model_process *self,
                      bool has_ended)
{
    for (int i = 0; i < model->count; i++) {
        const struct model_process *child = &model->processes[i];
        if (is_meant(self, child) && is_wanted(child, self->wait_flags) &&
            (child->place == PLACE_ENDED) == has_ended)
            return i;
    }
    return NOBODY;
}

/* Ends come before other news. */
static int find_news(const struct model *model, const struct model_process *self)
{
    int found = find_child(model, self, true);
    return found != NOBODY ? found : find_child(model, self, false);
}

/* What has been told is not told again. */
static struct outcome report(struct model *model, int index)
{
    struct model_process *child = &model->processes[index];
    struct outcome outcome = {.result = child->pid,
                              .told = {.pid = child->pid,
                                       .event = child->news,
                                       .code = child->code,
                                       .by = child->by}};
    child->news = 0;
    if (child->place == PLACE_ENDED)
        take_out(model, index);
    return outcome;
}

/* SELF waits, at first or again: its children come first, time comes last. */
static struct outcome look(struct model *model, struct model_process *self)
{
    int found = find_news(model, self);
    self->place = PLACE_PROGRAM;
    if (!has_child(model, self))
        return (struct outcome){.result = -ECHILD};
    if (found != NOBODY)
        return report(model, found);
    if (self->wait_flags & WAIT_POLL)
        return (struct outcome){.result = 0};
    if (self->deadline <= model->now)
        return (struct outcome){.result = -ETIMEDOUT};
    self->place = PLACE_WAIT;
    self->blocked = true;
    return (struct outcome){.result = AWAY};
}

static struct outcome wait_for(struct model *model, struct model_process *self, pid_t pid,
                               const struct event *event)
{
    self->wait_pid = pid;
    self->wait_flags = event->flags;
    self->deadline = event->flags & WAIT_TIMEOUT ? model->now + event->ticks : TICK_NEVER;
    return look(model, self);
}

/* --- The other calls: their results --- */

static int32_t create(struct model *model, pid_t parent, const struct event *event)
{
    pid_t pid = ++model->last_pid;
    model->processes[model->count++] = (struct model_process){
        .pid = pid,
        .parent = parent,
        .place = event->ticks ? PLACE_NEW : PLACE_PROGRAM,
        .suspended = event->flags & PROCESS_SUSPENDED,
        .deadline = event->ticks ? model->now + event->ticks : TICK_NEVER};
    return pid;
}

static int check_target(const struct model_process *target)
{
    if (target->place == PLACE_ENDED)
        return -ESRCH;
    return target->pid == MODEL_INIT ? -EPERM : 0;
}

static int32_t destroy(struct model *model, pid_t self, struct model_process *target)
{
    int error = check_target(target);
    if (error)
        return error;
    bool is_self = target->pid == self;
    end(model, target->pid, PROCESS_DESTROYED, SIGKILL, self);
    return is_self ? AWAY : 0;
}

static int32_t suspend(struct model *model, pid_t self, struct model_process *target)
{
    int error = check_target(target);
    if (error || target->suspended)
        return error;
    target->suspended = true;
    set_news(model, target, PROCESS_WAS_SUSPENDED, self);
    if (target->pid != self)
        return 0;
    target->place = PLACE_SUSPENDED;
    return AWAY;
}

static int32_t resume(struct model *model, pid_t self, struct model_process *target)
{
    int error = check_target(target);
    if (error || !target->suspended)
        return error;
    target->suspended = false;
    set_news(model, target, PROCESS_WAS_RESUMED, self);
    return 0;
}

static int32_t sleep(const struct model *model, struct model_process *self, tick_t ticks)
{
    self->place = PLACE_SLEEP;
    self->blocked = true;
    self->deadline = model->now + ticks;
    return AWAY;
}

/* --- Time, and a call that comes back --- */

static void tick(struct model *model)
{
    model->now++;
    for (int i = 0; i < model->count; i++) {
        struct model_process *process = &model->processes[i];
        if (process->deadline > model->now)
            continue;
        process->blocked = false;
        if (process->place == PLACE_NEW)
            process->place = PLACE_PROGRAM;
    }
}

static struct outcome go_on(struct model *model, struct model_process *self)
{
    if (self->place == PLACE_WAIT)
        return look(model, self);
    self->place = PLACE_PROGRAM;
    return (struct outcome){.result = 0};
}

/* --- Events --- */

bool model_is_possible(const struct model *model, const struct event *event)
{
    if (event->actor == NOBODY)
        return event->kind == EVENT_TICK;
    if (event->actor >= model->count || event->target >= model->count)
        return false;
    const struct model_process *actor = &model->processes[event->actor];
    if (!model_is_runnable(actor))
        return false;
    bool is_birth = event->kind == EVENT_CREATE || event->kind == EVENT_FORK;
    if (is_birth && model->count == MODEL_PROCESSES)
        return false;
    if (event->kind == EVENT_EXIT && actor->pid == MODEL_INIT)
        return false;
    return (actor->place != PLACE_PROGRAM) == (event->kind == EVENT_GO_ON);
}

static int32_t call(struct model *model, struct model_process *self,
                    struct model_process *target, const struct event *event)
{
    switch (event->kind) {
    case EVENT_CREATE:
    case EVENT_FORK:
        return create(model, self->pid, event);
    case EVENT_DESTROY:
        return destroy(model, self->pid, target);
    case EVENT_SUSPEND:
        return suspend(model, self->pid, target);
    case EVENT_RESUME:
        return resume(model, self->pid, target);
    case EVENT_EXEC:
        return 0;
    case EVENT_SLEEP:
        return sleep(model, self, event->ticks);
    default:
        end(model, self->pid, PROCESS_EXITED, self->pid & 0xFF, 0);
        return AWAY;
    }
}

static struct model_process *at(struct model *model, int index)
{
    return index == NOBODY ? NULL : &model->processes[index];
}

struct outcome model_step(struct model *model, const struct event *event)
{
    struct model_process *self = at(model, event->actor);
    struct model_process *target = at(model, event->target);
    switch (event->kind) {
    case EVENT_TICK:
        tick(model);
        return (struct outcome){.result = AWAY};
    case EVENT_GO_ON:
        return go_on(model, self);
    case EVENT_WAIT:
        return wait_for(model, self, target ? target->pid : -1, event);
    default:
        return (struct outcome){.result = call(model, self, target, event)};
    }
}

/* --- Keys: 16 bits a process --- */

static void append(uint64_t *key, unsigned bits, uint64_t value)
{
    *key = *key << bits | value;
}

/* How much is left until the deadline, if it still means something. */
static uint64_t ticks_left(const struct model *model, const struct model_process *process)
{
    if (!process->blocked && process->place != PLACE_NEW && process->place != PLACE_WAIT)
        return 0;
    if (process->deadline == TICK_NEVER)
        return MODEL_TICKS_MAX + 1;
    return process->deadline > model->now ? process->deadline - model->now : 0;
}

static void append_process(uint64_t *key, const struct model *model,
                           const struct model_process *process)
{
    bool is_init = process->pid == MODEL_INIT;
    bool waits = process->place == PLACE_WAIT;
    append(key, 3, process->place);
    append(key, 1, process->blocked);
    append(key, 1, process->suspended);
    append(key, 2, ticks_left(model, process));
    append(key, 1, process->news == PROCESS_WAS_SUSPENDED);
    append(key, 1, process->news == PROCESS_WAS_RESUMED);
    append(key, 2, is_init ? 0 : (uint64_t)index_of(model, process->parent));
    append(key, 3, waits ? (uint64_t)index_of(model, process->wait_pid) : 0);
    append(key, 2, waits ? process->wait_flags & (WAIT_SUSPENDED | WAIT_RESUMED) : 0);
}

uint64_t model_key(const struct model *model)
{
    uint64_t key = 0;
    for (int i = 0; i < model->count; i++)
        append_process(&key, model, &model->processes[i]);
    return key;
}
