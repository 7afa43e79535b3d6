/* The words of a call, drawn: often such as the call wants, so that it gets somewhere, and often
 * anything. */
#pragma once

#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>

#include "abi/syscall.h"
#include "attackers.h"

enum {
    WORDS = 6,
    NUMBERS = 2002, /* from -1 to 2000 */
    LINUX_NUMBERS = 450,
    ROBIN_NUMBERS = 24,
    SLOTS = LINUX_NUMBERS + ROBIN_NUMBERS,
    ROOM = 0x50000000, /* two pages; a gap; one to read; a gap; one for nothing; a gap */
    ROOM_BYTES = 2 * PAGE,
    READ_ONLY = ROOM + 3 * PAGE,
    FORBIDDEN = ROOM + 5 * PAGE,
    TEXT = 0x08048000,
    KERNEL = 0xC0000000,
};

/* What a call takes: f descriptor, p path, b memory, n number, o flags, i pid, s signal, u user. */
static const struct taking {
    uint16_t number;
    const char *words;
} takings[] = {
    {SYS_FORK, ""},
    {SYS_READ, "fbn"},
    {SYS_WRITE, "fbn"},
    {SYS_OPEN, "poo"},
    {SYS_CLOSE, "f"},
    {SYS_WAITPID, "ibo"},
    {SYS_CREAT, "po"},
    {SYS_LINK, "pp"},
    {SYS_UNLINK, "p"},
    {SYS_EXECVE, "pbb"},
    {SYS_CHDIR, "p"},
    {SYS_TIME, "b"},
    {SYS_CHMOD, "po"},
    {SYS_LSEEK, "fno"},
    {SYS_GETPID, ""},
    {SYS_ALARM, "n"},
    {SYS_PAUSE, ""},
    {SYS_ACCESS, "po"},
    {SYS_SYNC, ""},
    {SYS_KILL, "is"},
    {SYS_RENAME, "pp"},
    {SYS_MKDIR, "po"},
    {SYS_RMDIR, "p"},
    {SYS_DUP, "f"},
    {SYS_PIPE, "b"},
    {SYS_TIMES, "b"},
    {SYS_BRK, "b"},
    {SYS_IOCTL, "fob"},
    {SYS_FCNTL, "fon"},
    {SYS_SETPGID, "ii"},
    {SYS_UMASK, "o"},
    {SYS_DUP2, "ff"},
    {SYS_GETPPID, ""},
    {SYS_GETPGRP, ""},
    {SYS_SETSID, ""},
    {SYS_SETRLIMIT, "ob"},
    {SYS_GETRLIMIT, "ob"},
    {SYS_GETRUSAGE, "nb"},
    {SYS_GETTIMEOFDAY, "bb"},
    {SYS_READLINK, "pbn"},
    {SYS_MUNMAP, "bn"},
    {SYS_TRUNCATE, "pn"},
    {SYS_FTRUNCATE, "fn"},
    {SYS_FCHMOD, "fo"},
    {SYS_SETITIMER, "obb"},
    {SYS_GETITIMER, "ob"},
    {SYS_WAIT4, "ibob"},
    {SYS_FSYNC, "f"},
    {SYS_SIGRETURN, ""},
    {SYS_CLONE, "obbbb"},
    {SYS_UNAME, "b"},
    {SYS_MPROTECT, "bno"},
    {SYS_GETPGID, "i"},
    {SYS_FCHDIR, "f"},
    {SYS_LLSEEK, "fnnbo"},
    {SYS_NEWSELECT, "nbbbb"},
    {SYS_READV, "fbo"},
    {SYS_WRITEV, "fbo"},
    {SYS_GETSID, "i"},
    {SYS_FDATASYNC, "f"},
    {SYS_SCHED_YIELD, ""},
    {SYS_NANOSLEEP, "bb"},
    {SYS_MREMAP, "bnnob"},
    {SYS_POLL, "bon"},
    {SYS_RT_SIGRETURN, ""},
    {SYS_RT_SIGACTION, "sbbo"},
    {SYS_RT_SIGPROCMASK, "obbo"},
    {SYS_RT_SIGPENDING, "bo"},
    {SYS_RT_SIGTIMEDWAIT, "bbbo"},
    {SYS_RT_SIGQUEUEINFO, "isb"},
    {SYS_RT_SIGSUSPEND, "bo"},
    {SYS_PREAD64, "fbnnn"},
    {SYS_PWRITE64, "fbnnn"},
    {SYS_GETCWD, "bn"},
    {SYS_SIGALTSTACK, "bb"},
    {SYS_VFORK, ""},
    {SYS_UGETRLIMIT, "ob"},
    {SYS_MMAP2, "bnoofn"},
    {SYS_TRUNCATE64, "pnn"},
    {SYS_FTRUNCATE64, "fnn"},
    {SYS_STAT64, "pb"},
    {SYS_LSTAT64, "pb"},
    {SYS_FSTAT64, "fb"},
    {SYS_LCHOWN32, "puu"},
    {SYS_FCHOWN32, "fuu"},
    {SYS_CHOWN32, "puu"},
    {SYS_SETUID, "u"},
    {SYS_MADVISE, "bno"},
    {SYS_GETDENTS64, "fbn"},
    {SYS_FCNTL64, "fob"},
    {SYS_TKILL, "is"},
    {SYS_SET_THREAD_AREA, "b"},
    {SYS_SET_TID_ADDRESS, "b"},
    {SYS_CLOCK_GETTIME, "ob"},
    {SYS_CLOCK_GETRES, "ob"},
    {SYS_CLOCK_NANOSLEEP, "oobb"},
    {SYS_STATFS64, "pnb"},
    {SYS_FSTATFS64, "fnb"},
    {SYS_TGKILL, "iis"},
    {SYS_WAITID, "oibob"},
    {SYS_OPENAT, "fpoo"},
    {SYS_MKDIRAT, "fpo"},
    {SYS_FCHOWNAT, "fpuuo"},
    {SYS_FSTATAT64, "fpbo"},
    {SYS_UNLINKAT, "fpo"},
    {SYS_RENAMEAT, "fpfp"},
    {SYS_LINKAT, "fpfpo"},
    {SYS_READLINKAT, "fpbn"},
    {SYS_FCHMODAT, "fpo"},
    {SYS_FACCESSAT, "fpo"},
    {SYS_PSELECT6, "nbbbbb"},
    {SYS_PPOLL, "bobbo"},
    {SYS_UTIMENSAT, "fpbo"},
    {SYS_DUP3, "ffo"},
    {SYS_PIPE2, "bo"},
    {SYS_PREADV, "fbonn"},
    {SYS_PWRITEV, "fbonn"},
    {SYS_RENAMEAT2, "fpfpo"},
    {SYS_STATX, "fponb"},
    {SYS_CLOCK_GETTIME64, "ob"},
    {SYS_CLOCK_GETRES64, "ob"},
    {SYS_CLOCK_NANOSLEEP64, "oobb"},
    {SYS_PROCESS_CREATE, "pbbb"},
    {SYS_PROCESS_DESTROY, "i"},
    {SYS_PROCESS_WAIT, "ibb"},
    {SYS_PROCESS_SUSPEND, "i"},
    {SYS_PROCESS_RESUME, "i"},
    {SYS_PROCESS_STATUS, "ib"},
    {SYS_PROCESS_LIST, "bn"},
    {SYS_PROCESS_SLEEP, "no"},
    {SYS_PROCESS_SLEEP_UNTIL, "no"},
    {SYS_PROCESS_NOW, "b"},
    {SYS_PROCESS_FOREGROUND, "i"},
    {SYS_PROCESS_POWER_OFF, "n"},
    {SYS_TRACE_READ, "bnb"},
    {SYS_TIME_INFO, "b"},
    {SYS_POLICY_SET, "bb"},
    {SYS_POLICY_GET, "bn"},
    {SYS_PROCESS_SCHEDULE, "ib"},
    {SYS_PROCESS_SHARERS, "ibbn"},
    {SYS_PROCESS_REST, "nono"},
};

