/* Reads a boot line as the kernel will, before it boots: build/host/boot_line WORDS. The code
 * that reads is the kernel's, kernel/options.c and kernel/sched/policies.c, unchanged.
 *
 * boot_line --own NAME looks whether the policy from outside can be what NAME.c promises.
 *
 * What is wrong is printed in the kernel's words, and the exit status is 1; 0: nothing is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/memory/frame.h"
#include "kernel/options.h"
#include "kernel/sched/policies.h"
#include "kernel/sched/scheduler.h"
#include "kernel/sched/watch.h"

enum { EXIT_USAGE = 2 };

static bool has_printed;

void print(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    vprintf(text, arguments);
    va_end(arguments);
    has_printed = true;
}

/* A policy that lacks a callback. */
void panic_at(const char *file, int line, const char *reason, ...)
{
    va_list arguments;
    (void)file, (void)line;
    va_start(arguments, reason);
    vprintf(reason, arguments);
    va_end(arguments);
    putchar('\n');
    exit(EXIT_FAILURE);
}

void assertion_failed(const char *condition, const char *file, int line)
{
    panic_at(file, line, "assertion failed: %s", condition);
}

/* What only the banner asks for, and the timer's pause, which does not come. */

uint32_t frame_free_count(void)
{
    return 0;
}

const struct policy *scheduler_policy(void)
{
    return NULL;
}

void arch_pause(void)
{
}

static void read_line(const char *words)
{
    static struct bootinfo boot;
    boot.command_line_truncated = strlen(words) >= sizeof(boot.command_line);
    strncpy(boot.command_line, words, sizeof(boot.command_line) - 1);
    options_init(&boot);
    (void)options_policy();
}

static void look_at_own_policy(const char *name)
{
    policies_expect_whole();
    if (strcmp(own_policy->name, name) != 0)
        print("its .name is %s, and must be %s, as the file's\n", own_policy->name, name);
}

int main(int argc, char *argv[])
{
    bool is_own = argc == 3 && strcmp(argv[1], "--own") == 0;
    if (argc != 2 && !is_own) {
        fprintf(stderr, "usage: boot_line WORDS | --own NAME\n");
        return EXIT_USAGE;
    }
    if (is_own)
        look_at_own_policy(argv[2]);
    else
        read_line(argv[1]);
    return has_printed ? EXIT_FAILURE : EXIT_SUCCESS;
}
