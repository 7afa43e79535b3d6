/* Paths in parts. There are no links: `..` takes a name off. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Takes the last name off the path that ends at END. */
static char *step_up(const char *path, char *end)
{
    while (end > path && *--end != '/')
        continue;
    return end;
}

/* The names of PATH, behind what ends at END in ROOM. Where that ends then; NULL: too long. */
static char *add_names(char room[PATH_MAX], char *end, const char *path)
{
    while (*path != '\0') {
        size_t length = strcspn(path, "/");
        if (length == 2 && memcmp(path, "..", 2) == 0) {
            end = step_up(room, end);
        } else if (length > 0 && !(length == 1 && *path == '.')) {
            if (length + 2 > (size_t)(room + PATH_MAX - end))
                return NULL;
            *end++ = '/';
            end = mempcpy(end, path, length);
        }
        path += length + (path[length] == '/');
    }
    return end;
}

char *realpath(const char *restrict path, char *restrict resolved)
{
    char room[PATH_MAX], *end = room;
    struct stat there;

    if (path == NULL || *path == '\0') {
        errno = path == NULL ? EINVAL : ENOENT;
        return NULL;
    }
    if (stat(path, &there) < 0 || (*path != '/' && getcwd(room, sizeof(room)) == NULL))
        return NULL;
    if (*path != '/' && room[1] != '\0')
        end = room + strlen(room);
    end = add_names(room, end, path);
    if (end == NULL) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    if (end == room)
        *end++ = '/';
    *end = '\0';
    return resolved != NULL ? strcpy(resolved, room) : strdup(room);
}

/* Without slashes at the end of PATH, but for one at its beginning. */
static char *cut_slashes(char *path)
{
    char *end = path + strlen(path);

    while (end > path + 1 && end[-1] == '/')
        *--end = '\0';
    return end;
}

char *__xpg_basename(char *path)
{
    if (path == NULL || *path == '\0')
        return (char *)(uintptr_t) ".";
    char *end = cut_slashes(path);
    while (end > path && end[-1] != '/')
        end--;
    return *end == '\0' ? path : end;
}

char *dirname(char *path)
{
    char *end = path == NULL || *path == '\0' ? NULL : cut_slashes(path);

    while (end != NULL && end > path && end[-1] != '/')
        end--;
    if (end == NULL || end == path)
        return (char *)(uintptr_t) ".";
    *(end > path + 1 ? end - 1 : end) = '\0';
    cut_slashes(path);
    return path;
}
