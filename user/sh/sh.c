/* sh: the shell. Reads commands from the terminal or whatever else its input is, or takes them
 * from TEXT or from FILE, which have the WORDs as $1 and so on; help lists what there is.
 *
 * usage: sh [-c TEXT [NAME [WORD...]] | FILE [WORD...]] */
#include <arguments.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/sh/commands.h"
#include "user/sh/job_names.h"
#include "user/sh/read_line.h"
#include "user/sh/start.h"
#include "user/sh/text.h"

enum { STATUS_NOT_FOUND = 127 };
static const char ELF_START[] = "\177ELF"; /* of a program, which is no text */

static void interact(void)
{
    char line[EDIT_BYTES_MAX];

    process_foreground(0);
    shell_jobs_collect();
    while (shell_read_line("robin$ ", line) || jobs_warn()) {
        shell_run(line);
        jobs_note_line();
        shell_jobs_collect();
        shell_jobs_free_numbers();
    }
    puts("exit");
}

/* Commands from elsewhere, a line at a time: what runs may read on behind its own. */
static void run_input(void)
{
    char line[EDIT_BYTES_MAX];

    while (shell_read_line("", line) && shell_run(line))
        ;
}

static int run_file(const char *path)
{
    int fd = open(path, O_RDONLY);
    char *text = fd < 0 ? NULL : shell_read_text(fd);

    if (text == NULL) {
        fprintf(stderr, "sh: %s: %s\n", path, strerror(errno));
        return STATUS_NOT_FOUND;
    }
    close(fd);
    if (strncmp(text, ELF_START, strlen(ELF_START)) == 0)
        return shell_complain(path, -ENOEXEC);
    shell_run(text);
    return shell_status();
}

int main(int argc, char *argv[])
{
    bool is_text = argc > 2 && strcmp(argv[1], "-c") == 0;
    bool is_file = argc > 1 && argv[1][0] != '-';
    bool is_interactive = argc == 1 && isatty(STDIN_FILENO);

    if (argc != 1 && !is_text && !is_file)
        return usage("sh [-c TEXT [NAME [WORD...]] | FILE [WORD...]]");
    shell_init(is_interactive, is_file ? argv + 1 : argc > 3 ? argv + 3 : NULL);
    if (is_file)
        return run_file(argv[1]);
    if (is_text)
        shell_run(argv[2]);
    else if (is_interactive)
        interact();
    else
        run_input();
    return shell_status();
}
