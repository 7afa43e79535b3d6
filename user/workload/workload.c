/* workload: runs a list of jobs under the policy, and tells how each fared and who had
 * the CPU when. A job is a spinning process that begins, rests and ends exactly in a
 * tick: its start tick and budgets see to that, while this program sleeps until all is
 * over.
 *
 * usage: workload [--io-time N | --disk] [--draws N,...] FILE |
 *        ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]... | PROGRAM...
 *
 * Times are in ticks, relative to time 0, at which the jobs that arrive at 0 stand ready.
 * A FILE has a job on each line. The lottery uses the draws from time 0 on. Jobs that are
 * programs (`c2,i,c1`, see program.h) all begin at time 0, and what is told of them is the
 * table of OSTEP 4. With --disk each I/O is a read of the disk, which takes as long as it takes.
 * `workload --job WHAT rest|disk N` is a job that is a program or does an I/O whenever it has
 * used WHAT ticks; an I/O takes N ticks, or is a read for job number N. */
#include <arguments.h>
#include <divide.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trace.h>
#include <unistd.h>

#include "program.h"
#include "reads.h"
#include "table.h"
#include "workload.h"

enum {
    LEAD_TICKS = 5,
    FILE_MAX = 4096,
    SHOWN_MAX = 60, /* of a line that is none */
    WORDS_MAX = 6144,
    PROGRAM_IO_TIME = 5, /* as the simulator has it, too */
    NUMBER_MAX = 16,
};

static const char usage_text[] = "workload [--io-time N | --disk] [--draws N,...] FILE | "
                                 "ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]... | PROGRAM...";

struct job jobs[JOBS_MAX];
int job_count;
uint64_t io_time;
static bool has_io_time; /* it is given */
bool uses_disk;
uint64_t traced;
static const char *draws;     /* for the lottery; NULL: none are given */
static char words[WORDS_MAX]; /* of the policy */

void fail(const char *what, int error)
{
    fprintf(stderr, "workload: %s: %s\n", what, strerror(-error));
    exit(1);
}

/* --- The list --- */

/* The numbers of a job that spins. */
static bool read_numbers(char *text, struct job *job)
{
    uint64_t *const fields[] = {&job->arrival, &job->length, &job->io_every,
                                &job->tickets};
    uint64_t count = 0;
    for (char *next; text; text = next) {
        if ((next = strchr(text, ',')))
            *next++ = '\0';
        if (count == 4 || !argument_number(text, UINT32_MAX, fields[count++]))
            return false;
    }
    if (count < 2 || job->length == 0)
        return false;
    if (job->io_every)
        job->io_count = divide_u64(job->length - 1, (uint32_t)job->io_every, NULL);
    return true;
}

/* All jobs are programs, or none is. */
static bool read_job(char *text)
{
    struct job job = {0};
    bool is_program = program_read(text, &job.length, &job.io_count);
    if (is_program)
        job.program = text;
    else if (!read_numbers(text, &job))
        return false;
    if (job_count == JOBS_MAX || (job_count > 0 && is_program != !!jobs[0].program))
        return false;
    jobs[job_count++] = job;
    return true;
}

