/* chmod: who may do what with files: MODE is an octal number, or u+x, go-rw, =r and the like:
 * the user who owns them, group, others or all.
 *
 * usage: chmod MODE FILE... */
#include <arguments.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Whom TEXT begins with, by their bits; if nobody: all. */
static mode_t take_who(const char **text)
{
    mode_t who = 0;

    for (; **text != '\0' && strchr("ugoa", **text) != NULL; ++*text)
        who |= **text == 'u'   ? S_IRWXU
               : **text == 'g' ? S_IRWXG
               : **text == 'o' ? S_IRWXO
                               : ACCESSPERMS;
    return who != 0 ? who : ACCESSPERMS;
}

/* Of MODE what TEXT makes of it; false: it is none. */
static bool change(const char *text, mode_t *mode)
{
    static const char letters[] = "xwr";
    mode_t bits = 0;
    char *end;

    if (*text >= '0' && *text <= '7') {
        *mode = (mode_t)strtoul(text, &end, 8);
        return *end == '\0' && *mode <= ALLPERMS;
    }
    mode_t who = take_who(&text);
    char sign = *text;
    if (sign == '\0' || strchr("+-=", sign) == NULL)
        return false;
    for (text++; *text != '\0'; text++) {
        const char *letter = strchr(letters, *text);

        if (letter == NULL)
            return false;
        bits |= (mode_t)0111 << (letter - letters);
    }
    bits &= who;
    *mode = sign == '+' ? *mode | bits : *mode & ~(sign == '-' ? bits : who);
    *mode |= sign == '=' ? bits : 0;
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
