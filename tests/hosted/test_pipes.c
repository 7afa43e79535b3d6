/* Pipes and descriptors: every order of what two processes can do with a pipe, against a model;
 * bytes of any length against a model; and that nothing is left where memory runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/poll.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/fs/pipe.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    ALLOCATIONS_MAX = 100,
    WORDS = USER_DATA + PAGE_SIZE + 0x100, /* for small things */
    BYTES = USER_DATA + 2 * PAGE_SIZE,     /* a page, and half of the next */
    BYTES_MAX = 2 * PAGE_SIZE,
    PATH = USER_DATA + 0x900,
};

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static void put(virt_t address, const void *from, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, address, size);
    assert_int_equal(transfer_out(&to, from, size), 0);
}

static void get(virt_t address, void *to, size_t size)
{
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, address, size);
    assert_int_equal(transfer_in(&from, to, size), 0);
}

static int32_t open_pipe(uint32_t flags, int32_t ends[2])
{
    int32_t result = user_call(SYS_PIPE2, WORDS, flags, 0);
    if (result == 0)
        get(WORDS, ends, 2 * sizeof(*ends));
    return result;
}

static int32_t read_from(int32_t fd, uint32_t length)
{
    return user_call(SYS_READ, (uint32_t)fd, BYTES, length);
}

static int32_t write_to(int32_t fd, uint32_t length)
{
    return user_call(SYS_WRITE, (uint32_t)fd, BYTES, length);
}

static int32_t close_it(int32_t fd)
{
    return user_call(SYS_CLOSE, (uint32_t)fd, 0, 0);
}

/* --- All orders: two children have both ends of one pipe, and init has none. What they read
 * and write are whole pages, of which the pipe holds 16 --- */

enum { PIPE_ROOM = 16, READ_END = 0, WRITE_END = 1 };

enum operation { READ_1, WRITE_1, WRITE_2, CLOSE_READER, CLOSE_WRITER, END, OPERATIONS };

struct actor {
    pid_t pid;
    bool is_open[2], has_ended;
    enum operation waits_in; /* if `waits` */
    bool waits;
    int pages_left; /* of a write that waits */
};

static struct actor actors[2];
static int pages_in_pipe;

static bool is_open(int end)
{
    return actors[0].is_open[end] || actors[1].is_open[end];
}

static void end_actor(struct actor *actor)
{
    actor->has_ended = true;
    actor->waits = false;
    actor->is_open[READ_END] = actor->is_open[WRITE_END] = false;
}

/* What a call of ACTOR returns, as far as it has come; AWAY: it waits, or the actor has ended. */
static int32_t model_read(struct actor *actor)
{
    if (!actor->is_open[READ_END])
        return -EBADF;
    actor->waits = pages_in_pipe == 0 && is_open(WRITE_END);
    if (actor->waits)
        return AWAY;
    if (pages_in_pipe == 0)
        return 0;
    pages_in_pipe--;
    return PAGE_SIZE;
}

static int32_t model_write(struct actor *actor, int pages)
{
    if (!actor->is_open[WRITE_END])
        return -EBADF;
    if (!is_open(READ_END)) { /* SIGPIPE */
        end_actor(actor);
        return AWAY;
    }
    while (actor->pages_left > 0 && pages_in_pipe < PIPE_ROOM) {
        pages_in_pipe++;
        actor->pages_left--;
    }
    actor->waits = actor->pages_left > 0;
    return actor->waits ? AWAY : pages * PAGE_SIZE;
}

static int32_t model_go_on(struct actor *actor, enum operation operation)
{
    if (operation == READ_1)
        return model_read(actor);
    return model_write(actor, operation == WRITE_1 ? 1 : 2);
}

static int32_t model_begin(struct actor *actor, enum operation operation)
{
    actor->waits_in = operation;
    actor->pages_left = operation == WRITE_1 ? 1 : 2;
    if (operation < CLOSE_READER)
        return model_go_on(actor, operation);
    if (operation == END) {
        end_actor(actor);
        return AWAY;
    }
    int end = operation == CLOSE_READER ? READ_END : WRITE_END;
    bool was_open = actor->is_open[end];
    actor->is_open[end] = false;
    return was_open ? 0 : -EBADF;
}

