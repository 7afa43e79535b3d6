#include "reads.h"

#include <divide.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <trace.h>
#include <unistd.h>

#include "workload.h"

enum { SECTOR_BYTES = 512, PAGE_BYTES = 4096, NS_PER_US = 1000 };

static uint64_t count, shortest = UINT64_MAX, longest;

int reads_open(void)
{
    int file = open("/dev/hda", O_RDONLY | O_DIRECT);
    if (file >= 0)
        return file;
    if (errno == ENOENT)
        fprintf(stderr, "workload: --disk: Robin has no disk: tools/boot --disk FILE, "
                        "or --seek MS\n");
    else
        perror("workload: /dev/hda");
    exit(EXIT_FAILURE);
}

/* Each job has a page of its own there: who wants the same as another waits for that one. */
void reads_wait(int file, uint32_t job)
{
    static char sector[SECTOR_BYTES];
    if (lseek(file, (off_t)job * PAGE_BYTES, SEEK_SET) >= 0 &&
        read(file, sector, sizeof(sector)) == sizeof(sector))
        return;
    fprintf(stderr, "workload: job %u cannot read its page of the disk\n", job);
    exit(EXIT_FAILURE);
}

static void add(struct job *job, uint64_t time)
{
    job->io_ns += time;
    count++;
    shortest = time < shortest ? time : shortest;
    longest = time > longest ? time : longest;
}

static void note(struct job *job, const struct trace_record *record)
{
    if (record->kind == TRACE_DISK_REQUEST)
        job->asked_ns = record->time_ns;
    if (record->kind == TRACE_DISK_DONE)
        add(job, record->time_ns - job->asked_ns);
}

void reads_collect(void)
{
    static struct trace_record records[RECORDS];
    uint64_t next = traced;
    int got;
    while ((got = trace_read(records, RECORDS, &next)) > 0) {
        for (int i = 0; i < got; i++) {
            int job = job_of(records[i].pid);
            if (job != IDLE)
                note(&jobs[job], &records[i]);
        }
    }
}

static uint64_t microseconds(uint64_t time)
{
    return divide_u64(time, NS_PER_US, NULL);
}

void reads_print(void)
{
    printf("Stats: IOs %llu", count);
    if (count > 0)
        printf(", of %llu to %llu us", microseconds(shortest), microseconds(longest));
    printf("\n");
}
