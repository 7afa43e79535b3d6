/* Each option is a letter; all but two have a value, in the next word. */
#include "user/sh/run.h"

#include <arguments.h>
#include <process.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char option_list[] =
    "  -s             it starts suspended: resume, fg or bg lets it run\n"
    "  -t TICK        it starts at this tick since boot; +TICKS: from now on\n"
    "  -e TICKS       it ends after so many ticks of its own CPU time\n"
    "  -r EVERY,REST  after EVERY ticks of CPU time it is held off for REST\n"
    "  -n TICKETS     how much CPU time it gets, under policies with tickets\n"
    "  -l TICKS       how long it will compute, under policies that ask\n"
    "  -p PRIORITY    under policies with priorities\n"
    "  -b             in the background, like &; its pid is printed\n";

static bool parse_word(const char *text, uint32_t *number)
{
    uint64_t value;

    if (!argument_number(text, UINT32_MAX, &value))
        return false;
    *number = (uint32_t)value;
    return true;
}

static bool parse_ticks(const char *text, tick_t *ticks)
{
    return argument_number(text, UINT64_MAX, ticks) && *ticks > 0;
}

static bool parse_start(const char *text, tick_t *tick)
{
    tick_t from = *text == '+' ? process_now() : 0;

    if (!argument_number(*text == '+' ? text + 1 : text, UINT64_MAX - from, tick))
        return false;
    *tick += from;
    return true;
}

static bool parse_rests(char *text, struct process_options *options)
{
    char *comma = strchr(text, ',');

    if (comma == NULL)
        return false;
    *comma = '\0';
    return parse_ticks(text, &options->rest_every_ticks) &&
           parse_ticks(comma + 1, &options->rest_ticks);
}

static bool parse_value(char letter, char *value, struct process_options *options)
{
    switch (letter) {
    case 't':
        return parse_start(value, &options->start_tick);
    case 'e':
        return parse_ticks(value, &options->end_after_ticks);
    case 'r':
        return parse_rests(value, options);
    case 'n':
        return parse_word(value, &options->scheduling.tickets);
    case 'l':
        return parse_ticks(value, &options->scheduling.length_ticks);
    case 'p':
        return parse_word(value, &options->scheduling.priority);
    default:
        return false;
    }
}

/* Reads the option at WORDS. Returns how many words it has, or 0. */
static int parse_option(char *words[], struct shell_start *start)
{
    if (strcmp(words[0], "-s") == 0) {
        start->options.flags |= PROCESS_SUSPENDED;
        return 1;
    }
    if (strcmp(words[0], "-b") == 0) {
        start->is_in_background = start->tells_pid = true;
        return 1;
    }
    bool has_value = strlen(words[0]) == 2 && words[1] != NULL;
    return has_value && parse_value(words[0][1], words[1], &start->options) ? 2 : 0;
}

int shell_run_options(int argc, char *argv[], struct shell_start *start)
{
    int i = 1;

    while (i < argc && argv[i][0] == '-') {
        int words = parse_option(&argv[i], start);

        if (words == 0) {
            fprintf(stderr, "sh: run: %s: no such option, or not with this value\n",
                    argv[i]);
            return 0;
        }
        i += words;
    }
    if (i < argc)
        return i;
    usage("run [OPTION...] COMMAND");
    fputs(option_list, stderr);
    return 0;
}
