#include "kernel/fs/poll.h"

#include "abi/errno.h"
#include "abi/poll.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/object.h"

/* Where a thread waits: in the list of a file, and in that of the thread's other places. */
struct place {
    struct list at_file, of_poller;
    struct thread *thread;
};

enum {
    WAKE_INSTRUCTIONS = 500, /* for kernel_worked: to make a thread ready */
    PLACES_A_PAGE = PAGE_SIZE / sizeof(struct place),
};

static struct object_cache cache = OBJECT_CACHE("poll", struct place);
static uint32_t page_count; /* of all pollers */

static void charge(struct poller *poller, int32_t pages)
{
    poller->account->pages += (uint32_t)pages;
    page_count += (uint32_t)pages;
}

void poll_begin(struct poller *poller, struct account *account)
{
    *poller = (struct poller){.account = account};
    list_init(&poller->places);
}

uint32_t poll_file(struct file *file)
{
    struct list *pollers;
    const struct file_operations *operations = file->operations;
    return operations->poll ? operations->poll(file, &pollers)
                            : POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
}

int poll_add(struct poller *poller, struct file *file)
{
    struct list *pollers;
    if (!file->operations->poll)
        return 0; /* nothing changes there */
    (void)file->operations->poll(file, &pollers);
    bool fills_page = (poller->place_count + 1) % PLACES_A_PAGE == 0;
    bool may_have = !fills_page || !account_is_full(poller->account);
    struct place *place = may_have ? object_allocate(&cache) : NULL;
    if (!place)
        return -ENOMEM;
    poller->place_count++;
    charge(poller, fills_page);
    *place = (struct place){.thread = this_cpu()->running};
    list_push_back(pollers, &place->at_file);
    list_push_back(&poller->places, &place->of_poller);
    return 0;
}

void poll_end(struct poller *poller)
{
    struct list *node;
    while ((node = list_first(&poller->places))) {
        struct place *place = container_of(node, struct place, of_poller);
        list_remove(&place->at_file);
        list_remove(&place->of_poller);
        object_free(&cache, place);
    }
    charge(poller, -(int32_t)(poller->place_count / PLACES_A_PAGE));
}

uint32_t poll_page_count(void)
{
    return page_count;
}

/* Who stands here more than once, or has been woken by another file, waits no more. */
void poll_wake(struct list *pollers)
{
    list_for_each(pollers, node) {
        struct thread *thread = container_of(node, struct place, at_file)->thread;
        if (thread->blocked_on == BLOCKED_POLL)
            thread_wake(thread);
        kernel_worked(WAKE_INSTRUCTIONS);
    }
}
