#include "kernel/terminal/console.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/sched/scheduler.h"
#include "kernel/terminal/terminal.h"
#include "lib/string.h"

enum {
    INPUT_BYTES = 4096,
    WAIT_INSTRUCTIONS = 500, /* for kernel_worked: to be woken, and to wait again */
    WRITE_CHUNK = 32,        /* bytes between two pauses: each may scroll the screen */
    WRITE_MAX = 4096,        /* bytes a call, so that a flood of them can be stopped */
    INTERRUPT_KEY = 3,       /* Ctrl-C */
    END_OF_INPUT = 4,        /* Ctrl-D */
    SUSPEND_KEY = 26,        /* Ctrl-Z */
    RESCUE_KEY = 28,         /* Ctrl-\ */
};

/* Finished lines that nobody has read yet: a ring. END_OF_INPUT, which no line can hold,
 * stands for Ctrl-D. Invariant: put - got <= INPUT_BYTES. */
static char input[INPUT_BYTES];
static uint32_t put, got;

static struct line_editor editor;
static struct list readers;
static bool
    is_dropping;    /* the rest of a line for which there was no room: see drop_line */
static bool is_raw; /* bytes go to the reader as they come: see console_key */

static int console_open(struct file *file, const char *path);

void console_init(void)
{
    list_init(&readers);
    line_editor_init(&editor);
    put = got = 0;
    is_dropping = is_raw = false;
    file_mount(CONSOLE_PATH, console_open);
}

static void echo_output(const struct line_output *out)
{
    arch_console_write(out->text, out->length);
}

static bool has_room(void)
{
    return INPUT_BYTES - (put - got) > LINE_BYTES_MAX;
}

static void keep_byte(char c)
{
    ASSERT(put - got < INPUT_BYTES);
    input[put++ % INPUT_BYTES] = c;
}

static void finish_line(void)
{
    char line[LINE_BYTES_MAX];
    size_t length = line_editor_take(&editor, line, sizeof(line));
    for (size_t i = 0; i < length; i++)
        keep_byte(line[i]);
    if (length == 0 || line[length - 1] != '\n')
        keep_byte(END_OF_INPUT); /* a line that Ctrl-D has finished */
}

static bool is_kernel_key(char c)
{
    return c == INTERRUPT_KEY || c == SUSPEND_KEY || c == RESCUE_KEY;
}

static bool is_enter(char c)
{
    return c == '\r' || c == '\n';
}

/* In raw mode bytes are kept as they come. */
static void keep_raw(char c)
{
    if (put - got < INPUT_BYTES)
        keep_byte(is_enter(c) ? '\n' : c);
    thread_wake_all(&readers);
}

/* While nobody reads and the ring is full, whole lines are dropped, each with a bell. */
static bool drop_line(char c)
{
    if (!has_room())
        is_dropping = true;
    if (!is_dropping)
        return false;
    if (is_enter(c)) {
        arch_console_write("\a", 1);
        is_dropping = !has_room();
    }
    return true;
}

/* What was typed ahead is void; so there is room again. */
static void drop_input(void)
{
    put = got;
    is_dropping = false;
}

enum line_event console_input(char c)
{
    static struct line_output out; /* too large for a kernel stack */
    if (is_raw && !is_kernel_key(c)) {
        keep_raw(c);
        return LINE_NONE;
    }
    if (!is_kernel_key(c) && drop_line(c))
        return LINE_NONE;
    enum line_event event = line_editor_input(&editor, c, &out);
    echo_output(&out);
    if (event == LINE_DONE)
        finish_line();
    else if (event == LINE_END)
        keep_byte(END_OF_INPUT);
    else if (is_kernel_key(c))
        drop_input();
    if (put != got)
        thread_wake_all(&readers);
    return event;
}

void console_empty_line(void)
{
    keep_byte('\n');
    thread_wake_all(&readers);
}

/* Whoever waits looks anew whether it may read now; and lines are edited again. */
void console_reader_changed(void)
{
    is_raw = false;
    thread_wake_all(&readers);
}

/* The length of the line that a reader gets next, without END_OF_INPUT, at most LIMIT. */
static uint32_t next_length(size_t limit)
{
    uint32_t length = 0;
    while (length < limit && got + length != put) {
        char c = input[(got + length) % INPUT_BYTES];
        if (c == END_OF_INPUT)
            break;
        length++;
        if (c == '\n')
            break;
    }
    return length;
}

/* Waits until there is input for the running thread, which takes it RAW or not. */
static int wait_as_reader(tick_t deadline, bool raw)
{
    pid_t group = this_cpu()->running->group;
    for (;;) {
        bool may_read = terminal_reader() == group;
        if (may_read) {
            is_raw = raw;
            terminal_note_read(group, true);
        }
        if (may_read && put != got)
            return 0;
        if (deadline <= clock_now())
            return -ETIMEDOUT;
        kernel_worked(
            WAIT_INSTRUCTIONS); /* when many wake for one line, each comes by here */
        int error = thread_block(&readers, BLOCKED_CONSOLE, deadline);
        if (error)
            return error;
    }
}

static int wait_for_input(tick_t deadline, bool raw)
{
    int error = wait_as_reader(deadline, raw);
    terminal_note_read(this_cpu()->running->group, false);
    return error;
}

int console_key(tick_t deadline)
{
    int error = wait_for_input(deadline, true);
    return error ? error : (uint8_t)input[got++ % INPUT_BYTES];
}

static int console_read(struct file *file, struct transfer *to)
{
    (void)file;
    if (to->left == 0)
        return 0;
    int error = wait_for_input(TICK_NEVER, false);
    if (error)
        return error;
    uint32_t length = next_length(to->left);
    for (uint32_t i = 0; i < length; i++) {
        error = transfer_out(to, &input[(got + i) % INPUT_BYTES], 1);
        if (error)
            return error; /* the line stays for a better buffer */
    }
    got += length;
    bool is_ended = got != put && input[got % INPUT_BYTES] == END_OF_INPUT;
    if (is_ended && (length == 0 || input[(got - 1) % INPUT_BYTES] != '\n'))
        got++;
    return (int)length;
}

static int console_write(struct file *file, struct transfer *from)
{
    (void)file;
    char chunk[WRITE_CHUNK];
    size_t written = 0;
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

static const struct file_operations operations = {.read = console_read,
                                                  .write = console_write};

static int console_open(struct file *file, const char *path)
{
    file->operations = &operations;
    return *path == '\0' ? 0 : -ENOTDIR; /* nothing lies below it */
}
