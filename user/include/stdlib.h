/* Memory, numbers from text and by chance, sorting, the environment, the end of a program.
 * [C11 7.22, POSIX stdlib.h] */
#pragma once

#include <alloca.h>
#include <stddef.h>
#include <sys/types.h>

#include "abi/wait.h" /* what system returns is as waitpid tells it */

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define EXIT_USAGE   2 /* wrong arguments */
#define MB_CUR_MAX   1

/* Memory for SIZE bytes, aligned to 16; NULL and ENOMEM if there is none. calloc's is
 * zeroed. realloc keeps the contents; after a failure BYTES is as it was. free(NULL) does
 * nothing; freeing twice ends the program by an assertion, as long as nobody has the
 * memory again. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *bytes, size_t size);
void *reallocarray(void *bytes, size_t count, size_t size);
void free(void *bytes);
/* ALIGNMENT is a power of two; EINVAL. posix_memalign returns the error. */
void *aligned_alloc(size_t alignment, size_t size);
int posix_memalign(void **bytes, size_t alignment, size_t size);
void *valloc(size_t size); /* of whole pages */

/* The number at the beginning of TEXT, behind blanks and a sign, in BASE 2 to 36, or 0:
 * as C writes numbers. *END, unless NULL, is behind it: TEXT if there is none. A number
 * that does not fit gives the nearest that does, and ERANGE; another BASE gives 0 and
 * EINVAL. */
int atoi(const char *text);
long atol(const char *text);
long long atoll(const char *text);
long strtol(const char *text, char **end, int base);
long long strtoll(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
unsigned long long strtoull(const char *text, char **end, int base);

/* The nearest floating-point number; ERANGE and an infinity, or next to nothing, where it has
 * none. */
double atof(const char *text);
float strtof(const char *text, char **end);
double strtod(const char *text, char **end);
long double strtold(const char *text, char **end);

/* Numbers from 0 to RAND_MAX that look like chance; the same ones for the same SEED. */
#define RAND_MAX 0x7fffffff
int rand(void);
void srand(unsigned seed);
int rand_r(unsigned *seed);
long random(void);
void srandom(unsigned seed);
/* random goes on in STATE, SIZE bytes of the caller's, 8 to 256; or in one that was left. The
 * one before. */
char *initstate(unsigned seed, char *state, size_t size);
char *setstate(char *state);

/* The same of 48 bits: from 0 to 1; to 2^31; from -2^31 to 2^31. Those with WORDS have their
 * number there. */
double drand48(void);
double erand48(unsigned short words[3]);
long lrand48(void);
long nrand48(unsigned short words[3]);
long mrand48(void);
long jrand48(unsigned short words[3]);
void srand48(long seed);
unsigned short *seed48(unsigned short words[3]);
void lcong48(unsigned short words[7]);

typedef struct {
    int quot, rem;
} div_t;
typedef struct {
    long quot, rem;
} ldiv_t;
typedef struct {
    long long quot, rem;
} lldiv_t;

int abs(int number);
long labs(long number);
long long llabs(long long number);
div_t div(int dividend, int divisor);
ldiv_t ldiv(long dividend, long divisor);
lldiv_t lldiv(long long dividend, long long divisor);

/* Sorts COUNT things of SIZE bytes each by COMPARE; equal ones may change places. bsearch: one
 * that is equal to KEY among sorted ones; NULL: none is. */
void qsort(void *things, size_t count, size_t size,
           int (*compare)(const void *a, const void *b));
void qsort_r(void *things, size_t count, size_t size,
             int (*compare)(const void *a, const void *b, void *context), void *context);
void *bsearch(const void *key, const void *things, size_t count, size_t size,
              int (*compare)(const void *key, const void *thing));

/* The environment: strings NAME=VALUE. -1 and errno: EINVAL, NAME is empty or has a `=`;
 * ENOMEM. putenv's TEXT itself becomes part of it. */
char *getenv(const char *name);
char *secure_getenv(const char *name);
int setenv(const char *name, const char *value, int overwrite);
int unsetenv(const char *name);
int putenv(char *text);
int clearenv(void);

/* Ends the program with CODE: what atexit was given is called, last first, and what is
 * buffered is written. _Exit does neither. atexit returns 0, or -1 for want of memory. */
_Noreturn void exit(int code);
_Noreturn void _Exit(int code);
int atexit(void (*function)(void));
/* The same with functions of its own, 32 at most; what is buffered is lost. */
_Noreturn void quick_exit(int code);
int at_quick_exit(void (*function)(void));
/* In a way that its parent sees as no ordinary end. */
_Noreturn void abort(void);

/* Runs COMMAND by the shell and waits for it: a status as waitpid's, or -1 and errno. NULL:
 * whether there is a shell. */
int system(const char *command);

/* TEMPLATE ends with XXXXXX, which is replaced so that the file is new. A descriptor, open to
 * read and write; or -1 and errno. */
int mkstemp(char *text);
/* The same with open's FLAGS besides, and with something behind the XXXXXX: SUFFIX bytes. */
int mkostemp(char *text, int flags);
int mkstemps(char *text, int suffix);
/* A folder; a name alone, empty if there was no free one. */
char *mkdtemp(char *text);
char *mktemp(char *text);

/* PATH without `.`, `..` and what is twice; malloc's, if RESOLVED is NULL. It must be there. */
char *realpath(const char *restrict path, char *restrict resolved);

/* The next word of *OPTIONS, which ends at a comma: which of NAMES it is, up to its `=`, and
 * *VALUE is behind that, or NULL; or -1, and *VALUE is the word. */
int getsubopt(char **options, char *const *names, char **value);

/* Numbers as digits of 64, `.` the first. */
long a64l(const char *text);
char *l64a(long number);

/* Characters of several bytes: in C's locale there are none. -1: EILSEQ. */
int mblen(const char *text, size_t size);
int mbtowc(wchar_t *restrict wide, const char *restrict text, size_t size);
int wctomb(char *text, wchar_t wide);
size_t mbstowcs(wchar_t *restrict wide, const char *restrict text, size_t size);
size_t wcstombs(char *restrict text, const wchar_t *restrict wide, size_t size);
