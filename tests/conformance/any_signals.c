/* Calls on signals, drawn by lot from fixed seeds: masks, actions, signals to oneself, and
 * children that end, in whatever order. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEEDS = 12, CALLS = 200 };

static const int signals[] = {SIGUSR1, SIGUSR2,  SIGTERM, SIGCHLD, SIGALRM, SIGPIPE,
                              SIGCONT, SIGWINCH, SIGINT,  SIGURG,  SIGTSTP, SIGHUP};
static unsigned seed;
static volatile int counts[NSIG];

static unsigned draw(unsigned count)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % count;
}

static int draw_signal(void)
{
    return signals[draw(sizeof(signals) / sizeof(signals[0]))];
}

static void count(int signal)
{
    counts[signal]++;
}

static void tell_set(const sigset_t *set)
{
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        putchar(sigismember(set, signals[i]) == 1 ? 'x' : '-');
    putchar(' ');
}

static void tell_counts(void)
{
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        printf("%d", counts[signals[i]]);
        counts[signals[i]] = 0;
    }
    putchar(' ');
}

static int draw_mask(void)
{
    static const int how[] = {SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK, 77};
    sigset_t set, before;

    sigemptyset(&set);
    sigemptyset(&before);
    for (unsigned i = draw(6); i > 0; i--)
        sigaddset(&set, draw_signal());
    int result = sigprocmask(how[draw(4)], draw(8) == 0 ? NULL : &set, &before);
    tell_set(&before);
    return result;
}

static int draw_action(void)
{
    static const int flags[] = {0, SA_RESTART, SA_RESETHAND, SA_NODEFER, SA_NOCLDSTOP};
    struct sigaction action, before;

    memset(&action, 0, sizeof(action));
    action.sa_handler = draw(3) == 0 ? SIG_IGN : count;
    action.sa_flags = flags[draw(5)];
    if (draw(3) == 0)
        sigaddset(&action.sa_mask, draw_signal());
    int result = sigaction(draw(20) == 0 ? SIGKILL : draw_signal(), &action, &before);
    if (result == 0)
        printf("%s %x ",
               before.sa_handler == SIG_DFL   ? "default"
               : before.sa_handler == SIG_IGN ? "ignored"
                                              : "handled",
               (unsigned)before.sa_flags & 0xF0000007);
    return result;
}

/* Unless it would end or stop the program. */
static int draw_kill(void)
{
    struct sigaction action;
    int signal = draw_signal();

    sigaction(signal, NULL, &action);
    if (action.sa_handler == SIG_DFL && signal != SIGCHLD && signal != SIGCONT &&
        signal != SIGWINCH && signal != SIGURG)
        return 0;
    return kill(getpid(), signal);
}

/* One that ends by itself, or by a signal. Where no zombies stay there is none to wait for. */
static int draw_child(void)
{
    int code = (int)draw(256), by = draw(3) == 0 ? SIGKILL : 0, any = (int)draw(2),
        status = 0;
    pid_t found, child = fork();

    if (child == 0) {
        kill(getpid(), by);
        _exit(code);
    }
    do /* as often as it is interrupted: nothing is drawn here */
        found = waitpid(any ? -1 : child, &status, 0);
    while (found < 0 && errno == EINTR);
    printf("%x ", (unsigned)status);
    return found == child ? 0 : -1;
}

static int draw_call(void)
{
    sigset_t pending;
    int result;

    switch (draw(8)) {
    case 0:
        return draw_mask();
    case 1:
    case 2:
        return draw_action();
    case 3:
    case 4:
    case 5:
        result = draw_kill();
        tell_counts();
        return result;
    case 6:
        result = sigpending(&pending);
        tell_set(&pending);
        return result;
    default:
        return draw(4) > 0 ? draw_child() : kill(getpid(), draw(2) == 0 ? 0 : 100);
    }
}

int main(void)
{
    setvbuf(stdout, NULL, _IONBF, 0); /* or a child that ends would print it again */
    for (unsigned i = 1; i <= SEEDS; i++) {
        seed = i;
        for (int call = 0; call < CALLS; call++) {
            errno = 0;
            int result = draw_call();
            printf("%d: %d %d\n", call, result, result < 0 ? errno : 0);
        }
    }
    return 0;
}
