/* edit: changes a file on the screen. Arrows, Home, End, PageUp and PageDown move; Ctrl-S saves,
 * Ctrl-Q leaves, Ctrl-F finds.
 *
 * usage: edit FILE */
#include <arguments.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "user/edit/buffer.h"
#include "user/edit/file.h"
#include "user/include/utf8.h"

enum {
    TAB_COLUMNS = 8,
    TEXT_BYTES = 128, /* of what is searched for */
};

/* Keys that are no characters. */
enum {
    KEY_NONE = 256,
    KEY_UP,
    KEY_DOWN,
    KEY_RIGHT,
    KEY_LEFT,
    KEY_HOME,
    KEY_END,
    KEY_DELETE,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_GONE, /* nobody types any more */
};

#define CONTROL(letter) ((letter)&0x1f)

static struct buffer buffer;
static struct place cursor,
    first; /* first: what the upper left corner shows, in columns */
static const char *path;
static char message[TEXT_BYTES], sought[TEXT_BYTES];
static struct winsize size;
static struct termios usual;

static void save(void)
{
    int error = file_save(path, &buffer);

    if (error != 0)
        snprintf(message, sizeof(message), "not saved: %s", strerror(error));
    else
        snprintf(message, sizeof(message), "saved");
    buffer.is_changed &= error != 0;
}

/* --- The screen */

/* The column behind the first END bytes of LINE. What is shown of them from the column LEFT on
 * is printed, as far as the screen goes, unless LEFT is none. */
static size_t walk(const struct line *line, size_t end, size_t left)
{
    size_t column = 0;

    for (size_t at = 0, next; at < end; at = next) {
        bool is_tab = line->text[at] == '\t';
        bool is_plain = (unsigned char)line->text[at] >= ' ';

        next = utf8_behind(line->text, line->length, at);
        size_t width = is_tab     ? TAB_COLUMNS - column % TAB_COLUMNS
                       : is_plain ? utf8_columns(line->text + at, next - at)
                                  : 1;
        bool is_shown = left != SIZE_MAX && column + width <= left + size.ws_col;
        if (is_shown && column >= left && is_plain)
            fwrite(line->text + at, 1, next - at, stdout);
        else
            for (size_t i = column; is_shown && i < column + width; i++)
                if (i >= left)
                    putchar(is_tab || is_plain ? ' ' : '?');
        column += width;
    }
    return column;
}

static size_t cursor_column(void)
{
    return walk(&buffer.lines[cursor.row], cursor.column, SIZE_MAX);
}

/* The cursor becomes part of what is shown. */
static void scroll(void)
{
    size_t rows = size.ws_row - 1u, column = cursor_column();

    if (cursor.row < first.row)
        first.row = cursor.row;
    if (cursor.row >= first.row + rows)
        first.row = cursor.row - rows + 1;
    if (column < first.column)
        first.column = column;
    if (column >= first.column + size.ws_col)
        first.column = column - size.ws_col + 1;
}

/* What stands in the last row if there is nothing else to say. */
static void describe(void)
{
    snprintf(message, sizeof(message), "%s%s  line %u of %u  ^S save ^Q quit ^F find",
             path, buffer.is_changed ? " (changed)" : "", (unsigned)cursor.row + 1,
             (unsigned)buffer.count);
}

static void draw(void)
{
    if (message[0] == '\0')
        describe();
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row < 2 || size.ws_col < 2)
        size = (struct winsize){.ws_row = 25, .ws_col = 80};
    scroll();
    for (unsigned row = 0; row + 1 < size.ws_row; row++) {
        printf("\x1b[%u;1H\x1b[K", row + 1);
        if (first.row + row < buffer.count) {
            const struct line *line = &buffer.lines[first.row + row];
            walk(line, line->length, first.column);
        }
    }
    printf("\x1b[%u;1H\x1b[K\x1b[7m%.*s\x1b[m", (unsigned)size.ws_row, size.ws_col - 1,
           message);
    printf("\x1b[%u;%uH", (unsigned)(cursor.row - first.row + 1),
           (unsigned)(cursor_column() - first.column + 1));
    fflush(stdout);
}

/* --- Keys */

static void resize(int signal)
{
    (void)signal; /* it breaks the read, and all is drawn anew */
}

static int read_byte(void)
{
    unsigned char byte;

    for (;;) {
        ssize_t count = read(STDIN_FILENO, &byte, 1);

        if (count == 1)
            return byte;
        if (count == 0 || errno != EINTR)
            return KEY_GONE;
        draw();
    }
}

/* Behind ESC. */
static int read_sequence(void)
{
    static const int by_number[] = {KEY_NONE,      KEY_HOME, KEY_NONE,
                                    KEY_DELETE,    KEY_END,  KEY_PAGE_UP,
                                    KEY_PAGE_DOWN, KEY_HOME, KEY_END};
    static const char letters[] = "ABCDHF";
    static const int by_letter[] = {KEY_UP,   KEY_DOWN, KEY_RIGHT,
                                    KEY_LEFT, KEY_HOME, KEY_END};
    unsigned number = 0;
    int c = read_byte();

    if (c != '[' && c != 'O')
        return KEY_NONE;
    while ((c = read_byte()) == ';' || (c >= '0' && c <= '9'))
        number = c == ';' ? 0 : number * 10 + (unsigned)(c - '0');
    if (c == '~')
        return number < sizeof(by_number) / sizeof(by_number[0]) ? by_number[number]
                                                                 : KEY_NONE;
    const char *letter = c < KEY_NONE && c != '\0' ? strchr(letters, c) : NULL;
    return letter == NULL ? KEY_NONE : by_letter[letter - letters];
}