enum { TAKINGS = sizeof(takings) / sizeof(takings[0]) };

static const char *const paths[] = {
    "/",
    "/tmp",
    "/tmp/a",
    "/tmp/b",
    "/tmp/d",
    "/tmp/d/e",
    "a",
    "b",
    "d/../a",
    ".",
    "..",
    "",
    "/bin",
    "/bin/true",
    "/bin/hello",
    "/dev/null",
    "/dev/zero",
    "/dev/tty",
    "/dev/console",
    "/dev/hda",
    "/proc",
    "/proc/1",
    "/proc/self/status",
    "/proc/self/fd",
    "/proc/1/stat",
    "/tmp/witness",
    "/tmp/./d//e/",
    "/nowhere/x",
    "rr quantum=3",
};

/* Where the tally keeps NUMBER: all that can be no call have the last one in common. */
static inline uint32_t slot_of(uint32_t number)
{
    if (number < LINUX_NUMBERS)
        return number;
    number -= SYS_ROBIN_FIRST;
    return number < ROBIN_NUMBERS ? LINUX_NUMBERS + number : SLOTS;
}

static inline int number_of(uint32_t slot)
{
    return (int)(slot < LINUX_NUMBERS ? slot : slot - LINUX_NUMBERS + SYS_ROBIN_FIRST);
}

