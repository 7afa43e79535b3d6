/* The end of all processes. */
#include "kernel/process/power.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/disk.h"
#include "kernel/fs/inode.h"
#include "kernel/process/end.h"
#include "kernel/process/program.h"
#include "kernel/process/table.h"

enum { END_INSTRUCTIONS = 500 }; /* for kernel_worked: to tell a process to end */

bool process_powers_off;
static int power_off_status;

int process_power_off(int status)
{
    if (process_current()->uid != 0)
        return -EPERM;
    process_powers_off = true;
    power_off_status = status;
    struct cause cause = {
        .event = PROCESS_DESTROYED, .code = SIGKILL, .by = process_current()->thread.id};
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        if (process->thread.state != STATE_ZOMBIE)
            process_end(process, cause);
        kernel_worked(END_INSTRUCTIONS);
    }
    return 0;
}

bool process_is_over(void)
{
    return process_powers_off && this_cpu()->running == &this_cpu()->idle &&
           !disk_is_busy(); /* else somebody waits for that before it ends */
}

/* Programs are kept for the next one who runs them, also if their files have no name more. */
void process_put_away(void)
{
    program_reclaim();
    (void)volume_sync_all(); /* an error has been told */
}

int process_power_off_status(void)
{
    return power_off_status;
}

void process_sweep(void)
{
    struct list *node;
    while ((node = list_first(&all_processes)))
        table_remove(container_of(node, struct process, in_table));
    init_process = NULL;
}
