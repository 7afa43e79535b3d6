#include "kernel/terminal/console.h"

#include "abi/errno.h"
#include "abi/poll.h"
#include "abi/signal.h"
#include "kernel/clock/clock.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/device.h"
#include "kernel/fs/poll.h"
#include "kernel/terminal/terminal.h"
#include "lib/divide.h"

enum {
    INPUT_BYTES = 4096,
    WAIT_INSTRUCTIONS = 500, /* for kernel_worked: to be woken, and to wait again */
    EDIT_INSTRUCTIONS = 500, /* and to echo a byte */
    WRITE_CHUNK = 32,        /* bytes between two pauses: each may scroll the screen */
    WRITE_MAX = 4096,        /* bytes a call, so that a flood of them can be stopped */
    INTERRUPT_KEY = 'C' & 0x1f,
    RESCUE_KEY = '\\' & 0x1f,
    TENTH_NS = 100 * 1000 * 1000,
};

/* What can be set, and what is always so. */
enum {
    INPUT_FLAGS = ICRNL,
    OUTPUT_ALWAYS = OPOST | ONLCR,
    CONTROL_ALWAYS = B38400 | CS8 | CREAD | CLOCAL,
    LOCAL_FLAGS = ISIG | ICANON | ECHO | ECHOE | IEXTEN | NOFLSH | TOSTOP,
    LOCAL_ALWAYS = ECHOK | ECHOCTL | ECHOKE,
};

static const struct termios usual_settings = {
    .c_iflag = INPUT_FLAGS,
    .c_oflag = OUTPUT_ALWAYS,
    .c_cflag = CONTROL_ALWAYS,
    .c_lflag = ISIG | ICANON | ECHO | ECHOE | IEXTEN | LOCAL_ALWAYS,
    .c_cc = {[VINTR] = INTERRUPT_KEY,
             [VQUIT] = RESCUE_KEY,
             [VERASE] = 0x7f,
             [VKILL] = 'U' & 0x1f,
             [VEOF] = 'D' & 0x1f,
             [VSUSP] = 'Z' & 0x1f,
             [VWERASE] = 'W' & 0x1f,
             [VMIN] = 1},
};

static struct termios settings;
static struct winsize size;

/* What was typed, and nobody has asked for yet: a ring.
 * Invariant: put - got <= INPUT_BYTES. */
static char input[INPUT_BYTES];
static uint32_t put, got;
static bool is_dropping; /* the rest of a line for which there was no room */

static struct line line; /* in canonical mode: the reader's */
static struct list readers, pollers;
static pid_t awaiting; /* the group that was told to wait for input; 0: none */
static enum terminal_use (*use_background)(int32_t signal);
static bool (*has_terminal)(void);

static const struct device console_device, tty_device;

void console_init(void)
{
    list_init(&readers);
    console_reset();
    size = (struct winsize){.ws_row = 25, .ws_col = 80};
    console_drop_input();
    awaiting = 0;
    list_init(&pollers);
    device_add(&console_device);
    device_add(&tty_device);
}

void console_on_open(bool (*has)(void))
{
    has_terminal = has;
}

void console_on_background(enum terminal_use (*use)(int32_t signal))
{
    use_background = use;
}

/* --- Settings --- */

const struct termios *console_settings(void)
{
    return &settings;
}

struct winsize *console_size(void)
{
    return &size;
}

void console_set(const struct termios *wanted)
{
    settings = *wanted;
    settings.c_iflag &= INPUT_FLAGS;
    settings.c_oflag = OUTPUT_ALWAYS;
    settings.c_cflag = CONTROL_ALWAYS;
    settings.c_lflag = (wanted->c_lflag & LOCAL_FLAGS) | LOCAL_ALWAYS;
}

void console_reset(void)
{
    settings = usual_settings;
}

static bool is_set(tcflag_t local_flag)
{
    return settings.c_lflag & local_flag;
}

/* --- What is typed --- */

static bool is_enter(char c)
{
    return c == '\r' || c == '\n';
}

void console_drop_input(void)
{
    put = got;
    is_dropping = false;
    line_begin(&line);
}

/* The ring is full: the line that has begun is dropped whole, as half a command might do
 * harm. A bell when it ends. */
static void drop_line(char c)
{
    while (put != got && !is_enter(input[(put - 1) % INPUT_BYTES]))
        put--;
    is_dropping = !is_enter(c);
    if (!is_dropping)
        arch_console_write("\a", 1);
}

