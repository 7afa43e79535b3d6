/* What older programs take from here. [BSD] */
#pragma once

#include <limits.h>

#define MAXPATHLEN     PATH_MAX
#define MAXHOSTNAMELEN HOST_NAME_MAX
#define NBBY           CHAR_BIT
#define MIN(a, b)      ((a) < (b) ? (a) : (b))
#define MAX(a, b)      ((a) > (b) ? (a) : (b))
