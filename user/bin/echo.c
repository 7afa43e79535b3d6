/* echo: prints its words, with blanks between; -n: without a newline behind.
 *
 * usage: echo [-n] [WORD...] */
#include <arguments.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One write for the whole line, if there is memory for it: lines of several processes
 * then do not mix. */
int main(int argc, char *argv[])
{
    bool has_newline = argc < 2 || strcmp(argv[1], "-n") != 0;
    int first = has_newline ? 1 : 2;
    size_t length = 1;

    for (int i = first; i < argc; i++)
        length += strlen(argv[i]) + 1;
    char *line = calloc(length + 1, 1);
    if (line == NULL) {
        perror("echo: line");
        return EXIT_FAILURE;
    }
    char *end = line;
    for (int i = first; i < argc; i++)
        end += snprintf(end, length, i == first ? "%s" : " %s", argv[i]);
    if (has_newline)
        *end = '\n';
    fputs(line, stdout);
    return output_status(argv[0], EXIT_SUCCESS);
}
