/* attack_files: executes COUNT program files that are programs no more, or not quite: bytes of
 * them have been changed, mostly in their headers, or are missing. With `tell` it tells how they
 * ended.
 *
 * usage: attack_files SEED COUNT [tell] */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "attackers.h"

enum {
    BYTES_MAX = 64 << 10,
    HEADERS = 52 + 4 * 32, /* of an ELF file */
    PATIENCE_TICKS = 4,
    CPU_TICKS = 1,
    RESULTS = 136,
};

static const char *const sources[] = {"/bin/true", "/bin/hello", "/bin/echo",
                                      "/bin/crash"};

/* Both share it: how many files there were, and what became of them. */
static struct tally {
    uint32_t next;
    uint32_t refused[RESULTS], ended[PROCESS_FAULTED + 1];
} * tally;

static uint8_t bytes[BYTES_MAX];

static uint32_t read_source(void)
{
    int fd = open(sources[draw(4)], O_RDONLY);
    int size = (int)read(fd, bytes, sizeof(bytes));

    close(fd);
    if (size <= HEADERS)
        fail("no program to begin with", size);
    return (uint32_t)size;
}

static void change(uint32_t *size)
{
    uint32_t at = draw(4) ? draw(HEADERS) : draw(*size), word = draw_odd_word();

    switch (draw(10)) {
    case 0:
        *size = draw(4) ? *size - draw(64) : draw(*size);
        break;
    case 1:
    case 2:
        bytes[at] = (uint8_t)word;
        break;
    case 3:
        bytes[at] ^= (uint8_t)(1U << draw(8));
        break;
    case 4:
        memmove(bytes + at / 4 * 4, bytes + draw(HEADERS) / 4 * 4, 4);
        break;
    case 5:
        memmove(bytes + 52 + draw(4) * 32, bytes + 52 + draw(4) * 32, 32); /* a segment */
        break;
    case 6:
        for (uint32_t i = 0; i < 32; i++)
            bytes[draw(*size)] = (uint8_t)draw_word();
        break;
    case 7:
    case 8: /* a number of a segment, at the same place in its page as before */
        at = 52 + draw(4) * 32 + draw(8) * 4;
        word = (word & ~0xFFFU) | (bytes[at] | (uint32_t)bytes[at + 1] << 8) % PAGE;
        memcpy(bytes + at, &word, sizeof(word));
        break;
    default:
        memcpy(bytes + at / 4 * 4, &word, sizeof(word));
    }
}

static void run(const char *path)
{
    static const struct process_options options = {
        .flags = PROCESS_FILES, .files = {-1, -1, -1}, .end_after_ticks = CPU_TICKS};
    static const struct process_wait_options patience = {.flags = WAIT_TIMEOUT,
                                                         .timeout_ticks = PATIENCE_TICKS};
    struct process_result result = {0};
    pid_t pid = process_create(path, (char *[]){"program", "divide", NULL}, &options);

    if (pid < 0) {
        tally->refused[-pid % RESULTS]++;
        return;
    }
    if (process_wait(pid, &result, &patience) != pid) {
        process_destroy(pid);
        process_wait(pid, &result, NULL);
    }
    tally->ended[result.event]++;
}

static void act(uint32_t seed, uint32_t count)
{
    char path[32];

    setuid(ATTACKER);
    snprintf(path, sizeof(path), "/tmp/program-%d", getpid());
    while (tally->next < count) {
        draw_for(seed, tally->next++);
        uint32_t size = read_source();
        for (uint32_t i = draw(4); i < 4; i++)
            change(&size);
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700);
        if (fd < 0 || write(fd, bytes, size) != (int)size)
            fail("no room for a program", fd);
        close(fd);
        run(path);
    }
    unlink(path);
    _exit(has_failed);
}

int main(int argc, char *argv[])
{
    struct process_result result;

    begin(argc, argv);
    uint32_t seed = (uint32_t)atoi(argv[1]), count = (uint32_t)atoi(argv[2]);
    tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                 -1, 0);
    while (tally->next < count) { /* what it starts may end it, too */
        pid_t pid = fork();
        if (pid == 0)
            act(seed, count);
        process_wait(pid, &result, NULL);
        if (result.event == PROCESS_EXITED && result.code != 0)
            fail("a program could not be tried", result.code);
    }
    for (int i = 0; i < RESULTS && argc > 3; i++)
        if (tally->refused[i] > 0)
            printf("refused %d %u\n", i, tally->refused[i]);
    for (int i = 0; i <= PROCESS_FAULTED && argc > 3; i++)
        if (tally->ended[i] > 0)
            printf("ended %d %u\n", i, tally->ended[i]);
    return end(seed, count, "programs with changed bytes");
}
