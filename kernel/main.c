/* START HERE. Where the kernel begins, once boot/ has found out what the loader
 * brought. */
#include "kernel/clock/clock.h"
#include "kernel/clock/wall.h"
#include "kernel/debug/debug.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/debug/trace.h"
#include "kernel/fs/archive.h"
#include "kernel/fs/block.h"
#include "kernel/fs/device.h"
#include "kernel/fs/disk.h"
#include "kernel/fs/ext2.h"
#include "kernel/fs/memory.h"
#include "kernel/memory/account.h"
#include "kernel/memory/frame.h"
#include "kernel/options.h"
#include "kernel/process/process.h"
#include "kernel/terminal/console.h"

/* The tree of paths: first its root, then what is mounted on the root's folders. */
static void mount_all(const struct bootinfo *boot)
{
    if (options.root_is_disk) {
        if (!ext2_init("/"))
            boot_fail("root=hda: %s", disk_first() ? "the disk has no ext2 to be mounted"
                                                   : "there is no disk");
        memory_init(); /* /tmp */
    } else {
        memory_init();            /* the root, with /tmp */
        archive_init(boot);       /* its first files: the programs */
        (void)ext2_init("/disk"); /* if there is one */
    }
    device_mount(); /* /dev */
    proc_init();    /* /proc */
}

void kernel_main(const struct bootinfo *boot)
{
    options_init(boot);                   /* what the boot line asks for */
    frame_init(boot);                     /* page frames */
    arch_memory_init(boot);               /* kernel stacks */
    debug_trace_init(boot->cycles);       /* from here on events are recorded */
    debug_watch_init();                   /* whether policies are watched */
    scheduler_init(options_policy());     /* this code becomes the idle loop */
    account_init(options.user_memory);    /* how much each user may have */
    process_init(options.user_processes); /* an empty process table */
    cache_init();                         /* pages of what lies on a disk */
    debug_begin();                        /* fails, if it is asked to */
    wall_clock_init();                    /* what time it is for people */
    device_init();                        /* null, zero */
    console_init();                       /* a device to read lines from */
    options_show(boot);                   /* the banner */
    disk_init(options.disk_dma, options.disk_write); /* what there is */
    block_init();                                    /* its bytes, as a device */
    clock_start(options.hz, options.seed);           /* the disk needs it */
    mount_all(boot);                                 /* the tree of all paths */
    process_start_init(options.init, options.run);   /* process 1 */
    arch_input_start();                              /* keyboard, serial line */
    scheduler_idle(process_is_over); /* the CPU is shared ... until the power goes off */
    process_put_away();              /* what they wrote is on the disk */
    debug_end();                     /* has all memory come back? */
    print("robin: power off, status %d\n", process_power_off_status());
    arch_power_off(false);
}
