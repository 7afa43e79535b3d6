/* more: shows a file, or what it reads, a screen at a time: the space bar shows the next screen, Enter the next
 * line, `q` leaves.
 *
 * usage: more [FILE] */
#include <arguments.h>
#include <console.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1024, TAB_COLUMNS = 8 };

static struct winsize size = {.ws_row = 25, .ws_col = 80};
static bool asks;             /* standard output is a terminal */
static unsigned left, column; /* rows that may be shown without asking; in the row */

/* False: `q`, or nobody can answer. */
static bool ask(void)
{
    int key;

    fputs("--more--", stdout);
    do
        key = console_key(TICK_NEVER);
    while (key != ' ' && key != '\n' && key != '\r' && key != 'q' && key > 0);
    fputs("\r\x1b[K", stdout);
    left = key == ' ' ? size.ws_row - 1u : 1;
    return key > 0 && key != 'q';
}

/* The end of a row has come: at '\n', or where the terminal is at its last column. */
static bool end_row(void)
{
    column = 0;
    left--;
    return left > 0 || !asks || ask();
}

/* A byte takes a column, but for a tab and those that go on with a character. */
static unsigned columns_of(char c)
{
    bool continues = ((unsigned char)c & 0xc0) == 0x80;

    return c == '\t' ? TAB_COLUMNS - column % TAB_COLUMNS : c != '\n' && !continues;
}

static bool show(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned columns = columns_of(text[i]);

        if (column + columns > size.ws_col && !end_row())
            return false;
        putchar(text[i]);
        column += columns;
        if (text[i] == '\n' && !end_row())
            return false;
    }
    return true;
}

static bool complain(const char *path)
{
    fprintf(stderr, "more: %s: %s\n", path, strerror(errno));
    return false;
}

/* False: the person has seen enough, or an error, which is told. */
static bool show_file(int fd, const char *name)
{
    char buffer[BUFFER_BYTES];
    ssize_t count = 0;
    bool goes_on = true;

    while (goes_on && (count = read(fd, buffer, sizeof(buffer))) > 0)
        goes_on = show(buffer, (size_t)count);
    close(fd);
    return count < 0 ? complain(name) : goes_on;
}

int main(int argc, char *argv[])
{
    if (argc > 2 || (argc == 1 && isatty(STDIN_FILENO)))
        return usage("more [FILE]");
    asks = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    left = size.ws_row - 1u;
    const char *name = argc == 2 ? argv[1] : "standard input";
    int fd = argc == 2 ? open(name, O_RDONLY) : console_take();
    if (fd < 0)
        complain(name);
    return fd >= 0 && show_file(fd, name) ? EXIT_SUCCESS : EXIT_FAILURE;
}
