/* What other files of this folder need of the power-off. */
#pragma once

#include <stdbool.h>

/* Every process ends, and nobody is left to be told of it. power.c changes it. */
extern bool process_powers_off;
