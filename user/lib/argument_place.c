#include <arguments.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

bool argument_place(const char *target, const char *file, char path[PATH_MAX])
{
    struct stat found;
    bool is_directory = stat(target, &found) == 0 && S_ISDIR(found.st_mode);
    size_t length = strlen(file);

    while (length > 1 && file[length - 1] == '/')
        length--;
    size_t start = length;
    while (start > 0 && file[start - 1] != '/')
        start--;
    int size = is_directory ? snprintf(path, PATH_MAX, "%s/%.*s", target,
                                       (int)(length - start), file + start)
                            : snprintf(path, PATH_MAX, "%s", target);
    if (size < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}
