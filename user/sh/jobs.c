/* A list of jobs in the order of their start. What the kernel tells of a process is noted with
 * the process; what a job is follows from that. */
#include "user/sh/jobs.h"

#include <errno.h>
#include <process.h>
#include <result.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { SHOWN_BYTES = 80 };

enum job_state { JOB_RUNNING, JOB_SUSPENDED, JOB_ENDED };

struct member {
    pid_t pid;
    enum job_state state;
    char name[PROCESS_NAME_MAX];
};

struct shell_job {
    struct shell_job *next;
    unsigned
        number;     /* that `%` names it by; 0: none any more, as its end has been told */
    uint32_t stamp; /* when it was started, suspended or sent to the background last */
    bool is_in_foreground; /* from its start on */
    bool is_told;          /* that it was destroyed from the console */
    pid_t last;            /* whose status is the job's */
    int status, suspended_status;
    bool has_settings;       /* it was suspended in the foreground, ... */
    struct termios settings; /* ... and had set the terminal so */
    char command[SHOWN_BYTES];
    size_t count;
    struct member members[];
};

static struct shell_job *jobs;
static uint32_t stamps;
static bool tells_ordinary_ends;
static bool was_broken_off; /* one, from the console */
static bool controls_jobs;  /* gives them groups of their own, and the terminal */

/* How the terminal is set while no job has it. */
static bool has_terminal;
static struct termios usual;

void shell_jobs_init(bool interactive)
{
    tells_ordinary_ends = interactive;
    controls_jobs = interactive || getsid(0) == getpid();
    has_terminal = tcgetattr(STDIN_FILENO, &usual) == 0;
}

/* --- One job's life */

struct shell_job *shell_job_make(struct shell_part text, size_t count, bool foreground)
{
    struct shell_job *job = calloc(1, sizeof(*job) + count * sizeof(job->members[0]));

    if (job == NULL)
        return NULL;
    job->is_in_foreground = foreground;
    snprintf(job->command, SHOWN_BYTES, "%.*s", (int)text.length, text.text);
    for (char *c = job->command; *c != '\0'; c++)
        if (*c == '\n')
            *c = ' ';
    return job;
}

static void append_job(struct shell_job *job)
{
    struct shell_job **link = &jobs;

    job->number = 1;
    for (; *link != NULL; link = &(*link)->next)
        if ((*link)->number >= job->number)
            job->number = (*link)->number + 1;
    job->stamp = ++stamps;
    *link = job;
}

static void forget_job(struct shell_job *job)
{
    struct shell_job **link = &jobs;

    while (*link != NULL && *link != job)
        link = &(*link)->next;
    if (*link != NULL)
        *link = job->next;
    free(job);
}

static enum job_state job_state(const struct shell_job *job)
{
    enum job_state state = JOB_ENDED;

    for (size_t i = 0; i < job->count; i++)
        if (job->members[i].state < state)
            state = job->members[i].state;
    return state;
}

/* A suspension is the job's; so is an end from the console, which all of it shares. That nobody
 * takes its output any more is no unusual end of a program. */
static void tell_change(struct shell_job *job, const struct member *member,
                        const struct process_result *result)
{
    bool is_from_console = result->event == PROCESS_DESTROYED && result->by == 0;
    struct process_result told = *result;

    if (result->event == PROCESS_DESTROYED && result->code == SIGPIPE)
        return;
    if (result->event == PROCESS_WAS_SUSPENDED) {
        if (job_state(job) != JOB_SUSPENDED)
            return;
        member = &job->members[0];
        told.pid = member->pid;
    }
    if (!(is_from_console && job->is_told))
        result_tell(member->name, &told);
    job->is_told |= is_from_console;
    was_broken_off |= is_from_console;
}

