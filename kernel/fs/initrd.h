/* The files that the loader brought: a tar archive in memory, read-only, which is the
 * root of all paths. */
#pragma once

#include "kernel/bootinfo.h"

/* Mounts the module of BOOT, which stays in memory, at the root. Ends the boot if it is
 * no tar archive, a damaged or an empty one, or has more files than memory can list. */
void initrd_init(const struct bootinfo *boot);
