#include "kernel/clock/pause.h"

#include "kernel/arch.h"
#include "kernel/debug/panic.h"

uint32_t pause_worked, pause_late_ticks;
bool pause_is_open, pause_has_ticks;

void kernel_pause(void)
{
    ASSERT(!pause_is_open);
    pause_worked = 0;
    pause_is_open = true;
    arch_pause();
    pause_is_open = false;
}
