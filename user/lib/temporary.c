/* Files for a while. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "user/lib/stream.h"

enum { LETTERS = 6, TRIES = 1000, OWNERS_MODE = 0600 };

/* Each try of each process begins elsewhere. */
static uint32_t any_number(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)now.tv_nsec * 2654435761u ^ (uint32_t)getpid() << 16;
}

static void name(char *letters, uint32_t number)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz012345";

    for (int i = 0; i < LETTERS; i++, number >>= 5)
        letters[i] = alphabet[number % 32];
}

/* Where the letters stand that are replaced, SUFFIX bytes before the end; or NULL. */
static char *letters_of(char *text, int suffix)
{
    size_t length = strlen(text), behind = (size_t)suffix;

    if (suffix >= 0 && length >= LETTERS + behind &&
        memcmp(text + length - behind - LETTERS, "XXXXXX", LETTERS) == 0)
        return text + length - behind - LETTERS;
    errno = EINVAL;
    return NULL;
}

static int make_file(char *text, int suffix, int flags)
{
    char *letters = letters_of(text, suffix);

    for (int try = 0; letters != NULL && try < TRIES; try++) {
        name(letters, any_number());
        int fd = open(text, flags | O_RDWR | O_CREAT | O_EXCL, OWNERS_MODE);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

int mkstemp(char *text)
{
    return make_file(text, 0, 0);
}

int mkostemp(char *text, int flags)
{
    return make_file(text, 0, flags & ~O_ACCMODE);
}

int mkstemps(char *text, int suffix)
{
    return make_file(text, suffix, 0);
}

char *mkdtemp(char *text)
{
    char *letters = letters_of(text, 0);

    for (int try = 0; letters != NULL && try < TRIES; try++) {
        name(letters, any_number());
        if (mkdir(text, S_IRWXU) == 0)
            return text;
        if (errno != EEXIST)
            break;
    }
    return NULL;
}

char *mktemp(char *text)
{
    char *letters = letters_of(text, 0);

    for (int try = 0; letters != NULL && try < TRIES; try++) {
        name(letters, any_number());
        if (access(text, F_OK) < 0 && errno == ENOENT)
            return text;
    }
    *text = '\0';
    return text;
}

char *tmpnam(char *path)
{
    static char own[L_tmpnam];
    char *made = mktemp(strcpy(path == NULL ? own : path, P_tmpdir "/fileXXXXXX"));

    return *made == '\0' ? NULL : made;
}

char *tempnam(const char *folder, const char *prefix)
{
    char path[PATH_MAX];
    bool is_there = folder != NULL && access(folder, W_OK) == 0;

    snprintf(path, sizeof(path), "%s/%.5sXXXXXX", is_there ? folder : P_tmpdir,
             prefix == NULL ? "file" : prefix);
    return *mktemp(path) == '\0' ? NULL : strdup(path);
}

FILE *tmpfile(void)
{
    char path[] = "/tmp/XXXXXX";
    int fd = mkstemp(path);

    if (fd < 0)
        return NULL;
    unlink(path);
    FILE *file = stream_new(fd, STREAM_READ | STREAM_WRITE);
    if (file == NULL)
        close(fd);
    return file;
}

int remove(const char *path)
{
    int result = unlink(path);

    return result < 0 && errno == EISDIR ? rmdir(path) : result;
}