static int32_t really_do(enum operation operation)
{
    static const int32_t fds[2] = {3, 4};
    switch (operation) {
    case READ_1:
        return read_from(fds[READ_END], PAGE_SIZE);
    case WRITE_1:
        return write_to(fds[WRITE_END], PAGE_SIZE);
    case WRITE_2:
        return write_to(fds[WRITE_END], 2 * PAGE_SIZE);
    case CLOSE_READER:
        return close_it(fds[READ_END]);
    case CLOSE_WRITER:
        return close_it(fds[WRITE_END]);
    default:
        user_exit(0);
        return AWAY;
    }
}

/* Who is ready gets the CPU, and may wait again; in the end init has it. */
static void let_all_run(void)
{
    user_let_run(INIT);
    user_yield();
    user_let_run(INIT);
}

/* An actor that is in a call goes on as far as it can. */
static void let_go_on(struct actor *actor)
{
    if (actor->waits) {
        int32_t expected = model_go_on(actor, actor->waits_in);
        if (!actor->waits && !actor->has_ended) {
            user_let_run(actor->pid);
            assert_int_equal(machine_result(), expected);
        }
    }
    let_all_run();
}

static void expect_end(const struct actor *actor)
{
    const struct process *process = user_process(actor->pid);
    assert_int_equal(process->thread.state == STATE_ZOMBIE, actor->has_ended);
    if (!actor->has_ended)
        assert_int_equal(process->thread.blocked_on == BLOCKED_PIPE, actor->waits);
}

static void do_step(int who, enum operation operation)
{
    struct actor *actor = &actors[who], *other = &actors[1 - who];
    user_let_run(actor->pid);
    int32_t expected = model_begin(actor, operation);
    assert_int_equal(really_do(operation), expected);
    let_go_on(other);
    let_go_on(actor); /* which may wait for what the other has done since */
    expect_end(actor);
    expect_end(other);
}

static void begin_order(int pages)
{
    int32_t ends[2];
    assert_int_equal(open_pipe(0, ends), 0);
    for (pages_in_pipe = 0; pages_in_pipe < pages; pages_in_pipe++)
        assert_int_equal(write_to(ends[1], PAGE_SIZE), PAGE_SIZE);
    for (int i = 0; i < 2; i++)
        actors[i] =
            (struct actor){.pid = user_call(SYS_FORK, 0, 0, 0), .is_open = {true, true}};
    assert_int_equal(close_it(ends[0]), 0);
    assert_int_equal(close_it(ends[1]), 0);
}

static void end_order(void)
{
    for (int i = 0; i < 2; i++) {
        int32_t result = user_destroy(actors[i].pid);
        assert_int_equal(result, actors[i].has_ended ? -ESRCH : 0);
        assert_int_equal(user_wait(actors[i].pid, 0, 0), actors[i].pid);
    }
}

/* STEPS as digits, the first in the lowest place. False: an actor cannot act any more. */
static bool try_order(uint32_t steps, int depth, int pages)
{
    bool is_whole = true;
    begin_order(pages);
    for (int i = 0; i < depth && is_whole; i++, steps /= 2 * OPERATIONS) {
        int who = steps % 2;
        is_whole = !actors[who].waits && !actors[who].has_ended;
        if (is_whole)
            do_step(who, (enum operation)(steps / 2 % OPERATIONS));
    }
    end_order();
    return is_whole;
}

static void try_orders(int depth, int pages)
{
    uint32_t count = 1, whole = 0, frames = 0;
    for (int i = 0; i < depth; i++)
        count *= 2 * OPERATIONS;
    for (uint32_t steps = 0; steps < count; steps++) {
        whole += try_order(steps, depth, pages);
        assert_true(frames == 0 || frames == frame_free_count());
        frames = frame_free_count();
    }
    assert_true(whole > count / 8);
}

static void every_order_on_an_empty_pipe_is_as_in_the_model(void **state)
{
    (void)state;
    try_orders(3, 0);
}

static void every_order_on_a_full_pipe_is_as_in_the_model(void **state)
{
    (void)state;
    try_orders(3, PIPE_ROOM - 1);
}

