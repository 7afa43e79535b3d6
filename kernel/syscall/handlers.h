/* The handlers, by the file that has them. Their parameters are the program's words in
 * order; whoever takes one for something else than a number or an address says so. */
#pragma once

#include "kernel/memory/transfer.h"
#include "kernel/process/process.h"

/* The struct at user ADDRESS into *TO, and the other way. 0, -EFAULT or -ENOMEM. */
MUST_CHECK static inline int copy_in(void *to, virt_t address, size_t size)
{
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, address, size);
    return transfer_in(&from, to, size);
}

MUST_CHECK static inline int copy_out(virt_t address, const void *from, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, address, size);
    return transfer_out(&to, from, size);
}

/* arguments.c: the strings of two arrays of a program, in pages that arguments_free gives
 * back, also after an error. With HAS_NAME an ARGV without any gets an empty one, as on Linux.
 * 0, -E2BIG, -EFAULT or -ENOMEM. */
MUST_CHECK int arguments_copy(struct arguments *arguments, virt_t argv, virt_t envp,
                              bool has_name);
void arguments_free(struct arguments *arguments);
/* What a script's reader gets in the place of the first one: INTERPRETER, ARGUMENT, unless that
 * is NULL, and PATH. 0, -E2BIG or -ENOMEM. */
MUST_CHECK int arguments_begin(struct arguments *arguments, const char *interpreter,
                               const char *argument, const char *path);

enum { SCRIPT_LINE_BYTES = 256 };

struct script {
    struct path path; /* of the program that reads it, in `line` */
    char line[SCRIPT_LINE_BYTES];
};

/* script.c: what runs in the place of the file at PATH, which is no program; ARGUMENTS are then
 * that one's. 0; -ENOEXEC: it is no script; or what stops that. */
MUST_CHECK int script_find(struct script *script, const struct path *path,
                           struct arguments *arguments);

/* time.c: the tick until which lasts what stands at ADDRESS, seconds and parts of PART_NS
 * nanoseconds; 0: no time at all; TICK_NEVER: ADDRESS is NULL. 0, -EFAULT or -EINVAL. */
MUST_CHECK int copy_deadline(virt_t address, uint32_t part_ns, tick_t *deadline);

/* signal.c: as signals_mask, by the SIZE bytes at ADDRESS; NULL: nothing changes. 0, -EFAULT,
 * -EINVAL or -ENOMEM. */
MUST_CHECK int mask_for_call(virt_t address, uint32_t size);

/* file.c */
int32_t sys_close(uint32_t fd);
int32_t sys_read(uint32_t fd, virt_t buffer, uint32_t length);
int32_t sys_write(uint32_t fd, virt_t buffer, uint32_t length);
int32_t sys_readv(uint32_t fd, virt_t pieces, uint32_t count);
int32_t sys_writev(uint32_t fd, virt_t pieces, uint32_t count);
int32_t sys_lseek(uint32_t fd, uint32_t offset, uint32_t whence);
int32_t sys_llseek(const struct arch_call *call);
int32_t sys_pread64(const struct arch_call *call);
int32_t sys_pwrite64(const struct arch_call *call);
int32_t sys_preadv(const struct arch_call *call);
int32_t sys_pwritev(const struct arch_call *call);
int32_t sys_getdents64(uint32_t fd, virt_t buffer, uint32_t length);

/* path.c; of the newer calls the first word is a folder */
int32_t sys_open(virt_t path, uint32_t flags, uint32_t mode);
int32_t sys_openat(const struct arch_call *call);
int32_t sys_creat(virt_t path, uint32_t mode);
int32_t sys_chdir(virt_t path);
int32_t sys_fchdir(uint32_t fd);
int32_t sys_getcwd(virt_t buffer, uint32_t size);
int32_t sys_umask(uint32_t mask);

