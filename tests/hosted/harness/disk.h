/* The disk of the machine, as machine.c sees it. */
#pragma once

#include <stdbool.h>

/* Nothing is under way. */
void disk_reset(void);
/* A tick has come; whether what is under way ends now. */
bool disk_counts_tick(void);
void disk_interrupt(void);
/* What is under way ends now, if anything is: while booting nobody else lets time go by. */
bool disk_ends_at_once(void);