/* Takes over what process_wait has reported, and tells it if it is unusual. */
static void note_change(struct shell_job *job, struct member *member,
                        const struct process_result *result)
{
    int status = result_status(result);

    member->state = result->event == PROCESS_WAS_SUSPENDED ? JOB_SUSPENDED
                    : result->event == PROCESS_WAS_RESUMED ? JOB_RUNNING
                                                           : JOB_ENDED;
    if (member->state == JOB_SUSPENDED) {
        job->suspended_status = status;
        job->stamp = ++stamps;
    } else if (member->state == JOB_ENDED && member->pid == job->last)
        job->status = status;
    tell_change(job, member, result);
}

bool shell_controls_jobs(void)
{
    return controls_jobs;
}

uint32_t shell_job_flags(const struct shell_job *job)
{
    if (!controls_jobs || !job->is_in_foreground)
        return 0;
    return job->count == 0 ? PROCESS_FOREGROUND : PROCESS_SUSPENDED;
}

void shell_job_admit(const struct shell_job *job, pid_t pid)
{
    if ((shell_job_flags(job) & PROCESS_SUSPENDED) == 0)
        return;
    setpgid(pid, shell_job_pid(job));
    process_foreground(pid);
    process_resume(pid);
}

void shell_job_add(struct shell_job *job, pid_t pid, const char *name, bool is_last)
{
    struct member *member = &job->members[job->count++];
    const char *slash = strrchr(name, '/');

    member->pid = pid;
    string_copy(member->name, slash == NULL ? name : slash + 1, sizeof(member->name));
    setpgid(pid, controls_jobs ? job->members[0].pid : getpgrp());
    if (is_last)
        job->last = pid;
    if (job->count == 1)
        append_job(job);
}

/* Both the child and its parent put it where it belongs, as nobody knows who comes first. To take
 * the terminal is for those in the background, too, if they ignore what stops them; but a shell
 * that is there itself leaves it to whoever has it. */
void shell_job_enter(const struct shell_job *job)
{
    bool has_terminal_now = tcgetpgrp(STDIN_FILENO) == getpgrp();

    if (controls_jobs)
        setpgid(0, shell_job_pid(job));
    if (controls_jobs && job->is_in_foreground && has_terminal_now) {
        signal(SIGTTOU, SIG_IGN);
        tcsetpgrp(STDIN_FILENO, getpgrp());
        signal(SIGTTOU, SIG_DFL);
    }
    tells_ordinary_ends = controls_jobs = has_terminal = false;
}

void shell_job_suspended(struct shell_job *job)
{
    const struct process_result result = {.pid = job->members[0].pid,
                                          .event = PROCESS_WAS_SUSPENDED};

    note_change(job, &job->members[0], &result);
}

void shell_job_fail(struct shell_job *job, int status)
{
    job->status = status;
}

pid_t shell_job_pid(const struct shell_job *job)
{
    return job->members[0].pid;
}

pid_t shell_job_target(const struct shell_job *job)
{
    return controls_jobs ? -shell_job_pid(job) : shell_job_last(job);
}

pid_t shell_job_last(const struct shell_job *job)
{
    return job->last != 0 ? job->last : job->members[0].pid;
}

void shell_job_drop(struct shell_job *job)
{
    free(job);
}

/* --- Waiting and going on */

static struct member *find_member(struct shell_job *job, pid_t pid)
{
    for (size_t i = 0; i < job->count; i++)
        if (job->members[i].pid == pid)
            return &job->members[i];
    return NULL;
}

struct shell_job *shell_job_of(pid_t pid)
{
    struct shell_job *job = jobs;

    while (job != NULL && find_member(job, pid) == NULL)
        job = job->next;
    return job;
}

struct shell_job *shell_jobs_next(const struct shell_job *job)
{
    return job == NULL ? jobs : job->next;
}

unsigned shell_job_number(const struct shell_job *job)
{
    return job->number;
}

const char *shell_job_command(const struct shell_job *job)
{
    return job->command;
}

bool shell_job_is_suspended(const struct shell_job *job)
{
    return job_state(job) == JOB_SUSPENDED;
}

uint32_t shell_job_rank(const struct shell_job *job)
{
    if (job_state(job) == JOB_ENDED)
        return 0;
    return shell_job_is_suspended(job) ? UINT32_MAX / 2 + job->stamp : job->stamp;
}

