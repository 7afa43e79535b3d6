/* One table. Each program of /bin has a line here, and says the same usage itself. */
#include "user/sh/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct topic {
    const char *name;
    const char *arguments; /* with a blank in front, or "" */
    const char *line;
};

static const struct topic builtins[] = {
    {"exit", " [N]", "end the shell with status N, or the last one"},
    {"exec", " [COMMAND]", "become COMMAND; without: redirections are to stay"},
    {"wait", " [JOB...]", "wait for these jobs, or for all that run"},
    {"jobs", " [-l]", "show what runs in the background or is suspended; -l: numbers"},
    {"fg", " [JOB]", "go on with a job in the foreground"},
    {"bg", " [JOB]", "go on with a job in the background"},
    {"run", " [OPTION...] COMMAND",
     "start it suspended, later, with a budget; run lists how"},
    {"export", " [NAME[=VALUE]...]",
     "give variables to programs, or show which are given"},
    {"unset", " NAME...", "forget variables"},
    {"cd", " [DIRECTORY | -]", "go there, or to HOME; -: where one was before"},
    {"pwd", "", "where one is"},
    {"shift", " [N]", "forget the first word that a script was given, or N"},
    {"help", " [NAME]", "show this, or how to use what NAME is"},
    {NULL, NULL, NULL},
};

static const struct topic programs[] = {
    {"cat", " [FILE...]", "print files, or what is typed, which `-` is, too"},
    {"chmod", " MODE FILE...", "change who may do what; MODE is octal, u+x, -w"},
    {"cp", " [-r] FILE COPY | cp [-r] FILE... DIRECTORY", "copy files; -r: directories"},
    {"crash", " [KIND]", "do something forbidden; without KIND: list what"},
    {"dodge", " [TIMES]", "compute between the ticks, so that none is charged"},
    {"du", " [-s] [FILE...]", "how many KiB directories take; -s: only in all"},
    {"echo", " [-n] [WORD...]", "print words"},
    {"edit", " FILE", "change a file on the screen; Ctrl-S saves, Ctrl-Q leaves"},
    {"env", " [-i] [NAME=VALUE...] [COMMAND [WORD...]]",
     "print the environment, or start COMMAND with another"},
    {"false", "", "fail, with status 1"},
    {"grep", " [-EFcinqv] PATTERN [FILE...]",
     "print the lines in which a pattern is found"},
    {"head", " [-n N | -N] [FILE...]", "show the first lines: 10, or N"},
    {"hello", "", "the first program to try"},
    {"init", " [-c TEXT]", "process 1, which the kernel starts"},
    {"kill", " [-SIGNAL | -s SIGNAL] PID...", "destroy processes, or send a signal"},
    {"ln", " FILE NEW_NAME | DIRECTORY", "give a file another name"},
    {"ls", " [-a] [-l] [FILE...]", "list files, and what is in folders"},
    {"mkdir", " [-p] DIRECTORY...", "make directories; -p: those on the way, too"},
    {"more", " [FILE]", "show a file, or what it reads, by screens; q leaves"},
    {"mount", "", "show the file systems"},
    {"mv", " FILE NEW_NAME | mv FILE... DIRECTORY", "rename or move files"},
    {"policy", " [NAME [KEY=VALUE...]]", "who decides who runs next; or change it"},
    {"poweroff", " [STATUS]", "end the boot"},
    {"ps", " [-c | -s]",
     "list all processes; -c: states in colour; -s: as the policy sees them"},
    {"resume", " PID...", "let suspended processes run again"},
    {"rm", " [-r] [-f] FILE...", "remove files; -r: directories"},
    {"rmdir", " DIRECTORY...", "remove empty directories"},
    {"schedule", " PID [tickets=N] [length=N] [priority=N]",
     "what a process gets from the policy"},
    {"seq", " [FIRST [STEP]] LAST", "count, a number a line"},
    {"sh", " [-c TEXT [NAME [WORD...]] | FILE [WORD...]]", "the shell"},
    {"sleep", " SECONDS", "wait; 0.5 is half a second"},
    {"sort", " [-n] [-r] [-u] [FILE...]", "put lines in order"},
    {"spin", " [TICKS]", "use so much CPU time, or all that there is"},
    {"status", " [PID]", "all that the kernel knows of a process"},
    {"stress", " [ROUNDS [SEED]]", "try the process calls at random, and check them"},
    {"suspend", " PID...", "take processes from the CPU until resumed"},
    {"sync", "", "wait until all is on the disk"},
    {"tee", " [-a] [FILE...]", "pass on what it reads, and write it to files"},
    {"top", " [SECONDS]", "who uses the CPU, again and again; q leaves"},
    {"touch", " FILE...", "make files, or date them anew"},
    {"trace", "", "the kernel's latest events"},
    {"true", "", "succeed"},
    {"wc", " [-c] [-l] [-w] [FILE...]", "count lines, words and bytes"},
    {"workload",
     " [--io-time N | --disk] [--draws N,...] FILE | "
     "ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]... "
     "| PROGRAM...",
     "run a list of jobs, and tell who had the CPU when"},
    {"yes", " [WORD...]", "print y, or the words, again and again"},
    {NULL, NULL, NULL},
};

