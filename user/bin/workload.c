/* workload: runs a list of jobs under the policy, and tells how each fared and who had
 * the CPU when. A job is a spinning process that begins, rests and ends exactly in a
 * tick: its start tick and budgets see to that, while this program sleeps until all is
 * over.
 *
 * usage: workload [--io-time N] [--draws N,...] FILE |
 *        ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]...
 *
 * Times are in ticks, relative to time 0, at which the jobs that arrive at 0 stand ready.
 * A FILE has a job on each line. The lottery uses the draws from time 0 on. */
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

enum {
    JOBS_MAX = 64,
    LEAD_TICKS = 5,
    FILE_MAX = 4096,
    SHOWN_MAX = 60, /* of a line that is none */
    WORDS_MAX = 8192,
    RECORDS = 64,
    IDLE = -1
};

static const char usage_text[] = "workload [--io-time N] [--draws N,...] FILE | "
                                 "ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]...";

struct job {
    pid_t pid;
    uint64_t arrival, length, io_every, tickets;
};

static struct job jobs[JOBS_MAX];
static int job_count;
static uint64_t io_time;
static const char *draws;     /* for the lottery; NULL: none are given */
static char words[WORDS_MAX]; /* of the policy */
static uint64_t traced;       /* number of the first event that may be of the jobs */

static void fail(const char *what, int error)
{
    fprintf(stderr, "workload: %s: %s\n", what, strerror(-error));
    exit(1);
}

/* --- The list --- */

static bool read_job(char *text)
{
    struct job job = {0};
    uint64_t *const fields[] = {&job.arrival, &job.length, &job.io_every, &job.tickets};
    uint64_t count = 0;
    for (char *next; text; text = next) {
        if ((next = strchr(text, ',')))
            *next++ = '\0';
        if (count == 4 || !argument_number(text, UINT32_MAX, fields[count++]))
            return false;
    }
    if (count < 2 || job.length == 0 || job_count == JOBS_MAX)
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

/* Reads the option at ARGV. False: there is none. */
static bool read_option(char *argv[])
{
    if (argv[0] && argv[1] && strcmp(argv[0], "--draws") == 0) {
        draws = argv[1];
        return true;
    }
    return argv[0] && argv[1] && strcmp(argv[0], "--io-time") == 0 &&
           argument_number(argv[1], UINT32_MAX, &io_time);
}

static void read_arguments(int argc, char *argv[])
{
    int i = 1;
    while (read_option(&argv[i]))
        i += 2;
    if (i + 1 == argc && !strchr(argv[i], ',') && argv[i][0] != '-')
        read_file(argv[i++]);
    for (; i < argc; i++) {
        if (!read_job(argv[i]))
            exit(usage(usage_text));
    }
    if (job_count == 0)
        exit(usage(usage_text));
}

/* --- Running it --- */

static uint64_t io_count(const struct job *job)
{
    return job->io_every ? divide_u64(job->length - 1, (uint32_t)job->io_every, NULL) : 0;
}

static void start(struct job *job, tick_t zero)
{
    struct process_options options = {
        .start_tick = zero + job->arrival,
        .end_after_ticks = job->length,
        .scheduling = {.tickets = (uint32_t)job->tickets, .length_ticks = job->length},
    };
    if (job->io_every && io_time) {
        options.rest_every_ticks = job->io_every;
        options.rest_ticks = io_time;
    }
    char *const argv[] = {"spin", NULL};
    job->pid = process_create("/bin/spin", argv, &options);
    if (job->pid < 0)
        fail("/bin/spin", job->pid);
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
        sum += jobs[i].length + io_count(&jobs[i]) * io_time;
        arrival = jobs[i].arrival > arrival ? jobs[i].arrival : arrival;
    }
    return zero + arrival + sum + 1;
}

static tick_t run(void)
{
    static struct trace_record skipped[RECORDS];
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
    process_sleep_until(last_tick(zero));
    return zero;
}

/* --- Telling what happened --- */

static tick_t report_jobs(tick_t zero)
{
    tick_t end = zero;
    for (int i = 0; i < job_count; i++) {
        struct process_result result;
        struct process_wait_options poll = {.flags = WAIT_POLL};
        pid_t pid = process_wait(jobs[i].pid, &result, &poll);
        if (pid <= 0 || result.event != PROCESS_USED_UP)
            fail("a job has not ended as it should", pid < 0 ? pid : 0);
        tick_t arrival = zero + jobs[i].arrival;
        tick_t turnaround = result.accounts.ended_tick - arrival;
        printf("job %d response %llu turnaround %llu waiting %llu\n", i,
               result.accounts.first_run_tick - arrival, turnaround,
               turnaround - jobs[i].length - io_count(&jobs[i]) * io_time);
        end = result.accounts.ended_tick > end ? result.accounts.ended_tick : end;
    }
    return end;
}

static int job_of(pid_t pid)
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
    read_arguments(argc, argv);
    tick_t zero = run();
    tick_t end = report_jobs(zero);
    report_slices(zero, end);
    return 0;
}
