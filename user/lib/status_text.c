/* Lines and tables. */
#include <divide.h>
#include <names.h>
#include <process.h>
#include <status_text.h>
#include <stdio.h>
#include <unistd.h>

enum { SHARERS_SHOWN = 4 };
enum { NANOSECONDS_PER_MILLISECOND = 1000000, NANOSECONDS_PER_MICROSECOND = 1000 };

static void print_milliseconds(const char *key, uint64_t nanoseconds, tick_t ticks)
{
    uint32_t rest;
    uint64_t milliseconds = divide_u64(nanoseconds, NANOSECONDS_PER_MILLISECOND, &rest);

    printf("%s: %llu.%03u ms, %llu ticks\n", key, milliseconds,
           rest / NANOSECONDS_PER_MICROSECOND, ticks);
}

static void print_moment(const char *key, tick_t tick)
{
    struct time_info info = {0};

    time_info(&info);
    if (tick == TICK_NEVER)
        printf("%s: -\n", key);
    else
        print_milliseconds(key, tick * info.nanoseconds_per_tick, tick);
}

static void print_identity(const struct process_status *status)
{
    printf("pid: %d\nname: %s\nparent: %d\nuid: %u\n", status->pid, status->name,
           status->parent, status->uid);
    printf("group: %d\nsession: %d\n", getpgid(status->pid), getsid(status->pid));
    printf("state: %s\nblocked_on: %s\nsuspended: %s\n", name_of_state(status->state),
           name_of_blocked_on(status->blocked_on), status->suspended ? "yes" : "no");
    printf("level: %u\npass: %llu\ntickets_that_count: %u\n", status->level, status->pass,
           status->tickets);
    printf("tickets: %u\npriority: %u\nlength: %llu ticks\n", status->scheduling.tickets,
           status->scheduling.priority, status->scheduling.length_ticks);
}

static void print_accounts(const struct process_accounts *accounts)
{
    print_milliseconds("run", accounts->run_ns, accounts->run_ticks);
    print_moment("created", accounts->created_tick);
    print_moment("first_run", accounts->first_run_tick);
    print_moment("ended", accounts->ended_tick);
    printf("yielded: %u\npreempted: %u\ncalls: %u\npage_faults: %u\n", accounts->yielded,
           accounts->preempted, accounts->calls, accounts->page_faults);
}

static void print_registers(const struct process_registers *registers)
{
    printf("eip: 0x%08x\nesp: 0x%08x\nebp: 0x%08x\neflags: 0x%08x\n", registers->eip,
           registers->esp, registers->ebp, registers->eflags);
    printf(
        "eax: 0x%08x\nebx: 0x%08x\necx: 0x%08x\nedx: 0x%08x\nesi: 0x%08x\nedi: 0x%08x\n",
        registers->eax, registers->ebx, registers->ecx, registers->edx, registers->esi,
        registers->edi);
}

void status_print_lines(const struct process_status *status)
{
    print_identity(status);
    printf("resident_pages: %u\n", status->resident_pages);
    print_accounts(&status->accounts);
    if (status->full)
        print_registers(&status->registers);
}

/* Who else has a page of REGION; `-`: nobody. */
static void print_sharers(pid_t pid, const struct process_region *region)
{
    pid_t pids[SHARERS_SHOWN];
    const void *start = (const void *)(uintptr_t)region->start;
    int count = process_sharers(pid, start, pids, SHARERS_SHOWN);

    if (count <= 0)
        printf("-");
    for (int i = 0; i < count && i < SHARERS_SHOWN; i++)
        printf("%s%d", i ? "," : "", pids[i]);
    if (count > SHARERS_SHOWN)
        printf(",+%d", count - SHARERS_SHOWN);
    printf("\n");
}

void status_print_regions(const struct process_status *status)
{
    uint32_t shown = status->region_count < PROCESS_REGIONS_MAX ? status->region_count
                                                                : PROCESS_REGIONS_MAX;

    printf("\n%-10s %-10s %-4s %8s %6s %-7s %7s %s\n", "START", "END", "MODE", "RESIDENT",
           "SHARED", "USE", "PRIVATE", "WITH");
    for (uint32_t i = 0; i < shown; i++) {
        const struct process_region *region = &status->regions[i];

        printf("0x%08x 0x%08x %-4s %8u %6u %-7s %7u ", region->start, region->end,
               name_of_mode(region->flags), region->resident_pages, region->shared_pages,
               name_of_use(region->flags), region->resident_pages - region->shared_pages);
        print_sharers(status->pid, region);
    }
    if (status->region_count > shown)
        printf("and %u regions more\n", status->region_count - shown);
}

void status_print_files(const struct process_status *status)
{
    static const char *const modes[] = {"r", "w", "rw", "?"};

    printf("\n%3s %-4s %10s %s\n", "FD", "MODE", "OFFSET", "PATH");
    for (uint32_t i = 0; i < status->file_count && i < PROCESS_FILES_MAX; i++) {
        const struct process_file *file = &status->files[i];

        printf("%3d %-4s %10llu %s\n", file->fd, modes[file->flags & 3], file->offset,
               file->path);
    }
}