static void keep_byte(char c)
{
    if (is_dropping || put - got == INPUT_BYTES)
        drop_line(c);
    else
        input[put++ % INPUT_BYTES] = c;
}

static char next_byte(void)
{
    char c = input[got % INPUT_BYTES];
    return c == '\r' && (settings.c_iflag & ICRNL) ? '\n' : c;
}

/* Wiping out a line takes thousands of bytes, each of which may scroll the screen. */
static void show(const char *text, size_t length)
{
    for (size_t part; length > 0; text += part, length -= part) {
        part = length < WRITE_CHUNK ? length : WRITE_CHUNK;
        arch_console_write(text, part);
        kernel_pause();
    }
}

/* Edits the reader's line by what has been typed, up to its end. */
static void edit_line(void)
{
    struct line_output out;
    while (!line.is_done && put != got) {
        char c = next_byte();
        got++;
        line_input(&line, &settings, c, &out);
        for (; out.wiped > 0; out.wiped--)
            show("\b \b", 3);
        show(out.text, out.length);
        kernel_worked(EDIT_INSTRUCTIONS);
    }
}

static void wake_readers(void)
{
    thread_wake_all(&readers);
    poll_wake(&pollers);
}

/* A line is edited as it is typed only while its reader waits for it. */
static void tell_reader(void)
{
    if (is_set(ICANON) && awaiting == terminal_reader())
        edit_line();
    if (!is_set(ICANON) || line.is_done)
        wake_readers();
}

static enum console_event meaning_of(char c)
{
    if (c == RESCUE_KEY)
        return CONSOLE_RESCUE;
    if (!is_set(ISIG) || c == '\0')
        return CONSOLE_NONE;
    return (cc_t)c == settings.c_cc[VINTR]   ? CONSOLE_INTERRUPT
           : (cc_t)c == settings.c_cc[VQUIT] ? CONSOLE_QUIT
           : (cc_t)c == settings.c_cc[VSUSP] ? CONSOLE_SUSPEND
                                             : CONSOLE_NONE;
}

enum console_event console_input(char c)
{
    enum console_event event = meaning_of(c);
    if (event == CONSOLE_NONE) {
        keep_byte(c);
        tell_reader();
        return event;
    }
    const char shown[] = {'^', (char)(c ^ '@'), '\n'};
    arch_console_write(shown, sizeof(shown)); /* at once, whoever has the CPU */
    if (!is_set(NOFLSH) || event == CONSOLE_RESCUE)
        console_drop_input();
    return event;
}

void console_empty_line(void)
{
    keep_byte(is_set(ICANON) ? '\n' : INTERRUPT_KEY);
    tell_reader();
}

void console_reader_changed(void)
{
    wake_readers();
}

/* --- Reading --- */

static tick_t patience_ticks(void)
{
    uint64_t wait_ns = (uint64_t)settings.c_cc[VTIME] * TENTH_NS;
    uint32_t tick_ns = clock_tick_ns();
    return divide_u64(wait_ns + tick_ns / 2, tick_ns, NULL);
}

static size_t unread_bytes(void)
{
    return line.length - line.taken + (put - got);
}

/* Whether the reader, who wants so many bytes, can have what it asked for. If it is to wait
 * no longer than until a tick, that is put into *DEADLINE. [POSIX 11.1.6, 11.1.7] */
static bool has_enough(size_t wanted, tick_t *deadline)
{
    if (is_set(ICANON)) {
        edit_line();
        return line.is_done;
    }
    size_t count = unread_bytes(), least = settings.c_cc[VMIN];
    if (count > 0 && (count >= least || count >= wanted))
        return true;
    if (settings.c_cc[VTIME] == 0)
        return least == 0;
    if (least == 0 || count > 0)
        *deadline = clock_deadline(patience_ticks());
    return false;
}

static int error_of(enum terminal_use use)
{
    return use == USE_REFUSED ? -EIO : use == USE_INTERRUPTED ? -EINTR : 0;
}

