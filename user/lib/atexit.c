/* A list of functions, the last one first. A function that is being called is on it no more,
 * so one that calls exit itself does not come again. */
#include <stdlib.h>

#include "user/lib/exit.h"

struct called {
    struct called *next;
    void (*function)(void);
};

static struct called *functions;

int atexit(void (*function)(void))
{
    struct called *called = malloc(sizeof(*called));

    if (called == NULL)
        return -1;
    *called = (struct called){functions, function};
    functions = called;
    return 0;
}

void exit_call_functions(void)
{
    while (functions != NULL) {
        struct called *last = functions;

        functions = last->next;
        last->function();
    }
}
