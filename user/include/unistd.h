/* The calls that have POSIX names: a result, or -1 and errno. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define STDIN_FILENO  0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

/* Read or write up to SIZE bytes at BUFFER and return how many; read: 0 at the end. From
 * the console one line at a time, and it blocks until there is one, unless <termios.h> has
 * set it otherwise. Both may block.
 * EBADF, EFAULT, EINTR, EIO. */
ssize_t read(int fd, void *buffer, size_t size);
ssize_t write(int fd, const void *buffer, size_t size);

/* EBADF. */
int close(int fd);

/* Where the next byte is read or written: OFFSET from the beginning, from where it is, or
 * from the end. */
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
off_t lseek(int fd, off_t offset, int whence);

/* Read and write at OFFSET, and the next byte is where it was. With O_APPEND writes go to the
 * end all the same, as on Linux. EINVAL: OFFSET is below 0; ESPIPE; and as read and write. */
ssize_t pread(int fd, void *buffer, size_t size, off_t offset);
ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset);

/* Makes the file LENGTH bytes long. EINVAL: it cannot be; EFBIG. */
int ftruncate(int fd, off_t length);
int truncate(const char *path, off_t length);
/* What was written is where it stays. EINVAL: FD is no such file. */
int fsync(int fd);
int fdatasync(int fd);
void sync(void);
/* Copies SIZE bytes and changes places of each two. */
void swab(const void *restrict from, void *restrict to, ssize_t size);

/* Whether the caller may do with PATH what WANTED says. EACCES, EROFS, ENOENT, ENOTDIR. */
#define F_OK 0 /* it is there */
#define X_OK 1
#define W_OK 2
#define R_OK 4
int access(const char *path, int wanted);
int faccessat(int folder, const char *path, int wanted, int flags);

/* Only id 0 gives files away: EPERM. There are no groups but 0. */
int chown(const char *path, uid_t owner, gid_t group);
int lchown(const char *path, uid_t owner, gid_t group);
int fchown(int fd, uid_t owner, gid_t group);
int fchownat(int folder, const char *path, uid_t owner, gid_t group, int flags);

/* The folder in which paths begin that do not begin with a slash, and its path, for which SIZE
 * bytes are room: ERANGE; ENOENT: it has been removed. */
int chdir(const char *path);
int fchdir(int fd);
char *getcwd(char *path, size_t size);
char *get_current_dir_name(void); /* malloc's */
/* Takes PATH out of its directory; the file is gone when nobody has it open any more. ENOENT,
 * EISDIR, EPERM, EROFS. rmdir: a folder in which nothing is; ENOTEMPTY, EBUSY. */
int unlink(const char *path);
int rmdir(const char *path);
int unlinkat(int folder, const char *path, int flags);
/* Another name for the same file. EXDEV: not on the same volume; EPERM: a folder, or another's
 * file. */
int link(const char *path, const char *new_path);
int linkat(int folder, const char *path, int new_folder, const char *new_path, int flags);
/* No file is a link: EINVAL. */
ssize_t readlink(const char *restrict path, char *restrict text, size_t size);
ssize_t readlinkat(int folder, const char *restrict path, char *restrict text,
                   size_t size);

/* The file of FD gets the lowest free descriptor too; or TO, which is closed before. dup3's
 * FLAGS: O_CLOEXEC. EBADF, EMFILE, dup3: EINVAL. */
int dup(int fd);
int dup2(int fd, int to);
int dup3(int fd, int to, int flags);

/* What is written to fds[1] is read from fds[0]; pipe2's FLAGS: O_CLOEXEC, O_NONBLOCK.
 * EMFILE, ENOMEM, EFAULT, pipe2: EINVAL. */
int pipe(int fds[2]);
int pipe2(int fds[2], int flags);

/* Whether FD is a terminal; if not, errno says why. */
int isatty(int fd);
/* Its path; NULL and errno, the second: the error. */
char *ttyname(int fd);
int ttyname_r(int fd, char *path, size_t size);
char *ctermid(char *path);
/* Which group has the terminal FD: whom Ctrl-C and Ctrl-Z reach, and who may read. Who sets it
 * from the background is stopped by SIGTTOU, unless it ignores or blocks that. -1 and errno:
 * ENOTTY; to set it also EINVAL, ESRCH; EPERM: GROUP is none of the caller's session. */
pid_t tcgetpgrp(int fd);
int tcsetpgrp(int fd, pid_t group);

/* The parent of a process whose parent has ended is process 1. */
pid_t getpid(void);
pid_t getppid(void);
pid_t gettid(void); /* the same as getpid: a process is one thread */

