/* hard_many: very many processes, or very many times.
 *
 * usage: hard_many sleepers N   N live `sleep` processes, shown by ps, then destroyed
 *        hard_many refused      as many as there can be, for 3 seconds
 *        hard_many churn N      N times: a child goes to sleep, wakes or is destroyed */
#include <errno.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8192, BATCH = 100, LIFE_TICKS = 300 };

static pid_t pids[MOST];
static pid_t latest;

static void expect(const char *what, bool holds)
{
    if (holds)
        return;
    printf("hard_many: not so: %s\n", what);
    exit(EXIT_FAILURE);
}

static pid_t create(const char *path, char *const argv[])
{
    pid_t pid = process_create(path, argv, NULL);

    if (pid < 0)
        return pid;
    expect("a new child has a new pid", pid > latest);
    latest = pid;
    return pid;
}

static void collect(pid_t pid, uint32_t event)
{
    struct process_result result;

    expect("a child is collected", process_wait(pid, &result, NULL) == pid);
    expect("it has ended as it must", result.event == event);
    expect("it is gone", process_destroy(pid) == -ESRCH);
}

static void destroy(pid_t pid)
{
    expect("a child is destroyed", process_destroy(pid) == 0);
    collect(pid, PROCESS_DESTROYED);
}

static bool is_asleep(pid_t pid)
{
    static struct process_status status;

    return process_status(pid, &status) == 0 && status.blocked_on == BLOCKED_SLEEP;
}

static int sleepers(int count)
{
    int others = process_list(NULL, 0);

    expect("there is room for them here", count <= MOST);
    for (int i = 0; i < count; i++)
        pids[i] = create("/bin/sleep", (char *[]){"sleep", "100000", NULL});
    expect("all of them were created", pids[count - 1] > 0);
    process_sleep((tick_t)(count / 20));
    for (int i = 0; i < count; i++)
        expect("each of them sleeps", is_asleep(pids[i]));
    collect(create("/bin/ps", (char *[]){"ps", NULL}), PROCESS_EXITED);
    for (int i = 0; i < count; i++)
        destroy(pids[i]);
    expect("no pid is left", process_list(NULL, 0) == others);
    return EXIT_SUCCESS;
}

static int refused(void)
{
    char *const argv[] = {"sleep", "2", NULL};
    int count = 0;
    pid_t pid;

    while ((pid = create("/bin/sleep", argv)) > 0)
        count++;
    printf("hard_many: %d children, then %s\n", count, strerror(-pid));
    process_sleep(LIFE_TICKS);
    return pid == -ENOMEM ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Half of them wake and end by themselves, the others are destroyed asleep. */
static int churn(int times)
{
    char *const argv[2][3] = {{"sleep", "0.01", NULL}, {"sleep", "100000", NULL}};

    for (int done = 0; done < times; done += BATCH) {
        for (int i = 0; i < BATCH; i++)
            pids[i] = create("/bin/sleep", argv[i % 2]);
        process_sleep(4);
        for (int i = 0; i < BATCH; i++) {
            if (i % 2)
                destroy(pids[i]);
            else
                collect(pids[i], PROCESS_EXITED);
        }
    }
    return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
    int number = argc > 2 ? (int)strtoull(argv[2], NULL, 0) : 0;

    if (argc > 1 && strcmp(argv[1], "sleepers") == 0)
        return sleepers(number);
    if (argc > 1 && strcmp(argv[1], "churn") == 0)
        return churn(number);
    return refused();
}
