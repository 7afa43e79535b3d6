/* seq: counts from FIRST (1) to LAST, a number a line.
 *
 * usage: seq [FIRST [STEP]] LAST */
#include <arguments.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_number(const char *text, long long *number)
{
    char *end;

    errno = 0;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0;
}

int main(int argc, char *argv[])
{
    long long first = 1, step = 1, last;

    if (argc > 1 && strcmp(argv[1], "--") == 0)
        argc--, argv++;
    if (argc < 2 || argc > 4 || !read_number(argv[argc - 1], &last) ||
        (argc > 2 && !read_number(argv[1], &first)) ||
        (argc > 3 && (!read_number(argv[2], &step) || step == 0)))
        return usage("seq [FIRST [STEP]] LAST");
    bool is_over = false;
    for (long long i = first; !is_over && (step > 0 ? i <= last : i >= last);
         is_over = __builtin_add_overflow(i, step, &i))
        printf("%lld\n", i);
    return output_status("seq", EXIT_SUCCESS);
}