/* --- Waiting and going on */

/* A shell in the background would be stopped by it, and has none to set. */
static void set_terminal(const struct termios *settings)
{
    if (tcgetpgrp(STDIN_FILENO) == getpgrp())
        tcsetattr(STDIN_FILENO, TCSADRAIN, settings);
}

/* The terminal is set as JOB had left it when it was suspended. */
void shell_job_give_terminal(struct shell_job *job)
{
    if (job->has_settings)
        set_terminal(&job->settings);
    for (size_t i = 0; i < job->count; i++)
        if (controls_jobs && job->members[i].state != JOB_ENDED) {
            process_foreground(job->members[i].pid);
            return;
        }
}

int shell_job_resume(struct shell_job *job)
{
    int error = -ESRCH;

    job->stamp = ++stamps;
    for (size_t i = 0; i < job->count; i++) {
        struct member *member = &job->members[i];

        if (member->state != JOB_ENDED && process_resume(member->pid) == 0) {
            member->state = JOB_RUNNING;
            error = 0;
        }
    }
    if (controls_jobs)
        kill(-shell_job_pid(job), SIGCONT); /* what they have started, too */
    return error;
}

/* Waits until nothing of JOB runs any more; false: Ctrl-C has broken that off. JOB is in the
 * FOREGROUND meanwhile. Of one that is somebody else's child nothing can be learnt. */
static bool wait_for_change(struct shell_job *job, bool foreground)
{
    const struct process_wait_options options = {.flags = WAIT_SUSPENDED};
    struct process_result result;

    for (size_t i = 0; i < job->count; i++) {
        struct member *member = &job->members[i];

        if (member->state != JOB_RUNNING)
            continue;
        if (foreground)
            process_foreground(member->pid);
        pid_t pid = process_wait(member->pid, &result, &options);
        if (pid == -EINTR)
            return false;
        if (pid == member->pid)
            note_change(job, member, &result);
    }
    return true;
}

static int finish_job(struct shell_job *job)
{
    bool is_suspended = job_state(job) == JOB_SUSPENDED;
    int status = is_suspended ? job->suspended_status : job->status;

    if (job_state(job) == JOB_ENDED)
        forget_job(job);
    return status;
}

int shell_job_wait(struct shell_job *job)
{
    return wait_for_change(job, false) ? finish_job(job) : -EINTR;
}

/* The terminal is set as usual again, whatever JOB leaves behind. */
int shell_job_watch(struct shell_job *job)
{
    bool has_changed = wait_for_change(job, controls_jobs);
    if (controls_jobs)
        process_foreground(0);
    job->has_settings = has_terminal && job_state(job) == JOB_SUSPENDED &&
                        tcgetattr(STDIN_FILENO, &job->settings) == 0;
    if (has_terminal)
        set_terminal(&usual);
    return has_changed ? finish_job(job) : STATUS_INTERRUPTED;
}

/* --- All jobs */

bool shell_jobs_broken_off(void)
{
    bool was = was_broken_off;

    was_broken_off = false;
    return was;
}

static void tell_end(const struct shell_job *job)
{
    if (job->status == EXIT_SUCCESS)
        printf("%d done %s\n", shell_job_pid(job), job->command);
    else
        printf("%d exit %d %s\n", shell_job_pid(job), job->status, job->command);
}

void shell_jobs_collect(void)
{
    const struct process_wait_options options = {
        .flags = WAIT_POLL | WAIT_SUSPENDED | WAIT_RESUMED,
    };
    struct process_result result;

    while (process_wait(-1, &result, &options) > 0) {
        struct shell_job *job = shell_job_of(result.pid);

        if (job == NULL)
            continue;
        note_change(job, find_member(job, result.pid), &result);
        if (tells_ordinary_ends && result.event == PROCESS_EXITED &&
            job_state(job) == JOB_ENDED)
            tell_end(job);
    }
}

void shell_jobs_free_numbers(void)
{
    for (struct shell_job *job = jobs; job != NULL; job = job->next)
        if (job_state(job) == JOB_ENDED)
            job->number = 0;
}
