/* attack_share: as many attackers as a user may have want the CPU and the console: under round
 * robin a shell's `echo` still comes in time. It is created, or waits for somebody, and is at the
 * tail then, so often as it has SLICES; and each time the others, K attackers and OTHERS, go
 * first, with a quantum each: (K + OTHERS) * quantum * SLICES ticks, at most.
 *
 * usage: attack_share SEED QUANTUM */
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "attackers.h"

enum {
    SLICES =
        4, /* the shell begins; echo; the shell collects it; who measures collects that */
    OTHERS = 2, /* the witness, and who measures */
    FLOOD_BYTES = 16 << 10,
    WARM_UP = 24,
    LINE = 64,
    PAUSE = 20000,
    WORDS_MAX = 128,
};

static uint32_t *flooded; /* bytes, by all of them */

static void wait_a_while(void)
{
    for (volatile int i = 0; i < PAUSE; i++)
        continue;
}

static void be_spinner(void)
{
    for (;;)
        continue;
}

/* Bytes of all kinds, escapes among them, to the console. */
static void be_flooder(void)
{
    char line[LINE];

    for (;;) {
        for (int i = 0; i < LINE; i++)
            line[i] = (char)(draw(8) ? ' ' + draw(96) : draw(12) ? draw(256) : 27);
        if (*flooded < FLOOD_BYTES)
            *flooded += (uint32_t)write(1, line, LINE);
        wait_a_while();
    }
}

static void be_caller(void)
{
    static struct process_status status;

    for (;;) {
        process_status(0, &status);
        process_list(NULL, 0);
        if (draw(16) == 0)
            sched_yield();
    }
}

/* It wakes at each tick, and wants the CPU at once. */
static void be_sleeper(void)
{
    for (;;) {
        process_sleep(1);
        wait_a_while();
    }
}

static void be_forker(void)
{
    for (;;)
        if (fork() == 0 && draw(4) == 0)
            _exit(0);
}

static const struct kind {
    const char *name;
    void (*be)(void);
} kinds[] = {{"that spin", be_spinner},
             {"that flood the console", be_flooder},
             {"that call", be_caller},
             {"that sleep", be_sleeper},
             {"that fork", be_forker}};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* The first makes all others, up to what its user may have. */
static void start(const struct kind *kind, uint32_t seed)
{
    pid_t pid = fork();

    if (pid != 0)
        return;
    draw_for(seed, (uint32_t)(kind - kinds));
    setuid(ATTACKER);
    while ((pid = fork()) > 0)
        continue;
    lots += (uint32_t)getpid();
    kind->be();
}

static tick_t ticks_of_echo(void)
{
    tick_t begin = process_now();
    pid_t pid =
        process_create("/bin/sh", (char *[]){"sh", "-c", "echo done", NULL}, NULL);
    struct process_result result = {0};

    if (process_wait(pid, &result, NULL) != pid || result.code != 0)
        fail("echo did not do it", result.code);
    return process_now() - begin;
}

int main(int argc, char *argv[])
{
    char policy[WORDS_MAX], words[WORDS_MAX];
    struct rlimit limit;

    begin(argc, argv);
    uint32_t seed = (uint32_t)atoi(argv[1]), quantum = (uint32_t)atoi(argv[2]);
    flooded = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    getrlimit(RLIMIT_NPROC, &limit);
    policy_get(policy, sizeof(policy));
    snprintf(words, sizeof(words), "rr quantum=%u", quantum);
    policy_set(words, NULL);
    printf("alone: echo took %llu ticks\n", ticks_of_echo());
    for (uint32_t i = 0; i < KINDS; i++) {
        start(&kinds[i], seed);
        process_sleep(WARM_UP * quantum); /* until all of them are there */
        uint32_t attackers = (uint32_t)sweep(TICK_NEVER / 2);
        if (attackers > limit.rlim_cur)
            fail("the user has too many processes", (int)attackers);
        uint32_t most = (attackers + OTHERS) * quantum * SLICES;
        tick_t ticks = ticks_of_echo();
        printf("\n%u %s: echo took %llu ticks of at most %u\n", attackers, kinds[i].name,
               ticks, most);
        if (ticks > most)
            fail("echo came too late", (int)ticks);
        end_all();
    }
    policy_set(policy, NULL);
    return end(seed, KINDS, "kinds of attackers, and echo");
}
