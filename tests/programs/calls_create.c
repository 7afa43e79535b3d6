/* Whether process_create makes what it is asked for, and fails whole. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

/* What fits beside "act" and "length". */
enum { LONG_BYTES = PROCESS_ARGUMENTS_MAX - sizeof("act") - sizeof("length") - 1 };

static char *const no_arguments[] = {"act", NULL};

static pid_t create(const char *path, const struct process_options *options)
{
    return process_create(path, no_arguments, options);
}

static void create_returns_the_pid_of_a_new_child(void)
{
    pid_t pid = start("sleep", 5);
    struct process_status status = status_of(pid);

    EXPECT(pid > getpid());
    EXPECT_EQUAL(status.pid, pid);
    EXPECT_EQUAL(status.parent, getpid());
    EXPECT_EQUAL(status.uid, getuid());
    EXPECT(strcmp(status.name, "act") == 0);
    EXPECT_EQUAL(code_of(pid), 0);
}

static void pids_are_never_reused(void)
{
    pid_t first = start("exit", 0);

    EXPECT_EQUAL(code_of(first), 0);
    pid_t second = start("exit", 0);
    EXPECT(second > first);
    EXPECT_EQUAL(code_of(second), 0);
}

static void a_child_gets_its_arguments(void)
{
    char *const argv[] = {"act", "arguments", "", "two words", "\"$?\\\n", NULL};

    EXPECT_EQUAL(code_of(process_create("/bin/act", argv, NULL)), 0);
}

static void argv_may_be_empty_or_null(void)
{
    EXPECT_EQUAL(code_of(process_create("/bin/act", (char *[]){NULL}, NULL)), 99);
    EXPECT_EQUAL(code_of(process_create("/bin/act", NULL, NULL)), 99);
}

static void a_long_argument_arrives_whole(void)
{
    char *text = malloc(PROCESS_ARGUMENTS_MAX + 1);

    environ = NULL; /* it would count, too */
    memset(text, 'x', PROCESS_ARGUMENTS_MAX);
    text[LONG_BYTES] = '\0';
    char *const argv[] = {"act", "length", text, NULL};
    EXPECT_EQUAL(code_of(process_create("/bin/act", argv, NULL)), LONG_BYTES / 1024);
    text[LONG_BYTES] = 'x';
    text[PROCESS_ARGUMENTS_MAX] = '\0';
    EXPECT_EQUAL(process_create("/bin/act", argv, NULL), -E2BIG);
    free(text);
}

static void too_many_arguments_are_too_long(void)
{
    static char *argv[PROCESS_ARGUMENTS_MAX / sizeof(char *) + 2];

    for (size_t i = 0; i < sizeof(argv) / sizeof(argv[0]) - 1; i++)
        argv[i] = "";
    EXPECT_EQUAL(process_create("/bin/act", argv, NULL), -E2BIG);
}

static void a_path_without_a_program_has_its_own_error(void)
{
    static char long_name[NAME_MAX + 3] = "/";

    memset(long_name + 1, 'x', NAME_MAX + 1);
    EXPECT_EQUAL(create("/bin/nothing", NULL), -ENOENT);
    EXPECT_EQUAL(create("", NULL), -ENOENT);
    EXPECT_EQUAL(create("/bin/act/act", NULL), -ENOTDIR);
    EXPECT_EQUAL(create("/bin", NULL), -EISDIR);
    EXPECT_EQUAL(create("/files/garbage", NULL), -ENOEXEC);
    EXPECT_EQUAL(create("/files/empty", NULL), -ENOEXEC);
    EXPECT_EQUAL(create("/files/half", NULL), -ENOEXEC);
    EXPECT_EQUAL(create(long_name, NULL), -ENAMETOOLONG);
}

static void bad_addresses_are_found_before_all_else(void)
{
    struct process_options wrong = {.flags = 1u << 31};
    char *const bad_argv[] = {"act", NOWHERE, NULL};

    EXPECT_EQUAL(create(NULL, &wrong), -EFAULT);
    EXPECT_EQUAL(create(KERNEL_MEMORY, &wrong), -EFAULT);
    EXPECT_EQUAL(process_create("/bin/nothing", NOWHERE, &wrong), -EFAULT);
    EXPECT_EQUAL(process_create("/bin/nothing", KERNEL_MEMORY, &wrong), -EFAULT);
    EXPECT_EQUAL(process_create("/bin/nothing", bad_argv, &wrong), -EFAULT);
    EXPECT_EQUAL(create("/bin/nothing", NOWHERE), -EFAULT);
    EXPECT_EQUAL(create("/bin/nothing", KERNEL_MEMORY), -EFAULT);
}

static void unusable_options_are_invalid(void)
{
    EXPECT_EQUAL(create("/bin/nothing", &(struct process_options){.flags = 8}), -EINVAL);
    EXPECT_EQUAL(create("/bin/act", &(struct process_options){.rest_every_ticks = 1}),
                 -EINVAL);
}

static void descriptors_that_are_not_open_are_refused(void)
{
    struct process_options options = {.flags = PROCESS_FILES};
    const int wrong[] = {-2, 7, 1024, INT32_MAX, INT32_MIN};

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        options.files[2] = wrong[i];
        EXPECT_EQUAL(create("/bin/act", &options), -EBADF);
    }
}

