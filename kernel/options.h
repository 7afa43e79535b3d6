/* What was asked for on the boot line: `key=value` words (docs/boot.md). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "abi/process.h"
#include "kernel/bootinfo.h"

struct policy;

/* Ways to see the kernel fail; the last four with a program under way. */
enum provoke {
    PROVOKE_NOTHING,
    PROVOKE_PANIC,
    PROVOKE_ASSERTION,
    PROVOKE_FAULT,
    PROVOKE_STACK_OVERFLOW,
    PROVOKE_TRIPLE_FAULT,
    PROVOKE_HANG,
    PROVOKE_SMAP,
    PROVOKE_SMEP,
    PROVOKES,
};

enum { OPTION_TEXT_MAX = 1024, OPTION_QUANTUM_MAX = 128 };

struct options {
    /* in the grammar of policies_find; with room for the quantum at its end */
    char policy[OPTION_TEXT_MAX + sizeof(" quantum=") + OPTION_QUANTUM_MAX];
    char quantum[OPTION_QUANTUM_MAX]; /* "": none was given */
    uint32_t hz;
    uint32_t seed;           /* see clock_jitter */
    uint32_t user_memory;    /* percent of the frames that a user may have */
    uint32_t user_processes; /* that a user may have */
    uint32_t fail_pid;       /* when this process begins ... */
    uint32_t fail_at;        /* ... the Nth allocation from there on fails */
    char init[PROCESS_PATH_MAX];
    const char *run;   /* commands for the shell; NULL: none were given */
    uint32_t ticks;    /* the run ends after so many, whatever goes on; 0: it does not */
    uint32_t ring;     /* records of the trace's ring; 0: as many as are usual */
    uint32_t guard;    /* 1: watch whether a policy from outside keeps the rules */
    uint32_t disk_dma; /* 0: the disk's bytes are moved by the CPU */
    uint32_t disk_write; /* 1: the disk may be written to */
    uint32_t check;      /* 1: verify the kernel's tables all the time */
    bool root_is_disk;   /* not the archive */
    bool trace_serial;   /* stream the trace to the second serial port */
    enum provoke provoke;
};

extern struct options options;

/* Reads BOOT's command line into `options`. A word that is unknown or malformed is
 * named in a warning and changes nothing. */
void options_init(const struct bootinfo *boot);

/* The policy that was asked for, its parameters set; if that is none, rr after a
 * warning. */
const struct policy *options_policy(void);

/* Prints the banner: how much memory there is, and what was asked for. */
void options_show(const struct bootinfo *boot);
