/* Puts a child in the foreground and ends before it: nobody is left who could give the console
 * back. */
#include <process.h>

int main(void)
{
    const struct process_options options = {.flags = PROCESS_FOREGROUND};
    char *const argv[] = {"sleep", "0.5", NULL};
    return process_create("/bin/sleep", argv, &options) < 0;
}
