/* The names in a directory. [POSIX dirent.h] */
#pragma once

#include <sys/types.h>

#include "abi/dirent.h"

typedef struct directory DIR;

/* NULL and errno: what open may say; ENOTDIR; ENOMEM. */
DIR *opendir(const char *path);
/* The next entry, until the next call; NULL: there is none, or errno was set. */
struct dirent *readdir(DIR *directory);
/* The same of an open file, which belongs to the result then. */
DIR *fdopendir(int fd);
/* The next entry into ENTRY, and *RESULT is that, or NULL. 0 or the error. */
int readdir_r(DIR *directory, struct dirent *entry, struct dirent **result);
/* The next entry will be the first; or the one that was next when telldir gave PLACE. */
void rewinddir(DIR *directory);
long telldir(DIR *directory);
void seekdir(DIR *directory, long place);
/* Its descriptor, which closedir closes. */
int dirfd(DIR *directory);
int closedir(DIR *directory);

/* Those entries of PATH that WANTED wants (NULL: all), in the order of COMPARE (NULL: as they
 * come), each malloc's, and so is the list at *ENTRIES. How many, or -1 and errno. */
int scandir(const char *path, struct dirent ***entries,
            int (*wanted)(const struct dirent *entry),
            int (*compare)(const struct dirent **a, const struct dirent **b));
int alphasort(const struct dirent **a, const struct dirent **b);
int versionsort(const struct dirent **a, const struct dirent **b);
