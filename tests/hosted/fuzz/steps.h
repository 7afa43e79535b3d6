/* A fuzz target for all of kernel/: what a whole run of the hosted machine is, from the boot line to
 * the power-off, in bytes. An input is a row of steps of equal size, so that rows can be cut and
 * joined. The first one is the boot line; then come calls of whoever has the CPU, with the memory
 * that they read, ticks, keys, faults, and things that run short. Any bytes are an input.
 *
 * What must hold: no panic, nothing that a sanitizer finds, tables that are whole after each step,
 * and at the end the machine powers off and every page has come back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum fuzz_kind {
    FUZZ_CALL,    /* NUMBER with WORDS */
    FUZZ_PUT,     /* WORDS to piece NUMBER of the program's memory */
    FUZZ_TICK,    /* 1 to 8, by EXTRA */
    FUZZ_TYPE,    /* the key EXTRA, 1 to 64 times by NUMBER */
    FUZZ_TOUCH,   /* the first word; odd EXTRA: to write there */
    FUZZ_FAULT,   /* EXTRA tells which */
    FUZZ_FAIL,    /* the allocation after EXTRA others fails */
    FUZZ_PASS,    /* EXTRA parts of a tick pass */
    FUZZ_COMPUTE, /* the program uses floating point */
    FUZZ_DISK,    /* EXTRA tells what it does: see enum fuzz_disk */
    FUZZ_PAUSES,  /* odd EXTRA: from now on a tick comes in each pause */
    FUZZ_EAT,     /* of all page frames NUMBER are left; 0: none is taken any more */
    FUZZ_KINDS
};

enum fuzz_disk { FUZZ_DISK_END, FUZZ_DISK_DELAY, FUZZ_DISK_FAIL, FUZZ_DISK_ACTS };

/* What a word of 32 bits is: a form and a value. */
enum fuzz_form {
    FUZZ_SMALL,    /* VALUE */
    FUZZ_NEGATIVE, /* -VALUE */
    FUZZ_BIT,      /* one bit; from 32 on all below that */
    FUZZ_MEMORY,   /* the address of a piece of the program's memory */
    FUZZ_EDGE,     /* an address that is one no more, or just still */
    FUZZ_PAGE,     /* the address of a page where the program may map something */
    FUZZ_PAGES,    /* so many pages, in bytes; from 128 on a byte less */
    FUZZ_STRING,   /* a path or a policy, which is put to where this points */
    FUZZ_PID,      /* of one of the processes; from 128 on of its group, negative */
    FUZZ_RESULT,   /* of one of the last calls */
    FUZZ_NOW,      /* in VALUE ticks */
    FUZZ_CONSTANT, /* of fuzz_constants */
    FUZZ_FORMS
};

enum { FUZZ_WORDS = 6, FUZZ_STEPS_MAX = 96, FUZZ_MEMORY_PIECES = 256 };

struct fuzz_word {
    uint8_t form, value;
};

struct fuzz_step {
    uint8_t kind, extra;
    uint16_t number;
    struct fuzz_word words[FUZZ_WORDS];
};

_Static_assert(sizeof(struct fuzz_step) == 16, "what the corpus is made of");

/* The first step. EXTRA is a policy of fuzz_policies; NUMBER has the bits of enum fuzz_boot; the
 * values of the first words are user_memory and user_processes, unless they are 0. */
enum fuzz_boot { FUZZ_BOOT_DISK = 1, FUZZ_BOOT_TRACE = 2 };

extern const char *const fuzz_policies[], *const fuzz_paths[];
extern const uint32_t fuzz_constants[];
extern const uint32_t fuzz_policy_count, fuzz_path_count, fuzz_constant_count;

/* String VALUE: a path, a policy, or a name of some length. */
const char *fuzz_string(uint8_t value);

/* Each step is told in words before it is done, and what it gave. */
extern bool fuzz_tells;
extern uint64_t fuzz_steps_done;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* --- mutate.c --- */

/* Changes the row of SIZE bytes at DATA, which has room for MAX, as SEED says. Returns its new
 * size. */
size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, uint32_t seed);

/* --- tell.c --- */

void fuzz_tell_boot(const char *command_line);
void fuzz_tell_step(const struct fuzz_step *step, const uint32_t words[FUZZ_WORDS]);
void fuzz_tell_result(int32_t result);
