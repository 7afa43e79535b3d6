/* The words of a call, drawn: often such as the call wants, so that it gets somewhere, and often
 * anything. */
#pragma once

#include <fcntl.h>
#include <signal.h>
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
    PAGES = 0x51000000, /* where calls on mappings are tried */
};

/* What a call takes: f descriptor, d the same of a directory, p path, b memory, e memory that holds
 * small words, V the same for readv, v strings, h a signal's action, a page, l length, n any number,
 * o flags or a small number, i pid, s signal, u user, c flags of clone, M of mmap, r limit, t request of
 * ioctl; 0, 8, z: just that, z the bytes of a set of signals. */
static const struct taking {
    uint16_t number;
    const char *words;
} takings[] = {
    {SYS_FORK, ""},
    {SYS_READ, "fbl"},
    {SYS_WRITE, "fbl"},
    {SYS_OPEN, "poo"},
    {SYS_CLOSE, "f"},
    {SYS_WAITPID, "ibo"},
    {SYS_CREAT, "po"},
    {SYS_LINK, "pp"},
    {SYS_UNLINK, "p"},
    {SYS_EXECVE, "pvv"},
    {SYS_CHDIR, "p"},
    {SYS_TIME, "b"},
    {SYS_CHMOD, "po"},
    {SYS_LSEEK, "foo"},
    {SYS_GETPID, ""},
    {SYS_ALARM, "o"},
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
    {SYS_IOCTL, "ftb"},
    {SYS_FCNTL, "fof"},
    {SYS_SETPGID, "ii"},
    {SYS_UMASK, "o"},
    {SYS_DUP2, "ff"},
    {SYS_GETPPID, ""},
    {SYS_GETPGRP, ""},
    {SYS_SETSID, ""},
    {SYS_SETRLIMIT, "rb"},
    {SYS_GETRLIMIT, "rb"},
    {SYS_GETRUSAGE, "ob"},
    {SYS_GETTIMEOFDAY, "bb"},
    {SYS_READLINK, "pbl"},
    {SYS_MUNMAP, "al"},
    {SYS_TRUNCATE, "pl"},
    {SYS_FTRUNCATE, "fl"},
    {SYS_FCHMOD, "fo"},
    {SYS_SETITIMER, "oeb"},
    {SYS_GETITIMER, "ob"},
    {SYS_WAIT4, "ibob"},
    {SYS_FSYNC, "f"},
    {SYS_SIGRETURN, ""},
    {SYS_CLONE, "coooo"},
    {SYS_UNAME, "b"},
    {SYS_MPROTECT, "alo"},
    {SYS_GETPGID, "i"},
    {SYS_FCHDIR, "f"},
    {SYS_LLSEEK, "foobo"},
    {SYS_NEWSELECT, "oeeee"},
    {SYS_READV, "fVo"},
    {SYS_WRITEV, "fVo"},
    {SYS_GETSID, "i"},
    {SYS_FDATASYNC, "f"},
    {SYS_SCHED_YIELD, ""},
    {SYS_NANOSLEEP, "eb"},
    {SYS_MREMAP, "alloa"},
    {SYS_POLL, "eoo"},
    {SYS_RT_SIGRETURN, ""},
    {SYS_RT_SIGACTION, "shbz"},
    {SYS_RT_SIGPROCMASK, "obbz"},
    {SYS_RT_SIGPENDING, "bz"},
    {SYS_RT_SIGTIMEDWAIT, "bbez"},
    {SYS_RT_SIGQUEUEINFO, "isb"},
    {SYS_RT_SIGSUSPEND, "bz"},
    {SYS_PREAD64, "fblo0"},
    {SYS_PWRITE64, "fblo0"},
    {SYS_GETCWD, "bl"},
    {SYS_SIGALTSTACK, "eb"},
    {SYS_VFORK, ""},
    {SYS_UGETRLIMIT, "rb"},
    {SYS_MMAP2, "aloMfo"},
    {SYS_TRUNCATE64, "pl0"},
    {SYS_FTRUNCATE64, "fl0"},
    {SYS_STAT64, "pb"},
    {SYS_LSTAT64, "pb"},
    {SYS_FSTAT64, "fb"},
    {SYS_LCHOWN32, "puu"},
    {SYS_FCHOWN32, "fuu"},
    {SYS_CHOWN32, "puu"},
    {SYS_SETUID, "u"},
    {SYS_MADVISE, "alo"},
    {SYS_GETDENTS64, "fbl"},
    {SYS_FCNTL64, "foe"},
    {SYS_TKILL, "is"},
    {SYS_SET_THREAD_AREA, "e"},
    {SYS_SET_TID_ADDRESS, "b"},
    {SYS_CLOCK_GETTIME, "ob"},
    {SYS_CLOCK_GETRES, "ob"},
    {SYS_CLOCK_NANOSLEEP, "ooeb"},
    {SYS_STATFS64, "p8b"},
    {SYS_FSTATFS64, "f8b"},
    {SYS_TGKILL, "iis"},
    {SYS_WAITID, "oibob"},
    {SYS_OPENAT, "dpoo"},
    {SYS_MKDIRAT, "dpo"},
    {SYS_FCHOWNAT, "dpuuo"},
    {SYS_FSTATAT64, "dpbo"},
    {SYS_UNLINKAT, "dpo"},
    {SYS_RENAMEAT, "dpdp"},
    {SYS_LINKAT, "dpdpo"},
    {SYS_READLINKAT, "dpbl"},
    {SYS_FCHMODAT, "dpo"},
    {SYS_FACCESSAT, "dpo"},
    {SYS_PSELECT6, "oeeeee"},
    {SYS_PPOLL, "eoeez"},
    {SYS_UTIMENSAT, "dpeo"},
    {SYS_DUP3, "ff0"},
    {SYS_PIPE2, "b0"},
    {SYS_PREADV, "fVo00"},
    {SYS_PWRITEV, "fVo00"},
    {SYS_RENAMEAT2, "dpdpo"},
    {SYS_STATX, "dpoob"},
    {SYS_CLOCK_GETTIME64, "ob"},
    {SYS_CLOCK_GETRES64, "ob"},
    {SYS_CLOCK_NANOSLEEP64, "ooeb"},
    {SYS_PROCESS_CREATE, "pvev"},
    {SYS_PROCESS_DESTROY, "i"},
    {SYS_PROCESS_WAIT, "ibe"},
    {SYS_PROCESS_SUSPEND, "i"},
    {SYS_PROCESS_RESUME, "i"},
    {SYS_PROCESS_STATUS, "ib"},
    {SYS_PROCESS_LIST, "bo"},
    {SYS_PROCESS_SLEEP, "o0"},
    {SYS_PROCESS_SLEEP_UNTIL, "n0"},
    {SYS_PROCESS_NOW, "b"},
    {SYS_PROCESS_FOREGROUND, "i"},
    {SYS_PROCESS_POWER_OFF, "n"},
    {SYS_TRACE_READ, "boe"},
    {SYS_TIME_INFO, "b"},
    {SYS_POLICY_SET, "pb"},
    {SYS_POLICY_GET, "bl"},
    {SYS_PROCESS_SCHEDULE, "ie"},
    {SYS_PROCESS_SHARERS, "iabo"},
    {SYS_PROCESS_REST, "o0o0"},
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
    "/proc/self/maps",
    "/proc/self/cmdline",
    "/proc/3/maps",
    "/proc/stat",
    "/proc/trace",
    "/proc/policy",
    "/proc/meminfo",
    "/tmp/witness",
    "/tmp/./d//e/",
    "/nowhere/x",
    "rr quantum=3",
    "/disk",
    "/disk/a",
    "/disk/d",
    "/disk/d/b",
    "/disk/d/e",
    "/disk/full",
    "/disk/numbers",
    "/disk/true",
    "d",
    "d/b",
    "full",
    "e",
    "../disk/d/.",
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
    map_at(PAGES, 16 * PAGE, PROT_READ | PROT_WRITE);
    for (uint32_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (draw(4) == 0)
            open(paths[i], draw(2) ? O_RDWR | O_CREAT : O_RDONLY, 0666);
    pipe((int[2]){0});
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

/* Words of an array, or a struct, that may do: small ones, and addresses of good memory. */
static inline uint32_t draw_small_words(bool with_addresses)
{
    uint32_t *place = (uint32_t *)(ROOM + draw(ROOM_BYTES / 64) * 64);

    for (uint32_t i = 0; i < 16; i++)
        place[i] = draw(3) ? draw(16) : 0;
    for (uint32_t i = 0; i < 16 && with_addresses; i += 2)
        place[i] = draw(8) ? ROOM + draw(ROOM_BYTES) : draw_address();
    return (uint32_t)place;
}

static void handle_nothing(int signal)
{
    (void)signal;
}

static inline uint32_t draw_action(void)
{
    uint32_t *place = (uint32_t *)draw_small_words(false);

    place[0] = draw(4) == 0 ? draw_odd_word()
               : draw(2)    ? draw(2)
                            : (uint32_t)handle_nothing;
    place[1] = draw(2) ? 0 : draw_odd_word();
    return (uint32_t)place;
}

static inline uint32_t draw_likely(char kind)
{
    static const char *const strings[] = {"sleep", "0.01", NULL};
    static const uint32_t users[] = {0, ATTACKER, WITNESS, 0xFFFFFFFF};
    static const uint32_t clones[] = {SIGCHLD, SIGCHLD | 0x01200000, 0x10f00, 0};
    static const uint32_t mmaps[] = {0x22, 0x21, 0x32, 0x31, 0x02, 0x100022};

    switch (kind) {
    case 'f':
        return draw(12);
    case 'd':
        return draw(2) ? (uint32_t)AT_FDCWD : draw(12);
    case 'p':
        return draw_path();
    case 'b':
        return ROOM + draw(ROOM_BYTES / 64) * 64;
    case 'e':
        return draw(4) ? draw_small_words(false) : 0;
    case 'V':
        return draw_small_words(true);
    case 'v':
        return draw(4) ? (uint32_t)strings : 0;
    case 'h':
        return draw_action();
    case 'a':
        return PAGES + draw(16) * PAGE;
    case 'l':
        return draw(2) ? draw(5) * PAGE : draw(200);
    case 'i':
        return draw_pid();
    case 's':
        return 1 + draw(64);
    case 'u':
        return users[draw(4)];
    case 'o':
        return draw(2) ? draw(9) : draw(2) ? 0 : 1U << draw(12);
    case 'c':
        return clones[draw(4)];
    case 'M':
        return mmaps[draw(6)];
    case 'r':
        return draw(10);
    case 't':
        return draw(4) ? 0x5400 + draw(0x40) : 0x80045430;
    case '0':
        return 0;
    case '8':
        return 84; /* struct statfs64 */
    case 'z':
        return 8;
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

    stir_room();
    for (uint32_t i = 0; i < TAKINGS; i++)
        if (takings[i].number == number)
            wanted = takings[i].words;
    if (wanted && draw(5) == 0)
        wanted = NULL;
    for (uint32_t i = 0; i < WORDS; i++) {
        if (wanted && *wanted) {
            char kind = *wanted++;
            words[i] = draw(10)  ? draw_likely(kind)
                       : draw(2) ? draw_address()
                                 : draw_odd_word();
        } else
            words[i] = draw(2) ? draw_address() : draw_odd_word();
    }
}
