/* A table of builtins; whatever is not in it is a program. */
#include "user/sh/commands.h"

#include <arguments.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/sh/help.h"
#include "user/sh/jobs.h"
#include "user/sh/run.h"
#include "user/sh/words.h"

enum { STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127 };

static struct shell_values values;
static bool is_interactive;

/* --- Programs */

static int complain_of_start(const char *program, int error)
{
    if (error == -ENOENT || error == -ENOTDIR || error == -ENAMETOOLONG) {
        fprintf(stderr, "sh: %s: not found\n", program);
        return STATUS_NOT_FOUND;
    }
    fprintf(stderr, "sh: %s: %s\n", program, strerror(-error));
    return STATUS_NOT_EXECUTABLE;
}

static int run_program(char *const argv[], struct shell_start *start)
{
    struct shell_job *job;

    if (!start->is_in_background && !(start->options.flags & PROCESS_SUSPENDED))
        start->options.flags |= PROCESS_FOREGROUND;
    pid_t pid = shell_job_start(argv, &start->options, &job);
    if (pid < 0)
        return complain_of_start(argv[0], pid);
    if (!start->is_in_background)
        return shell_job_watch(job);
    values.background = pid;
    if (start->tells_pid)
        printf("%d\n", pid);
    return EXIT_SUCCESS;
}

/* --- Builtins: each returns the status for `$?`. */

static int builtin_run(struct shell_command *command)
{
    struct shell_start start = {.is_in_background = command->background,
                                .tells_pid = is_interactive};
    int program = shell_run_options(command->argc, command->argv, &start);

    return program == 0 ? EXIT_USAGE : run_program(command->argv + program, &start);
}

static int builtin_exit(struct shell_command *command)
{
    uint64_t status = (uint64_t)values.status;
    char **argv = command->argv;

    if (command->argc > 2 ||
        (command->argc == 2 && !argument_number(argv[1], INT32_MAX, &status)))
        return shell_usage(argv[0]);
    exit((int)status);
}

/* Finds the job that WORD names, or the latest without one; NULL, and says so, if there
 * is none. What happened meanwhile is looked at first, so that nobody acts on a job that
 * is over. */
static struct shell_job *job_named(const char *builtin, const char *word)
{
    struct shell_job *job = NULL;
    uint64_t pid = 0;

    shell_jobs_collect();
    if (word == NULL || (argument_number(word, INT32_MAX, &pid) && pid > 0))
        job = shell_job_find((pid_t)pid);
    if (job == NULL && word == NULL)
        fprintf(stderr, "sh: %s: no job\n", builtin);
    else if (job == NULL)
        fprintf(stderr, "sh: %s: %s: no such job\n", builtin, word);
    return job;
}

static int builtin_wait(struct shell_command *command)
{
    int status = EXIT_SUCCESS;

    if (command->argc == 1) {
        shell_jobs_collect();
        status = shell_jobs_wait();
    }
    for (int i = 1; i < command->argc && status != STATUS_INTERRUPTED; i++) {
        struct shell_job *job = job_named(command->argv[0], command->argv[i]);

        status = job == NULL ? STATUS_NOT_FOUND : shell_job_wait(job);
    }
    return status;
}

static int builtin_jobs(struct shell_command *command)
{
    if (command->argc > 1)
        return shell_usage(command->argv[0]);
    shell_jobs_collect();
    shell_jobs_print();
    return EXIT_SUCCESS;
}

/* fg and bg: the job that COMMAND names, or the latest, runs again. */
static int builtin_continue(struct shell_command *command)
{
    char **argv = command->argv;

    if (command->argc > 2)
        return shell_usage(argv[0]);
    struct shell_job *job = job_named(argv[0], argv[1]);
    if (job == NULL)
        return EXIT_FAILURE;
    int error = shell_job_resume(job);
    if (error < 0) {
        fprintf(stderr, "sh: %s: %s\n", argv[0], strerror(-error));
        return EXIT_FAILURE;
    }
    return strcmp(argv[0], "fg") == 0 ? shell_job_watch(job) : EXIT_SUCCESS;
}

static int builtin_help(struct shell_command *command)
{
    if (command->argc > 2)
        return shell_usage(command->argv[0]);
    return shell_help(command->argv[1]);
}

static const struct {
    const char *name;
    int (*run)(struct shell_command *command);
} builtins[] = {
    {"exit", builtin_exit},   {"wait", builtin_wait},   {"jobs", builtin_jobs},
    {"fg", builtin_continue}, {"bg", builtin_continue}, {"run", builtin_run},
    {"help", builtin_help},
};

const char *shell_builtin(size_t number)
{
    return number < sizeof(builtins) / sizeof(builtins[0]) ? builtins[number].name : NULL;
}

/* --- Commands */

static int run_command(struct shell_command *command)
{
    struct shell_start start = {.is_in_background = command->background,
                                .tells_pid = is_interactive};

    for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
        if (strcmp(command->argv[0], builtins[i].name) == 0)
            return builtins[i].run(command);
    return run_program(command->argv, &start);
}

/* What is wrong with TEXT, or NULL; COMMAND is spoilt. */
static const char *find_error(const char *text, struct shell_command *command)
{
    const char *error;

    do
        error = shell_words_next(&text, &values, command);
    while (error == NULL && command->argc > 0);
    return error;
}

/* Each command is read once more when it is its turn, since only now is it known what
 * `$?` is there. */
void shell_run(const char *text)
{
    struct shell_command command;
    const char *error = find_error(text, &command);

    while (error == NULL) {
        error = shell_words_next(&text, &values, &command);
        if (error == NULL && command.argc == 0)
            return;
        if (error == NULL)
            values.status = run_command(&command);
    }
    fprintf(stderr, "sh: %s\n", error);
    values.status = EXIT_USAGE;
}

int shell_status(void)
{
    return values.status;
}

void shell_init(bool interactive)
{
    is_interactive = interactive;
    shell_jobs_init(interactive);
}