static void a_create_that_fails_leaves_nothing_behind(void)
{
    int before = process_list(NULL, 0);
    pid_t first = start("exit", 0);

    EXPECT_EQUAL(code_of(first), 0);
    unusable_options_are_invalid();
    descriptors_that_are_not_open_are_refused();
    a_path_without_a_program_has_its_own_error();
    EXPECT_EQUAL(process_list(NULL, 0), before);
    struct process_result result;
    EXPECT_EQUAL(process_wait(-1, &result, NULL), -ECHILD);
}

static void a_child_inherits_the_files_of_its_parent(void)
{
    EXPECT_EQUAL(code_of(start("write", 1)), 0);
    EXPECT_EQUAL(code_of(start("write", 2)), 0);
    EXPECT_EQUAL(code_of(start("write", 3)), EBADF);
}

static void the_files_of_a_child_can_be_chosen(void)
{
    struct process_options options = {.flags = PROCESS_FILES, .files = {-1, -1, 1}};

    EXPECT_EQUAL(code_of(start_with(&options, "read", 0)), EBADF);
    EXPECT_EQUAL(code_of(start_with(&options, "write", 1)), EBADF);
    EXPECT_EQUAL(code_of(start_with(&options, "write", 2)), 0);
    options.files[0] = open("/files/letters", O_RDONLY);
    EXPECT_EQUAL(code_of(start_with(&options, "read", 0)), 'a');
    EXPECT_EQUAL(close(options.files[0]), 0);
}

static void files_count_only_with_their_flag(void)
{
    struct process_options options = {.files = {-1, -1, -1}};

    EXPECT_EQUAL(code_of(start_with(&options, "write", 1)), 0);
}

static void a_child_can_start_suspended(void)
{
    struct process_options options = {.flags = PROCESS_SUSPENDED};
    pid_t pid = start_with(&options, "exit", 3);

    process_sleep(5);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.suspended, 1);
    EXPECT_EQUAL(status.state, STATE_READY);
    EXPECT(status.accounts.first_run_tick == TICK_NEVER);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 3);
}

static void a_child_can_start_at_a_tick(void)
{
    struct process_options options = {.start_tick = at_tick() + 7};
    pid_t pid = start_with(&options, "exit", 3);

    process_sleep(5);
    EXPECT_EQUAL(status_of(pid).state, STATE_NEW);
    struct process_result result = end_of(pid);
    EXPECT_EQUAL(result.code, 3);
    EXPECT_EQUAL(result.accounts.first_run_tick, options.start_tick);
    EXPECT_EQUAL(result.accounts.created_tick, options.start_tick - 7);
}

static void a_start_tick_in_the_past_is_now(void)
{
    struct process_options options = {.start_tick = at_tick()};
    pid_t pid = start_with(&options, "exit", 3);

    EXPECT_EQUAL(status_of(pid).state, STATE_READY);
    EXPECT_EQUAL(code_of(pid), 3);
}

static void a_child_that_starts_suspended_and_later_waits_for_both(void)
{
    struct process_options options = {.flags = PROCESS_SUSPENDED,
                                      .start_tick = at_tick() + 4};
    pid_t pid = start_with(&options, "exit", 3);

    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(status_of(pid).state, STATE_NEW);
    struct process_result result = end_of(pid);
    EXPECT_EQUAL(result.accounts.first_run_tick, options.start_tick);
}

static void status_shows_the_scheduling_parameters(void)
{
    struct process_options options = {
        .flags = PROCESS_SUSPENDED,
        .scheduling = {.tickets = 11, .priority = 22, .length_ticks = 0x300000003}};
    pid_t pid = start_with(&options, "exit", 0);
    struct process_scheduling shown = status_of(pid).scheduling;

    EXPECT_EQUAL(shown.tickets, 11);
    EXPECT_EQUAL(shown.priority, 22);
    EXPECT_EQUAL(shown.length_ticks, 0x300000003);
    destroy_and_collect(pid);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(create_returns_the_pid_of_a_new_child),
    BEHAVIOUR(pids_are_never_reused),
    BEHAVIOUR(a_child_gets_its_arguments),
    BEHAVIOUR(argv_may_be_empty_or_null),
    BEHAVIOUR(a_long_argument_arrives_whole),
    BEHAVIOUR(too_many_arguments_are_too_long),
    BEHAVIOUR(a_path_without_a_program_has_its_own_error),
    BEHAVIOUR(bad_addresses_are_found_before_all_else),
    BEHAVIOUR(unusable_options_are_invalid),
    BEHAVIOUR(descriptors_that_are_not_open_are_refused),
    BEHAVIOUR(a_create_that_fails_leaves_nothing_behind),
    BEHAVIOUR(a_child_inherits_the_files_of_its_parent),
    BEHAVIOUR(the_files_of_a_child_can_be_chosen),
    BEHAVIOUR(files_count_only_with_their_flag),
    BEHAVIOUR(a_child_can_start_suspended),
    BEHAVIOUR(a_child_can_start_at_a_tick),
    BEHAVIOUR(a_start_tick_in_the_past_is_now),
    BEHAVIOUR(a_child_that_starts_suspended_and_later_waits_for_both),
    BEHAVIOUR(status_shows_the_scheduling_parameters),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
