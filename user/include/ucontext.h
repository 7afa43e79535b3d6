/* What a handler gets as its third argument: <signal.h> has it. */
#pragma once

#include <signal.h>
