/* act: a child that does one thing, for the other test programs.
 *
 * usage: act WHAT [NUMBER] */
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "abi/thread_area.h"

enum { NO_ARGUMENTS = 99, UNKNOWN = 98, RECURSION_BYTES = 512 };

static uint64_t number;

/* --- What is allowed */

static int do_exit(void)
{
    return (int)number;
}

static int do_spin(void)
{
    volatile bool forever = true;

    while (forever)
        continue;
    return UNKNOWN;
}

/* A shell that may have NUMBER descriptors. */
static int do_shell_of_few_files(void)
{
    const struct rlimit limit = {(rlim_t)number, (rlim_t)number};

    return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? UNKNOWN
                                                : execl("/bin/sh", "sh", (char *)NULL);
}

/* Says NUMBER times that it is there, 20 ticks apart, and never lets go of the CPU. */
static int do_announce(void)
{
    for (; number > 0; number--) {
        tick_t next = process_now() + 20;

        puts("here I am");
        while (process_now() < next)
            continue;
    }
    return 0;
}

static int do_sleep(void)
{
    return process_sleep(number);
}

static int do_sleep_until(void)
{
    return process_sleep_until(number);
}

/* Has the terminal give bytes as they are typed. */
static int do_raw(void)
{
    struct termios settings;

    if (tcgetattr(0, &settings) < 0)
        return errno;
    cfmakeraw(&settings);
    return tcsetattr(0, TCSANOW, &settings) < 0 ? errno : 0;
}

static int do_raw_and_abort(void)
{
    do_raw();
    abort();
}

static int do_raw_and_suspend(void)
{
    do_raw();
    return process_suspend(getpid());
}

/* Ends with the byte that is typed. */
static int do_raw_read(void)
{
    char c;

    do_raw();
    puts("raw");
    return read(0, &c, 1) == 1 ? c : -1;
}

static int do_read(void)
{
    char c;

    return read(0, &c, 1) < 0 ? errno : c;
}

static int do_write(void)
{
    return write((int)number, "", 0) < 0 ? errno : 0;
}

static int do_wait(void)
{
    char *const argv[] = {"act", "sleep", "100000", NULL};
    struct process_result result;

    process_create("/bin/act", argv, NULL);
    return process_wait(-1, &result, NULL);
}

/* Leaves a child behind that sleeps for NUMBER ticks. */
static int do_orphan(void)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%llu", number);
    return process_create("/bin/act", (char *[]){"act", "sleep", digits, NULL}, NULL) < 0;
}

static int do_suspend_itself(void)
{
    return process_suspend(getpid()) == 0 ? (int)number : UNKNOWN;
}

static int do_destroy_itself(void)
{
    process_destroy(getpid());
    return UNKNOWN;
}

static int do_tell_uid(void)
{
    return (int)getuid();
}

static int do_change_uid(void)
{
    return setuid((uid_t)number) < 0 ? errno : (int)getuid();
}

/* Writes to one page after the other until there is no more memory. */
static int do_eat(void)
{
    for (;;) {
        char *page = sbrk(4096);

        if (page == SBRK_FAILED)
            return errno;
        *page = 1;
    }
}

/* --- What is not: each ends in a fault, and returns only if it does not */

static volatile char *at(uint32_t address)
{
    volatile uint32_t hidden = address;

    return (volatile char *)hidden;
}

static int do_read_at(void)
{
    return *at((uint32_t)number);
}

static int do_write_at(void)
{
    *at((uint32_t)number) = 1;
    return UNKNOWN;
}

static int do_jump_to(void)
{
    ((void (*)(void))at((uint32_t)number))();
    return UNKNOWN;
}

static int do_write_text(void)
{
    *(volatile char *)do_write_text = 0;
    return UNKNOWN;
}

