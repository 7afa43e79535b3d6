/* The first eight colours, which every terminal has. */
#include <colour.h>

static const char *const colours[] = {
    [STATE_NEW] = "\x1b[34m",     [STATE_READY] = "\x1b[33m",
    [STATE_RUNNING] = "\x1b[32m", [STATE_BLOCKED] = "\x1b[36m",
    [STATE_ZOMBIE] = "\x1b[31m",
};

const char *colour_begin(const struct process_status *status, bool wanted)
{
    if (!wanted)
        return "";
    return status->suspended ? "\x1b[35m" : colours[status->state];
}

const char *colour_end(bool wanted)
{
    return wanted ? "\x1b[0m" : "";
}