static void long_orders_are_as_in_the_model(void **state)
{
    enum { TRIES = 1000, LENGTH = 8 };
    (void)state;
    srand(1);
    for (int i = 0; i < TRIES; i++)
        (void)try_order((uint32_t)rand(), LENGTH, i % (PIPE_ROOM + 1));
}

/* --- Bytes of any length, without waiting: `got` and `put` count as in pipe.c, since there is
 * room again only when a page has been read --- */

static struct {
    uint32_t got, put;
    uint8_t next_in, next_out; /* the bytes count */
} ring;

static uint32_t ring_room(void)
{
    return PIPE_BYTES - (ring.put - ring.got / PAGE_SIZE * PAGE_SIZE);
}

static void write_some(int32_t fd, uint32_t length)
{
    static uint8_t bytes[BYTES_MAX];
    for (uint32_t i = 0; i < length; i++)
        bytes[i] = (uint8_t)(ring.next_in + i);
    put(BYTES, bytes, length);
    uint32_t room = ring_room();
    int32_t expected = length <= room                       ? (int32_t)length
                       : length <= PIPE_ATOMIC || room == 0 ? -EAGAIN
                                                            : (int32_t)room;
    assert_int_equal(write_to(fd, length), expected);
    if (expected > 0) {
        ring.put += (uint32_t)expected;
        ring.next_in = (uint8_t)(ring.next_in + expected);
    }
}

static void read_some(int32_t fd, uint32_t length)
{
    static uint8_t bytes[BYTES_MAX];
    uint32_t used = ring.put - ring.got, count = length < used ? length : used;
    int32_t expected = count > 0 || length == 0 ? (int32_t)count : -EAGAIN;
    assert_int_equal(read_from(fd, length), expected);
    if (count == 0)
        return;
    get(BYTES, bytes, count);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(bytes[i], (uint8_t)(ring.next_out + i));
    ring.next_out = (uint8_t)(ring.next_out + count);
    ring.got += count;
    if (ring.got == ring.put)
        ring.got = ring.put = (ring.got - 1) / PAGE_SIZE * PAGE_SIZE;
}

static uint32_t some_length(void)
{
    switch (rand() % 4) {
    case 0:
        return (uint32_t)rand() % 4;
    case 1:
        return PAGE_SIZE - 2 + (uint32_t)rand() % 4;
    default:
        return (uint32_t)rand() % BYTES_MAX;
    }
}

static void bytes_come_out_as_they_went_in(void **state)
{
    enum { TIMES = 4000, PHASE = 100 };
    int32_t ends[2];
    (void)state;
    srand(2);
    memset(&ring, 0, sizeof(ring));
    assert_int_equal(open_pipe(O_NONBLOCK, ends), 0);
    for (int i = 0; i < TIMES; i++) {
        bool fills = i / PHASE % 2 == 0; /* so that it is full and empty now and then */
        if (rand() % 3 < (fills ? 2 : 1))
            write_some(ends[1], some_length());
        else
            read_some(ends[0], some_length());
        uint32_t pages = (ring.put + PAGE_SIZE - 1) / PAGE_SIZE - ring.got / PAGE_SIZE;
        assert_in_range(pipe_page_count(), pages, pages + 1);
    }
}

/* --- Writes that stay whole --- */

enum { PARCEL_MAX = PIPE_ATOMIC };

/* A parcel: its length in two bytes, and then the sender's number as often. */
static void send_parcel(int32_t fd, uint8_t sender)
{
    static uint8_t bytes[PARCEL_MAX];
    uint32_t length = 2 + (uint32_t)rand() % (PARCEL_MAX - 2);
    memset(bytes, sender, length);
    bytes[0] = (uint8_t)length;
    bytes[1] = (uint8_t)(length >> 8);
    put(BYTES, bytes, length);
    (void)write_to(fd, length); /* may wait */
}

static void read_exactly(int32_t fd, uint8_t *bytes, uint32_t length)
{
    while (length > 0) {
        int32_t count = read_from(fd, length);
        assert_true(count > 0);
        get(BYTES, bytes, (uint32_t)count);
        bytes += count;
        length -= (uint32_t)count;
    }
}

