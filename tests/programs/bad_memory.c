/* bad_memory: makes every call that allocates, for boots in which the Nth allocation
 * fails: each call succeeds or says -ENOMEM, and what was made is taken away again. It
 * says which it was; a page that fails when it is touched ends the program.
 *
 * usage: bad_memory */
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <trace.h>
#include <unistd.h>

enum { PAGE = 4096, HEAP_PAGES = 5, STACK_BYTES = 20000, FILES = 3, RECORDS = 200 };

static int failures;

/* Whether RESULT, of WHAT, is a success; if not, it must be the error that is due. */
static bool succeeds(const char *what, int result)
{
    if (result >= 0)
        return true;
    printf("%s: %s\n", what, result == -ENOMEM ? "ENOMEM" : "the wrong error");
    failures++;
    return false;
}

static int posix(int result)
{
    return result == -1 ? -errno : result;
}

/* A child either does what it is for, or finds no page where it needs one. */
static bool is_sound(const struct process_result *result, bool destroyed)
{
    return (result->event == PROCESS_FAULTED && result->fault == FAULT_MEMORY) ||
           (destroyed ? result->event == PROCESS_DESTROYED
                      : result->event == PROCESS_EXITED && result->code == 0);
}

/* A child that is destroyed while it sleeps, or one that ends by itself. */
static void make_child(const char *path, char *const argv[], bool destroy)
{
    struct process_result result;
    pid_t pid = process_create(path, argv, NULL);

    if (!succeeds("create", pid))
        return;
    if (destroy) {
        process_sleep(2);
        process_destroy(pid); /* -ESRCH: it has faulted */
    }
    succeeds("wait", process_wait(pid, &result, NULL));
    if (!is_sound(&result, destroy))
        succeeds("child", -EINVAL);
    if (result.event == PROCESS_FAULTED)
        succeeds("child", -ENOMEM);
}

static void open_files(void)
{
    int fds[FILES];

    for (int i = 0; i < FILES; i++)
        fds[i] = posix(open("/files/letters", O_RDONLY));
    for (int i = 0; i < FILES; i++)
        if (succeeds("open", fds[i]))
            close(fds[i]);
}

static void touch_heap(void)
{
    char *heap = sbrk(HEAP_PAGES * PAGE);

    if (!succeeds("sbrk", heap == SBRK_FAILED ? -errno : 0))
        return;
    for (int i = 0; i < HEAP_PAGES; i++)
        heap[i * PAGE] = 1;
    sbrk(-HEAP_PAGES * PAGE);
}

/* In the middle of a mapping pages may only be read, so that it is three regions. */
static void touch_mapping(int flags)
{
    char *memory = mmap(NULL, HEAP_PAGES * PAGE, PROT_READ | PROT_WRITE,
                        flags | MAP_ANONYMOUS, -1, 0);

    if (!succeeds("mmap", memory == MAP_FAILED ? -errno : 0))
        return;
    memory[0] = 1;
    succeeds("mprotect", posix(mprotect(memory + PAGE, PAGE, PROT_READ)));
    succeeds("munmap", posix(munmap(memory + PAGE, PAGE)));
    succeeds("munmap", posix(munmap(memory, HEAP_PAGES * PAGE)));
}

static __attribute__((noinline)) int touch_stack(void)
{
    volatile char room[STACK_BYTES];

    for (int i = STACK_BYTES - 1; i >= 0; i -= PAGE)
        room[i] = 1;
    return room[STACK_BYTES - 1];
}

/* The kernel itself touches the pages that it is to write to. */
static void have_pages_written(void)
{
    static struct trace_record records[RECORDS];
    static struct process_status status;
    uint64_t next = 0;

    succeeds("trace_read", trace_read(records, RECORDS, &next));
    succeeds("status", process_status(0, &status));
    succeeds("list", process_list((pid_t *)records, RECORDS));
}

/* The children are of this program first: what it is made of stays in use, so nothing can
 * be freed to try again with. */
int main(int argc, char *argv[])
{
    char *const asleep[] = {"bad_memory", "sleep", NULL};

    (void)argv;
    if (argc > 1)
        return process_sleep(4);
    open_files();
    touch_heap();
    touch_mapping(MAP_PRIVATE);
    touch_mapping(MAP_SHARED);
    touch_stack();
    have_pages_written();
    succeeds("policy_set", policy_set("mlfq", NULL));
    make_child("/bin/bad_memory", asleep, true);
    make_child("/bin/bad_memory", asleep, false);
    make_child("/bin/true", (char *[]){"true", NULL}, false);
    make_child("/bin/spin", (char *[]){"spin", "1", NULL}, false);
    printf("bad_memory: %d failures\n", failures);
    return failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
