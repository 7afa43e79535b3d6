/* In a checked build the compiler calls these where a program of C has no meaning, just before
 * it happens: each is a panic that says what, with the values, and where. The kernel does not
 * go on: what comes after undefined behaviour is of no use to anybody.
 *
 * Values come as a word; those of 64 bits by their address. [Clang UndefinedBehaviorSanitizer;
 * compiler-rt/lib/ubsan/ubsan_handlers.h has the structs] */
#include <stdbool.h>

#include "kernel/arch.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/sanitizer.h"

struct type {
    uint16_t kind; /* 0: an integer */
    uint16_t info; /* bit 0: it is signed; above: the logarithm of its bits */
    char name[];   /* in quotes */
};

struct at {
    struct sanitizer_place place;
};

struct at_type {
    struct sanitizer_place place;
    const struct type *type;
};

struct at_types {
    struct sanitizer_place place;
    const struct type *left, *right;
};

struct at_pointer {
    struct sanitizer_place place;
    const struct type *type;
    uint8_t alignment_shift, use;
};

struct at_argument {
    struct sanitizer_place place, attribute;
    int number;
};

/* Where it is in a policy from outside, what panic() needs is not writable. */
#define UNDEFINED(at, ...)                                                               \
    (arch_protect_variables(false), panic_at((at)->place.file, (int)(at)->place.line,    \
                                             "undefined behaviour: " __VA_ARGS__))

/* The compiler declares none of them. */
#define HANDLER(name, ...)                                                               \
    SANITIZER_CALL _Noreturn void __ubsan_handle_##name(__VA_ARGS__);                    \
    _Noreturn void __ubsan_handle_##name(__VA_ARGS__)

static bool is_wide(const struct type *type)
{
    return type->info >> 1 > 5;
}

static bool is_signed(const struct type *type)
{
    return type->info & 1;
}

static long long number(const struct type *type, uintptr_t value)
{
    if (is_wide(type))
        return *(const long long *)value;
    return is_signed(type) ? (long long)(int32_t)value : (long long)(uint32_t)value;
}

HANDLER(add_overflow_abort, const struct at_type *at, uintptr_t left, uintptr_t right)
{
    UNDEFINED(at, "%lld + %lld does not fit into %s", number(at->type, left),
              number(at->type, right), at->type->name);
}

HANDLER(sub_overflow_abort, const struct at_type *at, uintptr_t left, uintptr_t right)
{
    UNDEFINED(at, "%lld - %lld does not fit into %s", number(at->type, left),
              number(at->type, right), at->type->name);
}

HANDLER(mul_overflow_abort, const struct at_type *at, uintptr_t left, uintptr_t right)
{
    UNDEFINED(at, "%lld * %lld does not fit into %s", number(at->type, left),
              number(at->type, right), at->type->name);
}

HANDLER(negate_overflow_abort, const struct at_type *at, uintptr_t value)
{
    UNDEFINED(at, "-(%lld) does not fit into %s", number(at->type, value),
              at->type->name);
}

HANDLER(divrem_overflow_abort, const struct at_type *at, uintptr_t left, uintptr_t right)
{
    UNDEFINED(at, "%lld / %lld has no result in %s", number(at->type, left),
              number(at->type, right), at->type->name);
}

HANDLER(shift_out_of_bounds_abort, const struct at_types *at, uintptr_t left,
        uintptr_t right)
{
    UNDEFINED(at, "%lld, %s, shifted by %lld", number(at->left, left), at->left->name,
              number(at->right, right));
}

HANDLER(out_of_bounds_abort, const struct at_types *at, uintptr_t index)
{
    UNDEFINED(at, "index %lld of %s", number(at->right, index), at->left->name);
}

HANDLER(vla_bound_not_positive_abort, const struct at_type *at, uintptr_t bound)
{
    UNDEFINED(at, "an array of length %lld", number(at->type, bound));
}

HANDLER(load_invalid_value_abort, const struct at_type *at, uintptr_t value)
{
    UNDEFINED(at, "%lld is no value of %s", number(at->type, value), at->type->name);
}

HANDLER(type_mismatch_v1_abort, const struct at_pointer *at, uintptr_t pointer)
{
    if (!pointer)
        UNDEFINED(at, "a null pointer to %s", at->type->name);
    if (pointer & ((1u << at->alignment_shift) - 1))
        UNDEFINED(at, "%08lx is not aligned for %s", (unsigned long)pointer,
                  at->type->name);
    UNDEFINED(at, "no room for %s at %08lx", at->type->name, (unsigned long)pointer);
}

HANDLER(pointer_overflow_abort, const struct at *at, uintptr_t base, uintptr_t result)
{
    UNDEFINED(at, "pointer %08lx moved to %08lx", (unsigned long)base,
              (unsigned long)result);
}

HANDLER(nonnull_arg_abort, const struct at_argument *at)
{
    UNDEFINED(at, "argument %d is a null pointer", at->number);
}

HANDLER(invalid_builtin_abort, const struct at *at)
{
    UNDEFINED(at, "the bits of 0 are counted");
}

HANDLER(builtin_unreachable, const struct at *at)
{
    UNDEFINED(at, "this line cannot be reached");
}

HANDLER(missing_return, const struct at *at)
{
    UNDEFINED(at, "a function ends without a result");
}
