/* Who has the terminal: whom its keys reach, and who may read what is typed. Ids are
 * those of groups of processes; so far each process is a group of its own.
 *
 * Invariant: the leader is always one that lives (process 1 at least), and so is who is
 * in the foreground, if anybody is. The reader follows from the two. */
#pragma once

#include <stdbool.h>

#include "abi/types.h"

/* FIRST, process 1, has the terminal. */
void terminal_init(pid_t first);

/* Whom Ctrl-C and Ctrl-Z reach; 0: nobody. */
pid_t terminal_foreground(void);
/* Who may read: who is in the foreground, else the leader. */
pid_t terminal_reader(void);
/* Who has the terminal while nobody is in the foreground: a shell. */
pid_t terminal_leader(void);

/* Whether BY may give the terminal away: the leader, who is in the foreground, and who
 * has put that one there. Anybody else in the background could take it from the shell. */
bool terminal_may_give(pid_t by);
/* BY, who may, puts TO in the foreground. */
void terminal_give(pid_t to, pid_t by);
/* BY, who may, becomes the leader, and nobody is in the foreground. */
void terminal_claim(pid_t by);
/* ID, a child of PARENT, ends, or is suspended by a key: it has the terminal no more.
 * What it led, PARENT leads. If it was in the foreground, that goes back to who has put
 * it there, or else to PARENT; and if that is process 1, to the leader. */
void terminal_leave(pid_t id, pid_t parent);
