/* What waitpid and wait4 take and tell, with Linux's numbers. [Linux
 * include/uapi/linux/wait.h, wait(2)]
 *
 * A status is a word: an exit's code in bits 8 to 15 and nothing below; the signal that ended
 * the process in the low 7 bits; 0x7F and, in bits 8 to 15, the signal that stopped it; or
 * 0xFFFF for one that goes on. */
#pragma once

#define WNOHANG    1 /* 0 when there is nothing to tell */
#define WUNTRACED  2 /* tell of those that were stopped, too */
#define WSTOPPED   2 /* the same */
#define WCONTINUED 8 /* tell of those that go on, too */
/* For waitid alone. */
#define WEXITED 4          /* tell of those that ended */
#define WNOWAIT 0x01000000 /* and tell it once more to the next one who asks */
typedef enum { P_ALL, P_PID, P_PGID } idtype_t;
/* Which kinds of threads: Robin has one. __WCLONE: those alone that send no SIGCHLD. */
#define __WNOTHREAD 0x20000000
#define __WALL      0x40000000
#define __WCLONE    0x80000000

#define WSTATUS_CONTINUED 0xFFFF
#define WSTATUS_STOPPED   0x7F

#define WEXITSTATUS(status)  (((status) >> 8) & 0xFF)
#define WTERMSIG(status)     ((status)&0x7F)
#define WSTOPSIG(status)     WEXITSTATUS(status)
#define WIFEXITED(status)    (WTERMSIG(status) == 0)
#define WIFSIGNALED(status)  ((signed char)(WTERMSIG(status) + 1) >> 1 > 0)
#define WIFSTOPPED(status)   (((status)&0xFF) == WSTATUS_STOPPED)
#define WIFCONTINUED(status) ((status) == WSTATUS_CONTINUED)
#define WCOREDUMP(status)    ((status)&0x80) /* never: Robin dumps none */
