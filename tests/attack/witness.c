/* witness: a process of a user whom nobody may touch. Until SIGUSR1 comes it looks whether its
 * memory, registers, descriptors and signals are as it left them, and whether its sleeps end; what
 * is not it tells, and then the status is 1. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

#include "attackers.h"

enum { PAGES = 24, BYTES = 64, WORDS = PAGES * PAGE / 4, SPIN = 200000, FILES = 6 };

static volatile sig_atomic_t is_over;
static uint32_t memory[WORDS];
static const char path[] = "/tmp/witness";

static void be_over(int signal)
{
    is_over = signal;
}

/* Whether the registers keep what was put there for a while, in which others run. */
static bool registers_stay(uint32_t mark)
{
    uint32_t wrong;

    __asm__ volatile("pushl %%ebp\n pushl %%ebx\n"
                     "movl %1, %%eax\n"
                     "leal 1(%%eax), %%ebx\n leal 2(%%eax), %%edx\n"
                     "leal 3(%%eax), %%esi\n leal 4(%%eax), %%edi\n"
                     "leal 5(%%eax), %%ebp\n"
                     "1: decl %%ecx\n jnz 1b\n"
                     "subl %%eax, %%ebx\n subl %%eax, %%edx\n subl %%eax, %%esi\n"
                     "subl %%eax, %%edi\n subl %%eax, %%ebp\n"
                     "decl %%ebx\n subl $2, %%edx\n subl $3, %%esi\n subl $4, %%edi\n"
                     "subl $5, %%ebp\n"
                     "orl %%ebx, %%ecx\n orl %%edx, %%ecx\n orl %%esi, %%ecx\n"
                     "orl %%edi, %%ecx\n orl %%ebp, %%ecx\n"
                     "popl %%ebx\n popl %%ebp\n"
                     : "=c"(wrong)
                     : "a"(mark), "0"(SPIN)
                     : "edx", "esi", "edi", "memory");
    return wrong == 0;
}

static void look_at_memory(uint32_t round)
{
    for (uint32_t i = 0; i < WORDS; i++)
        if (memory[i] != (round ^ i * 0x01000193))
            return fail("a word of memory has changed", (int)i);
}

static void fill_memory(uint32_t round)
{
    for (uint32_t i = 0; i < WORDS; i++)
        memory[i] = round ^ i * 0x01000193;
}

static void look_at_files(int pipe_in, int pipe_out, int file, uint32_t round)
{
    static struct process_status status;
    uint32_t word = 0;
    struct stat about;

    if (read(pipe_in, &word, sizeof(word)) != sizeof(word) || word != round - 1)
        fail("the pipe has lost its bytes", (int)word);
    if (write(pipe_out, &round, sizeof(round)) != sizeof(round))
        fail("the pipe takes no bytes", errno);
    if (pread(file, &word, sizeof(word), 0) != sizeof(word) || word != WITNESS)
        fail("the file has changed", (int)word);
    if (fstat(file, &about) || about.st_uid != WITNESS ||
        (about.st_mode & 0777) != 0600 || about.st_nlink != 1 ||
        about.st_size != sizeof(word))
        fail("somebody had a hand on the file", (int)about.st_mode);
    process_status(0, &status);
    if (status.file_count != FILES || status.uid != WITNESS || status.suspended)
        fail("its status has changed", (int)status.file_count);
}

static void look_at_sleep(void)
{
    tick_t start = process_now();
    int result = process_sleep(2);

    if (result != 0 && !is_over)
        fail("a sleep was broken", result);
    if (process_now() < start + 2 && !is_over)
        fail("a sleep was too short", (int)(process_now() - start));
}

int main(int argc, char *argv[])
{
    uint32_t round = 0;
    int ends[2];

    (void)argc;
    attack = argv[0];
    (void)signal(SIGUSR1, be_over);
    setuid(WITNESS);
    int file = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (file < 0 || write(file, &(uint32_t){WITNESS}, 4) != 4 || pipe(ends) ||
        write(ends[1], &round, 4) != 4)
        fail("it cannot begin", errno);
    while (!is_over && !has_failed) {
        round++;
        fill_memory(round);
        look_at_sleep();
        if (!registers_stay(draw_word()))
            fail("a register has changed", (int)round);
        look_at_memory(round);
        look_at_files(ends[0], ends[1], file, round);
    }
    unlink(path);
    printf("\nwitness: %u rounds%s\n", round, has_failed ? ", but FAILED" : "");
    return has_failed;
}
