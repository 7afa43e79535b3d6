/* chmod: who may do what with files: MODE is an octal number, or +x, -w and the like, for all.
 *
 * usage: chmod MODE FILE... */
#include <arguments.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Of MODE what TEXT makes of it; false: it is none. */
static bool change(const char *text, mode_t *mode)
{
    static const char letters[] = "xwr";
    bool is_more = *text == '+';
    char *end;
    mode_t bits = 0;

    if (!is_more && *text != '-') {
        *mode = (mode_t)strtoul(text, &end, 8);
        return *text >= '0' && *end == '\0' && *mode <= ALLPERMS;
    }
    for (text++; *text != '\0'; text++) {
        const char *letter = strchr(letters, *text);

        if (letter == NULL)
            return false;
        bits |= (mode_t)0111 << (letter - letters);
    }
    *mode = is_more ? *mode | bits : *mode & ~bits;
    return true;
}

static bool change_file(const char *text, const char *path)
{
    struct stat status;

    if (stat(path, &status) < 0)
        return false;
    mode_t mode = status.st_mode & ALLPERMS;
    return change(text, &mode) && chmod(path, mode) == 0;
}

int main(int argc, char *argv[])
{
    int status = EXIT_SUCCESS;
    mode_t mode = 0;

    if (argc < 3 || !change(argv[1], &mode))
        return usage("chmod MODE FILE...");
    for (int i = 2; i < argc; i++)
        if (!change_file(argv[1], argv[i])) {
            fprintf(stderr, "chmod: %s: %s\n", argv[i], strerror(errno));
            status = EXIT_FAILURE;
        }
    return status;
}