static void receive_parcel(int32_t fd)
{
    static uint8_t bytes[PARCEL_MAX];
    read_exactly(fd, bytes, 2);
    uint32_t length = bytes[0] | (uint32_t)bytes[1] << 8;
    read_exactly(fd, bytes + 2, length - 2);
    for (uint32_t i = 3; i < length; i++)
        assert_int_equal(bytes[i], bytes[2]);
}

static void small_writes_of_several_are_never_mixed(void **state)
{
    enum { SENDERS = 3, TIMES = 600 };
    pid_t senders[SENDERS];
    int32_t ends[2];
    (void)state;
    srand(3);
    assert_int_equal(open_pipe(0, ends), 0);
    for (int i = 0; i < SENDERS; i++)
        senders[i] = user_call(SYS_FORK, 0, 0, 0);
    for (int i = 0; i < TIMES; i++) {
        for (int sender = 0; sender < SENDERS; sender++) {
            let_all_run();
            if (user_process(senders[sender])->thread.blocked_on != BLOCKED_NOT)
                continue;
            user_let_run(senders[sender]);
            send_parcel(ends[1], (uint8_t)(sender + 1));
        }
        user_let_run(INIT);
        receive_parcel(ends[0]); /* of up to three that were sent: so it fills up */
    }
}

/* There is a page with room, which most writes look at alone. */
static void a_small_write_that_nobody_can_read_ends_its_writer(void **state)
{
    int32_t ends[2];
    (void)state;
    pid_t child = user_call(SYS_FORK, 0, 0, 0);
    user_let_run(child);
    assert_int_equal(open_pipe(0, ends), 0);
    assert_int_equal(write_to(ends[1], 1), 1);
    assert_int_equal(close_it(ends[0]), 0);
    assert_int_equal(write_to(ends[1], 1), AWAY);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().code, SIGPIPE);
}

/* --- No memory --- */

/* CALL succeeds in the end; until then it fails with ERROR, and nothing is left. */
static int32_t with_no_memory_anywhere(int32_t (*call)(void), int32_t error)
{
    for (uint32_t i = 1; i < ALLOCATIONS_MAX; i++) {
        uint32_t frames = frame_free_count();
        frame_fail_at(i);
        int32_t result = call();
        frame_fail_at(0);
        if (result >= 0) {
            assert_true(i > 1);
            return result;
        }
        assert_int_equal(result, error);
        assert_int_equal(frame_free_count(), frames);
    }
    fail_msg("it never succeeds");
    return 0;
}

static int32_t some_ends[2];

static int32_t open_some_pipe(void)
{
    return open_pipe(0, some_ends);
}

static int32_t write_over_a_border(void)
{
    return write_to(some_ends[1], PIPE_ATOMIC);
}

static void a_pipe_without_memory_leaves_nothing(void **state)
{
    (void)state;
    (void)with_no_memory_anywhere(open_some_pipe, -ENOMEM);
    assert_int_equal(some_ends[0], 3);
    assert_int_equal(some_ends[1], 4);
    assert_int_equal(write_to(some_ends[1], 1), 1);
    int32_t count = with_no_memory_anywhere(write_over_a_border, -ENOMEM);
    assert_int_equal(count, PIPE_ATOMIC);
    assert_int_equal(read_from(some_ends[0], BYTES_MAX), 1 + PIPE_ATOMIC);
}

/* --- Files of /tmp --- */

static int32_t make_file(void)
{
    static const char path[] = "/tmp/a";
    put(PATH, path, sizeof(path));
    return user_call(SYS_OPEN, PATH, O_CREAT | O_RDWR, 0600);
}

static int32_t some_fd;

static int32_t write_two_pages(void)
{
    assert_int_equal(user_call(SYS_LSEEK, (uint32_t)some_fd, PAGE_SIZE - 1, 0),
                     PAGE_SIZE - 1);
    int32_t count = write_to(some_fd, 2);
    if (count == 1)
        assert_int_equal(user_call(SYS_FTRUNCATE, (uint32_t)some_fd, 0, 0), 0);
    return count == 2 ? count : -ENOSPC;
}

/* An empty pipe keeps a page. A write that finds no memory for another leaves it be, and what is
 * written next goes where it can be read. */
