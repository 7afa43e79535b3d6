#include "table.h"

#include <divide.h>
#include <stdbool.h>
#include <stdio.h>
#include <trace.h>

#include "program.h"
#include "workload.h"

/* What the trace has told of a job so far. */
static struct {
    enum process_state state;
    uint64_t ran_ticks;
} seen[JOBS_MAX];

static uint64_t cpu_busy, io_busy;
static bool is_io_done; /* one is, in this tick */

static void print_heading(void)
{
    printf("Time");
    for (int i = 0; i < job_count; i++)
        printf("        PID:%2d", i);
    printf("           CPU           IOs\n");
}

static const char *name_of(int job, bool has_cpu)
{
    static const char *const running[] = {[OPERATION_NONE] = "RUN",
                                          [OPERATION_CPU] = "RUN:cpu",
                                          [OPERATION_IO] = "RUN:io",
                                          [OPERATION_IO_DONE] = "RUN:io_done"};
    if (has_cpu)
        return running[program_operation(jobs[job].program, seen[job].ran_ticks)];
    return seen[job].state == STATE_BLOCKED  ? "BLOCKED"
           : seen[job].state == STATE_ZOMBIE ? "DONE"
                                             : "READY";
}

/* The tick number TIME is over, and RUNNING has had the CPU. */
static void print_row(uint64_t time, int running)
{
    int blocked = 0;
    printf("%3llu%c", time, is_io_done ? '*' : ' ');
    for (int i = 0; i < job_count; i++) {
        printf("%14s", name_of(i, i == running));
        blocked += seen[i].state == STATE_BLOCKED;
    }
    if (running != IDLE || blocked)
        printf("%14s", running != IDLE ? "1" : "");
    if (blocked)
        printf("%14d", blocked);
    printf("\n");
    cpu_busy += running != IDLE;
    io_busy += blocked > 0;
    if (running != IDLE)
        seen[running].ran_ticks++;
    is_io_done = false;
}

static void note(int job, const struct trace_record *record)
{
    switch (record->kind) {
    case TRACE_READY:
        seen[job].state = STATE_READY;
        break;
    case TRACE_BLOCK:
        seen[job].state = STATE_BLOCKED;
        break;
    case TRACE_WAKE:
        is_io_done = true;
        break;
    case TRACE_EXIT:
        seen[job].state = STATE_ZOMBIE;
        break;
    }
}

static void print_share(const char *what, uint64_t ticks, uint64_t total)
{
    uint32_t hundredths;
    uint64_t rounded = divide_u64(ticks * 10000 + total / 2, (uint32_t)total, NULL);
    uint64_t percent = divide_u64(rounded, 100, &hundredths);
    printf("Stats: %s %llu (%llu.%02u%%)\n", what, ticks, percent, hundredths);
}

/* A tick tells who had the CPU since the one before; what happens at it comes behind. */
void table_print(tick_t zero, tick_t end)
{
    static struct trace_record records[RECORDS];
    uint64_t next = traced, rows = 0;
    int count;
    print_heading();
    while ((count = trace_read(records, RECORDS, &next)) > 0) {
        for (int i = 0; i < count; i++) {
            int job = job_of(records[i].pid);
            tick_t tick = (tick_t)records[i].b << 32 | records[i].a;
            if (records[i].kind != TRACE_TICK && job != IDLE)
                note(job, &records[i]);
            else if (records[i].kind == TRACE_TICK && tick > zero && tick <= end)
                print_row(++rows, job);
        }
    }
    if (rows != end - zero)
        fail("the trace has forgotten the beginning", 0);
    printf("\nStats: Total Time %llu\n", rows);
    print_share("CPU Busy", cpu_busy, rows);
    print_share("IO Busy ", io_busy, rows);
}
