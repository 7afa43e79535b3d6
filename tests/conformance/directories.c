/* A directory is read twice over. */
#define _DEFAULT_SOURCE /* scandir */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

static int is_known(const struct dirent *entry)
{
    return strcmp(entry->d_name, "null") == 0 || strcmp(entry->d_name, "zero") == 0 ||
           strcmp(entry->d_name, "tty") == 0;
}

static void in_order(void)
{
    struct dirent **list;
    int count = scandir("/dev", &list, is_known, alphasort);

    printf("%d", count);
    for (int i = 0; i < count; i++) {
        printf(" %s", list[i]->d_name);
        free(list[i]);
    }
    free(list);
    printf(" %d\n", scandir("/nothing", &list, NULL, NULL));
}

static void at_a_place(void)
{
    DIR *directory = fdopendir(open("/dev", O_RDONLY));
    readdir(directory);
    long place = telldir(directory);
    struct dirent *entry = readdir(directory);
    char name[256];
    strcpy(name, entry->d_name);
    readdir(directory);
    seekdir(directory, place);
    entry = readdir(directory);
    printf("%d\n", strcmp(name, entry->d_name));
    closedir(directory);
}

int main(void)
{
    in_order();
    at_a_place();
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
