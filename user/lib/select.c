#include <sys/select.h>

#include "call.h"

int select(int count, fd_set *restrict reads, fd_set *restrict writes,
           fd_set *restrict errors, struct timeval *restrict timeout)
{
    const uint32_t words[6] = {(uint32_t)count, word(reads), word(writes), word(errors),
                               word(timeout)};

    return posix_result(call_6(SYS_NEWSELECT, words));
}
