/* A key changes text and cursor, and says from which byte on the text is another one; what
 * is shown follows, once for each key. */
#include "user/sh/edit.h"

#include <stdint.h>
#include <string.h>

#include "user/include/utf8.h"

#define UNCHANGED SIZE_MAX

/* --- What is written --- */

static void put_bytes(struct editor *editor, const char *bytes, size_t size)
{
    if (size > EDIT_OUTPUT_MAX - editor->out_length)
        return;
    memcpy(editor->out + editor->out_length, bytes, size);
    editor->out_length += size;
}

static void put_string(struct editor *editor, const char *text)
{
    put_bytes(editor, text, strlen(text));
}

void edit_bell(struct editor *editor)
{
    put_string(editor, "\a");
}

static void move_back(struct editor *editor, size_t column)
{
    for (; editor->column > column; editor->column--)
        put_string(editor, "\b");
}

/* Columns of the text from START up to END. */
static size_t text_columns(const struct editor *editor, size_t start, size_t end)
{
    size_t columns = 0;

    for (size_t i = start; i < end; i = utf8_behind(editor->text, editor->length, i))
        columns += utf8_columns(editor->text + i, editor->length - i);
    return columns;
}

/* Where the byte AT is shown: the first column may be taken by a `<`. */
static size_t column_of(const struct editor *editor, size_t at)
{
    return (editor->start > 0) + text_columns(editor, editor->start, at);
}

static void put_mark(struct editor *editor, const char *mark)
{
    put_string(editor, mark);
    editor->column++;
}

/* From the byte AT, where the cursor is, up to the last column, which a `>` may take. */
static void draw_text(struct editor *editor, size_t at)
{
    const char *text = editor->text;

    while (at < editor->length) {
        size_t behind = utf8_behind(text, editor->length, at);
        size_t columns = utf8_columns(text + at, editor->length - at);

        if (editor->column + columns >= editor->columns) {
            put_mark(editor, ">");
            return;
        }
        put_bytes(editor, text + at, behind - at);
        editor->column += columns;
        at = behind;
    }
}

static void draw_from(struct editor *editor, size_t at)
{
    bool is_start = at <= editor->start;

    move_back(editor, is_start ? 0 : column_of(editor, at));
    if (is_start && editor->start > 0)
        put_mark(editor, "<");
    draw_text(editor, is_start ? editor->start : at);
    if (editor->column < editor->end_column)
        put_string(editor, "\033[K");
    editor->end_column = editor->column;
}

/* Chooses what is shown, so that the cursor is. Half a row at a time, as each change is
 * drawn anew. True: it is another part than before. */
static bool scroll(struct editor *editor)
{
    size_t start = editor->start, columns = 0;

    if (text_columns(editor, 0, editor->length) < editor->columns) {
        editor->start = 0;
    } else if (editor->cursor < start ||
               column_of(editor, editor->cursor) + 1 >= editor->columns) {
        editor->start = editor->cursor;
        while (editor->start > 0 && columns < editor->columns / 2) {
            editor->start = utf8_before(editor->text, editor->start);
            columns = text_columns(editor, editor->start, editor->cursor);
        }
    }
    return editor->start != start;
}

/* Shows the line, which is another one from the byte CHANGED on. */
static void show(struct editor *editor, size_t changed)
{
    if (scroll(editor))
        changed = 0;
    if (changed != UNCHANGED)
        draw_from(editor, changed);
    else if (editor->cursor > editor->shown_cursor)
        put_bytes(editor, editor->text + editor->shown_cursor,
                  editor->cursor - editor->shown_cursor);
    size_t column = column_of(editor, editor->cursor);
    move_back(editor, column);
    editor->column = column;
    editor->shown_cursor = editor->cursor;
}

void edit_show_again(struct editor *editor)
{
    editor->column = editor->end_column = 0;
    put_string(editor, editor->prompt);
    show(editor, 0);
}

/* --- Changes: each returns from where on the text is another one --- */

static size_t insert_bytes(struct editor *editor, const char *bytes, size_t size)
{
    size_t at = editor->cursor;

    if (size > EDIT_BYTES_MAX - 1 - editor->length) {
        edit_bell(editor);
        return UNCHANGED;
    }
    memmove(editor->text + at + size, editor->text + at, editor->length + 1 - at);
    memcpy(editor->text + at, bytes, size);
    editor->length += size;
    editor->cursor += size;
    return at;
}

void edit_insert(struct editor *editor, const char *text)
{
    editor->back = 0;
    show(editor, insert_bytes(editor, text, strlen(text)));
}

/* Removes what is between FROM and TO, and leaves the cursor there. */
static size_t erase_bytes(struct editor *editor, size_t from, size_t to)
{
    editor->cursor = from;
    if (from == to)
        return UNCHANGED;
    memmove(editor->text + from, editor->text + to, editor->length + 1 - to);
    editor->length -= to - from;
    return from;
}

