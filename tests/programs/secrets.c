/* Whether an ordinary user is told anything that is the kernel's, or was another's: by calls, by
 * files, in registers, in memory that is new. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { USER = 1000, PAGE = 4096, FAILURE = 2 };

/* The kernel and the memory that it uses first, as it sees it, and kernel stacks. Other numbers
 * that are as large mean something else. */
static bool is_of_kernel(uint32_t word)
{
    return (word >= 0xC0000000 && word < 0xC1000000) ||
           (word >= 0xF0000000 && word < 0xF0100000);
}

/* The first such word in MEMORY, or 0. */
static uint32_t find_of_kernel(const void *memory, size_t bytes)
{
    const uint32_t *words = memory;

    for (size_t i = 0; i < bytes / sizeof(*words); i++)
        if (is_of_kernel(words[i]))
            return words[i];
    return 0;
}

/* --- Every call, with room for an answer at each of its words --- */

enum {
    CALLS_BEGIN = 3, /* Linux's numbers, and Robin's: there are none between */
    LINUX_END = 440,
    ROBIN_BEGIN = 1000,
    ROBIN_END = 1030,
    ENOUGH_CALLS = 20000,
    WORDS = 5,
    ANSWER_BYTES = 2048,
    LIMIT_TICKS = 200,
    CALL_MICROSECONDS = 20000, /* then it is interrupted */
};

static struct report {
    uint32_t told, calls;
} * report;

static _Alignas(PAGE) uint8_t answers[WORDS][ANSWER_BYTES];
static char path[] = "/files/letters";

/* What a word can be, by its place: room for an answer; else of these, of which 3 and 4 are
 * descriptors and 0x5401 (TCGETS) means something to ioctl alone. */
static const uint32_t choices[WORDS][4] = {
    {0, 3, 4, (uint32_t)path}, {64, 0x5401, (uint32_t)path}, {64}, {8}, {0}};
static const uint32_t choice_counts[WORDS] = {4, 3, 1, 1, 1};

static int32_t call_with(uint32_t number, const uint32_t *words)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(words[0]), "c"(words[1]), "d"(words[2]),
                       "S"(words[3]), "D"(words[4])
                     : "memory");
    return result;
}

static void be_interrupted(int signal)
{
    (void)signal;
}

static void prepare(void)
{
    int ends[2], nowhere = open("/dev/null", O_RDWR);

    signal(SIGALRM, be_interrupted);
    siginterrupt(SIGALRM, 1);
    for (int fd = 0; fd < 3; fd++)
        dup2(nowhere, fd);
    close(nowhere);
    if (open(path, O_RDONLY) != 3 || open("/", O_RDONLY) != 4 || pipe(ends) != 0 ||
        write(ends[1], path, sizeof(path)) < 0 || setuid(USER) != 0)
        _exit(FAILURE);
}

/* The call with the words of a MIX of choices, and before it FILLER in all answers. */
static int32_t call_and_look(uint32_t number, uint32_t mix, int filler)
{
    static const struct itimerval soon = {{0, CALL_MICROSECONDS}, {0, CALL_MICROSECONDS}};
    uint32_t words[WORDS];

    for (int place = 0; place < WORDS; place++) {
        uint32_t choice = mix % (choice_counts[place] + 1);

        mix /= choice_counts[place] + 1;
        words[place] = choice ? choices[place][choice - 1] : (uint32_t)answers[place];
    }
    memset(answers, filler, sizeof(answers));
    setitimer(ITIMER_REAL, &soon, NULL);
    int32_t result = call_with(number, words);
    report->calls++;
    report->told = find_of_kernel(answers, sizeof(answers));
    if (result < -4096 && is_of_kernel((uint32_t)result))
        report->told = (uint32_t)result;
    return result;
}

static _Noreturn void try_call(uint32_t number)
{
    uint32_t mixes = 1;

    prepare();
    for (int place = 0; place < WORDS; place++)
        mixes *= choice_counts[place] + 1;
    for (uint32_t i = 0; i < 2 * mixes && !report->told; i++)
        if (call_and_look(number, i / 2, i % 2 ? 0x5A : 0) == -ENOSYS)
            break;
    _exit(0);
}

