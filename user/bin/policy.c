/* policy: who decides who runs next. Without arguments it shows the policy and its
 * parameters; with a name and parameters it changes it, for all processes at once.
 *
 * usage: policy [NAME [KEY=VALUE...]] */
#include <errno.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 6144 };

static char words[WORDS_MAX];

static int show(void)
{
    int error = policy_get(words, sizeof(words));
    if (error) {
        fprintf(stderr, "policy: %s\n", strerror(-error));
        return 1;
    }
    puts(words);
    return 0;
}

/* Joins the arguments with blanks. False if that is too long. */
static bool join(int argc, char *argv[])
{
    size_t length = 0;
    for (int i = 1; i < argc; i++) {
        size_t part = strlen(argv[i]);
        if (length + part + 2 > sizeof(words))
            return false;
        memcpy(words + length, argv[i], part);
        length += part;
        words[length++] = i + 1 < argc ? ' ' : '\0';
    }
    return true;
}

int main(int argc, char *argv[])
{
    uint32_t wrong = 0;
    if (argc == 1)
        return show();
    int error = join(argc, argv) ? policy_set(words, &wrong) : -E2BIG;
    if (error == -EINVAL) {
        char *end = strchr(words + wrong, ' ');
        if (end)
            *end = '\0';
        fprintf(stderr, "policy: wrong name, parameter or value: %s\n", words + wrong);
        return 2;
    }
    if (error)
        fprintf(stderr, "policy: %s\n", strerror(-error));
    return error ? 1 : 0;
}
