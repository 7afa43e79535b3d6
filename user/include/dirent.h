/* The names in a directory. [POSIX dirent.h] */
#pragma once

#include "abi/dirent.h"

typedef struct directory DIR;

/* NULL and errno: what open may say; ENOTDIR; ENOMEM. */
DIR *opendir(const char *path);
/* The next entry, until the next call; NULL: there is none, or errno was set. */
struct dirent *readdir(DIR *directory);
int closedir(DIR *directory);
