/* getrlimit and setrlimit, and what the limits do. What changes the limits of whoever does
 * it is done by a child: the program itself, with a word that says what. */
#include <stdlib.h>
#include <sys/resource.h>

#include "bad_input.h"

enum { USER = 1000, STACK_BYTES = 8 << 20, FEW = 3, FEW_FILES = 5, DESCRIPTORS = 1024 };

static struct rlimit limit_of(int resource)
{
    struct rlimit limit = {0, 0};

    EXPECT_EQUAL(getrlimit(resource, &limit), 0);
    return limit;
}

static void set_limit(int resource, rlim_t soft, rlim_t hard)
{
    EXPECT_EQUAL(setrlimit(resource, &(struct rlimit){soft, hard}), 0);
}

static void expect_refusal(int resource, rlim_t soft, rlim_t hard, int error)
{
    errno = 0;
    EXPECT_EQUAL(setrlimit(resource, &(struct rlimit){soft, hard}), -1);
    EXPECT_EQUAL(errno, error);
}

static void expect_limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit = limit_of(resource);

    EXPECT_EQUAL(limit.rlim_cur, soft);
    EXPECT_EQUAL(limit.rlim_max, hard);
}

static void the_limits_at_first_are_those_that_docs_name(void)
{
    expect_limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
    expect_limit(RLIMIT_NPROC, 256, 256);
    expect_limit(RLIMIT_NOFILE, DESCRIPTORS, DESCRIPTORS);
    expect_limit(RLIMIT_STACK, STACK_BYTES, STACK_BYTES);
}

static void the_older_call_knows_no_number_above_31_bits(void)
{
    struct rlimit limit;

    EXPECT_EQUAL(RAW(SYS_GETRLIMIT, RLIMIT_AS, address_of(&limit)), 0);
    EXPECT_EQUAL(limit.rlim_cur, INT32_MAX);
    EXPECT_EQUAL(limit.rlim_max, INT32_MAX);
    EXPECT_EQUAL(RAW(SYS_GETRLIMIT, RLIMIT_NPROC, address_of(&limit)), 0);
    EXPECT_EQUAL(limit.rlim_cur, 256);
}

/* Of what Linux numbers besides; and what is fixed cannot be moved. */
static void a_limit_that_nobody_would_enforce_is_refused(void)
{
    static const int resources[] = {5, 8, 10, 15, 16, INT32_MAX, -1};
    struct rlimit limit;

    for (size_t i = 0; i < sizeof(resources) / sizeof(resources[0]); i++) {
        expect_refusal(resources[i], 1, 1, EINVAL);
        EXPECT_EQUAL(getrlimit(resources[i], &limit), -1);
        EXPECT_EQUAL(errno, EINVAL);
    }
    expect_refusal(RLIMIT_STACK, STACK_BYTES / 2, STACK_BYTES, EINVAL);
    expect_refusal(RLIMIT_STACK, RLIM_INFINITY, RLIM_INFINITY, EINVAL);
    set_limit(RLIMIT_STACK, STACK_BYTES, STACK_BYTES);
    expect_limit(RLIMIT_CORE, 0, 0);
    set_limit(RLIMIT_CORE, 0, 0);
    expect_refusal(RLIMIT_CORE, 0, RLIM_INFINITY, EINVAL);
    expect_limit(RLIMIT_DATA, RLIM_INFINITY, RLIM_INFINITY);
    expect_refusal(RLIMIT_FSIZE, 4096, RLIM_INFINITY, EINVAL);
    expect_refusal(RLIMIT_NOFILE, 1, DESCRIPTORS + 1, EPERM);
}

static void a_soft_limit_above_the_hard_one_is_refused(void)
{
    expect_refusal(RLIMIT_AS, 2, 1, EINVAL);
    expect_refusal(RLIMIT_NPROC, RLIM_INFINITY, 0, EINVAL);
    expect_limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
}

/* --- What children do --- */

static int do_inherit(void)
{
    return (int)limit_of(RLIMIT_NOFILE).rlim_cur;
}

static int do_raise(void)
{
    set_limit(RLIMIT_NPROC, 10, 20);
    set_limit(RLIMIT_NPROC, 10, 30); /* user 0 may */
    EXPECT_EQUAL(setuid(USER), 0);
    expect_refusal(RLIMIT_NPROC, 10, 31, EPERM);
    set_limit(RLIMIT_NPROC, 30, 30);
    set_limit(RLIMIT_NPROC, 5, 25);
    expect_refusal(RLIMIT_NPROC, 5, 30, EPERM);
    expect_limit(RLIMIT_NPROC, 5, 25);
    return current_failed;
}

