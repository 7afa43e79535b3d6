/* A list of jobs in the order of their start. */
#include "user/sh/jobs.h"

#include <errno.h>
#include <process.h>
#include <result.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { SHOWN_BYTES = 80, PATH_BYTES = PROCESS_PATH_MAX };

struct shell_job {
    struct shell_job *next;
    pid_t pid;
    enum { JOB_RUNNING, JOB_SUSPENDED, JOB_ENDED } state;
    int status;              /* for `$?`, when it is suspended or has ended */
    bool has_settings;       /* it was suspended in the foreground, ... */
    struct termios settings; /* ... and had set the terminal so */
    char name[PROCESS_NAME_MAX];
    char command[SHOWN_BYTES];
};

static struct shell_job *jobs;
static bool tells_ordinary_ends;

/* How the terminal is set while no job has it. */
static bool has_terminal;
static struct termios usual;

void shell_jobs_init(bool interactive)
{
    tells_ordinary_ends = interactive;
    has_terminal = tcgetattr(STDIN_FILENO, &usual) == 0;
}

/* --- One job's life */

static struct shell_job *job_make(char *const argv[])
{
    struct shell_job *job = calloc(1, sizeof(*job));
    size_t length = 0;

    if (job == NULL)
        return NULL;
    const char *slash = strrchr(argv[0], '/');
    string_copy(job->name, slash == NULL ? argv[0] : slash + 1, sizeof(job->name));
    for (int i = 0; argv[i] != NULL && length < SHOWN_BYTES; i++)
        length += (size_t)snprintf(job->command + length, SHOWN_BYTES - length,
                                   i == 0 ? "%s" : " %s", argv[i]);
    return job;
}

static void job_append(struct shell_job *job)
{
    struct shell_job **link = &jobs;

    while (*link != NULL)
        link = &(*link)->next;
    *link = job;
}

static void job_forget(struct shell_job *job)
{
    struct shell_job **link = &jobs;

    while (*link != job)
        link = &(*link)->next;
    *link = job->next;
    free(job);
}

/* Takes over what process_wait has reported, and tells it if it is unusual. */
static void job_note(struct shell_job *job, const struct process_result *result)
{
    job->status = result_status(result);
    job->state = result->event == PROCESS_WAS_SUSPENDED ? JOB_SUSPENDED
                 : result->event == PROCESS_WAS_RESUMED ? JOB_RUNNING
                                                        : JOB_ENDED;
    result_tell(job->name, result);
}

pid_t shell_job_start(char *const argv[], const struct process_options *options,
                      struct shell_job **job)
{
    const char *folder = strchr(argv[0], '/') == NULL ? "/bin/" : "";
    char path[PATH_BYTES];

    if (snprintf(path, sizeof(path), "%s%s", folder, argv[0]) >= PATH_BYTES)
        return -ENAMETOOLONG;
    struct shell_job *started = job_make(argv);
    if (started == NULL)
        return -ENOMEM;
    pid_t pid = started->pid = process_create(path, argv, options);
    if (pid < 0) {
        free(started);
        return pid;
    }
    job_append(started);
    if (options->flags & PROCESS_SUSPENDED)
        job_note(started,
                 &(struct process_result){.pid = pid, .event = PROCESS_WAS_SUSPENDED});
    *job = started;
    return pid;
}

struct shell_job *shell_job_find(pid_t pid)
{
    struct shell_job *found = NULL;

    for (struct shell_job *job = jobs; job != NULL; job = job->next)
        if (pid == 0 ? job->state != JOB_ENDED : job->pid == pid)
            found = job;
    return found;
}

int shell_job_resume(struct shell_job *job)
{
    int error = process_resume(job->pid);

    if (error == 0)
        job->state = JOB_RUNNING;
    return error;
}

/* Waits until JOB, if it runs, does so no more; false: Ctrl-C has broken that off. */
static bool wait_for_change(struct shell_job *job)
{
    const struct process_wait_options options = {.flags = WAIT_SUSPENDED};
    struct process_result result;
    pid_t pid = job->state == JOB_RUNNING ? process_wait(job->pid, &result, &options) : 0;

    if (pid == job->pid)
        job_note(job, &result);
    return pid != -EINTR;
}

static int job_status(struct shell_job *job)
{
    int status = job->status;

    if (job->state == JOB_ENDED)
        job_forget(job);
    return status;
}

int shell_job_wait(struct shell_job *job)
{
    return wait_for_change(job) ? job_status(job) : STATUS_INTERRUPTED;
}

/* The terminal is set as JOB had left it when it was suspended; and then as usual again,
 * whatever JOB leaves behind. */
int shell_job_watch(struct shell_job *job)
{
    if (job->has_settings)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &job->settings);
    process_foreground(job->pid);
    bool has_changed = wait_for_change(job);
    process_foreground(0);
    job->has_settings = has_terminal && job->state == JOB_SUSPENDED &&
                        tcgetattr(STDIN_FILENO, &job->settings) == 0;
    if (has_terminal)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
    return has_changed ? job_status(job) : STATUS_INTERRUPTED;
}

/* --- All jobs */

void shell_jobs_collect(void)
{
    const struct process_wait_options options = {
        .flags = WAIT_POLL | WAIT_SUSPENDED | WAIT_RESUMED,
    };
    struct process_result result;

    while (process_wait(-1, &result, &options) > 0) {
        struct shell_job *job = shell_job_find(result.pid);

        if (job == NULL)
            continue;
        job_note(job, &result);
        if (tells_ordinary_ends && result.event == PROCESS_EXITED)
            printf("%d done %s\n", job->pid, job->command);
    }
}

int shell_jobs_wait(void)
{
    struct shell_job *next;
    int status = EXIT_SUCCESS;

    for (struct shell_job *job = jobs; job != NULL; job = next) {
        next = job->next;
        if (job->state != JOB_SUSPENDED && status != STATUS_INTERRUPTED)
            status = shell_job_wait(job);
    }
    return status == STATUS_INTERRUPTED ? status : EXIT_SUCCESS;
}

void shell_jobs_print(void)
{
    for (const struct shell_job *job = jobs; job != NULL; job = job->next)
        if (job->state != JOB_ENDED)
            printf("%d %s %s\n", job->pid,
                   job->state == JOB_SUSPENDED ? "suspended" : "running", job->command);
}