static int do_touch_forbidden(void)
{
    return *(volatile char *)mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static int do_beyond_break(void)
{
    return ((volatile char *)sbrk(0))[4096];
}

/* Each call sees its caller's ROOM, or a compiler might make a loop of it. */
static int deeper(uint64_t depth, const volatile char *above)
{
    volatile char room[RECURSION_BYTES];

    room[0] = *above;
    return depth > 0 ? deeper(depth - 1, room) + room[0] : 0;
}

/* NUMBER calls deep, half a KiB each. */
static int do_recurse(void)
{
    return deeper(number, &(const volatile char){1}) > 0 ? 0 : UNKNOWN;
}

#define INSTRUCTION(name, text)                                                          \
    static int do_##name(void)                                                           \
    {                                                                                    \
        __asm__ volatile(text ::: "eax", "ecx", "edx", "memory");                        \
        return UNKNOWN;                                                                  \
    }

INSTRUCTION(cli, "cli")
INSTRUCTION(hlt, "hlt")
INSTRUCTION(in, "inb $0x20, %%al")
INSTRUCTION(out, "outb %%al, $0xF4")
INSTRUCTION(read_cr3, "movl %%cr3, %%eax")
INSTRUCTION(segment, "movw $0x10, %%ax\n movw %%ax, %%ds")
INSTRUCTION(interrupt, "int $0x20")
INSTRUCTION(divide, "xorl %%ecx, %%ecx\n divl %%ecx")
INSTRUCTION(undefined, "ud2")
INSTRUCTION(breakpoint, "int3")
INSTRUCTION(overflow, "movb $0x7F, %%al\n addb $1, %%al\n into")
INSTRUCTION(fpu, "push $0x37B\n fldcw (%%esp)\n pop %%eax\n fld1\n fldz\n fdivrp\n fwait")
INSTRUCTION(single_step, "pushfl\n orl $0x100, (%%esp)\n popfl\n nop")
INSTRUCTION(step_into_call, "movl $20, %%eax\n pushfl\n orl $0x100, (%%esp)\n popfl\n"
                            "int $0x80")
INSTRUCTION(nested_task, "pushfl\n orl $0x4000, (%%esp)\n popfl\n iret")
INSTRUCTION(call_task, "lcall $0x28, $0")
INSTRUCTION(sysenter, "sysenter")
INSTRUCTION(debug_register, "movl %%eax, %%dr7")
INSTRUCTION(performance, "xorl %%ecx, %%ecx\n rdpmc")
INSTRUCTION(tables, "subl $8, %%esp\n sidt (%%esp)\n addl $8, %%esp")
INSTRUCTION(time, "rdtsc")

static int set_thread_area(struct thread_area *area)
{
    int result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(SYS_SET_THREAD_AREA), "b"(area)
                     : "memory");
    return result;
}

/* Has GS, by a selector of privilege NUMBER, and SS in a segment of its own while that goes; what
 * is in GS then. */
static int do_lost_segment(void)
{
    struct thread_area flat = {THREAD_AREA_ANY, 0, 0xFFFFF, 0x51}, none = {.entry = 6};
    uint32_t selector;

    if (set_thread_area(&flat) != 0)
        return UNKNOWN;
    __asm__ volatile("mov %0, %%gs; mov %1, %%ss"
                     :
                     : "r"(flat.entry * 8 + (uint32_t)number), "r"(flat.entry * 8 + 3));
    if (set_thread_area(&none) != 0)
        return UNKNOWN;
    sched_yield();
    __asm__ volatile("mov %%gs, %0" : "=r"(selector));
    return (int)selector;
}

