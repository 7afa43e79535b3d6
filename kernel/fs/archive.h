/* The files that the loader brought: a tar archive in memory. They are the first of the
 * volume in memory (memory.h), and what they hold is not copied until it is written. */
#pragma once

#include "kernel/bootinfo.h"

/* Puts the files of the module of BOOT, which stays in memory, into the root. Ends the boot
 * if it is no tar archive, a damaged or an empty one, or has more files than memory can
 * list. */
void archive_init(const struct bootinfo *boot);
