/* suspend: takes each PID from the CPU until it is resumed.
 *
 * usage: suspend PID... */
#include <arguments.h>
#include <process.h>

int main(int argc, char *argv[])
{
    return argument_pids(argc, argv, process_suspend);
}
