/* <fenv.h>: how results are rounded, what has happened to them, and who inherits it. */
#define _GNU_SOURCE
#include <fenv.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile double zero = 0, one = 1, three = 3, huge = 1e300, tiny = 1e-300;
static volatile double half = 1.5, minus_half = -0.5;

static void show(const char *what, int result)
{
    printf("%s: %x, direction %x, happened %x\n", what, (unsigned)result,
           (unsigned)fegetround(), (unsigned)fetestexcept(FE_ALL_EXCEPT));
    fflush(stdout);
    feclearexcept(FE_ALL_EXCEPT);
}

static void rounding(void)
{
    static const int directions[] = {FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO, FE_TONEAREST};
    for (int i = 0; i < 4; i++) {
        int result = fesetround(directions[i]);
        volatile float third = (float)(one / three), minus = (float)(-one / three);
        volatile double rounded = rint(half), rounded_minus = rint(minus_half);
        fesetround(FE_TONEAREST);
        printf("%d: %a %a %.1f %.1f\n", result, third, minus, rounded, rounded_minus);
    }
    show("no direction", fesetround(0x123));
}

static void happening(void)
{
    volatile double result = one / zero;
    show("by zero", result > huge);
    result = zero / zero;
    show("invalid", result != result);
    result = huge * huge;
    show("overflow", result > huge);
    result = tiny * tiny;
    show("underflow", result == 0);
    result = one / three;
    show("inexact", fetestexcept(FE_OVERFLOW));
    show("raised", feraiseexcept(FE_OVERFLOW | FE_INVALID));
    feraiseexcept(FE_ALL_EXCEPT);
    show("cleared", feclearexcept(FE_INEXACT | FE_DIVBYZERO));
}

static void flags(void)
{
    fexcept_t kept;
    feraiseexcept(FE_DIVBYZERO | FE_INEXACT);
    show("got", fegetexceptflag(&kept, FE_DIVBYZERO));
    feraiseexcept(FE_UNDERFLOW);
    show("set", fesetexceptflag(&kept, FE_DIVBYZERO | FE_UNDERFLOW));
}

static void environments(void)
{
    fenv_t kept;
    fesetround(FE_UPWARD);
    feraiseexcept(FE_OVERFLOW);
    show("held", feholdexcept(&kept));
    fesetround(FE_DOWNWARD);
    feraiseexcept(FE_DIVBYZERO);
    show("updated", feupdateenv(&kept));
    show("set", fesetenv(&kept));
    show("default", fesetenv(FE_DFL_ENV));
}

static void inherited(void)
{
    fesetround(FE_TOWARDZERO);
    feraiseexcept(FE_INVALID);
    if (fork() == 0) {
        show("child", 0);
        _exit(0);
    }
    wait(NULL);
    fesetround(FE_UPWARD);
    show("parent", 0);
    fesetround(FE_TONEAREST);
}

int main(void)
{
    rounding();
    happening();
    flags();
    environments();
    inherited();
    show("enabled", feenableexcept(FE_DIVBYZERO | FE_INVALID));
    show("which", fegetexcept());
    show("disabled", fedisableexcept(FE_INVALID));
    show("which", fegetexcept());
    fedisableexcept(FE_ALL_EXCEPT);
    return 0;
}
