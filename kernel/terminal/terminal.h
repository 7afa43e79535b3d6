/* Who has the terminal: whom its keys reach, and who may read what is typed. Ids are those of
 * groups of processes; the controller's is that of a process, too, whose group it cannot leave.
 *
 * Whoever has it may give it away, so programs can pass it around for ever. Process 1 and
 * the controller, the shell that process 1 has started for the person at the terminal,
 * may take it at any time: so that person can always have it back.
 *
 * Invariant: leader, controller and who is in the foreground, if anybody is, live; the
 * controller is process 1 or a child of it. The reader follows from the others. */
#pragma once

#include <stdbool.h>

#include "abi/types.h"

/* What becomes of a use of the terminal by somebody who does not have it. */
enum terminal_use {
    USE_ALLOWED,
    USE_NOT_CONTROLLED, /* job control is not for this process */
    USE_AGAIN,       /* it has been stopped, and goes on: it may have the terminal now */
    USE_REFUSED,     /* -EIO */
    USE_INTERRUPTED, /* -EINTR */
};

/* FIRST, process 1, has the terminal. */
void terminal_init(pid_t first);

/* Whom Ctrl-C and Ctrl-Z reach; 0: nobody. */
pid_t terminal_foreground(void);
/* Who may read: who is in the foreground, else the leader. */
pid_t terminal_reader(void);
/* Who has the terminal while nobody is in the foreground: a shell. */
pid_t terminal_leader(void);
/* The shell of the person at the terminal [POSIX: the controlling process]; process 1, as
 * long as there is none. */
pid_t terminal_controller(void);

/* Whether BY may give the terminal away: process 1, the controller, the leader, who is in
 * the foreground, and who has put that one there. Anybody else in the background could
 * take it from the shell. */
bool terminal_may_give(pid_t by);
/* Process 1 has created CONTROLLER for the person at the terminal, in the foreground. */
void terminal_begin(pid_t controller);
/* BY puts TO in the foreground. Whether it may has been asked, here or by job control. */
void terminal_give(pid_t to, pid_t by);
/* BY, who may, becomes the leader, and nobody is in the foreground. */
void terminal_claim(pid_t by);
/* The person at it wants the terminal: it is the controller's. False: that one was asked
 * so before, and has not read since. */
bool terminal_rescue(void);
/* PID, who may read, begins to wait for input; or PID does so no more. */
void terminal_note_read(pid_t pid, bool is_reading);
/* All of GROUP, whose forefather is in the group PARENT, are suspended: it has the terminal no
 * more. What it led, PARENT leads. If it was in the foreground, that goes back to who has put
 * it there, or else to PARENT, or to the leader. In place of process 1 the controller is the
 * heir. */
void terminal_leave(pid_t group, pid_t parent);
/* The controller ends; its group may live on. */
void terminal_end_controller(void);
/* The same when GROUP ends: it never comes back. */
void terminal_end(pid_t group, pid_t parent);
