/* dodge: computes for nine tenths of each tick, and sleeps over its end: no tick finds it
 * on the CPU. So a policy that charges ticks takes it for one that hardly runs.
 * [OSTEP 8.4]
 *
 * usage: dodge [TIMES] */
#include <arguments.h>
#include <process.h>
#include <stdlib.h>

enum { SHARE = 9, OF = 10 };

static uint64_t used_ns(void)
{
    struct process_status status = {0};

    process_status(0, &status);
    return status.accounts.run_ns;
}

int main(int argc, char *argv[])
{
    struct time_info info = {0};
    uint64_t times = UINT64_MAX;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], UINT64_MAX, &times)))
        return usage("dodge [TIMES]");
    time_info(&info);
    for (; times > 0; times--) {
        process_sleep(1); /* up to the next tick */
        uint64_t end = used_ns() + info.nanoseconds_per_tick / OF * SHARE;
        while (used_ns() < end)
            continue;
    }
    return EXIT_SUCCESS;
}
