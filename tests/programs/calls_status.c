/* Whether process_status and process_list show a process as it is. */
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { PAGE = 4096, CALLS = 10, PIDS_MAX = 64 };

static void one_sees_oneself_running(void)
{
    struct process_status mine = status_of(0);

    EXPECT_EQUAL(mine.pid, getpid());
    EXPECT_EQUAL(mine.parent, getppid());
    EXPECT_EQUAL(mine.uid, getuid());
    EXPECT_EQUAL(mine.state, STATE_RUNNING);
    EXPECT_EQUAL(mine.suspended, 0);
    EXPECT_EQUAL(mine.blocked_on, BLOCKED_NOT);
    EXPECT_EQUAL(mine.full, 1);
    EXPECT(strcmp(mine.name, "calls_status") == 0);
    EXPECT_EQUAL(status_of(getpid()).pid, getpid());
}

/* Lets the child PID run, then checks what it is in, and ends it. */
static void check_state(pid_t pid, uint32_t state, uint32_t blocked_on)
{
    process_sleep(2);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.state, state);
    EXPECT_EQUAL(status.blocked_on, blocked_on);
    destroy_and_collect(pid);
}

static void every_state_has_a_name(void)
{
    struct process_options later = {.start_tick = process_now() + 1000};
    struct process_options rests = {.rest_every_ticks = 1, .rest_ticks = 1000};

    check_state(start("spin", 0), STATE_READY, BLOCKED_NOT);
    check_state(start_with(&later, "spin", 0), STATE_NEW, BLOCKED_NOT);
    check_state(start("sleep", 1000), STATE_BLOCKED, BLOCKED_SLEEP);
    check_state(start("wait", 0), STATE_BLOCKED, BLOCKED_WAIT);
    check_state(
        start_with(&(struct process_options){.flags = PROCESS_FOREGROUND}, "read", 0),
        STATE_BLOCKED, BLOCKED_CONSOLE);
    check_state(start_with(&rests, "spin", 0), STATE_BLOCKED, BLOCKED_REST);
}

static void a_zombie_keeps_its_accounts_alone(void)
{
    tick_t now = at_tick();
    pid_t pid = start("exit", 0);

    process_sleep(2);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.state, STATE_ZOMBIE);
    EXPECT_EQUAL(status.region_count, 0);
    EXPECT_EQUAL(status.file_count, 0);
    EXPECT_EQUAL(status.resident_pages, 0);
    EXPECT_EQUAL(status.accounts.created_tick, now);
    EXPECT_EQUAL(status.accounts.ended_tick, now);
    EXPECT_EQUAL(code_of(pid), 0);
}

static void times_that_have_not_come_are_never(void)
{
    struct process_options options = {.flags = PROCESS_SUSPENDED};
    pid_t pid = start_with(&options, "exit", 0);
    struct process_accounts accounts = status_of(pid).accounts;

    EXPECT(accounts.first_run_tick == TICK_NEVER);
    EXPECT(accounts.ended_tick == TICK_NEVER);
    EXPECT_EQUAL(accounts.run_ns, 0);
    EXPECT_EQUAL(accounts.run_ticks, 0);
    EXPECT(status_of(0).accounts.ended_tick == TICK_NEVER);
    destroy_and_collect(pid);
}

static void ticks_and_nanoseconds_on_the_cpu_are_counted(void)
{
    struct time_info info;
    pid_t pid = start("spin", 0);

    time_info(&info);
    tick_t begin = at_tick();
    struct process_accounts before = status_of(pid).accounts;
    process_sleep(10);
    struct process_accounts after = status_of(pid).accounts;
    uint64_t ticks = process_now() - begin, run_ns = after.run_ns - before.run_ns;
    EXPECT_EQUAL(after.run_ticks - before.run_ticks, ticks);
    EXPECT(run_ns > (ticks - 1) * info.nanoseconds_per_tick);
    EXPECT(run_ns < (ticks + 1) * info.nanoseconds_per_tick);
    destroy_and_collect(pid);
}