static int wait_as_reader(size_t wanted, uint32_t flags)
{
    const struct thread *self = this_cpu()->running;
    for (;;) {
        tick_t deadline = TICK_NEVER;
        pid_t group = self->group; /* its parent may have changed it */
        bool is_reader = terminal_reader() == group;
        enum terminal_use use = is_reader ? USE_ALLOWED : use_background(SIGTTIN);
        if (error_of(use))
            return error_of(use);
        if (use == USE_AGAIN)
            continue;
        if (is_reader) {
            terminal_note_read(self->id, true);
            if (has_enough(wanted, &deadline))
                return 0;
            awaiting = group;
        }
        if (flags & O_NONBLOCK)
            return -EAGAIN;
        kernel_worked(
            WAIT_INSTRUCTIONS); /* when many wake for one line, each comes by here */
        int error = thread_block_until(&readers, BLOCKED_CONSOLE, deadline);
        if (error)
            return error == -ETIMEDOUT ? 0 : error;
    }
}

static int wait_for_input(size_t wanted, uint32_t flags)
{
    const struct thread *self = this_cpu()->running;
    int error = wait_as_reader(wanted, flags);
    if (awaiting == self->group)
        awaiting = 0;
    terminal_note_read(self->id, false);
    return error;
}

/* What TO has room for of the line. If its address is bad, the line stays for a better
 * one. */
static int take_line(struct transfer *to)
{
    size_t left = line.length - line.taken, count = to->left < left ? to->left : left;
    int error = transfer_out(to, line.text + line.taken, count);
    if (error)
        return error;
    line.taken += (unsigned)count;
    if (line.taken == line.length)
        line_begin(&line);
    return (int)count;
}

/* Bytes as they are; and COUNT are there already. */
static int take_bytes(struct transfer *to, int count)
{
    for (; to->left > 0 && put != got; count++) {
        char c = next_byte();
        int error = transfer_out(to, &c, 1);
        if (error)
            return count > 0 ? count : error;
        got++;
        if (is_set(ECHO))
            arch_console_write(&c, 1);
        kernel_worked(EDIT_INSTRUCTIONS);
    }
    return count;
}

static int console_read(struct file *file, struct transfer *to)
{
    if (to->left == 0)
        return 0;
    int error = wait_for_input(to->left, file->flags);
    if (error)
        return error;
    int count = take_line(to);
    return count < 0 || is_set(ICANON) ? count : take_bytes(to, count);
}

/* --- Writing --- */

static int wait_to_write(void)
{
    enum terminal_use use;
    do {
        bool is_held = is_set(TOSTOP) && terminal_reader() != this_cpu()->running->group;
        use = is_held ? use_background(SIGTTOU) : USE_ALLOWED;
    } while (use == USE_AGAIN);
    return error_of(use);
}

static int console_write(struct file *file, struct transfer *from)
{
    (void)file;
    char chunk[WRITE_CHUNK];
    size_t written = 0;
    int refused = wait_to_write();
    if (refused)
        return refused;
    while (from->left > 0 && written < WRITE_MAX) {
        size_t part = from->left < sizeof(chunk) ? from->left : sizeof(chunk);
        int error = transfer_in(from, chunk, part);
        if (error)
            return written ? (int)written : error;
        arch_console_write(chunk, part);
        kernel_pause();
        written += part;
    }
    return (int)written;
}

/* As on Linux: VMIN counts, unless VTIME does; and nothing is never something to read. */
static bool has_input_to_poll(void)
{
    if (is_set(ICANON)) {
        edit_line();
        return line.is_done;
    }
    bool counts = settings.c_cc[VMIN] > 0 && settings.c_cc[VTIME] == 0;
    return unread_bytes() >= (counts ? settings.c_cc[VMIN] : 1u);
}

/* To write never waits. */
static uint32_t console_poll(struct file *file, struct list **to_wake)
{
    pid_t group = this_cpu()->running->group;
    bool has_input = terminal_reader() == group && has_input_to_poll();
    (void)file;
    *to_wake = &pollers;
    if (terminal_reader() == group)
        awaiting = has_input ? 0 : group; /* what is typed is echoed, as while it reads */
    return POLLOUT | POLLWRNORM | (has_input ? POLLIN | POLLRDNORM : 0u);
}

static const struct file_operations operations = {.read = console_read,
                                                  .write = console_write,
                                                  .poll = console_poll,
                                                  .is_stream = true};

/* /dev/tty is the terminal of the caller's session, which need not have one. */
static int may_open_tty(uint32_t flags)
{
    (void)flags;
    return has_terminal() ? 0 : -ENXIO;
}

static const struct device console_device = {"console", DEVICE_NUMBER(5, 1), 0620,
                                             &operations, NULL};
static const struct device tty_device = {"tty", DEVICE_NUMBER(5, 0), 0666, &operations,
                                         may_open_tty};

bool console_is(const struct file *file)
{
    return file->operations == &operations;
}
