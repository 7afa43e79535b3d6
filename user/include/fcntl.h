/* Opening files. [POSIX fcntl.h] */
#pragma once

#include <sys/types.h>

#include "abi/fcntl.h"

/* A descriptor for the file PATH, the lowest that is free; or -1 and errno. With O_CREAT a
 * third argument says who may do what with a new file. May block. */
int open(const char *path, int flags, ...);