static void calls_are_counted(void)
{
    uint32_t before = status_of(0).accounts.calls;

    for (int i = 0; i < CALLS; i++)
        getpid();
    EXPECT_EQUAL(status_of(0).accounts.calls - before, CALLS + 1);
}

static void page_faults_are_counted(void)
{
    uint32_t before = status_of(0).accounts.page_faults;
    char *pages = sbrk(3 * PAGE);

    for (int i = 0; i < 3; i++)
        pages[i * PAGE] = 1;
    EXPECT_EQUAL(status_of(0).accounts.page_faults - before, 3);
    sbrk(-3 * PAGE);
}

static void switches_given_up_are_told_from_forced_ones(void)
{
    pid_t pid = start("spin", 0);
    struct process_accounts before = status_of(0).accounts;

    sched_yield();
    process_sleep(1);
    struct process_accounts after = status_of(0).accounts;
    EXPECT_EQUAL(after.yielded - before.yielded, 2);
    EXPECT_EQUAL(after.preempted - before.preempted, 0);
    struct process_accounts child = status_of(pid).accounts;
    EXPECT_EQUAL(child.yielded, 0);
    EXPECT_EQUAL(child.preempted, 2);
    destroy_and_collect(pid);
}

static void the_registers_are_those_of_the_last_entry(void)
{
    struct process_registers mine = status_of(0).registers;
    uint32_t here = (uint32_t)(uintptr_t)__builtin_frame_address(0);

    EXPECT(mine.eip >= 0x08048000 && mine.eip < 0x08060000);
    EXPECT(mine.esp < here && mine.esp > here - PAGE);
    EXPECT(mine.eflags & 0x200);
    pid_t pid = start("sleep", 1000);
    process_sleep(2);
    EXPECT(status_of(pid).registers.eip >= 0x08048000);
    EXPECT_EQUAL(status_of(pid).registers.eax, 1007); /* the number of process_sleep */
    destroy_and_collect(pid);
}

/* The caller's own region that holds ADDRESS. */
static struct process_region region_of(const void *address)
{
    struct process_status mine = status_of(0);
    uint32_t at = (uint32_t)(uintptr_t)address;

    for (uint32_t i = 0; i < mine.region_count; i++)
        if (at >= mine.regions[i].start && at < mine.regions[i].end)
            return mine.regions[i];
    return (struct process_region){0};
}

static void the_regions_say_what_memory_is_for(void)
{
    static int variable;
    char *heap = sbrk(PAGE);

    EXPECT_EQUAL(region_of((void *)region_of).flags, REGION_READ | REGION_EXECUTE);
    EXPECT_EQUAL(region_of(&variable).flags, REGION_READ | REGION_WRITE);
    EXPECT_EQUAL(region_of(heap).flags, REGION_READ | REGION_WRITE | REGION_HEAP);
    EXPECT_EQUAL(region_of(&heap).flags, REGION_READ | REGION_WRITE | REGION_STACK);
    EXPECT_EQUAL(region_of(NULL).end, 0);
    sbrk(-PAGE);
}

static void the_regions_add_up_to_the_resident_pages(void)
{
    struct process_status mine = status_of(0);
    uint32_t pages = 0;

    for (uint32_t i = 0; i < mine.region_count; i++)
        pages += mine.regions[i].resident_pages;
    EXPECT(pages > 0);
    EXPECT_EQUAL(pages, mine.resident_pages);
}

