/* Floating point: how results are rounded, and what has happened to them. [C11 7.6, with
 * Linux's values for i386] Both units of the CPU are meant, x87 and SSE.
 *
 * The functions with a result of type int give 0, or another number if that cannot be, where
 * no other result is told. */
#pragma once

#define FE_INVALID    0x01
#define FE_DENORMAL   0x02 /* not one of FE_ALL_EXCEPT */
#define FE_DIVBYZERO  0x04
#define FE_OVERFLOW   0x08
#define FE_UNDERFLOW  0x10
#define FE_INEXACT    0x20
#define FE_ALL_EXCEPT 0x3D

#define FE_TONEAREST  0x000
#define FE_DOWNWARD   0x400
#define FE_UPWARD     0x800
#define FE_TOWARDZERO 0xC00

typedef unsigned short fexcept_t;

typedef struct { /* as FNSTENV stores it, and SSE's control and status */
    unsigned control, status, tags;
    unsigned instruction, instruction_segment, operand, operand_segment;
    unsigned mxcsr;
} fenv_t;

#define FE_DFL_ENV ((const fenv_t *)-1)

/* --- What has happened: of EXCEPTIONS --- */

int feclearexcept(int exceptions);
int fetestexcept(int exceptions);
/* Makes them happen: SIGFPE if one is not masked. */
int feraiseexcept(int exceptions);
int fegetexceptflag(fexcept_t *flags, int exceptions);
int fesetexceptflag(const fexcept_t *flags, int exceptions);

/* --- Rounding --- */

int fegetround(void);
int fesetround(int direction);

/* --- All of it. feholdexcept also clears what has happened, and masks all; feupdateenv makes
 * happen, in the other environment, what has in this one. --- */

int fegetenv(fenv_t *environment);
int feholdexcept(fenv_t *environment);
int fesetenv(const fenv_t *environment);
int feupdateenv(const fenv_t *environment);

/* --- GNU's: which of them give SIGFPE; those that did before, or -1 --- */

int feenableexcept(int exceptions);
int fedisableexcept(int exceptions);
int fegetexcept(void);
