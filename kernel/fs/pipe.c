/* A ring of pages, each of which is there only while it is needed:
 *
 *        got                    put
 *         v                      v
 *   | . . x x | x x x x | x x x x . . |  -  |  -  | ...      (PIPE_PAGES slots)
 *
 * `got` and `put` count bytes, and byte N lies in slot N / PAGE_SIZE % PIPE_PAGES. There is
 * room again when a page has been read to its end, as on Linux.
 *
 * Invariant: put - page_of(got) <= PIPE_BYTES; a slot has a page if bytes lie in it. One
 * page more may be there where the next byte goes: an empty pipe keeps its last page, and
 * goes on at that page's beginning, so that who writes and reads a little needs no other.
 *
 * Who waits for bytes and who waits for room stand in one list, as never both can wait. */
#include "kernel/fs/pipe.h"

#include "abi/errno.h"
#include "abi/poll.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/poll.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/sched/scheduler.h"
#include "lib/format.h"

enum {
    PAGE_INSTRUCTIONS = 2000, /* for kernel_worked: to copy a page */
    FILE_SYSTEM = 4,          /* in st_dev */
};

struct pipe {
    uint32_t put, got;
    /* How many bytes can be put without more ado: to the end of the page at `put`, if that is
     * there and somebody can read; else none. And where. */
    uint32_t put_ready;
    char *put_at;
    bool can_read, can_write; /* the end for it is open */
    bool is_awaited;          /* there may be somebody in one of these: */
    struct list waiting, pollers;
    struct account *account; /* that of the files of both ends */
    uint32_t number;
    char *pages[PIPE_PAGES];
};

static struct object_cache cache = OBJECT_CACHE("pipe", struct pipe);
static uint32_t page_count, pipe_number;

static uint32_t used_of(const struct pipe *pipe)
{
    return pipe->put - pipe->got;
}

static uint32_t room_of(const struct pipe *pipe)
{
    return PIPE_BYTES - (pipe->put - page_of(pipe->got));
}

static char **slot_of(struct pipe *pipe, uint32_t position)
{
    return &pipe->pages[position / PAGE_SIZE % PIPE_PAGES];
}

static uint32_t rest_of_page(uint32_t position, uint32_t length)
{
    uint32_t rest = PAGE_SIZE - position % PAGE_SIZE;
    return rest < length ? rest : length;
}

static void find_put_place(struct pipe *pipe)
{
    uint32_t offset = pipe->put % PAGE_SIZE;
    char *page = *slot_of(pipe, pipe->put);
    bool is_ready = page && pipe->can_read && room_of(pipe) > 0;
    pipe->put_ready = is_ready ? PAGE_SIZE - offset : 0;
    pipe->put_at = (char *)((uintptr_t)page + offset); /* of no page nothing is used */
}

/* --- Waiting --- */

static int wait_for_change(struct pipe *pipe, uint32_t flags)
{
    if (flags & O_NONBLOCK)
        return -EAGAIN;
    pipe->is_awaited = true;
    return thread_block(&pipe->waiting, BLOCKED_PIPE);
}

static __attribute__((noinline)) void wake_pollers_too(struct pipe *pipe)
{
    thread_wake_all(&pipe->waiting);
    poll_wake(&pipe->pollers);
}

/* Who is woken looks for itself whether it goes on, and is awaiting again if not. */
static __attribute__((noinline)) void wake_all(struct pipe *pipe)
{
    pipe->is_awaited = false;
    if (list_is_empty(&pipe->pollers))
        thread_wake_all(&pipe->waiting);
    else
        wake_pollers_too(pipe);
}

/* LENGTH bytes have been put. Who waits for bytes does so only while there are none. */
static inline void tell_bytes(struct pipe *pipe, uint32_t length)
{
    if (pipe->is_awaited && used_of(pipe) == length)
        wake_all(pipe);
}

/* There is more room than before. */
static inline void tell_room(struct pipe *pipe)
{
    if (pipe->is_awaited)
        wake_all(pipe);
}

/* --- Pages --- */

uint32_t pipe_page_count(void)
{
    return page_count;
}

static bool add_page(struct pipe *pipe, char **slot)
{
    phys_t frame = account_is_full(pipe->account) ? 0 : frame_allocate();
    if (!frame)
        return false;
    *slot = arch_frame(frame);
    pipe->account->pages++;
    page_count++;
    return true;
}

static void drop_page(struct pipe *pipe, char **slot)
{
    if (!*slot)
        return;
    frame_free(arch_physical(*slot));
    *slot = NULL;
    pipe->account->pages--;
    page_count--;
}

/* From START to END, both the first byte of a page. */
static void drop_pages(struct pipe *pipe, uint32_t start, uint32_t end)
{
    for (uint32_t at = start; at != end; at += PAGE_SIZE)
        drop_page(pipe, slot_of(pipe, at));
}

