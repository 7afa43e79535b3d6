/* Memory, numbers from text and by chance, the end of a program. [C11 7.22] */
#pragma once

#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define EXIT_USAGE   2 /* wrong arguments */

/* Memory for SIZE bytes, aligned to 16; NULL and ENOMEM if there is none. calloc's is
 * zeroed. realloc keeps the contents; after a failure BYTES is as it was. free(NULL) does
 * nothing; freeing twice ends the program by an assertion, as long as nobody has the
 * memory again. */
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *bytes, size_t size);
void free(void *bytes);

/* The number at the beginning of TEXT, behind blanks and a sign, in BASE 2 to 36, or 0:
 * as C writes numbers. *END, unless NULL, is behind it: TEXT if there is none. A number
 * that does not fit gives the nearest that does, and ERANGE; another BASE gives 0 and
 * EINVAL. */
int atoi(const char *text);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
unsigned long long strtoull(const char *text, char **end, int base);

/* Numbers from 0 to RAND_MAX that look like chance; the same ones for the same SEED. */
#define RAND_MAX 0x7fffffff
int rand(void);
void srand(unsigned seed);

/* Ends the program: with CODE, or in a way that its parent sees as a fault. */
_Noreturn void exit(int code);
_Noreturn void abort(void);
