/* getenv and its kin, on an environment of its own. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static void show(const char *name)
{
    const char *value = getenv(name);

    printf("%s=%s\n", name, value == NULL ? "(none)" : value);
}

int main(void)
{
    static char own[] = "OWN=first";

    clearenv();
    show("A");
    printf("%d\n", setenv("A", "1", 0));
    printf("%d\n", setenv("A", "2", 0));
    show("A");
    setenv("A", "3", 1);
    setenv("AB", "longer", 1);
    show("A");
    show("AB");
    putenv(own);
    own[4] = 'F';
    show("OWN");
    errno = 0;
    printf("%d", setenv("A=B", "x", 1));
    printf(" %d\n", errno == EINVAL);
    printf("%d %d\n", unsetenv("A"), unsetenv("never there"));
    show("A");
    int count = 0;
    for (char **entry = environ; *entry != NULL; entry++)
        count++;
    printf("%d entries\n", count);
    return 0;
}
