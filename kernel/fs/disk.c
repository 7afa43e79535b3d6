#include "kernel/fs/disk.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/debug/trace.h"
#include "kernel/sched/scheduler.h"

enum { TRIES = 4, UNDER_WAY = 1 };
#define PATIENCE_NS 10000000000ull

struct request {
    struct list link; /* in the queue */
    struct list waiter;
    enum arch_disk_command command;
    uint32_t sector, count;
    const phys_t *frames;
    uint32_t offset;
    pid_t pid;
    uint32_t tries;
    int result; /* 0 or -errno; until then UNDER_WAY */
};

static struct disk disk;
static struct list requests;  /* the disk is at the first */
static struct alarm patience; /* set while there is one */

/* --- The queue; all of this may be done in an interrupt --- */

static void trace_request(enum trace_kind kind, const struct request *request)
{
    uint32_t write = request->command == ARCH_DISK_WRITE ? TRACE_DISK_WRITE : 0;
    trace(kind, REASON_NONE, request->pid, request->sector, request->count | write);
}

static struct request *first_request(void)
{
    return list_first_entry(&requests, struct request, link);
}

/* A drive that does not answer is noticed by the alarm. */
static void begin_first(void)
{
    struct request *request = first_request();
    if (!request)
        return;
    request->tries++;
    trace_request(TRACE_DISK_TRANSFER, request);
    alarm_set(&patience, clock_deadline_ns(PATIENCE_NS));
    arch_disk_begin(request->command, request->sector, request->count, request->frames,
                    request->offset);
}

static void tell_failure(const struct request *request)
{
    if (request->command == ARCH_DISK_FLUSH)
        print("robin: disk: what was written may not be safe\n");
    else
        print("robin: disk: sectors %u to %u cannot be %s\n", request->sector,
              request->sector + request->count - 1,
              request->command == ARCH_DISK_WRITE ? "written" : "read");
}

static void end_request(struct request *request, int result)
{
    list_remove(&request->link);
    request->result = result;
    trace(TRACE_DISK_DONE, REASON_NONE, request->pid, request->sector, (uint32_t)-result);
    if (result)
        tell_failure(request);
    thread_wake_firm(&request->waiter);
}

/* What has failed stays the first until it has been tried often enough. */
void disk_done(bool failed)
{
    struct request *request = first_request();
    alarm_clear(&patience);
    if (!failed)
        end_request(request, 0);
    else if (request->tries == TRIES)
        end_request(request, -EIO);
    begin_first();
}

static void give_up_waiting(struct alarm *alarm)
{
    (void)alarm;
    arch_disk_reset();
    disk_done(true);
}

bool disk_is_busy(void)
{
    return alarm_is_set(&patience);
}

/* --- Who waits --- */

/* While booting there is nobody who could run meanwhile. Only here the wait is for an I/O: who
 * waits until others have done something to a file waits for them, and they must run. */
static void wait_for(struct request *request)
{
    struct thread *thread = this_cpu()->running;
    while (request->result == UNDER_WAY) {
        if (thread == &this_cpu()->idle) {
            arch_idle(true);
            continue;
        }
        thread->job.for_io = true;
        thread_block_firmly(&request->waiter);
        thread->job.for_io = false;
    }
}

static int carry_out(struct request *request)
{
    request->pid = this_cpu()->running->id;
    request->result = UNDER_WAY;
    list_init(&request->waiter);
    trace_request(TRACE_DISK_REQUEST, request);
    list_push_back(&requests, &request->link);
    if (first_request() == request)
        begin_first();
    wait_for(request);
    return request->result;
}

int disk_move(struct disk *which, bool write, uint32_t sector, uint32_t count,
              const phys_t *frames, uint32_t offset)
{
    ASSERT(count > 0 && offset + count * SECTOR_BYTES <= DISK_FRAMES_MAX * PAGE_SIZE);
    if (sector >= which->sectors || count > which->sectors - sector)
        return -EIO;
    if (write && !which->writable)
        return -EROFS;
    struct request request = {.command = write ? ARCH_DISK_WRITE : ARCH_DISK_READ,
                              .sector = sector,
                              .count = count,
                              .frames = frames,
                              .offset = offset};
    return carry_out(&request);
}

int disk_flush(struct disk *which)
{
    struct request request = {.command = ARCH_DISK_FLUSH};
    return which->writable ? carry_out(&request) : 0;
}

/* --- The disk itself --- */

void disk_init(bool dma, bool writable)
{
    list_init(&requests);
    patience = (struct alarm){.ring = give_up_waiting};
    disk = (struct disk){.sectors = arch_disk_start(dma), .writable = writable};
    if (disk.sectors)
        print("Robin: a disk of %u KiB, %s\n", disk.sectors / (1024 / SECTOR_BYTES),
              writable ? "writable" : "read-only");
}

struct disk *disk_first(void)
{
    return disk.sectors ? &disk : NULL;
}