static void a_pipe_is_as_before_when_a_write_found_no_memory(void **state)
{
    int32_t ends[2];
    (void)state;
    assert_int_equal(open_pipe(0, ends), 0);
    assert_int_equal(write_to(ends[1], BYTES_MAX), BYTES_MAX);
    assert_int_equal(read_from(ends[0], BYTES_MAX), BYTES_MAX);
    uint32_t frames = frame_free_count();
    frame_fail_at(1);
    assert_int_equal(write_to(ends[1], BYTES_MAX), -ENOMEM);
    frame_fail_at(0);
    assert_int_equal(frame_free_count(), frames);
    assert_int_equal(write_to(ends[1], 1), 1);
    assert_int_equal(read_from(ends[0], 1), 1);
    assert_int_equal(close_it(ends[0]), 0);
    assert_int_equal(close_it(ends[1]), 0);
}

static void a_file_without_memory_leaves_nothing(void **state)
{
    (void)state;
    uint32_t frames = frame_free_count();
    for (uint32_t i = 1; i < ALLOCATIONS_MAX; i++) {
        frame_fail_at(i);
        some_fd = make_file();
        frame_fail_at(0);
        if (some_fd >= 0)
            break;
        assert_true(some_fd == -ENOMEM || some_fd == -ENOSPC);
        assert_int_equal(frame_free_count(), frames);
    }
    assert_int_equal(some_fd, 3);
    assert_int_equal(with_no_memory_anywhere(write_two_pages, -ENOSPC), 2);
    assert_int_equal(user_call(SYS_UNLINK, PATH, 0, 0), 0);
    assert_int_equal(close_it(some_fd), 0);
    assert_int_equal(frame_free_count(), frames);
}

static void all_files_together_have_a_quarter_of_memory(void **state)
{
    (void)state;
    int32_t count, fd = make_file();
    uint32_t pages = 0;
    while ((count = write_to(fd, PAGE_SIZE)) == PAGE_SIZE)
        pages++;
    assert_true(count == -ENOSPC || count == -EFBIG);
    assert_true(pages <= frame_count() / 4);
    assert_int_equal(user_call(SYS_FTRUNCATE, (uint32_t)fd, 0, 0), 0);
    assert_int_equal(write_to(fd, 1), 1); /* left to be swept */
}

/* --- What one user may have --- */

enum { BOB = 7 };

/* A child that is BOB's, and has the CPU. */
static pid_t become_bob(void)
{
    pid_t child = user_call(SYS_FORK, 0, 0, 0);
    user_let_run(child);
    assert_int_equal(user_setuid(BOB), 0);
    return child;
}

static void one_user_cannot_have_all_memory_in_pipes(void **state)
{
    int32_t ends[2], result;
    (void)state;
    uint32_t count = 0, frames = frame_free_count();
    pid_t bob = become_bob();
    while ((result = open_pipe(O_NONBLOCK, ends)) == 0) {
        while ((result = write_to(ends[1], PAGE_SIZE)) == PAGE_SIZE)
            count++;
        if (result != -EAGAIN)
            break; /* not because this pipe is full */
    }
    assert_int_equal(result, -ENOMEM);
    assert_true(count <= frame_count() / 4 && count > PIPE_PAGES);
    user_let_run(INIT);
    assert_int_equal(open_pipe(0, ends), 0); /* another has its own */
    assert_int_equal(write_to(ends[1], 2 * PAGE_SIZE), 2 * PAGE_SIZE);
    assert_int_equal(close_it(ends[0]), 0);
    assert_int_equal(close_it(ends[1]), 0);
    assert_int_equal(user_destroy(bob), 0);
    assert_int_equal(user_wait(bob, 0, 0), bob);
    assert_in_range(frame_free_count(), frames - 2, frames);
}

static void one_user_cannot_have_all_open_files(void **state)
{
    int32_t ends[2], result;
    (void)state;
    pid_t bob = become_bob();
    while ((result = open_pipe(0, ends)) == 0) {
    }
    assert_true(result == -ENFILE || result == -EMFILE);
    pid_t other = user_call(SYS_FORK, 0, 0, 0);
    assert_true(other > 0); /* it shares them */
    user_let_run(INIT);
    assert_int_equal(open_pipe(0, ends), 0);
    assert_int_equal(user_destroy(bob), 0);
    assert_int_equal(user_destroy(other), 0);
}

