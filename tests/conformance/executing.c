/* What a program that is executed finds: its arguments, its environment, and what of the caller
 * stays. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static char path[256] = "/bin/";

static void show_strings(const char *what, char **strings)
{
    printf("%s:", what);
    for (; *strings; strings++)
        printf(" [%s]", *strings);
    printf("\n");
}

static void show_signals(void)
{
    sigset_t blocked, pending;
    struct sigaction action;
    stack_t stack;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    sigpending(&pending);
    for (int signal = 1; signal < 32; signal++) {
        sigaction(signal, NULL, &action);
        if (action.sa_handler != SIG_DFL || action.sa_flags != 0)
            printf("%d is %s, ", signal,
                   action.sa_handler == SIG_IGN ? "ignored" : "handled");
        if (sigismember(&blocked, signal) || sigismember(&pending, signal))
            printf("%d is blocked, pending %d, ", signal, sigismember(&pending, signal));
    }
    sigaltstack(NULL, &stack);
    printf("no stack of its own: %d\n", stack.ss_flags == SS_DISABLE);
}

static void show_rest(void)
{
    unsigned short control;
    __asm__("fnstcw %0" : "=m"(control));
    printf("descriptors: %d %d\n", fcntl(20, F_GETFD), fcntl(21, F_GETFD));
    printf("control word: %x, alarm: %d, leads a group: %d\n", control, alarm(0) > 0,
           getpgrp() == getpid());
}

static int show(int argc, char *argv[])
{
    printf("%d arguments, NULL behind them: %d\n", argc, argv[argc] == NULL);
    show_strings("arguments", argv);
    show_strings("environment", environ);
    if (getenv("REST")) {
        show_signals();
        show_rest();
    }
    return 40 + argc;
}

/* --- What is no program --- */

static void try_file(const char *name, const char *text, mode_t mode)
{
    char *const argv[] = {"name", NULL};
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, mode);
    ssize_t written = write(fd, text, strlen(text));
    close(fd);
    int result = execv(name, argv);
    printf("%d bytes, mode %o: %d %s\n", (int)written, (unsigned)mode, result,
           strerror(errno));
    unlink(name);
}

static void no_programs(void)
{
    char name[64];
    sprintf(name, "/tmp/executing.%d", (int)getpid());
    try_file(name, "", 0755);
    try_file(name, "no program\n", 0755);
    try_file(name, "\177ELF", 0700);
    try_file(name, "no program\n", 0644);
}

/* --- Scripts --- */

static void run_script(const char *text)
{
    char *const argv[] = {"name", "a", "b c", NULL};
    int fd = open("script", O_WRONLY | O_CREAT | O_EXCL, 0755), status = 0;
    ssize_t written = write(fd, text, strlen(text));
    close(fd);
    printf("%d bytes: ", (int)written);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execv("./script", argv);
        printf("%s\n", strerror(errno));
        exit(1);
    }
    waitpid(pid, &status, 0);
    printf("status %x\n", (unsigned)status);
    unlink("script");
}

/* A line that is too long for the kernel, and the longest that it takes. */
static void run_long_script(int length)
{
    char text[512];
    snprintf(text, sizeof(text), "#!/%*s\n", length - 3, "bin/echo");
    for (char *c = text + 3; *c == ' '; c++)
        *c = '/';
    run_script(text);
}

static void scripts(void)
{
    char folder[64];
    sprintf(folder, "/tmp/executing.%d", (int)getpid());
    if (mkdir(folder, 0755) < 0 || chdir(folder) < 0)
        printf("no folder\n");
    run_script("#!/bin/echo\nnothing\n");
    run_script("#!/bin/echo");
    run_script("#! \t/bin/echo \tone  two \t\n");
    run_script("#!/bin/sh\necho $# \"$@\"\nexit 3\n");
    run_script("#! \t\n/bin/echo\n");
    run_script("# !/bin/echo\n");
    run_script("#!/bin/executing.none\n");
    run_script("#!/tmp\n");
    run_long_script(200);
    run_long_script(300);
    if (chdir("/") < 0 || rmdir(folder) < 0)
        printf("the folder stays\n");
}

/* --- Programs --- */

static void nothing(void)
{
}

static void run_after(void (*prepare)(void), char *argv[], char *envp[])
{
    int status = 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        prepare();
        execve(path, argv, envp);
        printf("execve: %s\n", strerror(errno));
        exit(1);
    }
    waitpid(pid, &status, 0);
    printf("status %x\n", (unsigned)status);
}

static void run(char *argv[], char *envp[])
{
    run_after(nothing, argv, envp);
}

static void handle(int signal)
{
    (void)signal;
}

/* What is changed here is seen by the next program, or not. */
static void change(void)
{
    static char stack[16384];
    const unsigned short control = 0x0F7F;
    sigset_t some;
    sigemptyset(&some);
    sigaddset(&some, SIGUSR2);
    sigaddset(&some, SIGTERM);
    signal(SIGHUP, SIG_IGN);
    signal(SIGCHLD, handle);
    signal(SIGUSR1, handle);
    sigaction(SIGINT, &(struct sigaction){.sa_handler = SIG_IGN, .sa_flags = SA_RESTART},
              NULL);
    sigprocmask(SIG_BLOCK, &some, NULL);
    raise(SIGTERM);
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof(stack)}, NULL);
    dup2(1, 20);
    dup2(1, 21);
    fcntl(21, F_SETFD, FD_CLOEXEC);
    __asm__ volatile("fldcw %0" : : "m"(control));
    alarm(1000);
    setpgid(0, 0);
}

int main(int argc, char *argv[])
{
    if (getenv("SHOW"))
        return show(argc, argv);
    strcat(path, argv[0]);
    if (access("/proc/self/exe", F_OK) == 0)
        strcpy(path, "/proc/self/exe");
    char *some[] = {"name", "", "two words", NULL}, *none[] = {NULL};
    char *bare[] = {"SHOW=1", NULL};
    char *odd[] = {"", "SHOW=1", "without", "=name", "A=", "A=2", NULL};
    char *rest[] = {"SHOW=1", "REST=1", NULL};
    no_programs();
    scripts();
    run(some, bare);
    run(some, odd);
    run(none, bare);
    run(NULL, bare);
    run(some + 1, bare);
    run((char *[]){"name", (char *)16, NULL}, bare);
    run((char **)16, bare);
    run(some, (char **)16);
    run_after(change, some, rest);
    return 0;
}
