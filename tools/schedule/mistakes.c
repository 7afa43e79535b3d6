/* What happens to a policy that is wrong: the same words as tools/boot's. */
#include "mistakes.h"

#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "kernel/arch.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/sched/watch.h"

enum {
    EXIT_UNUSABLE = 2,
    CALLERS_MAX = 64,
    CPU_SECONDS = 1,
};

void assertion_failed(const char *condition, const char *file, int line)
{
    panic_at(file, line, "assertion failed: %s", condition);
}

void print(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    vfprintf(stderr, text, arguments);
    va_end(arguments);
}

/* From the library of the sanitizers, which knows where in the source an address is. */
void __sanitizer_symbolize_pc(void *address, const char *text, char *buffer, size_t size);
void *__asan_get_report_pc(void);
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
void __sanitizer_set_death_callback(void (*callback)(void));

struct place {
    char file[200], line[16];
};

/* ADDRESS is where a call returns to: what is looked up is the instruction before. */
static struct place place_of(const void *address)
{
    struct place place;
    __sanitizer_symbolize_pc((void *)(uintptr_t)address, "%s", place.file,
                             sizeof(place.file));
    __sanitizer_symbolize_pc((void *)(uintptr_t)address, "%l", place.line,
                             sizeof(place.line));
    return place;
}

/* The innermost line of the policy's file that is being executed; else the callback's. */
static struct place place_in(const struct watch_callback *callback, void *innermost)
{
    void *callers[CALLERS_MAX] = {innermost};
    int count = 1 + backtrace(callers + 1, CALLERS_MAX - 1);
    struct place own = place_of((const char *)callback->address + 1);
    for (int i = 0; i < count; i++) {
        struct place place = place_of(callers[i]);
        if (callers[i] && strcmp(place.file, own.file) == 0)
            return place;
    }
    return own;
}

/* Prints `in CALLBACK (FILE:LINE), called for` whom. */
static void print_callback(const struct watch_callback *callback, void *innermost)
{
    struct place place = place_in(callback, innermost);
    const char *slash = strrchr(place.file, '/');
    fprintf(stderr, "in %s (%s:%s), called for ", callback->name,
            slash ? slash + 1 : place.file, place.line);
    if (callback->job)
        fprintf(stderr, "job %d", job_number(callback->job));
    else
        fprintf(stderr, "CPU %u", callback->cpu);
}

void panic_at(const char *file, int line, const char *reason, ...)
{
    const struct watch_callback *callback = watch_callback();
    va_list arguments;
    if (callback) {
        fprintf(stderr, "schedule: policy %s: ", callback->policy);
        print_callback(callback, NULL);
    } else {
        fprintf(stderr, "schedule: %s:%d", file, line);
    }
    fprintf(stderr, ": ");
    va_start(arguments, reason);
    vfprintf(stderr, reason, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    exit(EXIT_UNUSABLE);
}

const char *__asan_default_options(void)
{
    return "exitcode=2:detect_leaks=0";
}

const char *__ubsan_default_options(void)
{
    return "exitcode=2";
}

/* The sanitizer has told what is wrong; this is the sentence that ends it. */
static void end_by_sanitizer(void)
{
    const struct watch_callback *callback = watch_callback();
    if (!callback)
        return;
    fprintf(stderr, "schedule: policy %s: ", callback->policy);
    print_callback(callback, (char *)__asan_get_report_pc() + 1);
    fprintf(stderr, ": it touches memory that it may not\n");
}

/* Ticks of policies that are watched, now and when CPU_SECONDS ago the timer fired. */
static volatile sig_atomic_t ticks_seen, ticks_before = -1;

void arch_protect_variables(bool protect)
{
    (void)protect; /* the sanitizers see to that */
}

void arch_watchdog(void)
{
    ticks_seen++;
}

static void find_no_end(int signal)
{
    const struct watch_callback *callback = watch_callback();
    (void)signal;
    if (callback && ticks_seen == ticks_before) {
        fprintf(stderr, "schedule: no end: ");
        print_callback(callback, NULL);
        fprintf(stderr, "\n");
        _exit(EXIT_UNUSABLE);
    }
    ticks_before = ticks_seen;
}

void mistakes_expect(void)
{
    struct itimerval timer = {{CPU_SECONDS, 0}, {CPU_SECONDS, 0}};
    __sanitizer_set_death_callback(end_by_sanitizer);
    signal(SIGVTALRM, find_no_end);
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
}
