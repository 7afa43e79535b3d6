/* Apart from <stdlib.h>'s functions, so that a program without assertions has no printf
 * in it. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void assert_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    abort();
}