/* All of the file at PATH, as a string. */
static char *read_text(const char *path)
{
    static char text[FILE_MAX];
    size_t length = 0;
    int fd = open(path, O_RDONLY);
    ssize_t count = fd;
    while (count >= 0 && length < sizeof(text) &&
           (count = read(fd, text + length, sizeof(text) - length)) > 0)
        length += (size_t)count;
    if (count < 0) {
        fprintf(stderr, "workload: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    if (length == sizeof(text)) {
        fprintf(stderr, "workload: %s: longer than %d bytes\n", path, FILE_MAX - 1);
        exit(1);
    }
    text[length] = '\0';
    return text;
}

static void read_file(const char *path)
{
    int number = 1;
    for (char *line = read_text(path), *next; line; line = next, number++) {
        if ((next = strchr(line, '\n')))
            *next++ = '\0';
        char shown[SHOWN_MAX];
        snprintf(shown, sizeof(shown), "%s", line); /* read_job cuts the line up */
        if (*line && job_count == JOBS_MAX) {
            fprintf(stderr, "workload: %s:%d: more than %d jobs\n", path, number,
                    JOBS_MAX);
            exit(2);
        }
        if (*line && !read_job(line)) {
            fprintf(stderr, "workload: %s:%d: not a job: %s\n", path, number, shown);
            exit(2);
        }
    }
}

/* Reads the option at ARGV. How many arguments it has; 0: there is none. */
static int read_option(char *argv[])
{
    if (argv[0] && strcmp(argv[0], "--disk") == 0 && !has_io_time) {
        uses_disk = true;
        return 1;
    }
    if (argv[0] && argv[1] && strcmp(argv[0], "--draws") == 0) {
        draws = argv[1];
        return 2;
    }
    if (argv[0] && argv[1] && strcmp(argv[0], "--io-time") == 0 && !uses_disk &&
        argument_number(argv[1], UINT32_MAX, &io_time)) {
        has_io_time = true;
        return 2;
    }
    return 0;
}

/* The only argument: else it is a job. */
static bool is_file(const char *argument)
{
    uint64_t length, io_count;
    return !strchr(argument, ',') && argument[0] != '-' &&
           !program_read(argument, &length, &io_count);
}

static void read_arguments(int argc, char *argv[])
{
    int i = 1;
    for (int count; (count = read_option(&argv[i])) > 0;)
        i += count;
    if (i + 1 == argc && is_file(argv[i]))
        read_file(argv[i++]);
    for (; i < argc; i++) {
        if (!read_job(argv[i]))
            exit(usage(usage_text));
    }
    if (job_count == 0)
        exit(usage(usage_text));
    if (jobs[0].program && !has_io_time)
        io_time = PROGRAM_IO_TIME;
    if (uses_disk)
        (void)close(reads_open());
}

/* --- A job that does I/Os itself --- */

static uint64_t used_ticks(void)
{
    static struct process_status status;
    (void)process_status(0, &status);
    return status.accounts.run_ticks;
}

/* Uses BURST ticks of CPU time, and does an I/O: a read of FILE for job number JOB, or, if
 * FILE is none, a rest. */
static void use_and_do_io(uint64_t burst, int file, uint32_t job)
{
    static uint64_t used;
    if (file < 0 && process_rest(burst, io_time) < 0)
        exit(EXIT_FAILURE);
    used += burst;
    while (used_ticks() < used)
        continue;
    if (file >= 0)
        reads_wait(file, job);
}

static void run_program(const char *program, int file, uint32_t job)
{
    uint64_t burst = 0; /* ticks until the next I/O */
    while (program) {
        uint64_t ticks = 1; /* to issue an I/O */
        enum operation operation = program_next(&program, &ticks);
        burst += ticks;
        if (operation != OPERATION_IO)
            continue;
        use_and_do_io(burst, file, job);
        burst = 1; /* to take the answer */
    }
}

/* Its end is a budget. */
static _Noreturn void run_job(const char *what, bool on_disk, uint64_t number)
{
    int file = on_disk ? reads_open() : -1;
    uint64_t io_every;
    io_time = number;
    if (argument_number(what, UINT64_MAX, &io_every)) {
        for (;;)
            use_and_do_io(io_every, file, (uint32_t)number);
    }
    run_program(what, file, (uint32_t)number);
    for (;;)
        continue;
}

/* --- Running it --- */

static void start(struct job *job, tick_t zero)
{
    struct process_options options = {
        .start_tick = zero + job->arrival,
        .end_after_ticks = job->length,
        .scheduling = {.tickets = (uint32_t)job->tickets, .length_ticks = job->length},
    };
    bool rests = job->io_every && io_time && !uses_disk;
    if (rests) {
        options.rest_every_ticks = job->io_every;
        options.rest_ticks = io_time;
    }
    char every[NUMBER_MAX], number[NUMBER_MAX];
    snprintf(every, sizeof(every), "%llu", job->io_every);
    snprintf(number, sizeof(number), "%llu",
             uses_disk ? (uint64_t)(job - jobs) : io_time);
    char *const spin[] = {"spin", NULL};
    char *const itself[] = {"workload",
                            "--job",
                            job->program ? (char *)job->program : every,
                            uses_disk ? "disk" : "rest",
                            number,
                            NULL};
    bool does_io = job->program || (job->io_every && uses_disk);
    job->pid = process_create(does_io ? "/bin/workload" : "/bin/spin",
                              does_io ? itself : spin, &options);
    if (job->pid < 0)
        fail("a job", job->pid);
}

/* Puts the policy into `words`, and returns where KEY, such as " boost=", begins; NULL:
 * it has no such parameter. */
static char *find_parameter(const char *key)
{
    int error = policy_get(words, sizeof(words));
    if (error)
        fail("policy", error);
    char *word = words;
    while ((word = strchr(word, ' ')) && strncmp(word, key, strlen(key)) != 0)
        word++;
    return word;
}

/* The period of the policy's boost; 0: it has none. */
static uint32_t boost_period(void)
{
    static const char key[] = " boost=";
    const char *boost = find_parameter(key);
    return boost ? (uint32_t)strtoul(boost + strlen(key), NULL, 10) : 0;
}

/* Has the lottery draw what was given. Just behind a tick and with nobody else about, it
 * draws once more before time 0, for this program, until that sleeps: hence the first. */
static void hand_over_draws(void)
{
    process_sleep(1);
    char *old = find_parameter(" draws=");
    size_t length = old ? (size_t)(old - words) : strlen(words);
    snprintf(words + length, sizeof(words) - length, " draws=0,%s", draws);
    int error = policy_set(words, NULL);
    if (error)
        fail("--draws", error);
}

/* Boosts come at ticks that their period divides: time 0 is one of these. */
static tick_t choose_zero(void)
{
    tick_t zero = process_now() + LEAD_TICKS + (tick_t)job_count / 8;
    uint32_t period = boost_period(), rest = 0;
    if (period)
        (void)divide_u64(zero, period, &rest);
    return rest ? zero + period - rest : zero;
}

/* After this tick all is over, whatever the policy does. */
static tick_t last_tick(tick_t zero)
{
    tick_t sum = 0, arrival = 0;
    for (int i = 0; i < job_count; i++) {
        sum += jobs[i].length + jobs[i].io_count * io_time;
        arrival = jobs[i].arrival > arrival ? jobs[i].arrival : arrival;
    }
    return zero + arrival + sum + 1;
}

/* No job outlives this program, though it fails halfway. Of those that have ended, none is
 * found. */
static void destroy_jobs(void)
{
    for (int i = 0; i < job_count; i++) {
        if (jobs[i].pid > 0)
            (void)process_destroy(jobs[i].pid);
    }
}

static tick_t run(void)
{
    static struct trace_record skipped[RECORDS];
    (void)atexit(destroy_jobs);
    while (trace_read(skipped, RECORDS, &traced) > 0)
        continue;
    tick_t zero = choose_zero();
    for (int i = 0; i < job_count; i++)
        start(&jobs[i], zero);
    if (draws)
        hand_over_draws();
    if (process_now() >= zero) {
        fprintf(stderr, "workload: creating the jobs took longer than the time for it\n");
        exit(1);
    }
    if (!uses_disk) /* then nobody knows, and collect_jobs waits; as for others' time */
        process_sleep_until(last_tick(zero));
    return zero;
}

/* --- Telling what happened --- */

/* When the last job has ended. */
static tick_t collect_jobs(void)
{
    tick_t end = 0;
    for (int i = 0; i < job_count; i++) {
        struct process_result result;
        pid_t pid = process_wait(jobs[i].pid, &result, NULL);
        if (pid < 0)
            fail("wait", pid);
        if (result.event != PROCESS_USED_UP) {
            fprintf(stderr, "workload: job %d has not ended as it should\n", i);
            exit(1);
        }
        jobs[i].accounts = result.accounts;
        end = result.accounts.ended_tick > end ? result.accounts.ended_tick : end;
    }
    if (uses_disk)
        reads_collect();
    return end;
}

/* In ticks; of reads to the nearest one. */
static uint64_t time_of_ios(const struct job *job)
{
    struct time_info info;
    if (!uses_disk)
        return job->io_count * io_time;
    time_info(&info);
    return divide_u64(job->io_ns + info.nanoseconds_per_tick / 2,
                      info.nanoseconds_per_tick, NULL);
}

/* A read that ends before the next tick has kept its job from nothing. */
static void report_jobs(tick_t zero)
{
    for (int i = 0; i < job_count; i++) {
        const struct job *job = &jobs[i];
        tick_t arrival = zero + job->arrival;
        tick_t turnaround = job->accounts.ended_tick - arrival;
        uint64_t busy = job->length + time_of_ios(job);
        printf("job %d response %llu turnaround %llu waiting %llu\n", i,
               job->accounts.first_run_tick - arrival, turnaround,
               turnaround > busy ? turnaround - busy : 0);
    }
}

int job_of(pid_t pid)
{
    for (int i = 0; i < job_count; i++) {
        if (jobs[i].pid == pid)
            return i;
    }
    return IDLE;
}

/* A tick tells who had the CPU since the one before. */
static void report_slices(tick_t zero, tick_t end)
{
    static struct trace_record records[RECORDS];
    long long start = 0, ticks = 0;
    int job = IDLE, count;
    uint64_t next = traced;
    while ((count = trace_read(records, RECORDS, &next)) > 0) {
        for (int i = 0; i < count; i++) {
            tick_t tick = (tick_t)records[i].b << 32 | records[i].a;
            if (records[i].kind != TRACE_TICK || tick <= zero || tick > end)
                continue;
            int now = job_of(records[i].pid);
            if (now != job && ticks > 0)
                printf("slice %lld %d %lld\n", start, job, ticks);
            if (now != job || ticks == 0) {
                start = (long long)(tick - zero) - 1;
                ticks = 0;
            }
            job = now;
            ticks++;
        }
    }
    if (ticks > 0)
        printf("slice %lld %d %lld\n", start, job, ticks);
}

int main(int argc, char *argv[])
{
    uint64_t number;
    if (argc == 5 && strcmp(argv[1], "--job") == 0 &&
        argument_number(argv[4], UINT32_MAX, &number))
        run_job(argv[2], strcmp(argv[3], "disk") == 0, number);
    read_arguments(argc, argv);
    tick_t zero = run();
    tick_t end = collect_jobs();
    if (jobs[0].program) {
        table_print(zero, end);
    } else {
        report_jobs(zero);
        report_slices(zero, end);
    }
    if (uses_disk)
        reads_print();
    return 0;
}