static int read_key(void)
{
    int c = read_byte();

    return c == '\x1b' ? read_sequence() : c;
}

/* --- What keys do */

static void complain_of_memory(bool succeeded)
{
    if (!succeeded)
        snprintf(message, sizeof(message), "not enough memory");
}

/* In the same column as far as there is one, at the beginning of a character. */
static void go_to_row(size_t row)
{
    size_t column = cursor_column();

    cursor = (struct place){row < buffer.count ? row : buffer.count - 1, 0};
    const struct line *line = &buffer.lines[cursor.row];
    while (cursor.column < line->length && cursor_column() < column)
        cursor.column = utf8_behind(line->text, line->length, cursor.column);
}

static void move(int key)
{
    size_t page = size.ws_row - 1u, row = cursor.row;

    if (key == KEY_LEFT)
        cursor = buffer_before(&buffer, cursor);
    else if (key == KEY_RIGHT)
        cursor = buffer_behind(&buffer, cursor);
    else if (key == KEY_HOME)
        cursor.column = 0;
    else if (key == KEY_END)
        cursor.column = buffer.lines[row].length;
    else if (key == KEY_UP || key == KEY_PAGE_UP) {
        size_t step = key == KEY_UP ? 1 : page;
        go_to_row(row > step ? row - step : 0);
    } else if (key == KEY_DOWN || key == KEY_PAGE_DOWN)
        go_to_row(row + (key == KEY_DOWN ? 1 : page));
}

/* Shows QUESTION, and what is typed, in ANSWER, up to Enter; false: Esc, Ctrl-Q or the like. */
static bool ask(const char *question, char answer[TEXT_BYTES])
{
    size_t length = strlen(answer);

    for (;;) {
        snprintf(message, sizeof(message), "%s%s", question, answer);
        draw();
        int key = read_key();
        if (key == '\r' || key == '\n')
            return length > 0;
        if ((key == '\x7f' || key == '\b') && length > 0)
            answer[--length] = '\0';
        else if (key >= ' ' && key < KEY_NONE && key != '\x7f' &&
                 length < TEXT_BYTES - 1) {
            answer[length++] = (char)key;
            answer[length] = '\0';
        } else if (key == KEY_GONE || key == CONTROL('Q') || key == CONTROL('C'))
            return false;
    }
}

static void find(void)
{
    sought[0] = '\0';
    bool is_asked = ask("find: ", sought);

    message[0] = '\0';
    if (is_asked && !buffer_find(&buffer, sought, &cursor))
        snprintf(message, sizeof(message), "not found");
}

/* Whether the person may go. */
static bool may_quit(void)
{
    char answer[TEXT_BYTES] = "";

    return !buffer.is_changed ||
           (ask("changed, and not saved: quit all the same? (y) ", answer) &&
            answer[0] == 'y');
}

/* False: the end. */
static bool obey(int key)
{
    char byte = key == '\r' ? '\n' : (char)key;

    if (key == KEY_GONE || (key == CONTROL('Q') && may_quit()))
        return false;
    message[0] = '\0';
    if (key == CONTROL('S'))
        save();
    else if (key == CONTROL('F'))
        find();
    else if (key == '\x7f' || key == '\b' || key == KEY_DELETE) {
        struct place from = cursor, to = buffer_behind(&buffer, cursor);
        if (key != KEY_DELETE) {
            to = cursor;
            cursor = from = buffer_before(&buffer, cursor);
        }
        if (from.row != to.row || from.column != to.column)
            complain_of_memory(buffer_remove(&buffer, from, to));
    } else if (key > KEY_NONE)
        move(key);
    else if (key < KEY_NONE && (key >= ' ' || key == '\t' || byte == '\n'))
        complain_of_memory(buffer_insert(&buffer, &cursor, &byte, 1));
    return true;
}

int main(int argc, char *argv[])
{
    if (argc != 2)
        return usage("edit FILE");
    path = argv[1];
    int error = file_load(path, &buffer);
    if (error == 0 && tcgetattr(STDIN_FILENO, &usual) < 0)
        error = errno;
    if (error != 0) {
        fprintf(stderr, "edit: %s: %s\n", path, strerror(error));
        return EXIT_FAILURE;
    }
    struct termios raw = usual;
    cfmakeraw(&raw);
    sigaction(SIGWINCH, &(struct sigaction){.sa_handler = resize}, NULL);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    do
        draw();
    while (obey(read_key()));
    printf("\x1b[%u;1H\x1b[K", (unsigned)size.ws_row);
    fflush(stdout);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
    return EXIT_SUCCESS;
}
