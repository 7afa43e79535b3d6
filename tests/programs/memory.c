/* Whether memory comes on demand, zeroed, up to its limits, and shared where it can
 * be. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

enum { PAGE = 4096, PAGES = 8, DEEP_BYTES = 600000 };

static bool is_zero(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* The caller's region with FLAG. */
static struct process_region region_with(uint32_t flag)
{
    struct process_status mine = status_of(0);

    for (uint32_t i = 0; i < mine.region_count && i < PROCESS_REGIONS_MAX; i++)
        if (mine.regions[i].flags & flag)
            return mine.regions[i];
    return (struct process_region){0};
}

static void the_heap_begins_with_zeros(void)
{
    char *heap = sbrk(PAGES * PAGE);

    EXPECT(heap != SBRK_FAILED);
    EXPECT(is_zero(heap, PAGES * PAGE));
    memset(heap, 1, PAGES * PAGE);
    sbrk(-PAGES * PAGE);
}

static void the_heap_is_zeroed_again_after_it_was_given_back(void)
{
    char *heap = sbrk(PAGES * PAGE);

    memset(heap, 1, PAGES * PAGE);
    EXPECT_EQUAL(brk(heap), 0);
    EXPECT_EQUAL(brk(heap + PAGES * PAGE), 0);
    EXPECT(is_zero(heap, PAGES * PAGE));
    EXPECT_EQUAL(brk(heap), 0);
}

static void the_break_is_where_it_was_put(void)
{
    char *heap = sbrk(0);

    EXPECT_EQUAL(brk(heap + 5), 0);
    EXPECT(sbrk(0) == heap + 5);
    EXPECT(sbrk(10) == heap + 5);
    EXPECT(sbrk(-15) == heap + 15);
    EXPECT(sbrk(0) == heap);
}

static void a_break_out_of_bounds_changes_nothing(void)
{
    char *heap = sbrk(0);

    errno = 0;
    EXPECT_EQUAL(brk(bad_pointer(0x08048000)), -1);
    EXPECT_EQUAL(errno, ENOMEM);
    EXPECT_EQUAL(brk(bad_pointer(0xBFFFF001)), -1);
    EXPECT_EQUAL(brk(KERNEL_MEMORY), -1);
    EXPECT_EQUAL(brk(bad_pointer(0xFFFFFFFF)), -1);
    EXPECT(sbrk(0) == heap);
}

static void heap_pages_come_when_they_are_touched(void)
{
    char *heap = sbrk(PAGES * PAGE);
    uint32_t before = region_with(REGION_HEAP).resident_pages;

    heap[0] = heap[3 * PAGE] = 1;
    EXPECT_EQUAL(region_with(REGION_HEAP).resident_pages - before, 2);
    sbrk(-PAGES * PAGE);
    EXPECT_EQUAL(region_with(REGION_HEAP).resident_pages, before);
}

static __attribute__((noinline)) void use_stack(void)
{
    volatile char room[DEEP_BYTES];

    for (size_t i = 0; i < sizeof(room); i += PAGE)
        room[i] = 1;
}

static void the_stack_grows_on_demand(void)
{
    uint32_t before = region_with(REGION_STACK).resident_pages;

    use_stack();
    EXPECT(region_with(REGION_STACK).resident_pages - before >= DEEP_BYTES / PAGE);
    EXPECT_EQUAL(code_of(start("recurse", 1000)), 0);
}

static void a_call_may_write_to_a_page_that_is_not_there_yet(void)
{
    struct process_result *result = sbrk(PAGES * PAGE);
    pid_t pid = start("exit", 3);

    EXPECT_EQUAL(process_wait(pid, result + 100, NULL), pid);
    EXPECT_EQUAL(result[100].code, 3);
    sbrk(-PAGES * PAGE);
}

static void two_processes_of_one_program_share_its_text(void)
{
    pid_t first = start("spin", 0), second = start("spin", 0);

    process_sleep(10);
    struct process_status a = status_of(first), b = status_of(second);
    for (uint32_t i = 0; i < a.region_count; i++) {
        bool is_text = a.regions[i].flags == (REGION_READ | REGION_EXECUTE);
        EXPECT_EQUAL(is_text, i == 1); /* below it is the stack */
        EXPECT_EQUAL(a.regions[i].shared_pages,
                     is_text ? a.regions[i].resident_pages : 0);
        EXPECT(!is_text ||
               (a.regions[i].shared_pages > 0 && b.regions[i].shared_pages > 0));
    }
    destroy_and_collect(first);
    destroy_and_collect(second);
}

