/* kill: destroys each PID.
 *
 * usage: kill PID... */
#include <arguments.h>
#include <process.h>

int main(int argc, char *argv[])
{
    return argument_pids(argc, argv, process_destroy);
}
