/* tree a+b b+c a+d c-: "draw the tree" [OSTEP 5, homework]. The first process is a. A word
 * such as a+b says that a forks a child, b; and c- that c ends. One word is carried out a
 * tick, so that a picture has the tree in its arrows: make timeline ARROWS=1 (docs/fork.md).
 *
 * All processes walk along the same words, and each does its own. At the end those that are
 * left end, too; whose parent has ended before is a child of process 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TICK_NS = 10000000, SECOND_NS = 1000000000 };

static struct timespec start;

/* Blocks until TICK ticks after the start. */
static void wait_until(int tick)
{
    struct timespec when = start;
    long ns = when.tv_nsec + (long)tick % 100 * TICK_NS;
    when.tv_sec += tick / 100 + ns / SECOND_NS;
    when.tv_nsec = ns % SECOND_NS;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL);
}

static int is_action(const char *word)
{
    size_t length = strlen(word);
    return (length == 3 && word[1] == '+') || (length == 2 && word[1] == '-');
}

static void say(char name, const char *what, char whom)
{
    printf("%d is %c, and %s%c\n", (int)getpid(), name, what, whom);
    fflush(stdout);
}

/* Carries WORD out if it is NAME's: returns who this process is from now on. */
static char act(char name, const char *word)
{
    if (word[0] != name)
        return name;
    if (word[1] == '-') {
        say(name, "ends", '.');
        exit(EXIT_SUCCESS);
    }
    say(name, "forks ", word[2]);
    pid_t child = fork();
    if (child < 0)
        perror("fork");
    return child == 0 ? word[2] : name;
}

int main(int argc, char *argv[])
{
    char name = 'a';
    for (int i = 1; i < argc; i++) {
        if (!is_action(argv[i])) {
            fprintf(stderr, "usage: tree a+b b+c b-\n");
            return 2;
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 1; i < argc; i++) {
        wait_until(i);
        name = act(name, argv[i]);
    }
    wait_until(argc);
    while (wait(NULL) > 0)
        ;
    return EXIT_SUCCESS;
}
