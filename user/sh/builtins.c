/* A table of builtins; each returns the status for `$?`. */
#include "user/sh/builtins.h"

#include <arguments.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/sh/help.h"
#include "user/sh/job_names.h"
#include "user/sh/run.h"
#include "user/sh/start.h"

enum { STATUS_NO_DIRECTORY = 2, STATUS_NO_JOB = 127, SHOWN_BYTES = 80 };

static bool is_interactive;
static bool is_in_background; /* what is run now */

void shell_builtins_init(bool interactive)
{
    is_interactive = interactive;
}

/* --- Programs with options */

/* A job's text: WORDS with blanks between, as much as is shown. */
static struct shell_part join_words(char *const words[], char text[SHOWN_BYTES])
{
    size_t length = 0;

    for (int i = 0; words[i] != NULL && length < SHOWN_BYTES; i++)
        length += (size_t)snprintf(text + length, SHOWN_BYTES - length,
                                   i == 0 ? "%s" : " %s", words[i]);
    return (struct shell_part){.text = text, .length = strlen(text)};
}

static int run_program(char *argv[], struct shell_start *start,
                       struct shell_values *values)
{
    bool is_suspended = start->options.flags & PROCESS_SUSPENDED;
    char text[SHOWN_BYTES];
    struct shell_job *job = shell_job_make(join_words(argv, text), 1,
                                           !start->is_in_background && !is_suspended);

    if (job == NULL)
        return shell_complain(argv[0], -ENOMEM);
    start->options.flags |= shell_job_flags(job);
    pid_t pid = shell_start(argv, &start->options, &values->variables);
    if (pid < 0) {
        shell_job_drop(job);
        return shell_complain(argv[0], pid);
    }
    shell_job_add(job, pid, argv[0], true);
    if (is_suspended)
        shell_job_suspended(job);
    if (!start->is_in_background)
        return shell_job_watch(job);
    values->background = pid;
    if (start->tells_pid)
        printf("%d\n", pid);
    return EXIT_SUCCESS;
}

static int builtin_run(int argc, char *argv[], struct shell_values *values)
{
    struct shell_start start = {.is_in_background = is_in_background,
                                .tells_pid = is_interactive};
    int program = shell_run_options(argc, argv, &start);

    return program == 0 ? EXIT_USAGE : run_program(argv + program, &start, values);
}

/* --- The shell itself */

static int builtin_exit(int argc, char *argv[], struct shell_values *values)
{
    uint64_t status = (uint64_t)values->status;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], INT32_MAX, &status)))
        return shell_usage(argv[0]);
    if (is_interactive && jobs_warn())
        return EXIT_FAILURE;
    exit((int)status);
}

/* Without a command it is there for its redirections. A script ends where there is no such
 * program. */
static int builtin_exec(int argc, char *argv[], struct shell_values *values)
{
    if (argc == 1)
        return EXIT_SUCCESS;
    int status = shell_complain(argv[1], shell_execute(argv + 1, &values->variables));
    if (!is_interactive)
        exit(status);
    return status;
}

static int builtin_help(int argc, char *argv[], struct shell_values *values)
{
    (void)values;
    return argc > 2 ? shell_usage(argv[0]) : shell_help(argv[1]);
}

/* --- Variables */

/* NAME=VALUE as the shell can read it again. */
static void print_export(const char *text)
{
    printf("export %.*s='", (int)strcspn(text, "="), text);
    for (text = strchr(text, '=') + 1; *text != '\0'; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*text);
    puts("'");
}

