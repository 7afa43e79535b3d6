/* Linux's other name for it. */
#pragma once

#include <sys/statfs.h>
