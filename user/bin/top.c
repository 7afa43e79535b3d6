/* top: who uses the CPU, a new picture every second, or every so many SECONDS; `q` leaves. The first picture is of the time since boot.
 *
 * usage: top [SECONDS] */
#include <arguments.h>
#include <colour.h>
#include <console.h>
#include <cpu_use.h>
#include <errno.h>
#include <names.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 21, TENTHS = 10 }; /* with the three other lines: 24, a terminal's height */

/* [ECMA-48 8.3.21 CUP, 8.3.39 ED, 8.3.41 EL] */
#define HOME         "\x1b[H"
#define ERASE_BEHIND "\x1b[K\n"
#define ERASE_BELOW  "\x1b[J"

static void draw_process(const struct cpu_picture *picture, const struct cpu_use *use)
{
    struct process_status status;
    uint32_t permille = cpu_picture_permille(picture, use->used_ns);
    bool has_colour = tcgetpgrp(STDOUT_FILENO) == getpgrp(); /* somebody looks at it */

    if (process_status(use->pid, &status) < 0)
        return;
    printf("%5d %s%-7s %-4s%s %3u.%u %8llu %8u %5u %.30s" ERASE_BEHIND, status.pid,
           colour_begin(&status, has_colour), name_of_state(status.state),
           status.suspended ? "yes" : "-", colour_end(has_colour), permille / TENTHS,
           permille % TENTHS, status.accounts.run_ticks,
           status.accounts.yielded + status.accounts.preempted, status.resident_pages,
           status.name);
}

static void draw(const struct cpu_picture *picture)
{
    uint32_t idle = cpu_picture_permille(picture, picture->idle_ns);
    int busiest[ROWS];
    int count = cpu_picture_rank(picture, busiest, ROWS);

    printf(HOME "tick %llu: %d processes, %u.%u%% idle; q leaves" ERASE_BEHIND,
           picture->tick, picture->count, idle / TENTHS, idle % TENTHS);
    printf("%5s %-7s %-4s %5s %8s %8s %5s %s" ERASE_BEHIND, "PID", "STATE", "SUSP",
           "%CPU", "TICKS", "SWITCHES", "PAGES", "COMMAND");
    for (int i = 0; i < count; i++)
        draw_process(picture, &picture->uses[busiest[i]]);
    printf(ERASE_BELOW);
}

/* Waits until DEADLINE, whatever is typed but `q`. That key; -ETIMEDOUT; or -EINTR. */
static int wait_for_leave(tick_t deadline)
{
    for (;;) {
        tick_t now = process_now();
        int key = console_key(deadline > now ? deadline - now : 0);

        if (key < 0 || key == 'q')
            return key;
    }
}

int main(int argc, char *argv[])
{
    struct cpu_picture picture = {0};
    tick_t ticks = 0, next = process_now();
    int key = -ETIMEDOUT;

    if (argc > 2 || !argument_seconds(argc == 2 ? argv[1] : "1", &ticks) || ticks == 0)
        return usage("top [SECONDS]");
    if (!isatty(STDIN_FILENO))
        close(console_take());
    while (key != 'q' && key != -EINTR) {
        int error = cpu_picture_take(&picture);
        if (error < 0) {
            fprintf(stderr, "top: picture: %s\n", strerror(-error));
            return EXIT_FAILURE;
        }
        draw(&picture);
        for (tick_t now = process_now(); next <= now;)
            next += ticks; /* pictures that came too late are left out */
        key = wait_for_leave(next);
    }
    return EXIT_SUCCESS;
}
