/* Other programs. They get the caller's environment. */
#include <process.h>
#include <unistd.h>

#include "call.h"

__attribute__((weak)) char **environ;

pid_t process_create(const char *path, char *const argv[],
                     const struct process_options *options)
{
    return call_4(SYS_PROCESS_CREATE, word(path), word(argv), word(options),
                  word(environ));
}
