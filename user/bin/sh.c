/* sh: the shell. Reads commands from the terminal, or takes them from TEXT; help lists
 * what it knows by itself.
 *
 * usage: sh [-c TEXT] */
#include <arguments.h>
#include <errno.h>
#include <process.h>
#include <shell_jobs.h>
#include <shell_words.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1024, STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127 };

static struct shell_values values;
static bool is_interactive;

/* --- Builtins: each returns the status for `$?`. */

static int builtin_exit(int argc, char *argv[])
{
    uint64_t status = (uint64_t)values.status;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], INT32_MAX, &status))) {
        fprintf(stderr, "usage: exit [N]\n");
        return EXIT_USAGE;
    }
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

static int builtin_wait(int argc, char *argv[])
{
    int status = EXIT_SUCCESS;

    if (argc == 1) {
        shell_jobs_collect();
        shell_jobs_wait();
    }
    for (int i = 1; i < argc; i++) {
        struct shell_job *job = job_named(argv[0], argv[i]);

        status = job == NULL ? STATUS_NOT_FOUND : shell_job_wait(job);
    }
    return status;
}

static int builtin_jobs(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    shell_jobs_collect();
    shell_jobs_print();
    return EXIT_SUCCESS;
}

/* The job that ARGV names, running again; or NULL, after a message. */
static struct shell_job *job_resumed(int argc, char *argv[])
{
    struct shell_job *job;

    if (argc > 2) {
        fprintf(stderr, "usage: %s [PID]\n", argv[0]);
        return NULL;
    }
    job = job_named(argv[0], argc == 2 ? argv[1] : NULL);
    if (job == NULL)
        return NULL;
    int error = shell_job_resume(job);
    if (error == 0)
        return job;
    fprintf(stderr, "sh: %s: %s\n", argv[0], strerror(-error));
    return NULL;
}

static int builtin_fg(int argc, char *argv[])
{
    struct shell_job *job = job_resumed(argc, argv);

    return job == NULL ? EXIT_FAILURE : shell_job_wait(job);
}

static int builtin_bg(int argc, char *argv[])
{
    return job_resumed(argc, argv) == NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int builtin_help(int argc, char *argv[]);

static const struct builtin {
    const char *name;
    int (*run)(int argc, char *argv[]);
    const char *usage, *help;
} builtins[] = {
    {"exit", builtin_exit, "exit [N]", "end the shell with status N, or the last one"},
    {"wait", builtin_wait, "wait [PID...]", "wait for these jobs, or for all that run"},
    {"jobs", builtin_jobs, "jobs", "show what runs in the background or is suspended"},
    {"fg", builtin_fg, "fg [PID]", "go on with a job in the foreground"},
    {"bg", builtin_bg, "bg [PID]", "go on with a job in the background"},
    {"help", builtin_help, "help", "show this"},
};

enum { BUILTIN_COUNT = sizeof(builtins) / sizeof(builtins[0]) };

static int builtin_help(int argc, char *argv[])
{
    (void)argc;
    (void)argv;
    puts("PROGRAM [WORD...] runs a program of /bin, with & behind it in the background.\n"
         "; ends a command, $? is the last status, $! the last pid in the background.\n"
         "Ctrl-C destroys what is in the foreground, Ctrl-Z suspends it, Ctrl-D ends the "
         "shell.");
    for (int i = 0; i < BUILTIN_COUNT; i++)
        printf("  %-14s %s\n", builtins[i].usage, builtins[i].help);
    return EXIT_SUCCESS;
}

/* --- Commands */

static int run_program(const struct shell_command *command)
{
    struct shell_job *job;
    pid_t pid = shell_job_start(command, &job);

    if (pid == -ENOENT || pid == -ENOTDIR) {
        fprintf(stderr, "sh: %s: not found\n", command->argv[0]);
        return STATUS_NOT_FOUND;
    }
    if (pid < 0) {
        fprintf(stderr, "sh: %s: %s\n", command->argv[0], strerror(-pid));
        return STATUS_NOT_EXECUTABLE;
    }
    if (!command->background)
        return shell_job_wait(job);
    values.background = pid;
    if (is_interactive)
        printf("%d\n", pid);
    return EXIT_SUCCESS;
}

static int run_command(struct shell_command *command)
{
    for (int i = 0; i < BUILTIN_COUNT; i++)
        if (strcmp(command->argv[0], builtins[i].name) == 0)
            return builtins[i].run(command->argc, command->argv);
    return run_program(command);
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

/* All of TEXT must be right before any of it runs. Each command is then read once more,
 * since only now is it known what `$?` is there. */
static void run_text(const char *text)
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

/* --- The terminal */

/* Reads a line into the LINE_BYTES at LINE; false at the end of the input. One that is
 * too long, or that Ctrl-C broke off, is dropped. Byte by byte, so that nothing is taken
 * from the input which a program in the line may want to read. */
static bool read_line(char *line)
{
    size_t length = 0;
    int c;

    for (errno = 0; (c = getchar()) != '\n' && c != EOF; length++)
        if (length < LINE_BYTES - 1)
            line[length] = (char)c;
    bool is_broken = c == EOF && errno == EINTR;
    bool is_too_long = length >= LINE_BYTES;
    if (is_too_long)
        fprintf(stderr, "sh: line too long\n");
    line[is_broken || is_too_long ? 0 : length] = '\0';
    return c != EOF || length > 0 || is_broken;
}

static int interact(void)
{
    char line[LINE_BYTES];

    process_foreground(0);
    for (;;) {
        shell_jobs_collect();
        printf("robin$ ");
        if (!read_line(line))
            break;
        run_text(line);
    }
    puts("exit");
    return values.status;
}

int main(int argc, char *argv[])
{
    is_interactive = argc == 1;
    if (!is_interactive && (argc != 3 || strcmp(argv[1], "-c") != 0)) {
        fprintf(stderr, "usage: sh [-c TEXT]\n");
        return EXIT_USAGE;
    }
    shell_jobs_init(is_interactive);
    if (is_interactive)
        return interact();
    run_text(argv[2]);
    return values.status;
}
