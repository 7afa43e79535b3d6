/* What a program finds on its stack: arguments, environment, auxiliary vector.
 * arguments: one two */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    PHENT = 4,
    PAGESZ = 6,
    BASE = 7,
    FLAGS = 8,
    UID = 11,
    EUID = 12,
    PLATFORM = 15,
    CLKTCK = 17,
    SECURE = 23,
    RANDOM = 25,
    EXECFN = 31,
};

/* Its value, or -1: TYPE is not in the vector. */
static long auxiliary(char **envp, uintptr_t type)
{
    while (*envp != NULL)
        envp++;
    for (uintptr_t *pair = (uintptr_t *)(envp + 1); pair[0] != 0; pair += 2)
        if (pair[0] == type)
            return (long)pair[1];
    return -1;
}

static void show(const char *name, char **envp, uintptr_t type)
{
    printf("%s %ld\n", name, auxiliary(envp, type));
}

int main(int argc, char *argv[], char *envp[])
{
    for (int i = 0; i < argc; i++)
        printf("[%s]\n", argv[i]);
    printf("%d\n", argv[argc] == NULL);
    printf("the environment is %sbehind argv\n", envp == argv + argc + 1 ? "" : "not ");
    show("header bytes", envp, PHENT);
    show("page bytes", envp, PAGESZ);
    show("interpreter at", envp, BASE);
    show("flags", envp, FLAGS);
    show("clock ticks", envp, CLKTCK);
    show("secure", envp, SECURE);
    printf("%s\n", (char *)auxiliary(envp, PLATFORM));
    printf("path ends in %s\n", strrchr((char *)auxiliary(envp, EXECFN), '/') + 1);
    printf("chance is %sthere\n", auxiliary(envp, RANDOM) > 0 ? "" : "not ");
    printf("one user: %d\n", auxiliary(envp, UID) == auxiliary(envp, EUID));
    return 0;
}
