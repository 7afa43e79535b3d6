/* A list, its pipelines, their commands. A program becomes a child by process_create, which has
 * all that most need; a child is forked where the shell itself has to go on in it: to do a
 * builtin beside others, a list in the background, and what process_create knows nothing of:
 * other descriptors, assignments, a group that is there. */
#include "user/sh/commands.h"

#include <arguments.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <process.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/sh/builtins.h"
#include "user/sh/files.h"
#include "user/sh/job_names.h"
#include "user/sh/start.h"
#include "user/sh/text.h"

static struct shell_values values;
static bool is_interactive;
static int printed_status; /* of the last `$(...)` of the words that are read */

/* A command of a pipeline, and where it stands in it. */
struct stage {
    struct shell_job *job;
    const struct shell_command *command;
    char **argv; /* NULL: they are read in a child */
    int input, output,
        next_input; /* next_input: is for the stage behind; -1: it is the last */
};

/* --- In the shell itself */

static bool assign_word(struct shell_part part, bool exports)
{
    size_t length = shell_name_length(part.text), value_at = length + 1;
    char *value = shell_words_value(
        (struct shell_part){part.text + value_at, part.length - value_at}, &values);
    bool is_set = value != NULL &&
                  variable_set(&values.variables, part.text, length, value) &&
                  (!exports || variable_export(&values.variables, part.text, length));

    free(value);
    return is_set;
}

static bool assign_all(const struct shell_word *word, bool exports)
{
    while (word != NULL && assign_word(word->part, exports))
        word = word->next;
    return word == NULL;
}

static int complain_of_memory(void)
{
    return shell_complain("words", -ENOMEM);
}

/* A builtin, or nothing but assignments and redirections. */
static int run_here(const struct shell_command *command, char *argv[], bool in_background)
{
    struct shell_files files = shell_files_begin(STDIN_FILENO, STDOUT_FILENO), saved;
    int status = shell_files_open(&files, command->redirections, &values);

    if (status != EXIT_SUCCESS)
        return status;
    bool is_taken = shell_files_take(&files, &saved);
    shell_files_close(command->redirections);
    if (!is_taken)
        return shell_complain("redirection", -errno);
    if (!assign_all(command->assignments, false))
        status = complain_of_memory();
    else
        status = argv[0] == NULL ? printed_status
                                 : shell_builtin_run(argv, in_background, &values);
    fflush(stdout);
    if (argv[0] != NULL && strcmp(argv[0], "exec") == 0 && argv[1] == NULL)
        shell_files_keep(&saved);
    else
        shell_files_restore(&saved);
    return status;
}

/* --- Children */

/* The child of a fork goes on as a shell for JOB. */
static void enter_child(const struct shell_job *job)
{
    shell_job_enter(job);
    shell_builtins_init(false);
    is_interactive = false;
}

/* The child of a fork becomes what STAGE says. */
static _Noreturn void become_stage(const struct stage *stage,
                                   const struct shell_files *files)
{
    char **argv = stage->argv;

    enter_child(stage->job);
    if (!shell_files_take(files, NULL))
        exit(shell_complain("redirection", -errno));
    if (stage->next_input >= 0)
        close(stage->next_input);
    if (argv == NULL)
        argv = shell_words_expand(stage->command->words, &values);
    if (argv == NULL || !assign_all(stage->command->assignments, true))
        exit(complain_of_memory());
    if (argv[0] == NULL)
        exit(EXIT_SUCCESS);
    if (shell_is_builtin(argv[0]))
        exit(shell_builtin_run(argv, false, &values));
    exit(shell_complain(argv[0], shell_execute(argv, &values.variables)));
}

static bool needs_fork(const struct stage *stage, const struct shell_files *files)
{
    return !shell_controls_jobs() || stage->argv == NULL || stage->argv[0] == NULL ||
           shell_is_builtin(stage->argv[0]) || stage->command->assignments != NULL ||
           !shell_files_are_standard(files);
}

static pid_t fork_stage(const struct stage *stage, const struct shell_files *files)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        become_stage(stage, files);
    return pid < 0 ? -errno : pid;
}

static pid_t create_stage(const struct stage *stage, const struct shell_files *files)
{
    struct process_options options = {.flags =
                                          PROCESS_FILES | shell_job_flags(stage->job)};

    memcpy(options.files, files->fds, sizeof(options.files));
    pid_t pid = shell_start(stage->argv, &options, &values.variables);
    if (pid > 0)
        shell_job_admit(stage->job, pid);
    return pid;
}

/* As the program would have, on what is standard error in FILES. */
static int complain_there(const char *name, int error, const struct shell_files *files)
{
    struct shell_files saved;
    bool is_taken = shell_files_take(files, &saved);
    int status = shell_complain(name, error);

    if (is_taken)
        shell_files_restore(&saved);
    return status;
}

