/* clone(2), by which Linux's libraries fork. Bits of its flags, with Linux's values; the low byte
 * is the signal at the child's end. */
#pragma once

#define CLONE_SIGNAL         0x000000FFu
#define CLONE_VM             0x00000100u /* in the parent's memory; here a copy of it */
#define CLONE_VFORK          0x00004000u /* the parent waits; here it does not */
#define CLONE_PARENT_SETTID  0x00100000u /* the child's pid goes there in the parent, */
#define CLONE_CHILD_CLEARTID 0x00200000u /* 0 there at its end, for other threads, */
#define CLONE_CHILD_SETTID   0x01000000u /* and its pid there in the child */
