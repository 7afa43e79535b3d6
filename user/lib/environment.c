/* The environment. The kernel puts it above the stack; the first change moves the list, not
 * the strings, into memory of its own, which grows by one entry at a time. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;
static char **own; /* what environ is, once it was changed */

/* The length of NAME; 0 and EINVAL if it cannot be one. */
static size_t name_length(const char *name)
{
    size_t length = name == NULL ? 0 : strcspn(name, "=");

    if (length > 0 && name[length] == '\0')
        return length;
    errno = EINVAL;
    return 0;
}

/* Where the entry of the name at TEXT is, or where the list ends. */
static size_t find(const char *text, size_t length)
{
    size_t i = 0;

    while (environ != NULL && environ[i] != NULL &&
           (strncmp(environ[i], text, length) != 0 || environ[i][length] != '='))
        i++;
    return i;
}

static bool is_entry(size_t i)
{
    return environ != NULL && environ[i] != NULL;
}

char *getenv(const char *name)
{
    size_t length = strlen(name), i = find(name, length);

    return is_entry(i) ? environ[i] + length + 1 : NULL;
}

/* Makes TEXT the entry at I, which may be the end of the list. */
static int put(size_t i, char *text)
{
    if (is_entry(i)) {
        environ[i] = text;
        return 0;
    }
    char **longer = realloc(environ == own ? own : NULL, (i + 2) * sizeof(*longer));
    if (longer == NULL)
        return -1;
    if (environ != own && i > 0)
        memcpy(longer, environ, i * sizeof(*longer));
    longer[i] = text;
    longer[i + 1] = NULL;
    environ = own = longer;
    return 0;
}

int putenv(char *text)
{
    size_t length = strcspn(text, "=");

    return text[length] == '=' ? put(find(text, length), text) : unsetenv(text);
}

int setenv(const char *name, const char *value, int overwrite)
{
    size_t length = name_length(name);

    if (length == 0)
        return -1;
    size_t i = find(name, length);
    if (is_entry(i) && !overwrite)
        return 0;
    char *text = malloc(length + strlen(value) + 2);
    if (text == NULL)
        return -1;
    strcpy(stpcpy(stpcpy(text, name), "="), value);
    if (put(i, text) == 0)
        return 0;
    free(text);
    return -1;
}

int unsetenv(const char *name)
{
    size_t length = name_length(name);

    if (length == 0)
        return -1;
    for (size_t i; is_entry(i = find(name, length));)
        do
            environ[i] = environ[i + 1];
        while (environ[i++] != NULL);
    return 0;
}

int clearenv(void)
{
    environ = NULL;
    return 0;
}
