/* spin: computes for so many ticks of its own CPU time, or for ever. For ever it makes no
 * call at all, so only the timer can take the CPU from it.
 *
 * usage: spin [TICKS] */
#include <arguments.h>
#include <process.h>
#include <stdlib.h>

enum { TURNS = 10000 };

static void compute(void)
{
    for (volatile int turn = 0; turn < TURNS;)
        turn = turn + 1;
}

static tick_t used_ticks(void)
{
    struct process_status status = {0};

    process_status(0, &status);
    return status.accounts.run_ticks;
}

int main(int argc, char *argv[])
{
    uint64_t ticks = 0;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], UINT64_MAX, &ticks)))
        return usage("spin [TICKS]");
    while (argc == 1 || used_ticks() < ticks)
        compute();
    return EXIT_SUCCESS;
}
