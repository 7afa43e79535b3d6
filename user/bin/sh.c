/* sh: the shell. Reads commands from the terminal, or takes them from TEXT; help lists
 * what there is.
 *
 * usage: sh [-c TEXT] */
#include <arguments.h>
#include <errno.h>
#include <process.h>
#include <shell_commands.h>
#include <shell_jobs.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 1024 };

/* Reads a line into the LINE_BYTES at LINE; false at the end of the input. One that is
 * too long, or that Ctrl-C broke off, is dropped. Byte by byte, so that nothing is taken
 * from the input which a program in the line may want to read. */
static bool read_line(char *line)
{
    size_t length = 0;
    int c;

    for (errno = 0; (c = getchar()) != '\n' && c != EOF; length++)
        if (length < LINE_BYTES - 1)
            line[length] = (char)c;
    bool is_broken = c == EOF && errno == EINTR;
    bool is_too_long = length >= LINE_BYTES;
    if (is_too_long)
        fprintf(stderr, "sh: line too long\n");
    line[is_broken || is_too_long ? 0 : length] = '\0';
    return c != EOF || length > 0 || is_broken;
}

static void interact(void)
{
    char line[LINE_BYTES];

    process_foreground(0);
    for (;;) {
        shell_jobs_collect();
        printf("robin$ ");
        if (!read_line(line))
            break;
        shell_run(line);
    }
    puts("exit");
}

int main(int argc, char *argv[])
{
    bool is_interactive = argc == 1;

    if (!is_interactive && (argc != 3 || strcmp(argv[1], "-c") != 0))
        return usage("sh [-c TEXT]");
    shell_init(is_interactive);
    if (is_interactive)
        interact();
    else
        shell_run(argv[2]);
    return shell_status();
}
