/* The quick end of a program. */
#include <stdlib.h>
#include <unistd.h>

enum { FUNCTIONS_MAX = 32 }; /* so many C promises */

static void (*functions[FUNCTIONS_MAX])(void);
static int function_count;

int at_quick_exit(void (*function)(void))
{
    if (function_count == FUNCTIONS_MAX)
        return -1;
    functions[function_count++] = function;
    return 0;
}

/* A function that is being called is on the list no more, as in exit. */
_Noreturn void quick_exit(int code)
{
    while (function_count > 0)
        functions[--function_count]();
    _exit(code);
}