/* Sees to it that LENGTH bytes more, of which there is one, have their pages. 0; -ENOMEM: all
 * is as before. */
static int add_pages(struct pipe *pipe, uint32_t length)
{
    uint32_t start = page_of(pipe->put), end = page_up(pipe->put + length);
    if (*slot_of(pipe, start))
        start += PAGE_SIZE; /* bytes lie in it, or an empty pipe has kept it */
    for (uint32_t at = start; at != end; at += PAGE_SIZE) {
        if (add_page(pipe, slot_of(pipe, at)))
            continue;
        drop_pages(pipe, start, at);
        return -ENOMEM;
    }
    return 0;
}

/* --- Reading --- */

/* A page has been read to its end. If it was the last, the next byte is put at its
 * beginning. */
static __attribute__((noinline)) void leave_page(struct pipe *pipe)
{
    if (used_of(pipe) > 0) {
        drop_page(pipe, slot_of(pipe, pipe->got - 1));
    } else {
        pipe->got -= PAGE_SIZE;
        pipe->put -= PAGE_SIZE;
        find_put_place(pipe);
    }
    tell_room(pipe);
}

/* Behind LENGTH bytes, which lie in one page. */
static inline void take_bytes(struct pipe *pipe, uint32_t length)
{
    pipe->got += length;
    uint32_t offset = pipe->got % PAGE_SIZE;
    if (offset == 0) {
        leave_page(pipe);
    } else if (pipe->got == pipe->put) { /* the same, in the middle of the page */
        pipe->got = pipe->put = pipe->got - offset;
        pipe->put_at -= offset;
        pipe->put_ready += offset;
        tell_room(pipe);
    }
}