static char *map_megabyte(int flags)
{
    return mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

/* With the flag AC set, which opens programs' memory to a kernel that leaves it, makes long calls
 * that copy and that do not, and computes, for NUMBER ticks each. */
static int do_open_access(void)
{
    enum { BYTES = 1 << 20 };
    tick_t end = process_now() + number;
    int file = open("/dev/zero", O_RDONLY);

    __asm__ volatile("pushfl\n orl $0x40000, (%esp)\n popfl");
    while (process_now() < end) {
        char *made = map_megabyte(MAP_POPULATE), *read_to = map_megabyte(0);

        if (read(file, read_to, BYTES) != BYTES || munmap(made, BYTES) != 0 ||
            munmap(read_to, BYTES) != 0)
            return UNKNOWN;
    }
    for (end = process_now() + number; process_now() < end;)
        for (volatile int i = 0; i < 1000; i++)
            continue;
    return 0;
}

/* NUMBER is CS there, and the mode's flag stands alone: without the one of interrupts. */
static int do_virtual_8086(void)
{
    if (setuid(1000) < 0)
        return errno;
    __asm__ volatile("pushl $0\n pushl $0\n pushl $0\n pushl $0\n" /* GS FS DS ES */
                     "pushl $0\n pushl $0\n pushl $0x20002\n pushl %0\n pushl $0\n"
                     "iret"
                     :
                     : "r"((uint32_t)number));
    return UNKNOWN;
}

static const struct {
    const char *name;
    int (*run)(void);
} acts[] = {
    {"exit", do_exit},
    {"spin", do_spin},
    {"shell_of_few_files", do_shell_of_few_files},
    {"announce", do_announce},
    {"sleep", do_sleep},
    {"sleep_until", do_sleep_until},
    {"read", do_read},
    {"raw", do_raw},
    {"raw_and_suspend", do_raw_and_suspend},
    {"raw_and_abort", do_raw_and_abort},
    {"raw_read", do_raw_read},
    {"write", do_write},
    {"wait", do_wait},
    {"orphan", do_orphan},
    {"suspend_itself", do_suspend_itself},
    {"destroy_itself", do_destroy_itself},
    {"tell_uid", do_tell_uid},
    {"change_uid", do_change_uid},
    {"eat", do_eat},
    {"read_at", do_read_at},
    {"write_at", do_write_at},
    {"jump_to", do_jump_to},
    {"write_text", do_write_text},
    {"touch_forbidden", do_touch_forbidden},
    {"beyond_break", do_beyond_break},
    {"recurse", do_recurse},
    {"divide", do_divide},
    {"cli", do_cli},
    {"hlt", do_hlt},
    {"in", do_in},
    {"out", do_out},
    {"read_cr3", do_read_cr3},
    {"segment", do_segment},
    {"interrupt", do_interrupt},
    {"undefined", do_undefined},
    {"breakpoint", do_breakpoint},
    {"overflow", do_overflow},
    {"fpu", do_fpu},
    {"single_step", do_single_step},
    {"step_into_call", do_step_into_call},
    {"nested_task", do_nested_task},
    {"call_task", do_call_task},
    {"sysenter", do_sysenter},
    {"debug_register", do_debug_register},
    {"performance", do_performance},
    {"tables", do_tables},
    {"time", do_time},
    {"lost_segment", do_lost_segment},
    {"open_access", do_open_access},
    {"virtual_8086", do_virtual_8086},
};

/* Whether argv is what calls_create.c has sent, NULL at the end included. */
static int check_arguments(int argc, char *argv[])
{
    static const char *const sent[] = {"act", "arguments", "", "two words", "\"$?\\\n"};
    bool are_equal = argc == sizeof(sent) / sizeof(sent[0]) && argv[argc] == NULL;

    for (int i = 0; are_equal && i < argc; i++)
        are_equal = strcmp(argv[i], sent[i]) == 0;
    return are_equal ? 0 : 1;
}

/* The same for the environment that calls_descent.c gives. */
static int check_environment(void)
{
    return environ[0] && strcmp(environ[0], "NUMBER=1") == 0 && environ[1] &&
                   strcmp(environ[1], "EMPTY=") == 0 && !environ[2]
               ? 0
               : 1;
}

int main(int argc, char *argv[])
{
    if (argc < 2)
        return argc == 0 ? NO_ARGUMENTS : UNKNOWN;
    if (strcmp(argv[1], "arguments") == 0)
        return check_arguments(argc, argv);
    if (strcmp(argv[1], "environment") == 0)
        return check_environment();
    if (strcmp(argv[1], "length") == 0)
        return (int)strlen(argv[2]) / 1024;
    number = argc > 2 ? strtoull(argv[2], NULL, 0) : 0;
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (strcmp(acts[i].name, argv[1]) == 0)
            return acts[i].run();
    fprintf(stderr, "act: %s: unknown\n", argv[1]);
    return UNKNOWN;
}
