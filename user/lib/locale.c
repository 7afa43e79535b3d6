#include <limits.h>
#include <locale.h>
#include <stddef.h>
#include <string.h>

char *setlocale(int category, const char *locale)
{
    static char name[] = "C";
    bool is_known = category >= LC_CTYPE && category <= LC_ALL &&
                    (locale == NULL || *locale == '\0' || strcmp(locale, "C") == 0 ||
                     strcmp(locale, "POSIX") == 0);

    return is_known ? name : NULL;
}

struct lconv *localeconv(void)
{
    static char point[] = ".", none[] = "";
    static struct lconv conventions = {
        point,    none,     none,     none,     none,     none,     none,     none,
        none,     none,     CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX,
        CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX, CHAR_MAX};

    return &conventions;
}
