/* trace: prints the kernel's ring of events, a line each: TIME_NS PID KIND
 * key=value...
 *
 * usage: trace */
#include <arguments.h>
#include <names.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trace.h>

enum { RECORDS_AT_ONCE = 128, LINE_BYTES = 128 };

static void print_record(const struct trace_record *record)
{
    char line[LINE_BYTES];

    trace_describe(record, line, sizeof(line));
    puts(line);
}

/* Printing makes new events; so a batch that is not full is the end. */
int main(int argc, char *argv[])
{
    struct trace_record records[RECORDS_AT_ONCE];
    uint64_t next = 0;
    int count;

    (void)argv;
    if (argc != 1)
        return usage("trace");
    do {
        count = trace_read(records, RECORDS_AT_ONCE, &next);
        for (int i = 0; i < count; i++)
            print_record(&records[i]);
    } while (count == RECORDS_AT_ONCE);
    if (count < 0) {
        fprintf(stderr, "trace: read: %s\n", strerror(-count));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
