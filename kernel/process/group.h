/* Groups of processes, and sessions of groups. A pipeline is a group, so that the keys of
 * the terminal, and kill, reach it as one; a shell and its jobs are a session. A group has
 * the pid of the process that founded it, which may be gone; a session likewise.
 *
 * Who forks stays with its child in one group. What process_create makes is a group of its
 * own, in its parent's session; and the shell that process 1 starts for the person at the
 * terminal founds a session. Process 1's own session has no job control: nobody there can
 * stop by using the terminal, or be an orphan.
 *
 * Invariant: a group lives as long as it has a member, of which zombies are some until they
 * are collected. */
#pragma once

#include "kernel/process/process.h"

struct group {
    pid_t id, session;
    uint32_t living; /* members that have not ended */
    uint32_t able;   /* those of them that are not suspended */
    struct list members;
    struct group *next_in_bucket;
};

/* Room for so many chains: a power of two. */
void groups_init(uint32_t bucket_count);
/* A group without an id or members; NULL: out of memory. */
struct group *group_allocate(void);
void group_discard(struct group *group);

/* PROCESS, which is in no group, founds GROUP, which has been allocated; or joins it. */
void group_found(struct group *group, struct process *process, pid_t session);
void group_join(struct group *group, struct process *process);
/* PROCESS is collected, or goes to another group. */
void group_leave(struct process *process);
/* NULL: there is none. */
struct group *group_find(pid_t id);

/* PROCESS has been suspended or resumed; or is as good as a zombie. */
static inline void group_note_suspension(struct process *process)
{
    process->group->able--;
}

static inline void group_note_resumption(struct process *process)
{
    process->group->able++;
}

static inline void group_note_end(struct process *process)
{
    process->group->living--;
    process->group->able -= !process->thread.suspended;
}

/* Nobody is left who could let members of GROUP go on: no member has a parent in another
 * group of the session. Process 1 is no such parent. [POSIX 3.265] */
bool group_is_orphaned(const struct group *group);
/* A link of GROUP to its session may be gone: if that was the last, and somebody in it is
 * stopped, all go on, and are told that the terminal is gone. [POSIX _exit] */
void group_hang_up_orphans(struct group *group);

/* Panics if the counts do not hold. */
void group_check(const struct group *group);
