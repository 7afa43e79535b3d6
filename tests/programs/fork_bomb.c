/* fork_bomb: forks, and so do its children, as long as there is something left to fork with; who
 * cannot lets the others go first, and tries again. With "greedy" it just tries again, and the
 * first of them says once that nothing is left.
 *
 * usage: fork_bomb [UID [greedy]] */
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc > 1 && setuid((uid_t)atoi(argv[1])) < 0)
        return 1;
    pid_t first = getpid();
    for (bool told = false;;) {
        if (fork() >= 0)
            continue;
        if (argc <= 2) {
            sched_yield();
        } else if (!told && getpid() == first) {
            told = true;
            write(1, "nothing is left\n", 16);
        }
    }
}
