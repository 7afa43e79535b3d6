/* The words of a call, drawn: often such as the call wants, so that it gets somewhere, and often
 * anything. */
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>

#include "attackers.h"
#include "takings.h"

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