/* Groups, which the terminal's keys and kill reach as one, and sessions of groups. A fork
 * stays in its parent's group; what process_create makes is a group of its own, in the same
 * session. setpgid puts PID (0: the caller), itself or a child that has not called exec since
 * its fork, into GROUP (0: one of its own). What process_create has made can be moved, too,
 * until it calls exec. EACCES: it has; EINVAL; EPERM: it leads its session, or GROUP is not of
 * that; ESRCH; ENOMEM. setsid: the caller founds a session, without a terminal. EPERM: its pid
 * is a group's already; ENOMEM. The others give -1 and ESRCH if there is no PID. */
int setpgid(pid_t pid, pid_t group);
pid_t getpgid(pid_t pid);
pid_t getpgrp(void);
int setpgrp(void); /* setpgid(0, 0) */
pid_t setsid(void);
pid_t getsid(pid_t pid);

/* Makes a child that is a copy of the caller: 0 there, its pid here, or -1 and errno. Memory
 * is copied; files are shared, offsets included; limits, process group and the parameters for
 * the policy are the same. Of a budget (<process.h>) the child has what the caller has left.
 * EAGAIN: the user has as many processes as it may, or less than a tick is left of the
 * budget; ENOMEM. Neither blocks: vfork is fork, the caller goes on at once and in memory of
 * its own, as POSIX allows. */
pid_t fork(void);
pid_t vfork(void);

/* Strings NAME=VALUE, and NULL at the end. */
extern char **environ;

/* The caller goes on with the program at PATH, from its beginning, in memory of its own, with
 * ARGV and ENVP (both up to a NULL; an empty ARGV gets an empty string). Pid, parent, children, process group, limits, budgets and
 * open files stay, but files that are to be closed then (O_CLOEXEC). They return only if that
 * fails, -1 and errno, and then nothing has changed: E2BIG: the strings, or the pointers to
 * them, have more than 128 KiB; EACCES: no regular file; EFAULT; ENAMETOOLONG; ENOENT; ENOEXEC;
 * ENOMEM: also if it is larger than RLIMIT_AS; ENOTDIR.
 * Those without ENVP pass `environ` on; the p looks for a NAME without a slash in the folders
 * of PATH, else in /bin; the l takes the arguments one by one, with a NULL at their end. */
