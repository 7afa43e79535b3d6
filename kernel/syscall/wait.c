/* Calls that tell what children did, and what was used. */
#include "abi/wait.h"
#include "abi/errno.h"
#include "abi/signal.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

enum {
    WAIT_FLAGS = WAIT_SUSPENDED | WAIT_RESUMED | WAIT_POLL | WAIT_TIMEOUT,
};

int32_t sys_process_wait(uint32_t pid, virt_t result, virt_t options_address)
{
    struct process_wait_options options;
    struct transfer to = transfer_make(&process_current()->space, TO_USER, result,
                                       result ? sizeof(struct process_result) : 0);
    int error = 0;
    if (options_address)
        error = copy_in(&options, options_address, sizeof(options));
    else
        options = (struct process_wait_options){0};
    if (error)
        return error;
    if (options.flags & ~(uint32_t)WAIT_FLAGS)
        return -EINVAL;
    return process_wait((pid_t)pid, &options, &to);
}

/* --- As POSIX has it --- */

/* Linux's OPTIONS as Robin's flags; -1: there is an unknown one. */
static int32_t flags_of(uint32_t options)
{
    static const uint32_t known =
        WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WALL | __WCLONE;
    if (options & ~known)
        return -1;
    return (options & WNOHANG ? WAIT_POLL : 0) |
           (options & WUNTRACED ? WAIT_SUSPENDED : 0) |
           (options & WCONTINUED ? WAIT_RESUMED : 0);
}

/* As in Linux, what cannot be written is lost: the child has been told of. */
static int32_t wait_for(pid_t pid, virt_t status_at, uint32_t options, virt_t usage_at)
{
    int32_t flags = flags_of(options);
    struct wait_news news;
    if (flags < 0)
        return -EINVAL;
    if (pid == INT32_MIN)
        return -ESRCH; /* it is no group's negative */
    if ((options & (__WCLONE | __WALL)) == __WCLONE)
        return -ECHILD;
    pid_t told = process_wait_posix(pid, (uint32_t)flags, &news);
    if (told <= 0)
        return told;
    int error = status_at ? copy_out(status_at, &news.status, sizeof(news.status)) : 0;
    if (!error && usage_at)
        error = copy_out(usage_at, &news.usage, sizeof(news.usage));
    return error ? error : told;
}

int32_t sys_waitpid(uint32_t pid, virt_t status, uint32_t options)
{
    return wait_for((pid_t)pid, status, options, 0);
}

int32_t sys_wait4(const struct arch_call *call)
{
    return wait_for((pid_t)call->a, call->b, call->c, call->d);
}

/* --- waitid --- */

/* Linux's OPTIONS as Robin's flags, for which ends are one kind of news of three; -1: they
 * name no kind, or there is an unknown one. */
static int32_t flags_of_waitid(uint32_t options)
{
    static const uint32_t kinds = WEXITED | WSTOPPED | WCONTINUED;
    int32_t flags = flags_of(options & ~(uint32_t)(WEXITED | WNOWAIT));
    if (flags < 0 || !(options & kinds))
        return -1;
    return flags | (options & WEXITED ? 0 : WAIT_NO_ENDS) |
           (options & WNOWAIT ? WAIT_KEEPS : 0);
}

/* Whom KIND and ID mean, as waitpid would have it in *PID. */
static int choose_whom(uint32_t kind, int32_t id, pid_t *pid)
{
    *pid = kind == P_ALL ? -1 : kind == P_PID ? id : -id;
    bool is_valid =
        kind == P_ALL || (kind == P_PID && id > 0) || (kind == P_PGID && id >= 0);
    if (!is_valid)
        return -EINVAL;
    return kind == P_PGID && id == 1 ? -ECHILD : 0; /* -1 would mean all; 1 is init's */
}

/* As SIGCHLD has it. */
static void tell_news(const struct wait_news *news, struct siginfo *info)
{
    int32_t status = news->status;
    info->si_uid = news->uid;
    info->si_code = WIFEXITED(status)      ? CLD_EXITED
                    : WIFCONTINUED(status) ? CLD_CONTINUED
                    : WIFSTOPPED(status)   ? CLD_STOPPED
                                           : CLD_KILLED;
    info->si_status = WIFCONTINUED(status)  ? SIGCONT
                      : WIFSIGNALED(status) ? WTERMSIG(status)
                                            : WEXITSTATUS(status);
}

__attribute__((cold)) int32_t sys_waitid(const struct arch_call *call)
{
    pid_t pid, told;
    struct siginfo info = {0};
    struct wait_news news;
    int32_t flags = flags_of_waitid(call->d);
    int error = choose_whom(call->a, (int32_t)call->b, &pid);
    if (flags < 0 || error == -EINVAL)
        return -EINVAL;
    told = error ? error : process_wait_posix(pid, (uint32_t)flags, &news);
    if (told < 0)
        return told;
    if (told > 0) {
        info.si_signo = SIGCHLD;
        info.si_pid = told;
        tell_news(&news, &info);
    }
    error = call->c ? copy_out(call->c, &info, sizeof(info)) : 0;
    if (!error && told > 0 && call->e)
        error = copy_out(call->e, &news.usage, sizeof(news.usage));
    return error;
}

int32_t sys_getrusage(uint32_t who, virt_t address)
{
    struct usage usage;
    int error = process_usage((int32_t)who, &usage);
    return error ? error : copy_out(address, &usage, sizeof(usage));
}

/* Returns how much time has passed since the boot. */
int32_t sys_times(virt_t address)
{
    struct usage_times times;
    process_times(&times);
    int error = address ? copy_out(address, &times, sizeof(times)) : 0;
    return error ? error : (int32_t)process_uptime();
}
