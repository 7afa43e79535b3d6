/* Files for a while. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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

int mkstemp(char *text)
{
    size_t length = strlen(text);
    char *letters = text + length - LETTERS;

    if (length < LETTERS || strcmp(letters, "XXXXXX") != 0) {
        errno = EINVAL;
        return -1;
    }
    for (int try = 0; try < TRIES; try++) {
        name(letters, any_number());
        int fd = open(text, O_RDWR | O_CREAT | O_EXCL, OWNERS_MODE);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
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
    return unlink(path);
}