static inline uint32_t words_draw_number(void)
{
    return takings[draw(TAKINGS)].number;
}

static inline bool words_is_fork(uint32_t number)
{
    return number == SYS_FORK || number == SYS_VFORK || number == SYS_CLONE;
}

/* Calls after which registers may be others: those that take them from the stack. */
static inline bool words_may_be_others(uint32_t number)
{
    return number == SYS_SIGRETURN || number == SYS_RT_SIGRETURN;
}

static inline void map_at(uint32_t address, uint32_t bytes, int protection)
{
    mmap((void *)address, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
         0);
}

static inline void words_prepare(void)
{
    map_at(ROOM, ROOM_BYTES, PROT_READ | PROT_WRITE);
    map_at(READ_ONLY, PAGE, PROT_READ);
    map_at(FORBIDDEN, PAGE, PROT_NONE);
}

static inline uint32_t draw_address(void)
{
    switch (draw(16)) {
    case 0:
        return 0;
    case 1:
        return draw(PAGE);
    case 2:
        return KERNEL - draw(64);
    case 3:
        return KERNEL + draw(0x00800000);
    case 4:
        return 0U - draw(64);
    case 5:
        return TEXT + draw(4 * PAGE);
    case 6:
        return READ_ONLY + PAGE - draw(64);
    case 7:
        return FORBIDDEN + draw(PAGE);
    case 8:
        return ROOM + ROOM_BYTES + draw(PAGE);
    case 9:
        return TEXT - draw(32 * PAGE); /* the stack */
    case 10:
        return draw_word();
    case 11:
    case 12:
        return ROOM + ROOM_BYTES - draw(64);
    case 13:
        return ROOM + PAGE - draw(64);
    default:
        return ROOM + draw(ROOM_BYTES / 4) * 4;
    }
}

static inline uint32_t draw_path(void)
{
    if (draw(8) == 0)
        return draw_address();
    return (uint32_t)(uintptr_t)paths[draw(sizeof(paths) / sizeof(paths[0]))];
}

static inline uint32_t draw_pid(void)
{
    switch (draw(8)) {
    case 0:
        return draw_odd_word();
    case 1:
        return 0U - draw(4);
    case 2:
        return 1 + draw(4); /* process 1, the shell, the witness, the attack */
    default:
        return (uint32_t)getpid() + draw(8) - draw(16);
    }
}

static inline uint32_t draw_as(char kind)
{
    static const uint32_t users[] = {0, ATTACKER, WITNESS, 0xFFFFFFFF};
    uint32_t any = draw(4);

    switch (kind) {
    case 'f':
        return any ? draw(12) : any % 2 ? draw_odd_word() : (uint32_t)AT_FDCWD;
    case 'p':
        return draw_path();
    case 'b':
        return any ? ROOM + draw(ROOM_BYTES / 64) * 64 : draw_address();
    case 'i':
        return draw_pid();
    case 's':
        return any ? draw(66) : draw_odd_word();
    case 'u':
        return any ? users[draw(4)] : draw_odd_word();
    case 'o':
        return any ? draw(any * any * 12) : draw_odd_word();
    default:
        return draw_odd_word();
    }
}

/* What the addresses lead to: words that may mean something. */
static inline void stir_room(void)
{
    uint32_t *room = (uint32_t *)ROOM;
    uint32_t at = draw(ROOM_BYTES / 64) * 16;

    for (uint32_t i = at; i < at + 16; i++) {
        uint32_t kind = draw(6);
        room[i] = kind < 2    ? draw(16)
                  : kind == 2 ? draw_address()
                  : kind == 3 ? draw_path()
                              : draw_odd_word();
    }
}

static inline void words_draw(uint32_t number, uint32_t words[WORDS])
{
    const char *wanted = NULL;

    for (uint32_t i = 0; i < TAKINGS; i++)
        if (takings[i].number == number)
            wanted = takings[i].words;
    if (wanted && draw(5) == 0)
        wanted = NULL;
    for (uint32_t i = 0; i < WORDS; i++) {
        if (wanted && *wanted)
            words[i] = draw_as(*wanted++);
        else
            words[i] = draw(2) ? draw_address() : draw_odd_word();
    }
    stir_room();
}