/* Returns 0, or a status if it was not started, which has been told. */
static int start_stage(const struct stage *stage)
{
    struct shell_files files = shell_files_begin(stage->input, stage->output);
    int status = shell_files_open(&files, stage->command->redirections, &values);

    if (status != EXIT_SUCCESS)
        return status;
    pid_t pid = needs_fork(stage, &files) ? fork_stage(stage, &files)
                                          : create_stage(stage, &files);
    bool has_name = stage->argv != NULL && stage->argv[0] != NULL;
    const char *name = has_name ? stage->argv[0] : "sh";
    if (pid < 0)
        status = complain_there(name, pid, &files);
    else
        shell_job_add(stage->job, pid, name, stage->next_input < 0);
    shell_files_close(stage->command->redirections);
    return status;
}

/* --- Jobs */

static struct shell_job *make_job(struct shell_part text, size_t count,
                                  bool in_background)
{
    struct shell_job *job = shell_job_make(text, count, !in_background);

    if (job == NULL)
        complain_of_memory();
    return job;
}

/* JOB has been started, unless none of its processes could be: then STATUS says why. */
static int go_on_with_job(struct shell_job *job, int status, bool in_background)
{
    if (shell_job_pid(job) == 0) {
        shell_job_drop(job);
        return status;
    }
    if (status != EXIT_SUCCESS)
        shell_job_fail(job, status);
    if (!in_background)
        return shell_job_watch(job);
    values.background = shell_job_last(job);
    if (is_interactive)
        printf("%d\n", shell_job_pid(job));
    return EXIT_SUCCESS;
}

static bool is_kill(char *argv[])
{
    return argv[0] != NULL && strcmp(argv[0], "kill") == 0;
}

static bool has_output(struct shell_part part)
{
    return memmem(part.text, part.length, "$(", strlen("$(")) != NULL;
}

static bool words_have_output(const struct shell_word *word)
{
    while (word != NULL && !has_output(word->part))
        word = word->next;
    return word != NULL;
}

/* Starts COMMAND, which reads from *INPUT, and sets *INPUT for the next one: -1 if there can be
 * none. Its words are WORDS or, if that is NULL, yet to be read: where that runs commands, in
 * the child, as these read what it reads. Returns 0, or why it was not started. */
static int start_command(struct shell_job *job, const struct shell_command *command,
                         char **words, int *input)
{
    int ends[] = {-1, STDOUT_FILENO}, status = EXIT_SUCCESS;
    bool is_for_child = words == NULL && words_have_output(command->words);

    if (command->next != NULL && pipe2(ends, O_CLOEXEC) < 0)
        status = shell_complain("|", -errno);
    if (words == NULL && !is_for_child)
        words = shell_words_expand(command->words, &values);
    struct stage stage = {job, command, words, *input, ends[1], ends[0]};
    if (words == NULL && !is_for_child)
        status = complain_of_memory();
    else if (!is_for_child && is_kill(words) && !job_names_replace(&stage.argv))
        status = EXIT_FAILURE;
    if (status == EXIT_SUCCESS)
        status = start_stage(&stage);
    shell_words_free(stage.argv);
    if (*input != STDIN_FILENO)
        close(*input);
    if (ends[1] != STDOUT_FILENO)
        close(ends[1]);
    *input = ends[0];
    return status;
}

/* Where no job control keeps it from the terminal, the background reads nothing. [POSIX 2.9.3.1] */
static int begin_input(bool in_background)
{
    if (!in_background || shell_controls_jobs())
        return STDIN_FILENO;
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0)
        shell_complain("/dev/null", -errno);
    return input;
}

/* Of a PIPELINE of one command the words are WORDS, which are freed; else that is NULL. */
static int run_as_job(const struct shell_pipeline *pipeline, char **words,
                      struct shell_part text, bool in_background)
{
    int input = begin_input(in_background), status = EXIT_FAILURE;
    size_t count = 0;

    for (const struct shell_command *at = pipeline->commands; at != NULL; at = at->next)
        count++;
    struct shell_job *job = make_job(text, count, in_background);
    if (job == NULL || input < 0)
        shell_words_free(words);
    if (job == NULL)
        return EXIT_FAILURE;
    for (const struct shell_command *at = pipeline->commands; at != NULL && input >= 0;
         at = at->next)
        status = start_command(job, at, words, &input);
    return go_on_with_job(job, status, in_background);
}

static bool is_done_here(const char *name, bool in_background)
{
    return in_background ? shell_is_prefix(name) : name == NULL || shell_is_builtin(name);
}

static int run_command(const struct shell_pipeline *pipeline, struct shell_part text,
                       bool in_background)
{
    printed_status = EXIT_SUCCESS;
    (void)shell_jobs_broken_off();
    char **words = shell_words_expand(pipeline->commands->words, &values);
    if (words == NULL)
        return complain_of_memory();
    if (shell_jobs_broken_off()) { /* a `$(...)` was: the words are not what was meant */
        shell_words_free(words);
        return printed_status;
    }
    if (!is_done_here(words[0], in_background))
        return run_as_job(pipeline, words, text, in_background);
    int status = run_here(pipeline->commands, words, in_background);
    shell_words_free(words);
    return status;
}

