/* Memory in the caller's frame on the stack, which is gone when it returns. */
#pragma once

#include <stddef.h>

#define alloca(size) __builtin_alloca(size)
