#include "kernel/terminal/terminal.h"

#include "kernel/debug/panic.h"
#include "kernel/terminal/console.h"

static struct terminal {
    pid_t leader;     /* reads while nobody is in the foreground */
    pid_t foreground; /* 0: nobody */
    pid_t giver; /* who put that one there, and may take the terminal back; 0: gone */
} terminal;

static pid_t first_process;

void terminal_init(pid_t first)
{
    first_process = first;
    terminal = (struct terminal){.leader = first};
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

bool terminal_may_give(pid_t by)
{
    bool has_given = terminal.foreground && terminal.giver == by;
    return terminal.leader == by || terminal.foreground == by || has_given;
}

void terminal_give(pid_t to, pid_t by)
{
    ASSERT(to > 0);
    terminal.foreground = to;
    terminal.giver = by;
    console_reader_changed();
}

void terminal_claim(pid_t by)
{
    ASSERT(by > 0);
    terminal = (struct terminal){.leader = by};
    console_reader_changed();
}

/* Who takes the place of a child of PARENT in the foreground; 0: nobody. */
static pid_t find_heir(pid_t parent)
{
    pid_t heir = terminal.giver ? terminal.giver : parent;
    return heir == terminal.leader || heir == first_process ? 0 : heir;
}

void terminal_leave(pid_t id, pid_t parent)
{
    if (terminal.giver == id)
        terminal.giver = 0;
    if (terminal.leader != id && terminal.foreground != id)
        return;
    if (terminal.leader == id)
        terminal.leader = parent;
    if (terminal.foreground == id) {
        terminal.foreground = find_heir(parent);
        terminal.giver = 0;
    }
    console_reader_changed();
}
