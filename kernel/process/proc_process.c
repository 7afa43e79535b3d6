/* What stands in the files of /proc/PID. */
#include "abi/names.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/region.h"
#include "kernel/process/foreground.h"
#include "kernel/process/group.h"
#include "kernel/process/proc.h"
#include "kernel/process/usage.h"

enum {
    KIB = 1024,
    TERMINAL = DEVICE_NUMBER(5, 1), /* the console */
    INODE_WIDTH = 10,               /* of an inode in `maps`, where a name follows */
    BYTE_INSTRUCTIONS = 100,        /* for kernel_worked: to read a byte of a process */
};

/* --- The arguments: they are read where arguments.h has written them --- */

/* The byte at ADDRESS of PROCESS; NULL: there is none. */
static const char *look_at(const struct process *process, virt_t address)
{
    unsigned flags;
    phys_t frame = arch_space_lookup(&process->space.arch, page_of(address), &flags);
    kernel_worked(BYTE_INSTRUCTIONS);
    return frame ? (const char *)arch_frame(frame) + address % PAGE_SIZE : NULL;
}

static uint32_t word_at(const struct process *process, virt_t address)
{
    const char *at = look_at(process, address);
    return at ? *(const uint32_t *)(const void *)at : 0;
}

/* Where they begin, and in *COUNT how many they are. Nobody has noted it, but the auxiliary
 * vector points a known way behind itself; and before it come pointers, and then their
 * count. A program that has written over that tells something else of itself, or nothing. */
static virt_t find_arguments(const struct process *process, uint32_t *count)
{
    enum { WORD = sizeof(uint32_t) };
    virt_t lowest = STACK_TOP - 2 * PROCESS_ARGUMENTS_MAX - PAGE_SIZE, at = STACK_TOP;
    do
        at -= WORD;
    while (at > lowest &&
           word_at(process, at) - at != ARGUMENTS_TO_PLATFORM - ARGUMENTS_TO_ADDRESS);
    virt_t vector = at - ARGUMENTS_TO_ADDRESS;
    for (at = vector - WORD; at > lowest; at -= WORD) {
        *count = word_at(process, at);
        if (*count > 0 && *count <= ARGUMENTS_COUNT_MAX)
            return vector + ARGUMENTS_TO_STRINGS;
    }
    *count = 0;
    return 0;
}

static void print_cmdline(struct sheet *sheet, const struct process *process)
{
    uint32_t count = 0;
    virt_t at = space_exists(&process->space) ? find_arguments(process, &count) : 0;
    for (; count > 0 && at < STACK_TOP && !sheet_is_full(sheet); at++) {
        const char *byte = look_at(process, at);
        if (!byte)
            return;
        sheet_put(sheet, *byte);
        count -= *byte == '\0';
    }
}

/* --- Memory and files --- */

static void print_region(struct sheet *sheet, const struct region *region,
                         const struct program *program)
{
    const struct backing *from = &region->backing;
    bool is_programs = from->source == &program->source;
    const struct inode *inode = is_programs ? program->inode : NULL;
    const char *name = region->flags & REGION_STACK  ? "[stack]"
                       : region->flags & REGION_HEAP ? "[heap]"
                       : !is_programs                ? ""
                       : program->path_bytes         ? program->path
                                                     : program->name;
    sheet_print(sheet, "%08x-%08x %s%c %08x 00:%02x %-*u %s\n", region->start,
                region->end, name_of_mode(region->flags),
                region->flags & REGION_SHARED ? 's' : 'p',
                inode ? from->source_offset + (region->start - from->origin) : 0,
                inode ? inode->volume->number : 0, *name ? INODE_WIDTH : 0,
                inode ? inode->number : 0, name);
}

static void print_maps(struct sheet *sheet, const struct process *process)
{
    if (!space_exists(&process->space))
        return;
    const struct region *region = region_from(&process->space, 0);
    for (; region && !sheet_is_full(sheet); region = region_next(&process->space, region))
        print_region(sheet, region, process->program);
}

