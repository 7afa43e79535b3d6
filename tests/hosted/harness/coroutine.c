#include "tests/hosted/harness/coroutine.h"

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <stdbool.h>

/* Newer compilers give each stack a second one, to find who uses a variable of a function that
 * has returned; those of stacks that are left in their midst, as here, never come back. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "detect_stack_use_after_return=0";
}

void coroutine_init(struct coroutine *coroutine, void *stack, size_t size,
                    void (*begin)(void))
{
    ASAN_UNPOISON_MEMORY_REGION(stack, size);
    *coroutine = (struct coroutine){.bottom = stack, .size = size};
    getcontext(&coroutine->context);
    coroutine->context.uc_stack.ss_sp = stack;
    coroutine->context.uc_stack.ss_size = size;
    makecontext(&coroutine->context, begin, 0);
}

void coroutine_begin(struct coroutine *first)
{
    if (first)
        __sanitizer_finish_switch_fiber(NULL, &first->bottom, &first->size);
    else
        __sanitizer_finish_switch_fiber(NULL, NULL, NULL);
}

/* Not by swapcontext: the sanitizer has put a warning in its place, which does not know
 * that it is told of each switch here. */
void coroutine_switch(struct coroutine *from, struct coroutine *to)
{
    volatile bool is_back = false;
    __sanitizer_start_switch_fiber(&from->fake_stack, to->bottom, to->size);
    getcontext(&from->context);
    if (!is_back) {
        is_back = true;
        setcontext(&to->context);
    }
    __sanitizer_finish_switch_fiber(from->fake_stack, NULL, NULL);
}
