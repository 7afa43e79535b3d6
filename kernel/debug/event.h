/* An event of the trace in words, for those who read a panic. */
#pragma once

#include "abi/trace.h"

/* Prints RECORD as a sentence about a process, with its name if it lives, and a new line. */
void event_print(const struct trace_record *record);
/* Prints who PID is: `3 (spin)`, or what else it stands for. */
void event_print_process(pid_t pid);
