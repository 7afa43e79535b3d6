/* /proc: what there is to know of processes, as files of text in Linux's formats [proc(5)].
 * Their contents are made when they are read. Inodes name a process by its pid, which is never
 * used twice, so that it may end while somebody has its files open.
 *
 * proc.c has the directories, proc_system.c and proc_process.c what stands in the files.
 * Only these include it. */
#pragma once

#include "kernel/process/process.h"

struct sheet;

/* A file or directory that is found by its name. */
struct proc_entry {
    const char *name;
    uint32_t mode;
    /* What stands in it; PROCESS is whom it is about. NULL: a directory. */
    void (*print)(struct sheet *sheet, const struct process *process);
};

struct proc_inode {
    struct inode inode;
    const struct proc_entry *entry;
    pid_t pid;   /* 0: it is of the whole system */
    uint32_t fd; /* of a file in `fd` */
    /* Of `trace`: from event NEXT on, which stands at EVENT_OFFSET, LEFT are to be read. */
    uint64_t next;
    uint32_t left, event_offset;
};

/* The part of a text that somebody reads. */
struct sheet {
    struct proc_inode *inode;
    uint32_t skip; /* bytes that come before it */
    char *bytes;
    uint32_t count, room;
    uint32_t length; /* of what the last sheet_print has printed */
};

static inline bool sheet_is_full(const struct sheet *sheet)
{
    return sheet->count == sheet->room;
}

void sheet_put(struct sheet *sheet, char c);
PRINTF_LIKE(2, 3) void sheet_print(struct sheet *sheet, const char *text, ...);

/* What stands in /proc, and in the directory of a process; ended by a name that is NULL. */
extern const struct proc_entry proc_system_entries[], proc_process_entries[];
void proc_print_file(struct sheet *sheet, const struct process *process);