void proc_print_file(struct sheet *sheet, const struct process *process)
{
    const struct file *file = descriptors_find(&process->descriptors, sheet->inode->fd);
    if (file)
        sheet_print(sheet, "%s\n", file->path);
}

/* --- All of it --- */

static const char *state_of(const struct thread *thread)
{
    return thread->state == STATE_ZOMBIE  ? "Z (zombie)"
           : thread->suspended            ? "T (stopped)"
           : thread->state == STATE_READY ? "R (running)"
           : thread->state == STATE_BLOCKED && thread->blocked_on == BLOCKED_DISK
               ? "D (disk sleep)"
               : "S (sleeping)";
}

static pid_t parent_of(const struct process *process)
{
    return process->parent ? process->parent->thread.id : 0;
}

static uint32_t bytes_of(const struct process *process)
{
    return space_exists(&process->space) ? space_bytes(&process->space) : 0;
}

/* What Linux withholds from others, and what Robin has not, is 0. */
static void print_stat(struct sheet *sheet, const struct process *process)
{
    const struct thread *thread = &process->thread;
    const struct group *group = process->group;
    const struct signal_sets *signals = &process->signals;
    bool has_terminal = group->session == foreground_session();
    sheet_print(sheet,
                "%d (%.15s) %c %d %d %d %u %d 0 %u %u 0 0 %d 0 %d 0 20 0 1 0 %d %u %u "
                "4294967295 0 0 0 0 0 %u %u %u %u 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                thread->id, process->name, *state_of(thread), parent_of(process),
                group->id, group->session, has_terminal ? TERMINAL : 0,
                has_terminal ? terminal_foreground() : -1, thread->page_faults,
                process->past.page_faults, process_run_time(thread_cycles(thread)),
                process_run_time(process->past.run_cycles),
                process_time_of(process->created_tick), bytes_of(process),
                process->space.resident_pages, (uint32_t)signals->pending & INT32_MAX,
                (uint32_t)signals->blocked & INT32_MAX,
                (uint32_t)signals->ignored & INT32_MAX,
                (uint32_t)signals->handled & INT32_MAX);
}

static void print_status(struct sheet *sheet, const struct process *process)
{
    const struct thread *thread = &process->thread;
    const struct signal_sets *signals = &process->signals;
    uint32_t uid = process->uid;
    sheet_print(sheet,
                "Name:\t%.15s\nUmask:\t%04o\nState:\t%s\nTgid:\t%d\nNgid:\t0\nPid:\t%d\n"
                "PPid:\t%d\nTracerPid:\t0\nUid:\t%u\t%u\t%u\t%u\nGid:\t0\t0\t0\t0\n"
                "FDSize:\t%u\nGroups:\t \n",
                process->name, process->umask, state_of(thread), thread->id, thread->id,
                parent_of(process), uid, uid, uid, uid,
                descriptors_charge(&process->descriptors) ? DESCRIPTORS_MAX
                                                          : DESCRIPTORS_FEW);
    if (space_exists(&process->space))
        sheet_print(sheet, "VmSize:\t%8u kB\nVmRSS:\t%8u kB\n", bytes_of(process) / KIB,
                    process->space.resident_pages * (PAGE_SIZE / KIB));
    sheet_print(sheet,
                "Threads:\t1\nSigPnd:\t%016llx\nShdPnd:\t%016llx\nSigBlk:\t%016llx\n"
                "SigIgn:\t%016llx\nSigCgt:\t%016llx\nvoluntary_ctxt_switches:\t%u\n"
                "nonvoluntary_ctxt_switches:\t%u\n",
                0ull, (unsigned long long)signals->pending,
                (unsigned long long)signals->blocked,
                (unsigned long long)signals->ignored,
                (unsigned long long)signals->handled, thread->yielded, thread->preempted);
}

const struct proc_entry proc_process_entries[] = {
    {"cmdline", S_IFREG | 0444, print_cmdline}, {"fd", S_IFDIR | 0500, NULL},
    {"maps", S_IFREG | 0400, print_maps},       {"stat", S_IFREG | 0444, print_stat},
    {"status", S_IFREG | 0444, print_status},   {NULL, 0, NULL},
};
