/* The environment of floating point, of both units that the CPU may have: what is true of one
 * is made true of the other. [SDM 1 8.1, 10.2.3] */
#include <fenv.h>
#include <stdbool.h>
#include <string.h>

enum {
    ROUNDING = FE_TOWARDZERO, /* both bits of the control word, */
    MXCSR_ROUNDING_SHIFT = 3, /* which MXCSR has further up, */
    MXCSR_MASKS_SHIFT = 7,    /* and the masks of exceptions, too */
    ALL = 0x3F,               /* exceptions, with that of denormal numbers */
    CONTROL_DEFAULT = 0x37F,
    MXCSR_DEFAULT = 0x1F80,
    STATUS_SUMMARY = 0x80, /* one of those that happened is not masked */
    TAGS_EMPTY = 0xFFFF,
    CPUID_SSE = 1 << 25
};

static bool has_sse(void)
{
    unsigned a = 1, b, c, d;

    __asm__("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
    return d & CPUID_SSE;
}

/* FNSTENV masks all exceptions, so what was stored is loaded again. */
int fegetenv(fenv_t *environment)
{
    __asm__ volatile("fnstenv %0\n fldenv %0" : "=m"(*environment));
    environment->mxcsr = MXCSR_DEFAULT;
    if (has_sse())
        __asm__ volatile("stmxcsr %0" : "=m"(environment->mxcsr));
    return 0;
}

static void load(const fenv_t *environment)
{
    __asm__ volatile("fldenv %0" : : "m"(*environment));
    if (has_sse())
        __asm__ volatile("ldmxcsr %0" : : "m"(environment->mxcsr));
}

int fesetenv(const fenv_t *environment)
{
    static const fenv_t standard = {
        .control = CONTROL_DEFAULT, .tags = TAGS_EMPTY, .mxcsr = MXCSR_DEFAULT};

    load(environment == FE_DFL_ENV ? &standard : environment);
    return 0;
}

/* --- What has happened --- */

/* Of EXCEPTIONS those of HAPPENED have, and no others. */
static void set_happened(int exceptions, int happened)
{
    fenv_t now;
    unsigned changed = (unsigned)exceptions & ALL;

    fegetenv(&now);
    now.mxcsr &= ~changed;
    now.status &= ~(changed | STATUS_SUMMARY);
    now.status |= (unsigned)happened & changed;
    if (now.status & ~now.control & ALL)
        now.status |= STATUS_SUMMARY;
    load(&now);
}

int feclearexcept(int exceptions)
{
    set_happened(exceptions, 0);
    return 0;
}

/* Which of EXCEPTIONS have happened. */
static int happened_of(int exceptions)
{
    fenv_t now;

    fegetenv(&now);
    return (int)(now.status | now.mxcsr) & exceptions & FE_ALL_EXCEPT;
}

int fetestexcept(int exceptions)
{
    return happened_of(exceptions);
}

int fegetexceptflag(fexcept_t *flags, int exceptions)
{
    *flags = (fexcept_t)happened_of(exceptions);
    return 0;
}

int fesetexceptflag(const fexcept_t *flags, int exceptions)
{
    set_happened(exceptions, *flags);
    return 0;
}

int feraiseexcept(int exceptions)
{
    set_happened(exceptions, exceptions);
    __asm__ volatile("fwait");
    return 0;
}

/* --- Rounding --- */

int fegetround(void)
{
    fenv_t now;

    fegetenv(&now);
    return (int)now.control & ROUNDING;
}

int fesetround(int direction)
{
    fenv_t now;

    if (direction & ~ROUNDING)
        return 1;
    fegetenv(&now);
    now.control = (now.control & ~(unsigned)ROUNDING) | (unsigned)direction;
    now.mxcsr &= ~((unsigned)ROUNDING << MXCSR_ROUNDING_SHIFT);
    now.mxcsr |= (unsigned)direction << MXCSR_ROUNDING_SHIFT;
    load(&now);
    return 0;
}

/* --- Which ones give SIGFPE --- */

/* Those of MASKED do not; the others that did before. */
static int mask(unsigned masked, unsigned changed)
{
    fenv_t now;

    if (changed & ~(unsigned)FE_ALL_EXCEPT)
        return -1;
    fegetenv(&now);
    int before = (int)(~now.control & FE_ALL_EXCEPT);
    now.control = (now.control & ~changed) | masked;
    now.mxcsr &= ~(changed << MXCSR_MASKS_SHIFT);
    now.mxcsr |= masked << MXCSR_MASKS_SHIFT;
    load(&now);
    return before;
}

int feenableexcept(int exceptions)
{
    return mask(0, (unsigned)exceptions);
}

int fedisableexcept(int exceptions)
{
    return mask((unsigned)exceptions, (unsigned)exceptions);
}

int fegetexcept(void)
{
    return mask(0, 0);
}

/* --- All of it --- */

int feholdexcept(fenv_t *environment)
{
    fegetenv(environment);
    feclearexcept(FE_ALL_EXCEPT);
    fedisableexcept(FE_ALL_EXCEPT);
    return 0;
}

int feupdateenv(const fenv_t *environment)
{
    int happened = happened_of(FE_ALL_EXCEPT);

    fesetenv(environment);
    if (happened != 0)
        feraiseexcept(happened);
    return 0;
}
