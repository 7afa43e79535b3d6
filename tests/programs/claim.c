/* claim: tries to keep the console from the person at it, and says so when it begins.
 *
 * usage: claim HOW [UID] */
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SOLDIERS = 12, WRONG = 2 };

static pid_t start(const char *how, pid_t other, uint32_t flags)
{
    const struct process_options options = {.flags = flags};
    char digits[12];

    snprintf(digits, sizeof(digits), "%d", other);
    return process_create("/bin/claim", (char *[]){"claim", (char *)how, digits, NULL},
                          &options);
}

/* Claims it, and nobody can run who would let go of it. */
static void claim_and_suspend(void)
{
    process_foreground(0);
    puts("mine");
    process_suspend(getpid());
}

static void claim_and_spin(void)
{
    process_foreground(0);
    puts("mine");
    for (;;)
        continue;
}

/* Claims it in the name of a child, and ends before that: its shell waits no longer. */
static void claim_by_orphan(void)
{
    start("late", 0, PROCESS_FOREGROUND);
    process_sleep(5);
}

static void claim_and_sleep(void)
{
    process_foreground(0);
    puts("mine");
    process_sleep(10);
    for (;;)
        process_foreground(0);
}

/* Two have it in turn, and each gives it to the other. */
static void claim_with(pid_t other)
{
    for (;;) {
        process_foreground(0);
        process_foreground(other);
    }
}

static void claim_by_two(void)
{
    start("with", getpid(), PROCESS_FOREGROUND);
    puts("mine");
    claim_with(getpid() + 1);
}

/* All that a program may do against SHELL, and for the others, who are the next pids. */
static void fight(pid_t shell)
{
    for (int round = 0;; round++) {
        if (round == 1)
            puts("mine");
        policy_set("fifo", NULL);
        process_suspend(shell);
        process_foreground(0);
        process_foreground(getppid());
        for (pid_t pid = shell + 1; pid < shell + SOLDIERS; pid++)
            process_resume(pid);
    }
}

static void start_war(void)
{
    for (int i = 0; i < SOLDIERS; i++)
        start("fight", getppid(), PROCESS_FOREGROUND);
    fight(getppid());
}

int main(int argc, char *argv[])
{
    const char *how = argc > 1 ? argv[1] : "";
    int number = argc > 2 ? atoi(argv[2]) : 0;

    if (strcmp(how, "with") == 0)
        claim_with(number);
    if (strcmp(how, "fight") == 0)
        fight(number);
    if (number > 0 && setuid((uid_t)number) < 0)
        return WRONG;
    if (strcmp(how, "suspend") == 0)
        claim_and_suspend();
    else if (strcmp(how, "spin") == 0)
        claim_and_spin();
    else if (strcmp(how, "orphan") == 0)
        claim_by_orphan();
    else if (strcmp(how, "late") == 0)
        claim_and_sleep();
    else if (strcmp(how, "two") == 0)
        claim_by_two();
    else if (strcmp(how, "war") == 0)
        start_war();
    return WRONG;
}
