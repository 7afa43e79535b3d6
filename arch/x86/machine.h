/* The first thing that boot/ does with the machine. */
#pragma once

/* Console, segments, exceptions, interrupt controllers and clock: from here on print and
 * panic work, and a bug is reported. Interrupts stay off. */
void machine_init(void);
