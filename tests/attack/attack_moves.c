/* attack_moves: makes COUNT process calls, drawn, on processes that are there, were there or will
 * be there, while the policy is changed again and again, by user 0. What is not allowed must be
 * refused.
 *
 * usage: attack_moves SEED COUNT */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

#include "attackers.h"

enum { WORKERS = 6, MOVES_OF_ONE = 60, AGE_TICKS = 20, NEAR = 12, WORDS_MAX = 64 };

static struct tally {
    uint32_t wanted, made, allowed;
} * tally;

/* --- One attacker --- */

/* Nobody spins for ever or sleeps long: there are policies under which others would wait for it. */
static void move_create(void)
{
    static const char *const programs[][3] = {{"/bin/true", "true", NULL},
                                              {"/bin/spin", "spin", NULL},
                                              {"/bin/sleep", "sleep", "0.02"},
                                              {"/bin/crash", "crash", "divide"},
                                              {"/bin/hello", "hello", NULL}};
    const char *const *program = programs[draw(5)];
    const struct process_options options = {
        .flags =
            PROCESS_FILES | draw(2) * PROCESS_SUSPENDED | draw(2) * PROCESS_FOREGROUND,
        .files = {-1, -1, -1},
        .start_tick = draw(4) ? 0 : process_now() + draw(4),
        .end_after_ticks = 1 + draw(3),
        .rest_every_ticks = 1,
        .rest_ticks = 1 + draw(2),
        .scheduling = {.tickets = draw(200),
                       .priority = draw(4),
                       .length_ticks = draw(9)},
    };

    process_create(program[0], (char *[]){(char *)program[1], (char *)program[2], NULL},
                   &options);
}

static void move_wait(pid_t pid)
{
    struct process_result result;
    const struct process_wait_options options = {
        .flags = draw(4) | (draw(2) ? WAIT_POLL : WAIT_TIMEOUT),
        .timeout_ticks = draw(3)};

    process_wait(draw(2) ? -1 : pid, &result, &options);
}

static void must_be_refused(int result)
{
    if (result != -EPERM && result != -ESRCH)
        tally->allowed++;
}

/* What is another user's to open. */
static void move_to_open(pid_t pid)
{
    static const char *const names[] = {"maps", "fd", "fd/0"};
    char path[32] = "/tmp/witness";

    if (draw(3))
        snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[draw(3)]);
    if (open(path, draw(2) ? O_RDONLY : O_RDWR) >= 0)
        tally->allowed++;
}

/* On those of others; a user's process may look at them, no more. */
static void move_on_others(void)
{
    const struct process_scheduling scheduling = {.tickets = 1};
    int signal = (int)draw(32);
    pid_t pid = 1 + (pid_t)draw(4); /* process 1, the shell, the witness, the attack */

    switch (draw(10)) {
    case 0:
        return must_be_refused(process_destroy(pid));
    case 1:
        return must_be_refused(process_suspend(pid));
    case 2:
        return must_be_refused(process_resume(pid));
    case 3:
        return must_be_refused(process_schedule(pid, &scheduling));
    case 4:
        return must_be_refused(policy_set("fifo", NULL));
    case 5:
        return must_be_refused(process_power_off(0));
    case 6:
        return must_be_refused(process_foreground(pid));
    case 7:
    case 8:
        return move_to_open(pid);
    default:
        if (kill(pid, signal) == 0 && signal != SIGCONT) /* that one may, in a session */
            tally->allowed++;
    }
}

static void move(void)
{
    struct process_scheduling scheduling = {draw(300), draw(8), draw(20)};
    struct process_status status;
    pid_t pid = getpid() + (pid_t)draw(2 * NEAR) - NEAR;

    switch (draw(24)) {
    case 0:
    case 1:
    case 2:
        return move_create();
    case 3:
        return (void)process_destroy(pid);
    case 4:
    case 5:
        return (void)process_suspend(pid);
    case 6:
    case 7:
        return (void)process_resume(pid);
    case 8:
    case 9:
        return move_wait(pid);
    case 10:
        return (void)process_schedule(pid, &scheduling);
    case 11:
        return (void)kill(draw(4) ? pid : -pid, (int)draw(66));
    case 12:
        if (fork() == 0)
            lots += (uint32_t)getpid();
        return;
    case 13:
        return (void)process_sleep(draw(3));
    case 14:
        return (void)process_rest(1 + draw(2), draw(3));
    case 15:
        return (void)setpgid(draw(2) ? 0 : pid, draw(2) ? 0 : pid);
    case 16:
        return (void)process_status(pid, &status);
    case 17:
        if (draw(3) == 0)
            execv("/bin/true", (char *[]){"true", NULL});
        return (void)sched_yield();
    case 18:
        return (void)process_foreground(pid);
    default:
        return move_on_others();
    }
}

static void act(uint32_t seed, uint32_t worker)
{
    draw_for(seed, worker);
    setpgid(0, 0); /* its group is not the attack's, which goes on */
    setuid(ATTACKER);
    for (int i = 0; i < MOVES_OF_ONE && tally->made < tally->wanted; i++) {
        tally->made++;
        move();
    }
    _exit(0);
}

/* --- All of them --- */

static void change_policy(void)
{
    char words[WORDS_MAX];
    uint32_t q = 1 + draw(4);

    switch (draw(10)) {
    case 0:
        snprintf(words, sizeof(words), "rr quantum=%u", q);
        break;
    case 1:
        snprintf(words, sizeof(words), "fifo");
        break;
    case 2:
        snprintf(words, sizeof(words), "sjf");
        break;
    case 3:
        snprintf(words, sizeof(words), "stcf");
        break;
    case 4:
        snprintf(words, sizeof(words), "mlfq levels=2 quantum=%u,%u boost=%u", q, 2 * q,
                 draw(30));
        break;
    case 5:
        snprintf(words, sizeof(words), "mlfq levels=%u io_resets_allotment=%u", q,
                 draw(2));
        break;
    case 6:
        snprintf(words, sizeof(words), "lottery quantum=%u seed=%u", q, draw(1000));
        break;
    case 7:
        snprintf(words, sizeof(words), "stride quantum=%u", q);
        break;
    case 8:
        snprintf(words, sizeof(words), "fair");
        break;
    default:
        snprintf(words, sizeof(words), "process-run switch=io io_done=%s",
                 draw(2) ? "later" : "immediate");
    }
    if (policy_set(words, NULL))
        fail(words, policy_set(words, NULL));
}

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
        change_policy();
        process_sleep(draw(3));
        sweep(AGE_TICKS);
    }
}

int main(int argc, char *argv[])
{
    char policy[WORDS_MAX * 2];

    begin(argc, argv);
    uint32_t seed = (uint32_t)atoi(argv[1]);
    tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                 -1, 0);
    tally->wanted = (uint32_t)atoi(argv[2]);
    policy_get(policy, sizeof(policy));
    draw_for(seed, UINT32_MAX);
    keep_at_it(seed);
    policy_set(policy, NULL);
    end_all();
    if (tally->allowed > 0)
        fail("calls on others' processes were allowed", (int)tally->allowed);
    return end(seed, tally->made, "process calls");
}
