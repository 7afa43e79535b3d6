/* Names are looked up in the list of jobs each time: it is short. */
#include "user/sh/job_names.h"

#include <arguments.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PID_BYTES = sizeof("-2147483648") };

static struct shell_job *highest_below(uint32_t limit)
{
    struct shell_job *found = NULL, *job = NULL;

    while ((job = shell_jobs_next(job)) != NULL) {
        uint32_t rank = shell_job_rank(job);

        if (rank < limit && rank > (found == NULL ? 0 : shell_job_rank(found)))
            found = job;
    }
    return found;
}

static struct shell_job *current_job(void)
{
    return highest_below(UINT32_MAX);
}

static struct shell_job *previous_job(void)
{
    return current_job() == NULL ? NULL : highest_below(shell_job_rank(current_job()));
}

static bool is_called(const struct shell_job *job, const char *name)
{
    uint64_t number;

    if (argument_number(name, UINT32_MAX, &number))
        return shell_job_number(job) == number;
    return strncmp(shell_job_command(job), name, strlen(name)) == 0;
}

static struct shell_job *job_called(const char *name)
{
    struct shell_job *found = NULL, *job = NULL;

    while ((job = shell_jobs_next(job)) != NULL)
        if (shell_job_number(job) != 0 && is_called(job, name))
            found = job;
    return found;
}

static struct shell_job *find_job(const char *word)
{
    uint64_t pid;

    if (word == NULL || strcmp(word, "%") == 0 || strcmp(word, "%%") == 0 ||
        strcmp(word, "%+") == 0)
        return current_job();
    if (strcmp(word, "%-") == 0)
        return previous_job();
    if (*word == '%')
        return job_called(word + 1);
    return argument_number(word, INT32_MAX, &pid) ? shell_job_of((pid_t)pid) : NULL;
}

struct shell_job *job_named(const char *builtin, const char *word)
{
    shell_jobs_collect();
    struct shell_job *job = find_job(word);
    if (job == NULL && word == NULL)
        fprintf(stderr, "sh: %s: no job\n", builtin);
    else if (job == NULL)
        fprintf(stderr, "sh: %s: %s: no such job\n", builtin, word);
    return job;
}

/* --- For `kill` */

static bool replace_word(char **word)
{
    struct shell_job *job = job_named("kill", *word);
    char *text = job == NULL ? NULL : malloc(PID_BYTES);

    if (text == NULL)
        return false;
    snprintf(text, PID_BYTES, "%d", shell_job_target(job));
    free(*word);
    *word = text;
    return true;
}

/* So that the group in front is not taken for a signal. */
static bool put_end_of_options(char ***words)
{
    size_t count = 0;

    while ((*words)[count++] != NULL)
        ;
    char **longer = realloc(*words, (count + 1) * sizeof(*longer));
    if (longer == NULL)
        return false;
    *words = longer;
    memmove(longer + 2, longer + 1, (count - 1) * sizeof(*longer));
    longer[1] = strdup("--");
    return longer[1] != NULL;
}

bool job_names_replace(char ***words)
{
    char **first = *words + 1;
    bool is_first = *first != NULL && **first == '%';

    for (char **word = first; *word != NULL; word++)
        if (**word == '%' && !replace_word(word))
            return false;
    return !is_first || put_end_of_options(words);
}

/* --- Shown */

static unsigned lines_warned; /* for which the warning still holds */

bool jobs_warn(void)
{
    const struct shell_job *job = current_job();

    if (job == NULL || !shell_job_is_suspended(job) || lines_warned > 0)
        return false;
    fprintf(stderr, "sh: jobs are suspended; end the shell again, and they end, too\n");
    lines_warned = 2;
    return true;
}

void jobs_note_line(void)
{
    lines_warned -= lines_warned > 0;
}

void job_print(const struct shell_job *job, bool numbered)
{
    char mark = job == current_job() ? '+' : job == previous_job() ? '-' : ' ';

    if (numbered)
        printf("[%u]%c ", shell_job_number(job), mark);
    printf("%d %s %s\n", shell_job_pid(job),
           shell_job_is_suspended(job) ? "suspended" : "running", shell_job_command(job));
}

void jobs_print(bool numbered)
{
    const struct shell_job *job = NULL;

    while ((job = shell_jobs_next(job)) != NULL)
        if (shell_job_rank(job) > 0)
            job_print(job, numbered);
}
