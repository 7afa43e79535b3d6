/* The simulation as a module of WebAssembly for a page, build/web/schedule.wasm, which imports
 * nothing and exports what stands here; web/lab/simulator.mjs calls it. Where an answer is
 * false, or the module was stopped, page_problem() tells why. */
#pragma once

#include "simulation.h"

/* A line for each policy, with its parameters and what they take, which is there until page_clear:
 * `mlfq levels=1-8 quantum=1-1000000,... charge=tick|time`. */
const char *page_policies(void);

/* Forgets the jobs, the texts and the problem of the last run. */
void page_clear(void);
/* Room for a text of SIZE bytes, the final NUL among them, until page_clear; NULL: there is no
 * more. */
char *page_text(uint32_t size);
bool page_add(uint32_t arrival, uint32_t length, uint32_t io_every, uint32_t tickets);
/* PROGRAM lies in page_text's room. */
bool page_add_program(const char *program);
/* CHOSEN is the policy, in the words of the boot line. */
bool page_run(const char *chosen, uint32_t io_time, uint32_t tick_ns);

const char *page_problem(void);

/* What came out: the policy with all its parameters, */
const char *page_words(void);
uint32_t page_slice_count(void);
const struct slice *page_slices(void);
/* one for each job, */
const struct job_times *page_times(void);
/* an enum activity for JOB in TICK, if the jobs are programs, and the word for it. */
uint32_t page_activity(uint32_t tick, uint32_t job);
const char *page_word(uint32_t activity);
