#include "kernel/terminal/terminal.h"

#include "kernel/debug/panic.h"
#include "kernel/terminal/console.h"

static struct terminal {
    pid_t leader;     /* reads while nobody is in the foreground */
    pid_t foreground; /* 0: nobody */
    pid_t giver; /* who put that one there, and may take the terminal back; 0: gone */
    pid_t controller; /* whom the person at the terminal commands by */
    bool is_reading;  /* the controller waits for input */
    bool is_asked;    /* it was, by the key that rescues, and has not read since */
} terminal;

static pid_t first_process;

static void set_controller(pid_t group)
{
    terminal.controller = group;
    terminal.is_reading = terminal.is_asked = false;
}

void terminal_init(pid_t first)
{
    first_process = first;
    terminal = (struct terminal){.leader = first, .controller = first};
}

pid_t terminal_foreground(void)
{
    return terminal.foreground;
}

pid_t terminal_reader(void)
{
    return terminal.foreground ? terminal.foreground : terminal.leader;
}

pid_t terminal_leader(void)
{
    return terminal.leader;
}

pid_t terminal_controller(void)
{
    return terminal.controller;
}

bool terminal_may_give(pid_t by)
{
    bool has_given = terminal.foreground && terminal.giver == by;
    return by == first_process || by == terminal.controller || by == terminal.leader ||
           by == terminal.foreground || has_given;
}

void terminal_give(pid_t to, pid_t by)
{
    ASSERT(to > 0 && by > 0);
    bool is_leader = to == terminal.leader;
    terminal.foreground = is_leader ? 0 : to;
    terminal.giver = is_leader || to == by ? 0 : by;
    console_reader_changed();
}

void terminal_begin(pid_t controller)
{
    set_controller(controller);
    console_reset();
    terminal_give(controller, first_process);
}

void terminal_claim(pid_t by)
{
    ASSERT(by > 0 && terminal_may_give(by));
    terminal.leader = by;
    terminal.foreground = terminal.giver = 0;
    if (by == first_process)
        set_controller(by);
    console_reader_changed();
}

bool terminal_rescue(void)
{
    bool answers = !terminal.is_asked || terminal.controller == first_process;
    terminal_claim(terminal.controller);
    terminal.is_asked = !terminal.is_reading;
    return answers;
}

void terminal_note_read(pid_t pid, bool is_reading)
{
    if (pid != terminal.controller)
        return;
    terminal.is_reading = is_reading;
    terminal.is_asked = false;
}

/* Process 1 reads nothing: where it would be the heir, its shell is. */
void terminal_leave(pid_t group, pid_t parent)
{
    pid_t heir = parent == first_process ? terminal.controller : parent;
    if (terminal.leader != group && terminal.foreground != group)
        return;
    if (terminal.leader == group)
        terminal.leader = heir;
    if (terminal.foreground == group) {
        terminal.foreground = terminal.giver ? terminal.giver : heir;
        terminal.giver = 0;
    }
    if (terminal.foreground == terminal.leader || terminal.foreground == first_process)
        terminal.foreground = 0;
    console_reader_changed();
}

void terminal_end_controller(void)
{
    set_controller(first_process);
}

void terminal_end(pid_t group, pid_t parent)
{
    if (terminal.giver == group)
        terminal.giver = 0;
    terminal_leave(group, parent);
}
