/* The end of a program. What a program does not use it does not have: the weak names are 0
 * in one without atexit, or without streams. */
#include <stdlib.h>
#include <unistd.h>

#include "user/lib/exit.h"

_Noreturn void exit(int code)
{
    if (exit_call_functions)
        exit_call_functions();
    if (exit_flush_streams)
        exit_flush_streams();
    _exit(code);
}

_Noreturn void _Exit(int code)
{
    _exit(code);
}
