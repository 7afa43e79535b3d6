/* The numbers of <abi/process.h> and <abi/trace.h> in words, as programs print them. */
#pragma once

#include "abi/names.h"
