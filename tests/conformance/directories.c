/* A directory is read twice over. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int count(DIR *directory, const char *name)
{
    struct dirent *entry;
    int found = 0;
    while ((entry = readdir(directory)) != NULL)
        found += strcmp(entry->d_name, name) == 0;
    return found;
}

int main(void)
{
    struct stat about;
    DIR *directory = opendir("/dev");
    printf("%d", count(directory, "null"));
    printf(" %d\n", count(directory, "null"));
    rewinddir(directory);
    printf("%d\n", count(directory, "null"));
    rewinddir(directory);
    printf("%d\n", readdir(directory) != NULL);
    rewinddir(directory);
    printf("%d\n", count(directory, "null"));
    fstat(dirfd(directory), &about);
    printf("%d\n", S_ISDIR(about.st_mode) != 0);
    printf("%d\n", closedir(directory));
    printf("%ld %ld\n", fpathconf(0, _PC_PIPE_BUF), pathconf("/", _PC_PATH_MAX));
    printf("%ld\n", pathconf("/tmp", _PC_NAME_MAX));
    return 0;
}
