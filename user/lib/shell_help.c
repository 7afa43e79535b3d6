/* One table. Each program of /bin has a line here, and says the same usage itself. */
#include <arguments.h>
#include <shell_help.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct topic {
    const char *usage, *line;
};

static const struct topic builtins[] = {
    {"exit [N]", "end the shell with status N, or the last one"},
    {"wait [PID...]", "wait for these jobs, or for all that run"},
    {"jobs", "show what runs in the background or is suspended"},
    {"fg [PID]", "go on with a job in the foreground"},
    {"bg [PID]", "go on with a job in the background"},
    {"run [OPTION...] PROGRAM [WORD...]", "suspended, later, with a budget; see run"},
    {"help [NAME]", "show this, or one line of it"},
    {NULL, NULL},
};

static const struct topic programs[] = {
    {"cat [FILE...]", "print files, or what is typed"},
    {"crash [KIND]", "do something forbidden; without KIND: list what"},
    {"echo [-n] [WORD...]", "print words"},
    {"false", "fail, with status 1"},
    {"hello", "the first program to try"},
    {"init [-c TEXT]", "process 1, which the kernel starts"},
    {"kill PID...", "destroy processes"},
    {"poweroff [STATUS]", "end the boot"},
    {"ps", "list all processes"},
    {"resume PID...", "let suspended processes run again"},
    {"sh [-c TEXT]", "the shell"},
    {"sleep SECONDS", "wait; 0.5 is half a second"},
    {"spin [TICKS]", "use so much CPU time, or all that there is"},
    {"status [PID]", "all that the kernel knows of a process"},
    {"stress [ROUNDS [SEED]]", "try the process calls at random, and check them"},
    {"suspend PID...", "take processes from the CPU until resumed"},
    {"top [SECONDS]", "who uses the CPU, again and again; q leaves"},
    {"trace", "the kernel's latest events"},
    {"true", "succeed"},
    {NULL, NULL},
};

static void print_topic(const struct topic *topic)
{
    printf("  %-23s %s\n", topic->usage, topic->line);
}

static void print_topics(const char *title, const struct topic *topics)
{
    puts(title);
    for (const struct topic *topic = topics; topic->usage != NULL; topic++)
        print_topic(topic);
}

/* The entry of TOPICS whose usage begins with the word NAME, or NULL. */
static const struct topic *find(const struct topic *topics, const char *name)
{
    size_t length = strlen(name);

    for (const struct topic *topic = topics; topic->usage != NULL; topic++)
        if (strncmp(topic->usage, name, length) == 0 &&
            strchr(" ", topic->usage[length]) != NULL)
            return topic;
    return NULL;
}

int shell_help(const char *name)
{
    if (name == NULL) {
        print_topics("The shell's own:", builtins);
        print_topics("Programs:", programs);
        puts(
            "& behind a command: in the background. ; between two: one after the other.\n"
            "$? is the last status, $! the last pid in the background, # a comment.\n"
            "Ctrl-C destroys what is in the foreground, Ctrl-Z suspends it, Ctrl-D ends "
            "the shell.");
        return EXIT_SUCCESS;
    }
    const struct topic *topic = find(builtins, name);
    if (topic == NULL)
        topic = find(programs, name);
    if (topic == NULL) {
        fprintf(stderr, "sh: help: nothing on %s\n", name);
        return EXIT_FAILURE;
    }
    print_topic(topic);
    return EXIT_SUCCESS;
}

int shell_usage(const char *name)
{
    return usage(find(builtins, name)->usage);
}
