/* Signals by name, and in Linux's words. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *words;
} signals[] = {
    [SIGHUP] = {"HUP", "Hangup"},
    [SIGINT] = {"INT", "Interrupt"},
    [SIGQUIT] = {"QUIT", "Quit"},
    [SIGILL] = {"ILL", "Illegal instruction"},
    [SIGTRAP] = {"TRAP", "Trace/breakpoint trap"},
    [SIGABRT] = {"ABRT", "Aborted"},
    [SIGBUS] = {"BUS", "Bus error"},
    [SIGFPE] = {"FPE", "Floating point exception"},
    [SIGKILL] = {"KILL", "Killed"},
    [SIGUSR1] = {"USR1", "User defined signal 1"},
    [SIGSEGV] = {"SEGV", "Segmentation fault"},
    [SIGUSR2] = {"USR2", "User defined signal 2"},
    [SIGPIPE] = {"PIPE", "Broken pipe"},
    [SIGALRM] = {"ALRM", "Alarm clock"},
    [SIGTERM] = {"TERM", "Terminated"},
    [SIGSTKFLT] = {"STKFLT", "Stack fault"},
    [SIGCHLD] = {"CHLD", "Child exited"},
    [SIGCONT] = {"CONT", "Continued"},
    [SIGSTOP] = {"STOP", "Stopped (signal)"},
    [SIGTSTP] = {"TSTP", "Stopped"},
    [SIGTTIN] = {"TTIN", "Stopped (tty input)"},
    [SIGTTOU] = {"TTOU", "Stopped (tty output)"},
    [SIGURG] = {"URG", "Urgent I/O condition"},
    [SIGXCPU] = {"XCPU", "CPU time limit exceeded"},
    [SIGXFSZ] = {"XFSZ", "File size limit exceeded"},
    [SIGVTALRM] = {"VTALRM", "Virtual timer expired"},
    [SIGPROF] = {"PROF", "Profiling timer expired"},
    [SIGWINCH] = {"WINCH", "Window changed"},
    [SIGIO] = {"IO", "I/O possible"},
    [SIGPWR] = {"PWR", "Power failure"},
    [SIGSYS] = {"SYS", "Bad system call"},
};

enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

const char *signal_name(int signal)
{
    return signal > 0 && signal < SIGNALS ? signals[signal].name : NULL;
}

int signal_number(const char *name)
{
    if (strncasecmp(name, "SIG", 3) == 0)
        name += 3;
    for (int signal = 1; signal < SIGNALS; signal++)
        if (strcasecmp(name, signals[signal].name) == 0)
            return signal;
    return 0;
}

char *strsignal(int signal)
{
    static char other[32];

    if (signal_name(signal))
        return (char *)(uintptr_t)signals[signal].words;
    if (signal >= SIGRTMIN && signal <= SIGRTMAX)
        snprintf(other, sizeof(other), "Real-time signal %d", signal - SIGRTMIN);
    else
        snprintf(other, sizeof(other), "Unknown signal %d", signal);
    return other;
}

const char *sigabbrev_np(int signal)
{
    return signal == SIGPOLL ? "POLL" : signal_name(signal);
}

const char *sigdescr_np(int signal)
{
    return signal_name(signal) ? signals[signal].words : NULL;
}

/* Where it comes from stands in parentheses. */
void psiginfo(const siginfo_t *info, const char *message)
{
    bool has_message = message && *message;

    fprintf(stderr, "%s%s%s (%s %d)\n", has_message ? message : "",
            has_message ? ": " : "", strsignal(info->si_signo), "code", info->si_code);
}

void psignal(int signal, const char *message)
{
    bool has_message = message && *message;

    fprintf(stderr, "%s%s%s\n", has_message ? message : "", has_message ? ": " : "",
            strsignal(signal));
}
