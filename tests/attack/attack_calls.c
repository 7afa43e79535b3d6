/* attack_calls: makes COUNT calls, of all numbers from -1 to 2000 in turn and, as often, of those
 * that there are, with words that are odd: by several processes at once, while they run out of
 * processes, descriptors or memory. With `tell` it tells how often which call gave what.
 *
 * usage: attack_calls SEED COUNT [tell] */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "attackers.h"
#include "words.h"

enum {
    WORKERS = 5,
    CALLS_OF_ONE = 250,
    AGE_TICKS = 12,
    PIECE_BYTES = 16 << 10,
    FILL_MAX = 256, /* of them: 4 MiB */
    RESULTS = 136,  /* 0: it was none; else an errno */
    ROOM_FOR_NONE = SLOTS,
};

/* All of them share it: how many calls are wanted, how many were made, and what they gave. */
static struct tally {
    uint32_t wanted, made, spoilt;
    uint32_t results[SLOTS + 1][RESULTS];
} * tally;

/* --- One attacker --- */

/* Makes the call; *SPOILT if a register is not what it was. */
static int32_t raw(uint32_t number, const uint32_t words[WORDS], uint32_t *spoilt)
{
    const uint32_t *place = words;
    uint32_t c = words[1], d = words[2], s = words[3], t = words[4];
    int32_t result = (int32_t)number;

    __asm__ volatile("pushl %%ebp\n pushl %[place]\n"
                     "movl 20(%[place]), %%ebp\n movl (%[place]), %%ebx\n"
                     "int $0x80\n"
                     "xchgl %%ebx, (%%esp)\n"  /* EBX: the place; there: what EBX was */
                     "subl 20(%%ebx), %%ebp\n" /* 0, if nothing has changed */
                     "subl 4(%%ebx), %%ecx\n subl 8(%%ebx), %%edx\n"
                     "subl 12(%%ebx), %%esi\n subl 16(%%ebx), %%edi\n"
                     "orl %%ebp, %%ecx\n orl %%edx, %%ecx\n"
                     "orl %%esi, %%ecx\n orl %%edi, %%ecx\n"
                     "popl %%edx\n subl (%%ebx), %%edx\n orl %%edx, %%ecx\n"
                     "popl %%ebp\n"
                     : "+a"(result), "+c"(c), "+d"(d), "+S"(s),
                       "+D"(t), [place] "+b"(place)
                     :
                     : "memory", "cc");
    *spoilt = c;
    return result;
}

static void count(uint32_t number, int32_t result)
{
    uint32_t slot = slot_of(number);

    if (result >= 0 || result <= -RESULTS)
        result = 0;
    tally->results[slot][-result]++;
}

static void limit(int resource, uint32_t most)
{
    setrlimit(resource, &(struct rlimit){most, most});
}

/* Some of them lack something from the beginning. */
static void run_short(void)
{
    static const char many[PIECE_BYTES];
    char *page;
    int fd;

    switch (draw(8)) {
    case 0:
        return limit(RLIMIT_NOFILE, draw(6));
    case 1:
        return limit(RLIMIT_AS, 0x100000 + draw(64) * PAGE);
    case 2: /* memory, as far as the user may have it */
        page = mmap(NULL, 0x1000000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                    -1, 0);
        while (page != MAP_FAILED && time_info((struct time_info *)page) == 0)
            page += PAGE;
        return;
    case 3:
        while (open("/dev/null", O_RDWR) >= 0)
            continue;
        return;
    case 4:
        for (int i = 0; i < 64 && fork() > 0; i++)
            continue;
        if (draw(2) == 0)
            (void)signal(SIGCHLD, SIG_IGN);
        return;
    case 5:
        return limit(RLIMIT_NPROC, draw(8));
    case 6: /* room for files */
        fd = open("full", O_RDWR | O_CREAT | (draw(2) ? O_TRUNC : O_APPEND), 0666);
        for (int i = 0; i < FILL_MAX && write(fd, many, sizeof(many)) == sizeof(many);
             i++)
            continue;
        return;
    }
}

static void act(uint32_t seed, uint32_t worker)
{
    uint32_t words[WORDS], spoilt;

    draw_for(seed, worker);
    setsid();
    setuid(ATTACKER);
    if (draw(2) == 0 || chdir("/disk"))
        chdir("/tmp");
    words_prepare();
    if (draw(3) == 0)
        run_short();
    for (int i = 0; i < CALLS_OF_ONE && tally->made < tally->wanted; i++) {
        bool in_turn = draw(2) == 0;
        uint32_t number = in_turn ? tally->made % NUMBERS - 1 : words_draw_number();
        words_draw(number, words);
        tally->made++;
        int32_t result = raw(number, words, &spoilt);
        count(number, result);
        if (spoilt && !words_may_be_others(number))
            tally->spoilt++;
        if (result == 0 && words_is_fork(number))
            lots += (uint32_t)getpid(); /* or the child would do what its parent does */
    }
    _exit(0);
}

/* --- All of them --- */

static void keep_at_it(uint32_t seed)
{
    uint32_t workers = 0;
    int alive = 0;

    while (tally->made < tally->wanted) {
        while (collect(NULL) > 0)
            alive--;
        while (alive < WORKERS) {
            pid_t pid = fork();
            if (pid == 0)
                act(seed, workers);
            if (pid < 0)
                break;
            workers++;
            alive++;
        }
        process_sleep(1);
        sweep(AGE_TICKS);
    }
}

static void tell(void)
{
    for (uint32_t slot = 0; slot <= SLOTS; slot++)
        for (uint32_t result = 0; result < RESULTS; result++)
            if (tally->results[slot][result] > 0)
                printf("call %d %u %u\n", slot == ROOM_FOR_NONE ? -1 : number_of(slot),
                       result, tally->results[slot][result]);
}

int main(int argc, char *argv[])
{
    begin(argc, argv);
    uint32_t seed = (uint32_t)atoi(argv[1]);
    tally = mmap((void *)0x60000000, sizeof(*tally), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    tally->wanted = (uint32_t)atoi(argv[2]);
    keep_at_it(seed);
    end_all();
    if (tally->spoilt > 0)
        fail("calls have changed registers", (int)tally->spoilt);
    if (argc > 3)
        tell();
    return end(seed, tally->made, "calls");
}
