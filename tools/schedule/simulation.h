/* A list of jobs is run through a policy, tick by tick, without a kernel: the policy's file is
 * the kernel's, unchanged, and this plays the mechanism, with the same order within a tick
 * (kernel/sched/scheduler.h). It needs no library, so that the page of web/lab has it, too. */
#pragma once

#include "kernel/policy/policy.h"

enum {
    JOBS_MAX = 64,
    TICKS_MAX = 100000, /* a policy that never lets a job end shall not hang this */
    IDLE = -1,
    PROGRAM_IO_TIME = 5, /* as the simulator of OSTEP 4 has it, too */
};

/* A stretch in which one job, or IDLE, has the CPU. */
struct slice {
    int32_t start, job, ticks;
};

/* -1: it has not come to that. */
struct job_times {
    int32_t response, turnaround, waiting, finish;
};

/* What a job is in a tick, as the table of OSTEP 4 has it. The first three have the CPU. */
enum activity { DOES_CPU, DOES_IO, DOES_IO_DONE, IS_READY, IS_BLOCKED, IS_DONE };

/* The jobs, and what became of them. */
extern struct simulation {
    size_t job_count, slice_count, tick_count;
    uint32_t cpu_busy, io_busy; /* ticks */
    struct slice slices[TICKS_MAX];
    struct job_times times[JOBS_MAX];
    uint8_t activities[TICKS_MAX][JOBS_MAX];
} simulation;

/* From now on there are no jobs. */
void simulation_clear(void);
/* Adds a job. NULL, or why it cannot be one. */
const char *simulation_add(tick_t arrival, tick_t length, tick_t io_every,
                           uint32_t tickets);
/* The same with a program (user/workload/program.h), which is kept and begins at tick 0. */
const char *simulation_add_program(const char *program);
/* Runs the jobs, once. NULL, or why what came out is of no use. */
const char *simulation_run(const struct policy *policy, tick_t io_time, uint32_t tick_ns);
const char *simulation_word(enum activity activity);
