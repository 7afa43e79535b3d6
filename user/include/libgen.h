/* The parts of a path. [POSIX libgen.h] */
#pragma once

/* The folder of what PATH leads to, and its name there. Both may change PATH, and return it, a part of
 * it, or ".". */
char *dirname(char *path);
char *__xpg_basename(char *path);
#define basename __xpg_basename /* that of <string.h> is GNU's */