/* What is charged to a user outlives the processes that this has. */
static void a_pipe_outlives_its_users_processes(void **state)
{
    int32_t ends[2];
    (void)state;
    pid_t bob = become_bob();
    assert_int_equal(open_pipe(0, ends), 0);
    assert_int_equal(write_to(ends[1], PAGE_SIZE), PAGE_SIZE);
    struct file *reader =
        file_share(descriptors_find(&process_current()->descriptors, (uint32_t)ends[0]));
    user_let_run(INIT);
    assert_int_equal(user_destroy(bob), 0);
    assert_int_equal(user_wait(bob, 0, 0), bob);
    file_close(reader); /* frees the pipe and, as the last, the account */
}

/* --- poll --- */

static void put_entries(int32_t first, int32_t second)
{
    struct pollfd entries[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
    put(WORDS, entries, sizeof(entries));
}

static int32_t poll_two(void)
{
    return user_call(SYS_POLL, WORDS, 2, UINT32_MAX);
}

static void poll_without_memory_leaves_nothing(void **state)
{
    int32_t ends[2];
    (void)state;
    assert_int_equal(open_pipe(0, ends), 0);
    pid_t child = user_call(SYS_FORK, 0, 0, 0);
    user_let_run(child);
    put_entries(ends[0], ends[0]);
    uint32_t frames = frame_free_count();
    frame_fail_at(1);
    assert_int_equal(poll_two(), -ENOMEM);
    frame_fail_at(2);
    assert_int_equal(poll_two(), -ENOMEM);
    frame_fail_at(0);
    assert_int_equal(frame_free_count(), frames);
    assert_int_equal(poll_two(), AWAY);
    user_let_run(INIT);
    assert_int_equal(write_to(ends[1], 1), 1);
    user_let_run(child);
    assert_int_equal(machine_result(), 2);
    user_let_run(INIT);
}

static void poll_waits_for_a_line_that_is_typed(void **state)
{
    (void)state;
    put_entries(0, 1);
    assert_int_equal(poll_two(), AWAY);
    machine_type('a');
    assert_int_equal(user_running(), 0);
    machine_type('\n');
    assert_int_equal(machine_result(), 2); /* both are the console */
    assert_int_equal(read_from(0, 10), 2);
    assert_int_equal(user_call(SYS_FCNTL, 0, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(read_from(0, 10), -EAGAIN);
    machine_type('b');
    machine_type('\n');
    assert_int_equal(read_from(0, 10), 2);
}

static void who_polls_can_be_ended(void **state)
{
    int32_t ends[2];
    (void)state;
    assert_int_equal(open_pipe(0, ends), 0);
    pid_t child = user_call(SYS_FORK, 0, 0, 0);
    user_let_run(child);
    put_entries(ends[0], 0);
    assert_int_equal(poll_two(), AWAY);
    user_let_run(INIT);
    assert_int_equal(user_destroy(child), 0);
    assert_int_equal(write_to(ends[1], 1), 1);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().event, PROCESS_DESTROYED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_order_on_an_empty_pipe_is_as_in_the_model),
        TEST(every_order_on_a_full_pipe_is_as_in_the_model),
        TEST(long_orders_are_as_in_the_model),
        TEST(bytes_come_out_as_they_went_in),
        TEST(small_writes_of_several_are_never_mixed),
        TEST(a_small_write_that_nobody_can_read_ends_its_writer),
        TEST(a_pipe_without_memory_leaves_nothing),
        TEST(a_pipe_is_as_before_when_a_write_found_no_memory),
        TEST(a_file_without_memory_leaves_nothing),
        TEST(all_files_together_have_a_quarter_of_memory),
        TEST(one_user_cannot_have_all_memory_in_pipes),
        TEST(one_user_cannot_have_all_open_files),
        TEST(a_pipe_outlives_its_users_processes),
        TEST(poll_without_memory_leaves_nothing),
        TEST(poll_waits_for_a_line_that_is_typed),
        TEST(who_polls_can_be_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