int execve(const char *path, char *const argv[], char *const envp[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *name, char *const argv[]);
int execl(const char *path, const char *argument, ...);
int execvpe(const char *name, char *const argv[], char *const envp[]);
int execlp(const char *name, const char *argument, ...);
int execle(const char *path, const char *argument, ...);

/* Only id 0 may change its id: EPERM. */
uid_t getuid(void);
uid_t geteuid(void); /* the same */
gid_t getgid(void);  /* 0: there are no groups of users */
gid_t getegid(void);
int setuid(uid_t uid);

/* What has a kernel's call on Linux that Robin's kernel has not. On Linux the call is made;
 * here users and groups stay as they are (EPERM, or 0 if nothing would change), and the others
 * fail: ENOSYS. */
int setgid(gid_t gid);
int seteuid(uid_t uid);
int setegid(gid_t gid);
int setreuid(uid_t real, uid_t effective);
int setregid(gid_t real, gid_t effective);
int getresuid(uid_t *real, uid_t *effective, uid_t *saved);
int getresgid(gid_t *real, gid_t *effective, gid_t *saved);
int getgroups(int count, gid_t groups[]);
int nice(int increment);
int symlink(const char *text, const char *path);
int symlinkat(const char *text, int folder, const char *path);

/* Set or move the end of the heap. sbrk returns where it was, or SBRK_FAILED; the new
 * memory is zeroed. ENOMEM. */
#define SBRK_FAILED ((void *)-1)
int brk(void *address);
void *sbrk(intptr_t increment);

/* Block at least so long. sleep returns the seconds that were left when a signal came. */
unsigned sleep(unsigned seconds);
int usleep(useconds_t microseconds);

/* SIGALRM after so many SECONDS (0: never); or after FIRST microseconds, and then in each
 * INTERVAL, unless that is 0. Both return what was left of the timer before, 0 if none was
 * set. It is the same timer as setitimer's ITIMER_REAL. */
unsigned alarm(unsigned seconds);
useconds_t ualarm(useconds_t first, useconds_t interval);
/* Waits until the handler of a signal has returned: -1 with EINTR. */
int pause(void);

_Noreturn void _exit(int code);

/* Any call of the kernel: see <sys/syscall.h>. */
long syscall(long number, ...);

/* What the system has at most, or is, with Linux's numbers; -1: no limit, or EINVAL. */
#define _SC_ARG_MAX             0
#define _SC_CHILD_MAX           1
#define _SC_CLK_TCK             2
#define _SC_NGROUPS_MAX         3
#define _SC_OPEN_MAX            4
#define _SC_STREAM_MAX          5
#define _SC_TZNAME_MAX          6
#define _SC_JOB_CONTROL         7
#define _SC_SAVED_IDS           8
#define _SC_REALTIME_SIGNALS    9
#define _SC_PRIORITY_SCHEDULING 10
#define _SC_TIMERS              11
#define _SC_FSYNC               15
#define _SC_MAPPED_FILES        16
#define _SC_MEMLOCK             17
#define _SC_MEMLOCK_RANGE       18
#define _SC_MEMORY_PROTECTION   19
#define _SC_VERSION             29
#define _SC_PAGESIZE            30
#define _SC_PAGE_SIZE           30
#define _SC_RTSIG_MAX           31
#define _SC_SIGQUEUE_MAX        34
#define _SC_BC_BASE_MAX         36
#define _SC_BC_DIM_MAX          37
#define _SC_BC_SCALE_MAX        38
#define _SC_BC_STRING_MAX       39
#define _SC_COLL_WEIGHTS_MAX    40
#define _SC_EXPR_NEST_MAX       42
#define _SC_LINE_MAX            43
#define _SC_RE_DUP_MAX          44
#define _SC_2_VERSION           46
#define _SC_IOV_MAX             60
#define _SC_THREADS             67
#define _SC_GETGR_R_SIZE_MAX    69
#define _SC_GETPW_R_SIZE_MAX    70
#define _SC_LOGIN_NAME_MAX      71
#define _SC_TTY_NAME_MAX        72
#define _SC_NPROCESSORS_CONF    83
#define _SC_NPROCESSORS_ONLN    84
#define _SC_PHYS_PAGES          85
#define _SC_AVPHYS_PAGES        86
#define _SC_ATEXIT_MAX          87
#define _SC_XOPEN_VERSION       89
#define _SC_CPUTIME             138
#define _SC_MONOTONIC_CLOCK     149
#define _SC_SYMLOOP_MAX         173
#define _SC_HOST_NAME_MAX       180
long sysconf(int name);
/* The same of one file, which must be there. */
#define _PC_LINK_MAX         0
#define _PC_MAX_CANON        1
#define _PC_MAX_INPUT        2
#define _PC_NAME_MAX         3
#define _PC_PATH_MAX         4
#define _PC_PIPE_BUF         5
#define _PC_CHOWN_RESTRICTED 6
#define _PC_NO_TRUNC         7
#define _PC_VDISABLE         8
long pathconf(const char *path, int name);
long fpathconf(int fd, int name);
/* In words: how much room they take, and what fits of them at TEXT. */
#define _CS_PATH 0
size_t confstr(int name, char *text, size_t size);
int getpagesize(void);
int getdtablesize(void);
int gethostname(char *name, size_t size);

#define _POSIX_VERSION           200809L
#define _POSIX2_VERSION          200809L
#define _XOPEN_VERSION           700
#define _POSIX_CHOWN_RESTRICTED  0
#define _POSIX_FSYNC             200809L
#define _POSIX_JOB_CONTROL       1
#define _POSIX_MEMORY_PROTECTION 200809L
#define _POSIX_MONOTONIC_CLOCK   0
#define _POSIX_NO_TRUNC          1
#define _POSIX_REALTIME_SIGNALS  200809L
#define _POSIX_SAVED_IDS         1
#define _POSIX_VDISABLE          '\0'

/* lockf's: there are no locks. */
#define F_ULOCK 0
#define F_LOCK  1
#define F_TLOCK 2
#define F_TEST  3

/* The next option of ARGV: its letter; '?' for one that OPTIONS does not have, or that lacks
 * its argument, which is told unless opterr is 0 (':' in front of OPTIONS: tells nothing, and
 * says ':' for the second); -1 behind the last, and optind is then the index of the first
 * operand. A ':' behind a letter of OPTIONS: it has an argument, which optarg is then; two:
 * it may have one, in the same word. Operands are moved behind the options, as on Linux, unless
 * there is a '+' in front of OPTIONS, or POSIXLY_CORRECT in the environment. */
extern char *optarg;
extern int optind, opterr, optopt;
int getopt(int argc, char *const argv[], const char *options);
