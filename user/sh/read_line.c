/* The terminal is raw only while a line is edited, but for Ctrl-C: the kernel shows that at
 * once, also where the shell does not get the CPU, drops what was typed, and then gives it to
 * the editor, which drops what it has. Ctrl-Z is a key without a meaning. */
#include "user/sh/read_line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "user/sh/names.h"

static struct editor editor;
static struct history history;

/* --- From elsewhere */

/* Unbuffered: what is behind the line is for the programs that it starts. */
static int next_byte(void)
{
    unsigned char byte;

    return read(STDIN_FILENO, &byte, 1) == 1 ? byte : EOF;
}

static bool read_plain(char *line)
{
    size_t length = 0;
    int c;

    for (; (c = next_byte()) != '\n' && c != EOF; length++)
        if (length < EDIT_BYTES_MAX - 1)
            line[length] = (char)c;
    bool is_too_long = length >= EDIT_BYTES_MAX;
    if (is_too_long)
        fprintf(stderr, "sh: line too long\n");
    line[is_too_long ? 0 : length] = '\0';
    return c != EOF || length > 0;
}

/* --- In a terminal */

static void write_out(void)
{
    for (size_t done = 0; done < editor.out_length;) {
        ssize_t written =
            write(STDOUT_FILENO, editor.out + done, editor.out_length - done);

        if (written <= 0)
            break;
        done += (size_t)written;
    }
    editor.out_length = 0;
}

static size_t terminal_columns(void)
{
    struct winsize size = {0};

    return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                          : 80;
}

/* What NAMES, which begin with TYPED bytes that are there already, add to the line: what all
 * have in common; and a blank behind the only one, unless that is a folder. */
static bool insert_rest(const struct names *names, size_t typed)
{
    char rest[EDIT_BYTES_MAX] = "";
    const char *name = names->list[0];
    size_t common = complete_common(names->list, names->count);
    bool is_whole = names->count == 1 && name[common - 1] != '/';

    complete_quote(rest, sizeof(rest) - 1, name + typed, common - typed);
    if (is_whole)
        string_copy(rest + strlen(rest), " ", 2);
    if (rest[0] != '\0')
        edit_insert(&editor, rest);
    return rest[0] != '\0';
}

/* If there is nothing to add, and Tab is pressed AGAIN, all names that fit are listed. */
static void complete(bool again)
{
    struct complete_word word = complete_find(editor.text, editor.cursor);
    struct names names = {0};

    if (!word.is_quoted)
        names_collect(&names, editor.text, &word, editor.cursor);
    if (names.count > 1 && again) {
        putchar('\n');
        names_print(&names, terminal_columns());
        edit_show_again(&editor);
    } else if (names.count == 0 || !insert_rest(&names, editor.cursor - word.name)) {
        edit_bell(&editor);
    }
    names_free(&names);
}

static enum edit_event edit_line(const char *prompt)
{
    enum edit_event event = EDIT_MORE;
    bool again = false;
    char c;

    edit_begin(&editor, prompt, terminal_columns(), &history);
    do {
        write_out();
        if (read(STDIN_FILENO, &c, 1) != 1)
            return errno == EINTR ? EDIT_DROPPED : EDIT_END;
        event = edit_byte(&editor, c);
        if (event == EDIT_COMPLETE)
            complete(again);
        again = event == EDIT_COMPLETE;
    } while (event == EDIT_MORE || event == EDIT_COMPLETE);
    write_out();
    return event;
}

bool shell_read_line(const char *prompt, char line[EDIT_BYTES_MAX])
{
    struct termios usual, raw;

    if (tcgetattr(STDIN_FILENO, &usual) < 0)
        return read_plain(line);
    raw = usual;
    cfmakeraw(&raw);
    raw.c_lflag |= ISIG;
    raw.c_cc[VSUSP] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    enum edit_event event = edit_line(prompt);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
    string_copy(line, event == EDIT_DONE ? editor.text : "", EDIT_BYTES_MAX);
    if (event == EDIT_DONE)
        history_add(&history, line);
    return event != EDIT_END;
}
