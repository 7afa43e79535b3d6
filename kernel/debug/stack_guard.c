/* In a checked build a word stands between the buffers of a function and where it returns to. If
 * that has changed when it returns, a buffer was too short, and the kernel ends. The names are
 * the compiler's. */
#include <stdint.h>

#include "kernel/arch.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/symbols.h"

/* The same in each run. A string that is too long cannot have it: it begins with a NUL. */
extern uintptr_t __stack_chk_guard;
uintptr_t __stack_chk_guard = 0xFF0A0D00;

_Noreturn void __stack_chk_fail(void);
void __stack_chk_fail(void)
{
    uint32_t offset;
    arch_protect_variables(false); /* in a policy they are; nothing could be said */
    const char *name = symbol_find((uintptr_t)__builtin_return_address(0) - 1, &offset);
    panic("a buffer on the stack overflowed, in %s", name ? name : "a function");
}
