/* <string.h> and <strings.h>: results, not addresses. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void show(const char *what, const char *text)
{
    printf("%s: %s\n", what, text == NULL ? "none" : text);
}

static void searches(void)
{
    const char text[] = "to be or not to be";

    show("strchr", strchr(text, 'b'));
    show("strchr of the end", strchr(text, '\0'));
    show("strrchr", strrchr(text, 'o'));
    show("strstr", strstr(text, "not"));
    show("strstr of nothing", strstr(text, ""));
    show("strstr of what is not there", strstr(text, "nor"));
    show("strpbrk", strpbrk(text, "xyzr"));
    show("memchr", memchr(text, 'n', sizeof(text)));
    printf("%zu %zu\n", strspn(text, "to "), strcspn(text, "rn"));
    printf("%zu %zu\n", strnlen(text, 5), strnlen(text, 50));
}

static void comparisons(void)
{
    printf("%d %d %d\n", sign(strcmp("a", "b")), sign(strcmp("b", "a")),
           sign(strcmp("same", "same")));
    printf("%d %d\n", sign(strcmp("\x80", "a")), sign(strncmp("abcd", "abxy", 2)));
    printf("%d %d\n", sign(strcasecmp("HeLLo", "hEllO")),
           sign(strncasecmp("ABCd", "abce", 4)));
    printf("%d\n", sign(memcmp("a\0b", "a\0c", 3)));
}

static void copies(void)
{
    char buffer[16];

    memset(buffer, '#', sizeof(buffer));
    strncpy(buffer, "abc", 6);
    printf("%d %c\n", buffer[5], buffer[6]);
    strcpy(buffer, "one");
    strcat(buffer, " two");
    strncat(buffer, " three", 3);
    show("strncat", buffer);
    memmove(buffer + 2, buffer, 5);
    show("memmove", buffer);
    char *copy = strdup("copied"), *part = strndup("partly", 4);
    show("strdup", copy);
    show("strndup", part);
    free(copy);
    free(part);
}

static void words(void)
{
    char text[] = "  alpha,beta;;gamma ", *rest;

    for (char *word = strtok(text, " ,;"); word != NULL; word = strtok(NULL, " ,;"))
        show("word", word);
    char line[] = "a=1";
    show("before", strtok_r(line, "=", &rest));
    show("behind", strtok_r(NULL, "=", &rest));
    show("no more", strtok_r(NULL, "=", &rest));
}

static void errors(void)
{
    const int numbers[] = {0,      EPERM,  ENOENT, EINTR, EBADF,
                           ECHILD, EAGAIN, EFAULT, EPIPE, 9999};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        show("error", strerror(numbers[i]));
}

int main(void)
{
    searches();
    comparisons();
    copies();
    words();
    errors();
}