static size_t replace_text(struct editor *editor, const char *text)
{
    editor->length = editor->cursor = strlen(text);
    memmove(editor->text, text, editor->length + 1);
    return 0;
}

static size_t move_to(struct editor *editor, size_t at)
{
    editor->cursor = at;
    return UNCHANGED;
}

static size_t place_left(const struct editor *editor)
{
    return editor->cursor == 0 ? 0 : utf8_before(editor->text, editor->cursor);
}

static size_t place_right(const struct editor *editor)
{
    return editor->cursor == editor->length
               ? editor->length
               : utf8_behind(editor->text, editor->length, editor->cursor);
}

static size_t word_left(const struct editor *editor)
{
    size_t at = editor->cursor;

    while (at > 0 && editor->text[at - 1] == ' ')
        at--;
    while (at > 0 && editor->text[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_right(const struct editor *editor)
{
    size_t at = editor->cursor;

    while (at < editor->length && editor->text[at] == ' ')
        at++;
    while (at < editor->length && editor->text[at] != ' ')
        at++;
    return at;
}

/* --- The history: lines that begin as the one that was left --- */

static size_t go_up(struct editor *editor)
{
    size_t back = editor->back + 1;

    if (editor->back == 0)
        memcpy(editor->draft, editor->text, editor->length + 1);
    const char *line =
        history_find(editor->history, &back, 1, editor->draft, strlen(editor->draft));
    if (line == NULL)
        return UNCHANGED;
    editor->back = back;
    return replace_text(editor, line);
}

static size_t go_down(struct editor *editor)
{
    size_t back = editor->back - 1;

    if (editor->back == 0)
        return UNCHANGED;
    const char *line =
        history_find(editor->history, &back, -1, editor->draft, strlen(editor->draft));
    editor->back = line == NULL ? 0 : back;
    return replace_text(editor, line == NULL ? editor->draft : line);
}

/* --- Keys --- */

static size_t press(struct editor *editor, enum key key)
{
    switch (key) {
    case KEY_TEXT:
        return insert_bytes(editor, editor->keys.bytes, editor->keys.length);
    case KEY_LEFT:
        return move_to(editor, place_left(editor));
    case KEY_RIGHT:
        return move_to(editor, place_right(editor));
    case KEY_WORD_LEFT:
        return move_to(editor, word_left(editor));
    case KEY_WORD_RIGHT:
        return move_to(editor, word_right(editor));
    case KEY_HOME:
        return move_to(editor, 0);
    case KEY_END:
    case KEY_ENTER:
        return move_to(editor, editor->length);
    case KEY_UP:
        return go_up(editor);
    case KEY_DOWN:
        return go_down(editor);
    case KEY_BACKSPACE:
        return erase_bytes(editor, place_left(editor), editor->cursor);
    case KEY_DELETE:
    case KEY_END_OF_INPUT: /* as in other shells, where the line is not empty */
        return erase_bytes(editor, editor->cursor, place_right(editor));
    case KEY_KILL_BEFORE:
        return erase_bytes(editor, 0, editor->cursor);
    case KEY_KILL_BEHIND:
        return erase_bytes(editor, editor->cursor, editor->length);
    case KEY_KILL_WORD:
        return erase_bytes(editor, word_left(editor), editor->cursor);
    default:
        return UNCHANGED;
    }
}

void edit_begin(struct editor *editor, const char *prompt, size_t columns,
                struct history *history)
{
    size_t limited = columns < EDIT_COLUMNS_MIN   ? EDIT_COLUMNS_MIN
                     : columns > EDIT_COLUMNS_MAX ? EDIT_COLUMNS_MAX
                                                  : columns;

    *editor = (struct editor){.prompt = prompt, .history = history};
    editor->columns = limited - strlen(prompt) - 1; /* in the last one a row may wrap */
    edit_show_again(editor);
}

enum edit_event edit_byte(struct editor *editor, char c)
{
    enum key key = key_read(&editor->keys, c);

    editor->out_length = 0;
    if (key == KEY_END_OF_INPUT && editor->length == 0)
        return EDIT_END;
    if (key == KEY_COMPLETE)
        return EDIT_COMPLETE;
    if (key == KEY_INTERRUPT)
        return EDIT_DROPPED;
    if (key == KEY_CLEAR) {
        put_string(editor, "\033[H\033[J");
        edit_show_again(editor);
        return EDIT_MORE;
    }
    show(editor, press(editor, key));
    if (key != KEY_NONE && key != KEY_UP && key != KEY_DOWN)
        editor->back = 0;
    if (key == KEY_ENTER)
        put_string(editor, "\n");
    return key == KEY_ENTER ? EDIT_DONE : EDIT_MORE;
}