/* names.c */
int32_t sys_unlink(virt_t path);
int32_t sys_unlinkat(uint32_t folder, virt_t path, uint32_t flags);
int32_t sys_rmdir(virt_t path);
int32_t sys_mkdir(virt_t path, uint32_t mode);
int32_t sys_mkdirat(uint32_t folder, virt_t path, uint32_t mode);
int32_t sys_link(virt_t path, virt_t new_path);
int32_t sys_linkat(const struct arch_call *call);
int32_t sys_rename(virt_t path, virt_t new_path);
int32_t sys_renameat(const struct arch_call *call);
int32_t sys_renameat2(const struct arch_call *call);

/* attributes.c */
int32_t sys_stat64(virt_t path, virt_t stat);
int32_t sys_fstat64(uint32_t fd, virt_t stat);
int32_t sys_readlink(virt_t path);
int32_t sys_readlinkat(const struct arch_call *call);
int32_t sys_fstatat64(const struct arch_call *call);
int32_t sys_statx(const struct arch_call *call);
int32_t sys_access(virt_t path, uint32_t wanted);
int32_t sys_faccessat(uint32_t folder, virt_t path, uint32_t wanted);
int32_t sys_chmod(virt_t path, uint32_t mode);
int32_t sys_fchmod(uint32_t fd, uint32_t mode);
int32_t sys_fchmodat(uint32_t folder, virt_t path, uint32_t mode);
int32_t sys_chown32(virt_t path, uint32_t uid, uint32_t gid);
int32_t sys_fchown32(uint32_t fd, uint32_t uid, uint32_t gid);
int32_t sys_fchownat(const struct arch_call *call);
int32_t sys_utimensat(const struct arch_call *call);
int32_t sys_truncate(virt_t path, uint32_t size);
int32_t sys_truncate64(virt_t path, uint32_t low, uint32_t high);
int32_t sys_ftruncate(uint32_t fd, uint32_t size);
int32_t sys_ftruncate64(uint32_t fd, uint32_t low, uint32_t high);
int32_t sys_statfs64(virt_t path, uint32_t size, virt_t space);
int32_t sys_fstatfs64(uint32_t fd, uint32_t size, virt_t space);
int32_t sys_sync(void);
int32_t sys_fsync(uint32_t fd);

/* poll.c */
int32_t sys_newselect(const struct arch_call *call); /* select.c */
int32_t sys_pselect6(const struct arch_call *call);
int32_t sys_ppoll(const struct arch_call *call);
int32_t sys_poll(virt_t fds, uint32_t count, uint32_t timeout_ms);

/* descriptor.c */
int32_t sys_dup(uint32_t fd);
int32_t sys_dup2(uint32_t fd, uint32_t to);
int32_t sys_dup3(uint32_t fd, uint32_t to, uint32_t flags);
int32_t sys_fcntl(uint32_t fd, uint32_t request, uint32_t argument);
int32_t sys_pipe(virt_t fds);
int32_t sys_pipe2(virt_t fds, uint32_t flags);

/* terminal.c */
int32_t sys_ioctl(uint32_t fd, uint32_t request, virt_t argument);

/* wait.c */
int32_t sys_process_wait(uint32_t pid, virt_t result, virt_t options);
int32_t sys_waitpid(uint32_t pid, virt_t status, uint32_t options);
int32_t sys_wait4(const struct arch_call *call);
int32_t sys_waitid(const struct arch_call *call);
int32_t sys_getrusage(uint32_t who, virt_t usage);
int32_t sys_times(virt_t times);

/* process.c */
int32_t sys_fork(void);
int32_t sys_clone(const struct arch_call *call);
int32_t sys_execve(virt_t path, virt_t argv, virt_t envp);
int32_t sys_process_create(const struct arch_call *call);
int32_t sys_process_destroy(uint32_t pid);
int32_t sys_process_suspend(uint32_t pid);
int32_t sys_process_resume(uint32_t pid);
int32_t sys_process_status(uint32_t pid, virt_t status);
int32_t sys_process_list(virt_t pids, uint32_t count);
int32_t sys_process_sharers(const struct arch_call *call);
int32_t sys_process_foreground(uint32_t pid);
int32_t sys_process_power_off(uint32_t status);