static const char on_commands[] =
    "& behind a command: in the background. ; between two: one after the other;\n"
    "&&: the second if the first succeeds, ||: if it fails; ! in front turns that\n"
    "round. a | b: what a prints b reads. <FILE >FILE >>FILE 2>FILE: what is read,\n"
    "printed, appended, complained; 2>&1: where the rest goes.\n"
    "'all' \"but $\" \\x: as it is. NAME=VALUE sets a variable; in front of a\n"
    "program: for that one. $NAME is split at blanks, \"$NAME\" is not. $? is the\n"
    "last status, $! the last pid in the background, $$ the shell's; $(COMMANDS):\n"
    "what these print. In a script $1, $2... are the words that it has, $# their\n"
    "number, $@ all. *, ? and [a-z] stand for the names that are there. # begins a\n"
    "comment. A JOB is a pid, %N by `jobs -l`, %TEXT as it begins, %+ the latest,\n"
    "%- the one before; `kill` takes it, too.\n"
    "Tab completes a name, and lists all if pressed again; Up finds the lines before\n"
    "that begin as this one. Ctrl-A, E: begin and end; Ctrl-U, K, W: remove; Ctrl-L:\n"
    "clear. Ctrl-C destroys what is in the foreground, Ctrl-Z suspends it, Ctrl-D\n"
    "ends the shell. Ctrl-\\ brings the first shell back whatever programs do: it\n"
    "suspends all else and sets the policy to rr. If there is still no prompt, press\n"
    "it again: another shell starts.\n"
    "Shift-PageUp and Shift-PageDown scroll the screen; all else shows its end again.";

static void print_topics(const char *title, const struct topic *topics)
{
    puts(title);
    for (const struct topic *topic = topics; topic->name != NULL; topic++)
        printf("  %-8s %s\n", topic->name, topic->line);
}

static const struct topic *find(const struct topic *topics, const char *name)
{
    for (const struct topic *topic = topics; topic->name != NULL; topic++)
        if (strcmp(topic->name, name) == 0)
            return topic;
    return NULL;
}

int shell_help(const char *name)
{
    if (name == NULL) {
        print_topics("The shell's own:", builtins);
        print_topics("Programs:", programs);
        puts(on_commands);
        return EXIT_SUCCESS;
    }
    const struct topic *topic = find(builtins, name);
    if (topic == NULL)
        topic = find(programs, name);
    if (topic == NULL) {
        fprintf(stderr, "sh: help: nothing on %s\n", name);
        return EXIT_FAILURE;
    }
    printf("usage: %s%s\n%s\n", name, topic->arguments, topic->line);
    return EXIT_SUCCESS;
}

int shell_usage(const char *name)
{
    fprintf(stderr, "usage: %s%s\n", name, find(builtins, name)->arguments);
    return EXIT_USAGE;
}
