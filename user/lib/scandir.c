/* The entries of a directory, chosen and sorted. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct entries {
    struct dirent **list;
    size_t count;
};

static bool add(struct entries *entries, const struct dirent *entry)
{
    struct dirent *copy = malloc(entry->d_reclen);
    bool is_full = (entries->count & (entries->count - 1)) == 0; /* so many had room */
    struct dirent **longer =
        is_full ? realloc(entries->list, (2 * entries->count + 1) * sizeof(*longer))
                : entries->list;

    if (longer != NULL)
        entries->list = longer;
    if (copy == NULL || longer == NULL) {
        free(copy);
        return false;
    }
    memcpy(copy, entry, entry->d_reclen);
    longer[entries->count++] = copy;
    return true;
}

static bool collect(DIR *directory, struct entries *entries,
                    int (*wanted)(const struct dirent *entry))
{
    const struct dirent *entry;

    errno = 0;
    while ((entry = readdir(directory)) != NULL)
        if ((wanted == NULL || wanted(entry)) && !add(entries, entry))
            return false;
    return errno == 0;
}

int scandir(const char *path, struct dirent ***list,
            int (*wanted)(const struct dirent *entry),
            int (*compare)(const struct dirent **a, const struct dirent **b))
{
    DIR *directory = opendir(path);
    struct entries entries = {NULL, 0};
    int before = errno;

    if (directory == NULL)
        return -1;
    bool done = collect(directory, &entries, wanted);
    int error = done ? before : errno;
    closedir(directory);
    if (done && compare != NULL)
        qsort(entries.list, entries.count, sizeof(*entries.list),
              (int (*)(const void *, const void *))(void (*)(void))compare);
    while (!done && entries.count > 0)
        free(entries.list[--entries.count]);
    if (done)
        *list = entries.list;
    else
        free(entries.list);
    errno = error;
    return done ? (int)entries.count : -1;
}

int alphasort(const struct dirent **a, const struct dirent **b)
{
    return strcoll((*a)->d_name, (*b)->d_name);
}

int versionsort(const struct dirent **a, const struct dirent **b)
{
    return strverscmp((*a)->d_name, (*b)->d_name);
}