/* Not those that end a process, or begin one. */
static bool is_for_this(uint32_t number)
{
    static const uint16_t others[] = {11, 119, 120, 173, 190, 252, 1011};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (others[i] == number)
            return false;
    return number < LINUX_END || number >= ROBIN_BEGIN;
}

static void no_call_tells_an_address_of_the_kernel(void)
{
    static const struct process_wait_options limit = {WAIT_TIMEOUT, LIMIT_TICKS};
    struct process_result result;

    report = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (uint32_t number = CALLS_BEGIN; number < ROBIN_END; number++) {
        if (!is_for_this(number))
            continue;
        pid_t child = fork();
        if (child == 0)
            try_call(number);
        if (process_wait(child, &result, &limit) != child)
            destroy_and_collect(child);
        else
            EXPECT(result.event != PROCESS_EXITED || result.code != FAILURE);
        if (report->told) {
            EXPECT_EQUAL(report->told, 0);
            printf("call %u tells %08x\n", number, report->told);
            report->told = 0;
        }
    }
    EXPECT(report->calls > ENOUGH_CALLS);
}

/* --- The rest of what is told --- */

/* Numbers as they are written, in hexadecimal and in decimal. */
static uint32_t find_written(const char *text)
{
    static const char digits[] = "0123456789abcdef";

    while (*text) {
        size_t length = strspn(text, digits);

        for (int base = 16; length > 0 && base >= 10; base -= 6) {
            unsigned long long number = strtoull(text, NULL, base);
            if (number <= UINT32_MAX && is_of_kernel((uint32_t)number))
                return (uint32_t)number;
        }
        text += length > 0 ? length : 1;
    }
    return 0;
}

static int look_at_file(const char *name)
{
    static char text[1 << 14];
    int file = open(name, O_RDONLY),
        bytes = file < 0 ? 0 : read(file, text, sizeof(text) - 1);

    close(file);
    text[bytes > 0 ? bytes : 0] = '\0';
    uint32_t told = find_written(text);
    EXPECT_EQUAL(told, 0);
    if (told)
        printf("%s tells %08x\n", name, told);
    return bytes > 0;
}

static int look_at_folder(const char *name)
{
    DIR *folder = opendir(name);
    struct dirent *entry;
    int files = 0;

    while (folder && (entry = readdir(folder))) {
        char inner[sizeof(*entry) + PAGE];

        snprintf(inner, sizeof(inner), "%s/%s", name, entry->d_name);
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            files += look_at_folder(inner);
        else if (entry->d_type == DT_REG && strcmp(inner, "/proc/trace") != 0)
            files += look_at_file(inner);
    }
    if (folder)
        closedir(folder);
    return files;
}

static void no_file_of_proc_tells_an_address_of_the_kernel(void)
{
    EXPECT_EQUAL(find_written("a c0103d2b"), 0xC0103D2B);
    EXPECT_EQUAL(find_written("3 4026552212 "), 0xF0004F94);
    EXPECT(look_at_folder("/proc") > 10);
}

static void do_nothing(int signal)
{
    (void)signal;
}

/* The frame stays where the handler found it. */
static void no_signal_brings_an_address_of_the_kernel(void)
{
    static const int flags[] = {SA_ONSTACK, SA_ONSTACK | SA_SIGINFO};
    static char stack[SIGSTKSZ];
    volatile double one = 1;

    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof(stack)}, NULL);
    for (size_t i = 0; i < 2; i++) {
        struct sigaction action = {.sa_handler = do_nothing, .sa_flags = flags[i]};

        memset(stack, 0x5A, sizeof(stack));
        sigaction(SIGUSR1, &action, NULL);
        one = one * 1; /* which has it in its frame, too */
        raise(SIGUSR1);
        EXPECT(memchr(stack, SIGUSR1, sizeof(stack)) != NULL);
        EXPECT_EQUAL(find_of_kernel(stack, sizeof(stack)), 0);
    }
}

/* --- What is new is empty --- */

