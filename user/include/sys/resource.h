/* Limits of the process, which its children inherit. Both return 0, or -1 and errno.
 * A RESOURCE that is not in abi/resource.h has no limit here: EINVAL. */
#pragma once

#include "abi/resource.h"

/* EINVAL; EFAULT. */
int getrlimit(int resource, struct rlimit *limit);

/* Whatever is above the new limit stays; nothing more is given. EFAULT; EINVAL: also if
 * the soft limit is above the hard one, or the limit is fixed at another value; EPERM:
 * only id 0 may raise a hard limit. */
int setrlimit(int resource, const struct rlimit *limit);