static int counter = 1;

static void written_data_belongs_to_one_process_alone(void)
{
    char *const argv[] = {"memory", "count", NULL};

    counter = 50;
    EXPECT_EQUAL(code_of(process_create("/bin/memory", argv, NULL)), 2);
    EXPECT_EQUAL(code_of(process_create("/bin/memory", argv, NULL)), 2);
    EXPECT_EQUAL(counter, 50);
}

/* --- With a child by fork, which sleeps until it is destroyed --- */

static pid_t fork_sleeper(void)
{
    pid_t pid = fork();

    if (pid == 0)
        for (;;)
            process_sleep(1000);
    process_sleep(1);
    return pid;
}

static void pages_are_shared_with_a_child_until_they_are_written(void)
{
    char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pid_t with = 0;

    memset(memory, 1, PAGES * PAGE);
    pid_t child = fork_sleeper();
    EXPECT_EQUAL(region_with(REGION_MAPPED).shared_pages, PAGES);
    EXPECT_EQUAL(process_sharers(0, memory, &with, 1), 1);
    EXPECT_EQUAL(with, child);
    memset(memory, 2, 3 * PAGE);
    EXPECT_EQUAL(region_with(REGION_MAPPED).resident_pages, PAGES);
    EXPECT_EQUAL(region_with(REGION_MAPPED).shared_pages, PAGES - 3);
    memset(memory, 2, PAGES * PAGE);
    EXPECT_EQUAL(process_sharers(0, memory, &with, 1), 0);
    destroy_and_collect(child);
    munmap(memory, PAGES * PAGE);
}

static void memory_that_is_shared_on_purpose_stays_so(void)
{
    volatile char *memory =
        mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();

    if (child == 0) {
        memory[5] = 7;
        exit(0);
    }
    EXPECT_EQUAL(code_of(child), 0);
    EXPECT_EQUAL(memory[5], 7);
    EXPECT(region_with(REGION_SHARED).flags & REGION_MAPPED);
    munmap((void *)memory, PAGE);
    EXPECT_EQUAL(region_with(REGION_SHARED).end, 0);
}

static void regions_beyond_those_that_are_shown_are_counted(void)
{
    uint32_t before = status_of(0).region_count;
    char *memory = mmap(NULL, 2 * PROCESS_REGIONS_MAX * PAGE, PROT_READ,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    for (int i = 0; i < PROCESS_REGIONS_MAX; i++)
        EXPECT_EQUAL(mprotect(memory + 2 * i * PAGE, PAGE, PROT_NONE), 0);
    EXPECT_EQUAL(status_of(0).region_count - before, 2 * PROCESS_REGIONS_MAX);
    EXPECT_EQUAL(munmap(memory, 2 * PROCESS_REGIONS_MAX * PAGE), 0);
    EXPECT_EQUAL(status_of(0).region_count, before);
}

static void malloc_gives_memory_that_does_not_overlap(void)
{
    char *parts[PAGES];

    for (int i = 0; i < PAGES; i++) {
        parts[i] = malloc(1000);
        memset(parts[i], i, 1000);
    }
    for (int i = 0; i < PAGES; i++)
        EXPECT(parts[i][0] == i && parts[i][999] == i);
    for (int i = 0; i < PAGES; i++)
        free(parts[i]);
    char *volatile too_much = malloc(0xF0000000); /* or Clang leaves the call out */
    EXPECT(too_much == NULL);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(the_heap_begins_with_zeros),
    BEHAVIOUR(the_heap_is_zeroed_again_after_it_was_given_back),
    BEHAVIOUR(the_break_is_where_it_was_put),
    BEHAVIOUR(a_break_out_of_bounds_changes_nothing),
    BEHAVIOUR(heap_pages_come_when_they_are_touched),
    BEHAVIOUR(the_stack_grows_on_demand),
    BEHAVIOUR(a_call_may_write_to_a_page_that_is_not_there_yet),
    BEHAVIOUR(two_processes_of_one_program_share_its_text),
    BEHAVIOUR(written_data_belongs_to_one_process_alone),
    BEHAVIOUR(pages_are_shared_with_a_child_until_they_are_written),
    BEHAVIOUR(memory_that_is_shared_on_purpose_stays_so),
    BEHAVIOUR(regions_beyond_those_that_are_shown_are_counted),
    BEHAVIOUR(malloc_gives_memory_that_does_not_overlap),
};

int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "count") == 0)
        return ++counter;
    return CHECK_ALL(behaviours);
}
