/* An input in words, as it is run: what a person reads who looks for what a crash comes from. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "abi/names.h"
#include "tests/attack/takings.h"
#include "tests/hosted/fuzz/steps.h"

enum { PLAIN_MAX = 9999, SHOWN = 40 };

static const struct taking *find_taking(uint32_t number)
{
    for (uint32_t i = 0; i < TAKINGS; i++)
        if (takings[i].number == number)
            return &takings[i];
    return NULL;
}

static void tell_word(struct fuzz_word word, uint32_t value)
{
    const char *string = fuzz_string(word.value);
    if (word.form % FUZZ_FORMS == FUZZ_STRING && strlen(string) <= SHOWN)
        printf("\"%s\"", string);
    else if (word.form % FUZZ_FORMS == FUZZ_STRING)
        printf("\"%.*s...\" of %zu", SHOWN, string, strlen(string));
    else if (value <= PLAIN_MAX || -value <= PLAIN_MAX)
        printf("%d", (int32_t)value);
    else
        printf("0x%x", value);
}

static void tell_words(const struct fuzz_step *step, const uint32_t words[FUZZ_WORDS],
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf(i ? ", " : "");
        tell_word(step->words[i], words[i]);
    }
}

static void tell_call(const struct fuzz_step *step, const uint32_t words[FUZZ_WORDS])
{
    const struct taking *taking = find_taking(step->number);
    if (!taking)
        printf("call %u", step->number);
    for (const char *c = taking ? taking->name : ""; *c; c++)
        putchar(tolower(*c));
    printf("(");
    tell_words(step, words, taking ? strlen(taking->words) : FUZZ_WORDS);
    printf(")");
}

static void tell_disk(const struct fuzz_step *step)
{
    switch (step->extra % FUZZ_DISK_ACTS) {
    case FUZZ_DISK_END:
        printf("the disk ends what it does");
        break;
    case FUZZ_DISK_DELAY:
        printf("the disk takes %u ticks (0: for ever)", step->number % 8);
        break;
    default:
        printf("the disk fails %u times, after %u", step->number % 8,
               step->number / 8 % 8);
    }
}

void fuzz_tell_boot(const char *command_line)
{
    printf("boot: %s\n", command_line);
    fflush(stdout);
}

void fuzz_tell_step(const struct fuzz_step *step, const uint32_t words[FUZZ_WORDS])
{
    pid_t pid = user_running();
    printf(pid ? "process %d: " : "idle: ", pid);
    switch (step->kind) {
    case FUZZ_CALL:
        tell_call(step, words);
        break;
    case FUZZ_PUT:
        printf("puts to piece %u of its memory: ", step->number % FUZZ_MEMORY_PIECES);
        tell_words(step, words, FUZZ_WORDS);
        break;
    case FUZZ_TICK:
        printf("%u ticks", step->extra % 8 + 1);
        break;
    case FUZZ_TYPE:
        printf("key 0x%02x is typed, %u times", step->extra, step->number % 64 + 1);
        break;
    case FUZZ_TOUCH:
        printf("%s 0x%x", step->extra & 1 ? "writes at" : "reads at", words[0]);
        break;
    case FUZZ_FAULT:
        printf("faults");
        break;
    case FUZZ_FAIL:
        printf("from here on allocation %u fails", step->extra + 1);
        break;
    case FUZZ_PASS:
        printf("time passes");
        break;
    case FUZZ_COMPUTE:
        printf("uses floating point");
        break;
    case FUZZ_DISK:
        tell_disk(step);
        break;
    case FUZZ_PAUSES:
        printf("ticks in pauses: %s", step->extra & 1 ? "yes" : "no");
        break;
    case FUZZ_EAT:
        printf("%u page frames are left (0: as many as there are)", step->number);
        break;
    default:
        printf("nothing");
    }
    fflush(stdout);
}

void fuzz_tell_result(int32_t result)
{
    if (result == AWAY)
        printf("\n");
    else if (result < 0 && result >= -200)
        printf(" = %d (%s)\n", result, strerror(-result));
    else
        printf(result <= PLAIN_MAX && result >= 0 ? " = %d\n" : " = 0x%x\n",
               (uint32_t)result);
    fflush(stdout);
}
