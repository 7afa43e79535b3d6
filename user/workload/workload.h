/* What the files of workload share: its jobs. */
#pragma once

#include <process.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    JOBS_MAX = 64,
    RECORDS = 64, /* of the trace, that are read at once */
    IDLE = -1,
};

struct job {
    pid_t pid;
    uint64_t arrival, length, io_every, tickets, io_count;
    const char *program; /* as program.h has it; NULL: it spins */
    struct process_accounts accounts;
    uint64_t io_ns, asked_ns; /* by the disk: in all; since when it waits for this one */
};

extern struct job jobs[JOBS_MAX];
extern int job_count;
extern uint64_t io_time;
extern bool uses_disk;  /* an I/O is a read, and takes as long as it takes */
extern uint64_t traced; /* number of the first event that may be of the jobs */

/* The job that PID is, or IDLE. */
int job_of(pid_t pid);
/* Ends this program: WHAT went wrong, with the errno -ERROR. */
_Noreturn void fail(const char *what, int error);
