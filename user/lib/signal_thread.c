/* Signals of a thread: each process is one. Both return the error. */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    int before = errno;
    int error = sigprocmask(how, set, old) < 0 ? errno : 0;

    errno = before;
    return error;
}

int pthread_kill(pthread_t thread, int signal)
{
    int before = errno;
    int error = thread != (pthread_t)getpid() ? ESRCH : raise(signal) < 0 ? errno : 0;

    errno = before;
    return error;
}
