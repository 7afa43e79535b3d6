/* resume: lets each suspended PID run again.
 *
 * usage: resume PID... */
#include <arguments.h>
#include <process.h>

int main(int argc, char *argv[])
{
    return argument_pids(argc, argv, process_resume);
}