static __attribute__((noinline)) int get_bytes(struct pipe *pipe, struct transfer *to)
{
    uint32_t count = 0;
    while (to->left > 0 && used_of(pipe) > 0) {
        uint32_t most = to->left < used_of(pipe) ? (uint32_t)to->left : used_of(pipe);
        uint32_t part = rest_of_page(pipe->got, most);
        int error =
            transfer_out(to, *slot_of(pipe, pipe->got) + pipe->got % PAGE_SIZE, part);
        if (error)
            return count > 0 ? (int)count : error;
        take_bytes(pipe, part);
        count += part;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return (int)count;
}

/* Most reads take a few bytes that lie in one page. */
static int pipe_read(struct file *file, struct transfer *to)
{
    struct pipe *pipe = file->data;
    if (to->left == 0)
        return 0;
    while (used_of(pipe) == 0) {
        if (!pipe->can_write)
            return 0;
        int error = wait_for_change(pipe, file->flags);
        if (error)
            return error;
    }
    uint32_t used = used_of(pipe), length = to->left < used ? (uint32_t)to->left : used;
    if (length > PAGE_SIZE - pipe->got % PAGE_SIZE)
        return get_bytes(pipe, to);
    int error =
        transfer_out(to, *slot_of(pipe, pipe->got) + pipe->got % PAGE_SIZE, length);
    if (error)
        return error;
    take_bytes(pipe, length);
    return (int)length;
}

/* --- Writing --- */

/* LENGTH bytes, for which there is room, go in; all or none if they are few. 0 or -errno:
 * some may have gone in. */
static int put_bytes(struct pipe *pipe, struct transfer *from, uint32_t length)
{
    uint32_t at = pipe->put, end = at + length;
    int error = add_pages(pipe, length);
    if (error)
        return error;
    while (!error && at != end) {
        uint32_t part = rest_of_page(at, end - at);
        error = transfer_in(from, *slot_of(pipe, at) + at % PAGE_SIZE, part);
        if (!error)
            at += part;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    if (error && length <= PIPE_ATOMIC)
        at = pipe->put;
    drop_pages(pipe, page_up(at), page_up(end));
    pipe->put = at;
    find_put_place(pipe);
    return error;
}

/* Until there is room for LEAST bytes. */
static int wait_for_room(struct pipe *pipe, uint32_t least, uint32_t flags)
{
    while (room_of(pipe) < least && pipe->can_read) {
        int error = wait_for_change(pipe, flags);
        if (error)
            return error;
    }
    return pipe->can_read ? 0 : -EPIPE;
}

static __attribute__((noinline, cold)) int write_slowly(struct file *file,
                                                        struct transfer *from)
{
    struct pipe *pipe = file->data;
    size_t length = from->left < INT32_MAX ? from->left : INT32_MAX;
    uint32_t least = length <= PIPE_ATOMIC ? (uint32_t)length : 1, count = 0;
    while (count < length) {
        int error = wait_for_room(pipe, least, file->flags);
        uint32_t before = pipe->put, room = room_of(pipe),
                 left = (uint32_t)length - count;
        if (!error)
            error = put_bytes(pipe, from, left < room ? left : room);
        uint32_t put = pipe->put - before;
        count += put;
        if (put > 0)
            tell_bytes(pipe, put);
        if (error)
            return count > 0 && error != -EPIPE ? (int)count : error;
    }
    return (int)count;
}

/* Most writes are of a few bytes, for which there is room in a page that is there. */
static int pipe_write(struct file *file, struct transfer *from)
{
    struct pipe *pipe = file->data;
    size_t length = from->left;
    if (length - 1 >= pipe->put_ready) /* too many, or none at all */
        return write_slowly(file, from);
    int error = transfer_in(from, pipe->put_at, length);
    if (error)
        return error;
    pipe->put += (uint32_t)length;
    pipe->put_at += length;
    pipe->put_ready -= (uint32_t)length;
    tell_bytes(pipe, (uint32_t)length);
    return (int)length;
}

/* --- The ends --- */

/* Whoever waits at the other end is told; with the second end the pipe is gone. */
static void close_pipe(struct pipe *pipe)
{
    wake_all(pipe);
    if (pipe->can_read || pipe->can_write)
        return;
    for (uint32_t i = 0; i < PIPE_PAGES; i++)
        drop_page(pipe, &pipe->pages[i]);
    object_free(&cache, pipe);
}

static void close_reader(struct file *file)
{
    struct pipe *pipe = file->data;
    pipe->can_read = false;
    pipe->put_ready = 0;
    close_pipe(pipe);
}

static void close_writer(struct file *file)
{
    struct pipe *pipe = file->data;
    pipe->can_write = false;
    close_pipe(pipe);
}

static void pipe_describe(const struct file *file, struct stat64 *stat)
{
    const struct pipe *pipe = file->data;
    stat->st_mode = S_IFIFO | S_IRUSR | S_IWUSR;
    stat->st_uid = pipe->account->uid;
    stat->st_dev = FILE_SYSTEM;
    stat->st_ino = pipe->number;
}

/* As Linux has it: who reads is told of the end alone, if there are no more bytes. */
static uint32_t poll_reader(struct file *file, struct list **pollers)
{
    struct pipe *pipe = file->data;
    *pollers = &pipe->pollers;
    pipe->is_awaited = true;
    return (used_of(pipe) > 0 ? POLLIN | POLLRDNORM : 0u) |
           (pipe->can_write ? 0u : POLLHUP);
}

static uint32_t poll_writer(struct file *file, struct list **pollers)
{
    struct pipe *pipe = file->data;
    *pollers = &pipe->pollers;
    pipe->is_awaited = true;
    return (room_of(pipe) >= PIPE_ATOMIC ? POLLOUT | POLLWRNORM : 0u) |
           (pipe->can_read ? 0u : POLLERR);
}

static const struct file_operations reader_operations = {.read = pipe_read,
                                                         .describe = pipe_describe,
                                                         .poll = poll_reader,
                                                         .close = close_reader,
                                                         .is_stream = true};
static const struct file_operations writer_operations = {.write = pipe_write,
                                                         .describe = pipe_describe,
                                                         .poll = poll_writer,
                                                         .close = close_writer,
                                                         .is_stream = true};

bool pipe_is(const struct file *file)
{
    return file->operations == &reader_operations ||
           file->operations == &writer_operations;
}

uint32_t pipe_used(const struct file *file)
{
    return used_of(file->data);
}

static void print_name(char name[PROCESS_PATH_MAX], const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    format_to_buffer(name, PROCESS_PATH_MAX, text, arguments);
    va_end(arguments);
}

static struct pipe *allocate_pipe(struct account *account)
{
    struct pipe *pipe = object_allocate(&cache);
    if (!pipe)
        return NULL;
    *pipe = (struct pipe){.account = account, .can_read = true, .number = ++pipe_number};
    list_init(&pipe->waiting);
    list_init(&pipe->pollers);
    return pipe;
}

int pipe_create(uint32_t flags, struct account *account, struct file *ends[2])
{
    char name[PROCESS_PATH_MAX];
    struct pipe *pipe = allocate_pipe(account);
    if (!pipe)
        return -ENOMEM;
    print_name(name, "pipe:[%u]", pipe->number);
    uint32_t kept = flags & O_NONBLOCK;
    int error =
        file_create(&reader_operations, O_RDONLY | kept, pipe, name, account, &ends[0]);
    if (error) {
        pipe->can_read = false;
        close_pipe(pipe);
        return error;
    }
    error =
        file_create(&writer_operations, O_WRONLY | kept, pipe, name, account, &ends[1]);
    if (error)
        file_close(ends[0]);
    else
        pipe->can_write = true;
    return error;
}