static int run_pipeline(const struct shell_pipeline *pipeline, struct shell_part text,
                        bool in_background)
{
    int status = pipeline->commands->next == NULL
                     ? run_command(pipeline, text, in_background)
                     : run_as_job(pipeline, NULL, text, in_background);

    return pipeline->is_negated ? status == EXIT_SUCCESS : status;
}

/* --- Lists */

static void run_list(const struct shell_list *list)
{
    for (const struct shell_pipeline *at = list->pipelines; at != NULL; at = at->next) {
        bool is_true = values.status == EXIT_SUCCESS;

        if (at->when == RUN_ALWAYS || is_true == (at->when == RUN_IF_TRUE))
            values.status = run_pipeline(at, at->part, false);
    }
}

/* A child goes through LIST, and ends with its status. */
static int fork_list(const struct shell_list *list)
{
    struct shell_job *job = make_job(list->part, 1, true);

    if (job == NULL)
        return EXIT_FAILURE;
    fflush(stdout);
    pid_t pid = fork();
    if (pid < 0) {
        shell_job_drop(job);
        return shell_complain("&", -errno);
    }
    if (pid == 0) {
        dup2(begin_input(true), STDIN_FILENO);
        enter_child(job);
        run_list(list);
        exit(values.status);
    }
    shell_job_add(job, pid, "sh", true);
    return go_on_with_job(job, EXIT_SUCCESS, true);
}

static void run_in_background(const struct shell_list *list)
{
    const struct shell_pipeline *first = list->pipelines;
    bool is_simple = first->next == NULL && !first->is_negated && !has_output(list->part);

    values.status = is_simple ? run_pipeline(first, list->part, true) : fork_list(list);
}

static void run_lists(const struct shell_list *at)
{
    for (; at != NULL; at = at->next)
        if (at->is_in_background)
            run_in_background(at);
        else
            run_list(at);
}

bool shell_run(const char *text)
{
    struct shell_text rest = {.start = text, .at = text};
    char error[SYNTAX_ERROR_BYTES];
    struct shell_tree tree;
    bool is_right = true;

    while (is_right && *rest.at != '\0') {
        is_right = shell_parse(&rest, &tree, error);
        if (is_right) {
            run_lists(tree.lists);
        } else {
            fprintf(stderr, "sh: %s\n", error);
            values.status = EXIT_USAGE;
        }
        shell_parse_free(&tree);
    }
    return is_right;
}

/* --- $(...) */

static _Noreturn void become_output(const struct shell_job *job, const char *text, int to)
{
    enter_child(job);
    signal(SIGTSTP, SIG_IGN); /* the shell could not go on while it is suspended */
    dup2(to, STDOUT_FILENO);
    close(to);
    shell_run(text);
    exit(values.status);
}

/* JOB's child does TEXT; what it prints, to the last newlines. */
static char *run_output(struct shell_job *job, const char *text)
{
    int ends[2], error = pipe2(ends, O_CLOEXEC);

    fflush(stdout);
    pid_t pid = error < 0 ? -1 : fork();
    if (pid == 0)
        become_output(job, text, ends[1]);
    if (pid < 0) {
        printed_status = shell_complain("$(", -errno);
        shell_job_drop(job);
    }
    if (error == 0)
        close(ends[1]);
    char *output = pid < 0 ? strdup("") : shell_read_text(ends[0]);
    if (error == 0)
        close(ends[0]);
    if (pid < 0)
        return output;
    shell_job_add(job, pid, "sh", true);
    printed_status = shell_job_watch(job);
    return output;
}

/* What PART prints, without the newlines at its end. */
static char *output_of(struct shell_part part)
{
    char *text = strndup(part.text, part.length), *output = NULL;
    struct shell_job *job = text == NULL ? NULL : make_job(part, 1, false);

    if (job != NULL)
        output = run_output(job, text);
    for (size_t i = output == NULL ? 0 : strlen(output); i > 0 && output[i - 1] == '\n';
         i--)
        output[i - 1] = '\0';
    free(text);
    return output;
}

int shell_status(void)
{
    return values.status;
}

void shell_init(bool interactive, char *arguments[])
{
    char path[PATH_MAX];

    is_interactive = interactive;
    values.shell = getpid();
    values.output = output_of;
    if (arguments != NULL) {
        values.name = arguments[0];
        values.arguments = arguments + 1;
    }
    variables_import(&values.variables, environ);
    if (variable_get(&values.variables, "PATH", strlen("PATH")) == NULL)
        variable_set(&values.variables, "PATH", strlen("PATH"), "/bin");
    if (getcwd(path, sizeof(path)) != NULL)
        variable_set(&values.variables, "PWD", strlen("PWD"), path);
    shell_builtins_init(interactive);
    shell_jobs_init(interactive);
}