static int do_grow(void)
{
    char *heap = sbrk(0);
    struct process_status mine = status_of(0);
    rlim_t bytes = 0;

    for (uint32_t i = 0; i < mine.region_count; i++)
        bytes += mine.regions[i].end - mine.regions[i].start;
    set_limit(RLIMIT_AS, bytes + 4 * PAGE, RLIM_INFINITY);
    heap += (PAGE - address_of(heap) % PAGE) % PAGE;
    EXPECT_EQUAL(brk(heap + 4 * PAGE), 0);
    EXPECT_EQUAL(brk(heap + 4 * PAGE + 1), -1);
    EXPECT_EQUAL(errno, ENOMEM);
    EXPECT(sbrk(0) == heap + 4 * PAGE);
    char *volatile too_much = malloc(100000); /* or Clang leaves the call out */
    EXPECT(too_much == NULL);
    EXPECT_EQUAL(brk(heap), 0);
    set_limit(RLIMIT_AS, STACK_BYTES, RLIM_INFINITY);
    EXPECT_EQUAL(start("exit", 0), -ENOMEM);
    EXPECT_EQUAL(brk(heap + 1), -1);
    set_limit(RLIMIT_AS, RLIM_INFINITY, RLIM_INFINITY);
    EXPECT_EQUAL(code_of(start("exit", 4)), 4);
    return current_failed;
}

static int do_multiply(void)
{
    pid_t pids[FEW];

    set_limit(RLIMIT_NPROC, FEW, FEW);
    EXPECT_EQUAL(code_of(start("exit", 0)), 0); /* of user 0, who is not held to it */
    EXPECT_EQUAL(setuid(USER), 0);
    for (int i = 1; i < FEW; i++)
        EXPECT((pids[i] = start("exit", 0)) > 0);
    EXPECT_EQUAL(start("exit", 0), -EAGAIN);
    process_sleep(2);
    EXPECT_EQUAL(start("exit", 0), -EAGAIN); /* zombies count */
    EXPECT_EQUAL(code_of(pids[1]), 0);
    EXPECT_EQUAL(code_of(start("exit", 5)), 5);
    EXPECT_EQUAL(code_of(pids[2]), 0);
    return current_failed;
}

static int do_open(void)
{
    set_limit(RLIMIT_NOFILE, FEW_FILES, DESCRIPTORS);
    for (int fd = 3; fd < FEW_FILES; fd++)
        EXPECT_EQUAL(open("/files/letters", O_RDONLY), fd);
    EXPECT_EQUAL(open("/files/letters", O_RDONLY), -1);
    EXPECT_EQUAL(errno, EMFILE);
    set_limit(RLIMIT_NOFILE, 2, 2);
    EXPECT_EQUAL(write(1, "", 0), 0); /* what is open stays */
    EXPECT_EQUAL(close(0), 0);
    EXPECT_EQUAL(open("/files/letters", O_RDONLY), 0);
    return current_failed;
}

static const struct {
    const char *word;
    int (*act)(void);
} acts[] = {
    {"inherit", do_inherit},   {"raise", do_raise}, {"grow", do_grow},
    {"multiply", do_multiply}, {"open", do_open},
};

static int child_that(const char *word)
{
    char *const argv[] = {"calls_limits", (char *)word, (char *)current_name, NULL};

    return code_of(process_create("/bin/calls_limits", argv, NULL));
}

static void a_child_has_its_parents_limits(void)
{
    set_limit(RLIMIT_NOFILE, 7, DESCRIPTORS);
    EXPECT_EQUAL(child_that("inherit"), 7);
    set_limit(RLIMIT_NOFILE, 200, DESCRIPTORS);
    EXPECT_EQUAL(child_that("inherit"), 200);
}

static void only_id_0_raises_a_hard_limit(void)
{
    EXPECT_EQUAL(child_that("raise"), 0);
}

static void the_address_space_ends_at_its_limit(void)
{
    EXPECT_EQUAL(child_that("grow"), 0);
}

static void a_user_has_no_more_processes_than_its_limit(void)
{
    EXPECT_EQUAL(child_that("multiply"), 0);
}

static void descriptors_end_at_their_limit(void)
{
    EXPECT_EQUAL(child_that("open"), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(the_limits_at_first_are_those_that_docs_name),
    BEHAVIOUR(the_older_call_knows_no_number_above_31_bits),
    BEHAVIOUR(a_limit_that_nobody_would_enforce_is_refused),
    BEHAVIOUR(a_soft_limit_above_the_hard_one_is_refused),
    BEHAVIOUR(a_child_has_its_parents_limits),
    BEHAVIOUR(only_id_0_raises_a_hard_limit),
    BEHAVIOUR(the_address_space_ends_at_its_limit),
    BEHAVIOUR(a_user_has_no_more_processes_than_its_limit),
    BEHAVIOUR(descriptors_end_at_their_limit),
};

int main(int argc, char *argv[])
{
    for (size_t i = 0; argc == 3 && i < sizeof(acts) / sizeof(acts[0]); i++) {
        current_name = argv[2];
        if (strcmp(argv[1], acts[i].word) == 0)
            return acts[i].act();
    }
    return CHECK_ALL(behaviours);
}
