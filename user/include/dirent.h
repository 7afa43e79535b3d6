/* The names in a directory. [POSIX dirent.h] */
#pragma once

#include "abi/dirent.h"

typedef struct directory DIR;

/* NULL and errno: what open may say; ENOTDIR; ENOMEM. */
DIR *opendir(const char *path);
/* The next entry, until the next call; NULL: there is none, or errno was set. */
struct dirent *readdir(DIR *directory);
/* The next entry will be the first. */
void rewinddir(DIR *directory);
/* Its descriptor, which closedir closes. */
int dirfd(DIR *directory);
int closedir(DIR *directory);
