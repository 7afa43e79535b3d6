/* Each of the 31 signals meets a child in each state, which does nothing about it or handles it.
 * What comes of it is a letter a signal: the child (E)nds by it, (S)tops, (H)andles it, or
 * nothing happens (-). Linux gives the same letters. */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

#define DEFAULTS "EEEEEEEEEEEEEEEE--SSSS-EEEE-EEE"
#define STOPPED                                                                          \
    "EEEEEEEEEEEEEEEE-------EEEE-EEE" /* SIGCONT, which follows, undoes stops */
#define NOTHING "-------------------------------"

/* Nobody handles SIGKILL, nor SIGSTOP. */
#define HANDLED         "HHHHHHHHEHHHHHHHHHSHHHHHHHHHHHH"
#define HANDLED_STOPPED "HHHHHHHHEHHHHHHHHH----HHHHHHHHH"

enum { SIGNALS = 31, ENDED = 77 };

enum state { NEW, RUNS, SLEEPS, READS, WAITS, STOPS, ZOMBIE };

static int empty[2];
static volatile sig_atomic_t handled;

static void note(int signal)
{
    handled = signal;
}

/* --- The child --- */

static void be(enum state state)
{
    char byte;

    if (state == ZOMBIE)
        return;
    while (state == RUNS && !handled)
        sched_yield();
    if (state == READS)
        (void)!read(empty[0], &byte, 1);
    else if (state == WAITS && fork() != 0)
        wait(NULL);
    else if (state != RUNS)
        pause();
}

/* A child, and a child of it. */
static void let_others_run(void)
{
    sched_yield();
    sched_yield();
}

static pid_t make(enum state state, int signal, bool handles)
{
    pid_t pid = fork();

    if (pid == 0) {
        if (handles)
            sigaction(signal, &(struct sigaction){.sa_handler = note}, NULL);
        be(state);
        _exit(handled ? handled : ENDED);
    }
    setpgid(pid, pid); /* no orphan, with its parent elsewhere: it may stop */
    if (state != NEW)
        let_others_run();
    if (state == STOPS) {
        EXPECT_EQUAL(kill(pid, SIGSTOP), 0);
        EXPECT_EQUAL(waitpid(pid, NULL, WNOHANG | WUNTRACED), pid);
    }
    return pid;
}

static bool has_entered(pid_t pid, enum state state)
{
    struct process_status status = status_of(pid);
    uint32_t is = status.state, waits_for = status.blocked_on;

    switch (state) {
    case NEW:
        return is == STATE_READY && status.accounts.run_ticks == 0;
    case RUNS:
        return is == STATE_READY && status.accounts.calls > 0;
    case READS:
        return is == STATE_BLOCKED && waits_for == BLOCKED_PIPE;
    case WAITS:
        return is == STATE_BLOCKED && waits_for == BLOCKED_WAIT;
    case ZOMBIE:
        return is == STATE_ZOMBIE;
    default:
        return is == STATE_BLOCKED && status.suspended == (state == STOPS);
    }
}

/* --- What comes of it --- */

static char letter_of(int status, int signal)
{
    if (WIFSTOPPED(status))
        return WSTOPSIG(status) == signal ? 'S' : '?';
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == signal ? 'E' : '?';
    return WEXITSTATUS(status) == signal ? 'H' : '-';
}

/* Who has neither ended nor stopped is in the state that it was in. */
static char meet(enum state state, int signal, bool handles)
{
    int status = 0;
    pid_t pid = make(state, signal, handles);

    EXPECT(has_entered(pid, state));
    EXPECT_EQUAL(kill(pid, signal), 0);
    if (state == STOPS)
        kill(pid, SIGCONT);
    let_others_run();
    char letter = '-';
    if (waitpid(pid, &status, WNOHANG | WUNTRACED) == pid)
        letter = letter_of(status, signal);
    if (letter == 'S' || (letter == '-' && state != ZOMBIE)) {
        EXPECT_EQUAL(kill(pid, SIGKILL), 0);
        EXPECT_EQUAL(waitpid(pid, NULL, 0), pid);
    }
    return letter;
}

static void expect_letters(enum state state, bool handles, const char *expected)
{
    char letters[SIGNALS + 1] = "";

    for (int signal = 1; signal <= SIGNALS; signal++)
        letters[signal - 1] = meet(state, signal, handles);
    if (strcmp(letters, expected) != 0)
        printf("%s\n%s expected\n", letters, expected);
    EXPECT(strcmp(letters, expected) == 0);
}

static void each_signal_meets_a_new_child(void)
{
    expect_letters(NEW, false, DEFAULTS);
}

static void each_signal_meets_a_child_that_runs(void)
{
    expect_letters(RUNS, false, DEFAULTS);
    expect_letters(RUNS, true, HANDLED);
}

static void each_signal_meets_a_child_that_sleeps(void)
{
    expect_letters(SLEEPS, false, DEFAULTS);
    expect_letters(SLEEPS, true, HANDLED);
}

static void each_signal_meets_a_child_that_reads_a_pipe(void)
{
    expect_letters(READS, false, DEFAULTS);
    expect_letters(READS, true, HANDLED);
}

static void each_signal_meets_a_child_that_waits(void)
{
    expect_letters(WAITS, false, DEFAULTS);
    expect_letters(WAITS, true, HANDLED);
}

static void each_signal_meets_a_child_that_is_stopped(void)
{
    expect_letters(STOPS, false, STOPPED);
    expect_letters(STOPS, true, HANDLED_STOPPED);
}

static void each_signal_meets_a_zombie(void)
{
    expect_letters(ZOMBIE, false, NOTHING);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(each_signal_meets_a_new_child),
    BEHAVIOUR(each_signal_meets_a_child_that_runs),
    BEHAVIOUR(each_signal_meets_a_child_that_sleeps),
    BEHAVIOUR(each_signal_meets_a_child_that_reads_a_pipe),
    BEHAVIOUR(each_signal_meets_a_child_that_waits),
    BEHAVIOUR(each_signal_meets_a_child_that_is_stopped),
    BEHAVIOUR(each_signal_meets_a_zombie),
};

int main(void)
{
    EXPECT_EQUAL(pipe(empty), 0);
    return CHECK_ALL(behaviours);
}
