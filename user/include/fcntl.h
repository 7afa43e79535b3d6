/* Opening files. [POSIX open] */
#pragma once

#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR   2

/* A descriptor for the file PATH, the lowest that is free; or -1 and errno. A third
 * argument is accepted and not used. May block. */
int open(const char *path, int flags, ...);
