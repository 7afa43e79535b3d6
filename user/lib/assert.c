/* Said by single writes: malloc has assertions, and a program with malloc alone needs no
 * printf. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 256, DIGITS = 10 };

static void append(char *line, const char *text)
{
    strlcat(line, text, LINE_BYTES);
}

static void append_number(char *line, int number)
{
    char digits[DIGITS + 1], *first = digits + DIGITS;

    *first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    append(line, first);
}

_Noreturn void assert_failed(const char *condition, const char *file, int line,
                             const char *function)
{
    char text[LINE_BYTES] = "";

    append(text, file);
    append(text, ":");
    append_number(text, line);
    append(text, ": ");
    append(text, function);
    append(text, ": Assertion `");
    append(text, condition);
    append(text, "' failed.\n");
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        abort();
    abort();
}