static bool is_zero(const void *memory, size_t bytes)
{
    const uint8_t *at = memory;

    for (size_t i = 0; i < bytes; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void memory_that_is_new_holds_nothing_of_others(void)
{
    enum { BYTES = 1 << 20 };

    if (fork() == 0) { /* which leaves pages that are not empty */
        memset(mmap(NULL, 2 * BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                    -1, 0),
               0x5A, 2 * BYTES);
        _exit(0);
    }
    wait(NULL);
    EXPECT(
        is_zero(mmap(NULL, BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), BYTES));
    EXPECT(is_zero(sbrk(BYTES), BYTES));
    volatile char here = 0;
    EXPECT(is_zero((char *)(((uint32_t)&here & ~(PAGE - 1u)) - 64 * PAGE), 60 * PAGE));
    int file = open(path, O_RDONLY);
    struct stat status;
    EXPECT_EQUAL(fstat(file, &status), 0);
    const char *mapped = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);
    EXPECT(is_zero(mapped + status.st_size, PAGE - (size_t)status.st_size));
}

/* A program of this code alone: it writes its registers and flags as it has found them, and its
 * selectors, and ends. */
static const uint8_t tell_registers[] = {
    0x60,                      /* pusha */
    0x9C,                      /* pushf */
    0x0F, 0xA0, 0x0F, 0xA8,    /* push fs, gs */
    0xB8, 4,    0,    0,    0, /* write(1, esp, 44) */
    0xBB, 1,    0,    0,    0, 0x89, 0xE1, 0xBA, 44,   0,    0,   0,
    0xCD, 0x80, 0xB8, 1,    0, 0,    0,    0x31, 0xDB, 0xCD, 0x80}; /* exit(0) */

enum { TEXT_AT = 0x08048000, HEADER_BYTES = 52 + 32 };

static void make_program(const char *name)
{
    const uint32_t size = HEADER_BYTES + sizeof(tell_registers);
    const uint32_t header[] = {0x464C457F,
                               0x00010101,
                               0,
                               0,
                               0x00030002,
                               1,
                               TEXT_AT + HEADER_BYTES,
                               52,
                               0,
                               0,
                               0x00200034,
                               1,
                               0,
                               /* one segment: */ 1,
                               0,
                               TEXT_AT,
                               TEXT_AT,
                               size,
                               size,
                               5,
                               PAGE};
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

    EXPECT_EQUAL(write(file, header, sizeof(header)), HEADER_BYTES);
    EXPECT_EQUAL(write(file, tell_registers, sizeof(tell_registers)),
                 sizeof(tell_registers));
    close(file);
}

static void expect_clean_registers(int from)
{
    enum { GS, FS, FLAGS, EDI, ESP = EDI + 3, EAX = EDI + 7, COUNT };
    uint32_t told[COUNT] = {0};

    EXPECT_EQUAL(read(from, told, sizeof(told)), sizeof(told));
    for (int i = EDI; i <= EAX; i++)
        EXPECT_EQUAL(told[i] * (i != ESP), 0);
    EXPECT(told[ESP] > 0x08000000 && told[ESP] < TEXT_AT);
    EXPECT_EQUAL(told[FLAGS], 0x202);
    EXPECT_EQUAL(told[FS] & 0xFFFF, 0x23);
    EXPECT_EQUAL(told[GS] & 0xFFFF, 0x23);
}

static void a_program_begins_with_empty_registers(void)
{
    static const char name[] = "/tmp/tell";
    char *const argv[] = {"tell", NULL};
    int ends[2];

    make_program(name);
    EXPECT_EQUAL(pipe(ends), 0);
    struct process_options options = {.flags = PROCESS_FILES, .files = {-1, ends[1], -1}};
    EXPECT_EQUAL(code_of(process_create(name, argv, &options)), 0);
    expect_clean_registers(ends[0]);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        __asm__ volatile("fld1\n std");
        execve(name, argv, NULL);
        _exit(FAILURE);
    }
    EXPECT_EQUAL(code_of(child), 0);
    expect_clean_registers(ends[0]);
    unlink(name);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(no_call_tells_an_address_of_the_kernel),
    BEHAVIOUR(no_file_of_proc_tells_an_address_of_the_kernel),
    BEHAVIOUR(no_signal_brings_an_address_of_the_kernel),
    BEHAVIOUR(memory_that_is_new_holds_nothing_of_others),
    BEHAVIOUR(a_program_begins_with_empty_registers),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
