/* Room for floating-point registers, which threads have from their first use on. */
#pragma once

#include "kernel/arch.h"

/* The thread of TO gets a copy of FROM's registers, if that has any. 0 or -ENOMEM. */
MUST_CHECK int fpu_copy(struct arch_stack *to, struct arch_stack *from);
