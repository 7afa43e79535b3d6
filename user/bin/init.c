/* init: process 1. Keeps a shell running in the foreground, or, with -c, has one run
 * TEXT and powers off with its status; and collects every child that ends, its own and
 * orphans.
 *
 * usage: init [-c TEXT] */
#include <arguments.h>
#include <errno.h>
#include <process.h>
#include <result.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_NO_SHELL = 127, STATUS_FAULT = 139, PAUSE_TICKS = 50 };

static const char shell_path[] = "/bin/sh";

/* Without a shell nobody could do anything: the end. */
static _Noreturn void give_up(int error)
{
    fprintf(stderr, "init: %s: %s\n", shell_path, strerror(-error));
    process_power_off(STATUS_NO_SHELL);
    exit(STATUS_NO_SHELL);
}

/* Collects children until SHELL is among them, and returns its status. */
static int wait_for(pid_t shell)
{
    struct process_result result = {0};

    while (result.pid != shell) {
        const struct process_wait_options options = {.flags = WAIT_SUSPENDED};
        pid_t pid = process_wait(-1, &result, &options);

        if (pid < 0 && pid != -EINTR)
            give_up(pid);
        if (pid == shell && result.event == PROCESS_WAS_SUSPENDED) {
            puts("init: nobody could resume the shell if it stayed suspended");
            process_resume(shell);
            result.pid = 0;
        }
    }
    result_tell("sh", &result);
    return result_status(&result);
}

static int run_shell(char *const argv[])
{
    const struct process_options options = {.flags = PROCESS_FOREGROUND};
    pid_t shell;

    while ((shell = process_create(shell_path, argv, &options)) == -ENOMEM)
        process_sleep(1); /* others may give some back */
    if (shell < 0)
        give_up(shell);
    return wait_for(shell);
}

int main(int argc, char *argv[])
{
    if (getpid() != 1) {
        fprintf(stderr, "init: the kernel has started it: process 1\n");
        return usage("init [-c TEXT]");
    }
    if (argc == 1)
        for (;;) {
            if (run_shell((char *const[]){"sh", NULL}) == STATUS_FAULT)
                process_sleep(PAUSE_TICKS); /* it may fault at once, for ever */
            puts("init: another shell; `poweroff` leaves Robin");
        }

    int status = argc == 3 && strcmp(argv[1], "-c") == 0
                     ? run_shell((char *const[]){"sh", "-c", argv[2], NULL})
                     : usage("init [-c TEXT]");
    process_power_off(status);
    return status;
}