/* policy.c */
int32_t sys_policy_set(virt_t words, virt_t wrong);
int32_t sys_policy_get(virt_t words, uint32_t size);
int32_t sys_process_schedule(uint32_t pid, virt_t scheduling);

/* signal.c */
int32_t sys_kill(uint32_t pid, uint32_t signal);
int32_t sys_tkill(uint32_t pid, uint32_t signal);
int32_t sys_tgkill(uint32_t group, uint32_t pid, uint32_t signal);
int32_t sys_rt_sigqueueinfo(uint32_t pid, uint32_t signal, virt_t info);
int32_t sys_rt_sigaction(const struct arch_call *call);
int32_t sys_rt_sigprocmask(const struct arch_call *call);
int32_t sys_rt_sigpending(virt_t set, uint32_t size);
int32_t sys_rt_sigtimedwait(const struct arch_call *call);
int32_t sys_rt_sigsuspend(virt_t set, uint32_t size);
int32_t sys_pause(void);
int32_t sys_sigaltstack(virt_t stack, virt_t old);
int32_t sys_sigreturn(void);
int32_t sys_rt_sigreturn(void);
int32_t sys_alarm(uint32_t seconds);
int32_t sys_setitimer(uint32_t which, virt_t value, virt_t old);
int32_t sys_getitimer(uint32_t which, virt_t value);

/* memory.c */
int32_t sys_brk(virt_t address);
int32_t sys_mmap2(const struct arch_call *call);
int32_t sys_munmap(virt_t start, uint32_t bytes);
int32_t sys_mprotect(virt_t start, uint32_t bytes, uint32_t prot);
int32_t sys_mremap(const struct arch_call *call);
int32_t sys_madvise(virt_t start, uint32_t bytes, uint32_t advice);

/* self.c */
int32_t sys_exit(uint32_t code);
int32_t sys_getpid(void);
int32_t sys_getppid(void);
int32_t sys_setpgid(uint32_t pid, uint32_t group);
int32_t sys_getpgid(uint32_t pid);
int32_t sys_getpgrp(void);
int32_t sys_setsid(void);
int32_t sys_getsid(uint32_t pid);
int32_t sys_getuid(void);
int32_t sys_getgid(void);
int32_t sys_set_thread_area(virt_t area);
int32_t sys_setuid(uint32_t uid);
int32_t sys_setrlimit(uint32_t resource, virt_t limit);
int32_t sys_getrlimit(uint32_t resource, virt_t limit);
int32_t sys_ugetrlimit(uint32_t resource, virt_t limit);
int32_t sys_sched_yield(void);
int32_t sys_uname(virt_t name);
int32_t sys_trace_read(virt_t records, uint32_t count, virt_t next);

/* time.c */
int32_t sys_process_sleep(uint32_t low, uint32_t high);
int32_t sys_process_sleep_until(uint32_t low, uint32_t high);
int32_t sys_process_now(virt_t tick);
int32_t sys_process_rest(const struct arch_call *call);
int32_t sys_time_info(virt_t info);
int32_t sys_clock_gettime(uint32_t clock, virt_t time);
int32_t sys_clock_gettime64(uint32_t clock, virt_t time);
int32_t sys_clock_getres(uint32_t clock, virt_t time);
int32_t sys_clock_getres64(uint32_t clock, virt_t time);
int32_t sys_gettimeofday(virt_t time, virt_t zone);
int32_t sys_time(virt_t time);
int32_t sys_nanosleep(virt_t length, virt_t rest);
/* clock, flags, time, where to put the rest */
int32_t sys_clock_nanosleep(const struct arch_call *call);
int32_t sys_clock_nanosleep64(const struct arch_call *call);