static int print_exported(const struct variables *variables)
{
    char **environment = variables_environment(variables);

    for (size_t i = 0; environment != NULL && environment[i] != NULL; i++)
        print_export(environment[i]);
    free(environment);
    return environment == NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int complain_of_name(const char *builtin, const char *word)
{
    fprintf(stderr, "sh: %s: %s: not a name\n", builtin, word);
    return EXIT_FAILURE;
}

/* NAME or NAME=VALUE. */
static bool export_word(const char *word, size_t length, struct variables *variables)
{
    return (word[length] == '\0' ||
            variable_set(variables, word, length, word + length + 1)) &&
           variable_export(variables, word, length);
}

static int builtin_export(int argc, char *argv[], struct shell_values *values)
{
    int status = EXIT_SUCCESS;

    if (argc == 1)
        return print_exported(&values->variables);
    for (int i = 1; i < argc; i++) {
        size_t length = shell_name_length(argv[i]);
        bool is_name = length > 0 && (argv[i][length] == '\0' || argv[i][length] == '=');

        if (!is_name)
            status = complain_of_name(argv[0], argv[i]);
        else if (!export_word(argv[i], length, &values->variables))
            status = shell_complain(argv[0], -ENOMEM);
    }
    return status;
}

static int builtin_unset(int argc, char *argv[], struct shell_values *values)
{
    int status = EXIT_SUCCESS;

    for (int i = 1; i < argc; i++) {
        size_t length = shell_name_length(argv[i]);

        if (length == 0 || argv[i][length] != '\0')
            status = complain_of_name(argv[0], argv[i]);
        else
            variable_unset(&values->variables, argv[i], length);
    }
    return status;
}

/* What a script was given moves on by N words: `$1` is then what comes behind them. */
static int builtin_shift(int argc, char *argv[], struct shell_values *values)
{
    uint64_t count = 1;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], INT32_MAX, &count)))
        return shell_usage(argv[0]);
    for (; count > 0; count--) {
        if (values->arguments == NULL || *values->arguments == NULL) {
            fprintf(stderr, "sh: shift: there are not so many words\n");
            return EXIT_FAILURE;
        }
        values->arguments++;
    }
    return EXIT_SUCCESS;
}

/* --- Where one is */

static bool set_exported(struct variables *variables, const char *name, const char *value)
{
    return variable_set(variables, name, strlen(name), value) &&
           variable_export(variables, name, strlen(name));
}

/* PWD becomes where one is, and OLDPWD what that was. */
static bool note_directory(struct variables *variables)
{
    char path[PATH_MAX];
    const char *before = variable_get(variables, "PWD", strlen("PWD"));

    return getcwd(path, sizeof(path)) != NULL &&
           set_exported(variables, "OLDPWD", before == NULL ? "" : before) &&
           set_exported(variables, "PWD", path);
}

/* Where cd goes: NAME, which is `-` for where one was, or HOME; NULL: that is not known. */
static const char *directory_named(const char *name, const struct variables *variables)
{
    if (name != NULL && strcmp(name, "-") != 0)
        return name;
    if (name != NULL)
        return variable_get(variables, "OLDPWD", strlen("OLDPWD"));
    const char *home = variable_get(variables, "HOME", strlen("HOME"));
    return home == NULL ? "/" : home;
}

static int builtin_cd(int argc, char *argv[], struct shell_values *values)
{
    if (argc > 2)
        return shell_usage(argv[0]);
    const char *to = directory_named(argv[1], &values->variables);
    if (to == NULL || chdir(to) < 0) {
        fprintf(stderr, "sh: cd: %s: %s\n", to == NULL ? argv[1] : to,
                to == NULL ? "not known yet" : strerror(errno));
        return STATUS_NO_DIRECTORY;
    }
    if (!note_directory(&values->variables))
        return shell_complain(argv[0], -errno);
    if (argc == 2 && strcmp(argv[1], "-") == 0)
        puts(variable_get(&values->variables, "PWD", strlen("PWD")));
    return EXIT_SUCCESS;
}

static int builtin_pwd(int argc, char *argv[], struct shell_values *values)
{
    char path[PATH_MAX];

    (void)values;
    if (argc > 1)
        return shell_usage(argv[0]);
    if (getcwd(path, sizeof(path)) == NULL) {
        fprintf(stderr, "sh: pwd: %s\n", strerror(errno));
        return EXIT_FAILURE;
    }
    puts(path);
    return EXIT_SUCCESS;
}

