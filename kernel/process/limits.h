/* What other files of this folder need of limits. */
#pragma once

#include "kernel/process/process.h"

/* A user may have PROCESSES at first. */
void limits_init(uint32_t processes);
/* Sets LIMITS to init's, which all others inherit. */
void limits_start(struct rlimit limits[LIMIT_KINDS]);
