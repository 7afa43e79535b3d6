/* Limits of a process, with Linux's numbers and struct. [Linux
 * include/uapi/asm-generic/resource.h] */
#pragma once

#include <stdint.h>

#define RLIMIT_STACK  3 /* bytes of the stack: fixed */
#define RLIMIT_NPROC  6 /* processes of the user, zombies too; user 0 is not held to it */
#define RLIMIT_NOFILE 7 /* above the highest descriptor */
#define RLIMIT_AS     9 /* bytes of all regions, the whole stack with them */

#define RLIM_INFINITY UINT32_MAX

typedef uint32_t rlim_t;

struct rlimit {
    rlim_t rlim_cur; /* that counts: the soft limit */
    rlim_t rlim_max; /* up to which the process may raise it: the hard one */
};

_Static_assert(sizeof(struct rlimit) == 8, "Linux's for i386");