/* --- Jobs */

/* Returns 0, or -EINTR. */
static int wait_for_all_that_run(void)
{
    struct shell_job *next;

    shell_jobs_collect();
    for (struct shell_job *job = shell_jobs_next(NULL); job != NULL; job = next) {
        next = shell_jobs_next(job);
        if (!shell_job_is_suspended(job) && shell_job_wait(job) == -EINTR)
            return -EINTR;
    }
    return EXIT_SUCCESS;
}

static int builtin_wait(int argc, char *argv[], struct shell_values *values)
{
    int status = argc == 1 ? wait_for_all_that_run() : EXIT_SUCCESS;

    (void)values;
    for (int i = 1; i < argc && status != -EINTR; i++) {
        struct shell_job *job = job_named(argv[0], argv[i]);

        status = job == NULL ? STATUS_NO_JOB : shell_job_wait(job);
    }
    return status == -EINTR ? STATUS_INTERRUPTED : status;
}

static int builtin_jobs(int argc, char *argv[], struct shell_values *values)
{
    bool is_numbered = argc == 2 && strcmp(argv[1], "-l") == 0;

    (void)values;
    if (argc > 1 && !is_numbered)
        return shell_usage(argv[0]);
    shell_jobs_collect();
    jobs_print(is_numbered);
    return EXIT_SUCCESS;
}

/* fg and bg: the job that is named, or the latest, runs again. */
static int builtin_continue(int argc, char *argv[], struct shell_values *values)
{
    (void)values;
    if (argc > 2)
        return shell_usage(argv[0]);
    struct shell_job *job = job_named(argv[0], argv[1]);
    if (job == NULL)
        return EXIT_FAILURE;
    bool is_fg = strcmp(argv[0], "fg") == 0;
    if (is_fg)
        shell_job_give_terminal(job);
    if (is_fg && is_interactive)
        puts(shell_job_command(job));
    int error = shell_job_resume(job);
    if (error < 0) {
        fprintf(stderr, "sh: %s: %s\n", argv[0], strerror(-error));
        return EXIT_FAILURE;
    }
    if (!is_fg && is_interactive)
        job_print(job, false);
    return is_fg ? shell_job_watch(job) : EXIT_SUCCESS;
}

/* --- The table */

static const struct {
    const char *name;
    int (*run)(int argc, char *argv[], struct shell_values *values);
} builtins[] = {
    {"exit", builtin_exit}, {"exec", builtin_exec},     {"wait", builtin_wait},
    {"jobs", builtin_jobs}, {"fg", builtin_continue},   {"bg", builtin_continue},
    {"run", builtin_run},   {"export", builtin_export}, {"unset", builtin_unset},
    {"cd", builtin_cd},     {"pwd", builtin_pwd},       {"shift", builtin_shift},
    {"help", builtin_help},
};

const char *shell_builtin(size_t number)
{
    return number < sizeof(builtins) / sizeof(builtins[0]) ? builtins[number].name : NULL;
}

static size_t find_builtin(const char *name)
{
    size_t number = 0;

    while (shell_builtin(number) != NULL && strcmp(builtins[number].name, name) != 0)
        number++;
    return number;
}

bool shell_is_builtin(const char *name)
{
    return name != NULL && shell_builtin(find_builtin(name)) != NULL;
}

bool shell_is_prefix(const char *name)
{
    return shell_is_builtin(name) && builtins[find_builtin(name)].run == builtin_run;
}

int shell_builtin_run(char *argv[], bool in_background, struct shell_values *values)
{
    int argc = 0;

    while (argv[argc] != NULL)
        argc++;
    is_in_background = in_background;
    return builtins[find_builtin(argv[0])].run(argc, argv, values);
}