static void the_files_are_listed_with_their_offsets(void)
{
    char bytes[3];
    int fd = open("/files/letters", O_RDONLY);
    struct process_status mine;

    EXPECT_EQUAL(read(fd, bytes, sizeof(bytes)), 3);
    mine = status_of(0);
    EXPECT_EQUAL(mine.file_count, 4);
    EXPECT_EQUAL(mine.files[0].fd, 0);
    EXPECT_EQUAL(mine.files[0].flags, O_RDWR);
    EXPECT(strcmp(mine.files[0].path, "/dev/console") == 0);
    EXPECT_EQUAL(mine.files[3].fd, fd);
    EXPECT_EQUAL(mine.files[3].flags, O_RDONLY);
    EXPECT_EQUAL(mine.files[3].offset, 3);
    EXPECT(strcmp(mine.files[3].path, "/files/letters") == 0);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT_EQUAL(status_of(0).file_count, 3);
}

static void nobody_has_no_status(void)
{
    struct process_status status = {.pid = 12345};

    EXPECT_EQUAL(process_status(30000, &status), -ESRCH);
    EXPECT_EQUAL(process_status(-1, &status), -ESRCH);
    EXPECT_EQUAL(status.pid, 12345);
}

static void a_status_needs_a_place_to_go(void)
{
    EXPECT_EQUAL(process_status(0, NULL), -EFAULT);
    EXPECT_EQUAL(process_status(1, NOWHERE), -EFAULT);
    EXPECT_EQUAL(process_status(1, KERNEL_MEMORY), -EFAULT);
    EXPECT_EQUAL(process_status(1, (void *)region_of), -EFAULT);
}

static void the_list_is_ascending_and_has_zombies(void)
{
    pid_t pids[PIDS_MAX];
    pid_t zombie = start("exit", 0);
    bool has_zombie = false;

    process_sleep(2);
    int count = process_list(pids, PIDS_MAX);
    EXPECT_EQUAL(pids[0], 1);
    for (int i = 0; i < count; i++) {
        has_zombie = has_zombie || pids[i] == zombie;
        EXPECT(i == 0 || pids[i] > pids[i - 1]);
    }
    EXPECT(has_zombie);
    EXPECT_EQUAL(code_of(zombie), 0);
    EXPECT_EQUAL(process_list(pids, PIDS_MAX), count - 1);
}

static void the_list_may_be_longer_than_its_place(void)
{
    pid_t pids[2] = {0, 12345};
    int count = process_list(pids, 1);

    EXPECT(count >= 3);
    EXPECT_EQUAL(pids[0], 1);
    EXPECT_EQUAL(pids[1], 12345);
    EXPECT_EQUAL(process_list(NULL, 0), count);
}

static void the_list_refuses_a_bad_place(void)
{
    EXPECT_EQUAL(process_list(NOWHERE, 1), -EFAULT);
    EXPECT_EQUAL(process_list(KERNEL_MEMORY, 1), -EFAULT);
    EXPECT_EQUAL(process_list(NOWHERE, -1), -EINVAL);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(one_sees_oneself_running),
    BEHAVIOUR(every_state_has_a_name),
    BEHAVIOUR(a_zombie_keeps_its_accounts_alone),
    BEHAVIOUR(times_that_have_not_come_are_never),
    BEHAVIOUR(ticks_and_nanoseconds_on_the_cpu_are_counted),
    BEHAVIOUR(calls_are_counted),
    BEHAVIOUR(page_faults_are_counted),
    BEHAVIOUR(switches_given_up_are_told_from_forced_ones),
    BEHAVIOUR(the_registers_are_those_of_the_last_entry),
    BEHAVIOUR(the_regions_say_what_memory_is_for),
    BEHAVIOUR(the_regions_add_up_to_the_resident_pages),
    BEHAVIOUR(the_files_are_listed_with_their_offsets),
    BEHAVIOUR(nobody_has_no_status),
    BEHAVIOUR(a_status_needs_a_place_to_go),
    BEHAVIOUR(the_list_is_ascending_and_has_zombies),
    BEHAVIOUR(the_list_may_be_longer_than_its_place),
    BEHAVIOUR(the_list_refuses_a_bad_place),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
