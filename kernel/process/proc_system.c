/* What stands in the files of /proc itself. */
#include "abi/names.h"
#include "abi/trace.h"
#include "kernel/clock/clock.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/trace.h"
#include "kernel/fs/cache.h"
#include "kernel/fs/memory.h"
#include "kernel/memory/frame.h"
#include "kernel/process/proc.h"
#include "kernel/process/table.h"
#include "kernel/process/usage.h"

enum {
    PAGE_KIB = PAGE_SIZE / 1024,
    EVENTS = 1024,     /* that can be read at a time */
    EVENT_BYTES = 128, /* of one in words */
    PATH_BYTES = 64,   /* of where something is mounted */
    LOOK_INSTRUCTIONS = 20,
};

static uint32_t idle_time(void)
{
    return (uint32_t)process_run_time(thread_cycles(&this_cpu()->idle));
}

static void print_uptime(struct sheet *sheet, const struct process *process)
{
    uint32_t up = (uint32_t)process_uptime(), idle = idle_time();
    (void)process;
    sheet_print(sheet, "%u.%02u %u.%02u\n", up / TIMES_A_SECOND, up % TIMES_A_SECOND,
                idle / TIMES_A_SECOND, idle % TIMES_A_SECOND);
}

static void print_version(struct sheet *sheet, const struct process *process)
{
    (void)process;
    sheet_print(sheet, "Robin version 6.1.0-robin #1 one of one\n");
}

static void print_meminfo(struct sheet *sheet, const struct process *process)
{
    uint32_t free = frame_free_count() * PAGE_KIB,
             shared = memory_page_count() * PAGE_KIB,
             cached = cache_page_count() * PAGE_KIB;
    (void)process;
    sheet_print(sheet,
                "MemTotal:       %8u kB\nMemFree:        %8u kB\n"
                "MemAvailable:   %8u kB\nBuffers:        %8u kB\n"
                "Cached:         %8u kB\n"
                "SwapTotal:      %8u kB\nSwapFree:       %8u kB\n"
                "Shmem:          %8u kB\n",
                frame_count() * PAGE_KIB, free, free + cached, 0u, cached + shared, 0u,
                0u, shared);
}

/* Nobody keeps averages: all three are how many use the CPU now, or the disk. */
static void print_loadavg(struct sheet *sheet, const struct process *process)
{
    uint32_t load = 0;
    (void)process;
    list_for_each(&all_processes, node) {
        const struct thread *thread =
            &container_of(node, struct process, in_table)->thread;
        load += thread_is_runnable(thread) || thread->blocked_on == BLOCKED_DISK;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    sheet_print(sheet, "%u.00 %u.00 %u.00 %u/%u %d\n", load, load, load, load,
                table_count(), table_last_pid());
}

/* Used and idle time: of all CPUs, and of the one. The idle loop ran before the clock did. */
static void print_stat(struct sheet *sheet, const struct process *process)
{
    uint32_t up = (uint32_t)process_uptime(), idle = idle_time();
    uint32_t used = up > idle ? up - idle : 0;
    (void)process;
    sheet_print(sheet, "cpu  %u 0 0 %u 0 0 0 0 0 0\ncpu0 %u 0 0 %u 0 0 0 0 0 0\n", used,
                idle, used, idle);
}

static void print_mounts(struct sheet *sheet, const struct process *process)
{
    (void)process;
    list_for_each(volume_list(), node) {
        const struct volume *volume = container_of(node, struct volume, link);
        char place[PATH_BYTES], *path = "/";
        if (volume->covers && path_of(volume->covers, place, sizeof(place), &path))
            continue;
        sheet_print(sheet, "%s %s %s %s 0 0\n",
                    volume->device ? volume->device : volume->type, path, volume->type,
                    volume->read_only ? "ro" : "rw");
    }
}

static void print_policy(struct sheet *sheet, const struct process *process)
{
    (void)process;
    if (!policies_describe(scheduler_policy(), policies_words, POLICY_WORDS_MAX))
        sheet_print(sheet, "%s\n", policies_words);
}

/* Whole lines, unless there is room for none: the next read goes on behind them. To read makes
 * events, too; these are not shown before somebody begins anew. */
static void print_trace(struct sheet *sheet, const struct process *process)
{
    struct proc_inode *inode = sheet->inode;
    struct trace_record record;
    char words[EVENT_BYTES];
    (void)process;
    if (sheet->skip < inode->event_offset || sheet->skip == 0) {
        inode->next = trace_count();
        inode->left = inode->next < EVENTS ? (uint32_t)inode->next : EVENTS;
        inode->next -= inode->left;
        inode->event_offset = 0;
    }
    sheet->skip -= inode->event_offset;
    for (; inode->left > 0 && !sheet_is_full(sheet); inode->left--) {
        uint64_t next = inode->next;
        uint32_t before = sheet->count;
        if (!trace_get(&next, &record))
            break;
        if (record.kind == TRACE_FAULT && process_current()->uid != 0)
            record.b = 0; /* as trace_read has it */
        trace_describe(&record, words, sizeof(words));
        sheet_print(sheet, "%s\n", words);
        if (sheet_is_full(sheet)) {
            sheet->count = before > 0 ? before : sheet->count;
            break;
        }
        inode->next = next;
        inode->event_offset += sheet->length;
    }
}

const struct proc_entry proc_system_entries[] = {
    {"loadavg", S_IFREG | 0444, print_loadavg},
    {"meminfo", S_IFREG | 0444, print_meminfo},
    {"mounts", S_IFREG | 0444, print_mounts},
    {"policy", S_IFREG | 0644, print_policy},
    {"self", S_IFDIR | 0555, NULL},
    {"stat", S_IFREG | 0444, print_stat},
    {"trace", S_IFREG | 0444, print_trace},
    {"uptime", S_IFREG | 0444, print_uptime},
    {"version", S_IFREG | 0444, print_version},
    {NULL, 0, NULL},
};
