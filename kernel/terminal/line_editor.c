/* The console's line discipline. Bytes become keys: a control character is one, and so is
 * a whole escape sequence. Keys change the line by a few primitives, each of which also
 * echoes its change: where the terminal's cursor is, relative to the line, is then always
 * `cursor`. */
#include "kernel/terminal/line_editor.h"

#include "lib/string.h"

enum { CONTROL_MASK = 0x1f, ESCAPE = 0x1b, DELETE = 0x7f, PARAMETER_LIMIT = 999 };

enum key {
    KEY_NONE,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_UP,
    KEY_DOWN,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_KILL_BEFORE,
    KEY_KILL_BEHIND,
    KEY_KILL_WORD,
    KEY_CLEAR,
    KEY_ENTER,
    KEY_END_OF_INPUT,
    KEY_INTERRUPT,
    KEY_SUSPEND,
    KEY_RESCUE,
};

static void echo_text(struct line_output *out, const char *text, unsigned size)
{
    memcpy(out->text + out->length, text, size);
    out->length += size;
}

static void echo_string(struct line_output *out, const char *text)
{
    echo_text(out, text, (unsigned)strlen(text));
}

static void echo_back(struct line_output *out, unsigned count)
{
    memset(out->text + out->length, '\b', count);
    out->length += count;
}

static void begin_line(struct line_editor *editor)
{
    editor->length = editor->cursor = editor->taken = editor->history_back = 0;
    editor->is_done = false;
}

/* --- Primitives: a change and its echo --- */

static void move_cursor(struct line_editor *editor, unsigned to, struct line_output *out)
{
    if (to < editor->cursor)
        echo_back(out, editor->cursor - to);
    else
        echo_text(out, editor->line + editor->cursor, to - editor->cursor);
    editor->cursor = to;
}

static void insert_char(struct line_editor *editor, char c, struct line_output *out)
{
    if (editor->length == LINE_BYTES_MAX - 1) { /* the last byte is for the '\n' */
        echo_string(out, "\a");
        return;
    }
    char *place = editor->line + editor->cursor;
    memmove(place + 1, place, editor->length - editor->cursor);
    *place = c;
    editor->length++;
    echo_text(out, place, editor->length - editor->cursor);
    editor->cursor++;
    echo_back(out, editor->length - editor->cursor);
}

/* Removes what is between FROM and TO and leaves the cursor there. */
static void erase_text(struct line_editor *editor, unsigned from, unsigned to,
                       struct line_output *out)
{
    if (from == to)
        return;
    move_cursor(editor, from, out);
    memmove(editor->line + from, editor->line + to, editor->length - to);
    editor->length -= to - from;
    echo_text(out, editor->line + from, editor->length - from);
    echo_string(out, "\033[K");
    echo_back(out, editor->length - from);
}

static void replace_line(struct line_editor *editor, const char *text,
                         struct line_output *out)
{
    move_cursor(editor, 0, out);
    echo_string(out, "\033[K");
    editor->length = (unsigned)strlen(text);
    memcpy(editor->line, text, editor->length);
    move_cursor(editor, editor->length, out);
}

static void clear_screen(const struct line_editor *editor, struct line_output *out)
{
    echo_string(out, "\033[H\033[J");
    echo_text(out, editor->line, editor->length);
    echo_back(out, editor->length - editor->cursor);
}

/* --- The history --- */

/* The line BACK lines ago; 0: the one that was left to look at the others. */
static char *history_line(struct line_editor *editor, unsigned back)
{
    return back == 0 ? editor->draft
                     : editor->history[(editor->history_count - back) % LINE_HISTORY_MAX];
}

static void save_line(const struct line_editor *editor, char to[LINE_BYTES_MAX])
{
    memcpy(to, editor->line, editor->length);
    to[editor->length] = '\0';
}

static void add_to_history(struct line_editor *editor)
{
    save_line(editor, editor->draft);
    bool is_repeated =
        editor->history_count > 0 && strcmp(editor->draft, history_line(editor, 1)) == 0;
    if (editor->length > 0 && !is_repeated) {
        editor->history_count++;
        save_line(editor, history_line(editor, 1));
    }
}

static void go_up(struct line_editor *editor, struct line_output *out)
{
    if (editor->history_back == editor->history_count ||
        editor->history_back == LINE_HISTORY_MAX) {
        return;
    }
    if (editor->history_back == 0)
        save_line(editor, editor->draft);
    editor->history_back++;
    replace_line(editor, history_line(editor, editor->history_back), out);
}

static void go_down(struct line_editor *editor, struct line_output *out)
{
    if (editor->history_back > 0) {
        editor->history_back--;
        replace_line(editor, history_line(editor, editor->history_back), out);
    }
}

/* --- Keys --- */

static unsigned word_start(const struct line_editor *editor)
{
    unsigned start = editor->cursor;
    while (start > 0 && editor->line[start - 1] == ' ')
        start--;
    while (start > 0 && editor->line[start - 1] != ' ')
        start--;
    return start;
}

static enum line_event finish_line(struct line_editor *editor, struct line_output *out)
{
    move_cursor(editor, editor->length, out);
    echo_string(out, "\n");
    add_to_history(editor);
    editor->line[editor->length++] = '\n';
    editor->is_done = true;
    return LINE_DONE;
}

static enum line_event end_input(struct line_editor *editor)
{
    if (editor->length == 0)
        return LINE_END;
    editor->is_done = true;
    return LINE_DONE;
}

static enum line_event drop_line(struct line_editor *editor, enum line_event event,
                                 const char *shown, struct line_output *out)
{
    echo_string(out, shown);
    begin_line(editor);
    return event;
}

/* The keys that only edit. */
static void edit_line(struct line_editor *editor, enum key key, struct line_output *out)
{
    unsigned left = editor->cursor > 0 ? editor->cursor - 1 : 0;
    unsigned right =
        editor->cursor < editor->length ? editor->cursor + 1 : editor->length;
    switch (key) {
    case KEY_LEFT:
        move_cursor(editor, left, out);
        break;
    case KEY_RIGHT:
        move_cursor(editor, right, out);
        break;
    case KEY_HOME:
        move_cursor(editor, 0, out);
        break;
    case KEY_END:
        move_cursor(editor, editor->length, out);
        break;
    case KEY_UP:
        go_up(editor, out);
        break;
    case KEY_DOWN:
        go_down(editor, out);
        break;
    case KEY_BACKSPACE:
        erase_text(editor, left, editor->cursor, out);
        break;
    case KEY_DELETE:
        erase_text(editor, editor->cursor, right, out);
        break;
    case KEY_KILL_BEFORE:
        erase_text(editor, 0, editor->cursor, out);
        break;
    case KEY_KILL_BEHIND:
        erase_text(editor, editor->cursor, editor->length, out);
        break;
    case KEY_KILL_WORD:
        erase_text(editor, word_start(editor), editor->cursor, out);
        break;
    case KEY_CLEAR:
        clear_screen(editor, out);
        break;
    default:
        break;
    }
}

static enum line_event press_key(struct line_editor *editor, enum key key,
                                 struct line_output *out)
{
    switch (key) {
    case KEY_ENTER:
        return finish_line(editor, out);
    case KEY_END_OF_INPUT:
        return end_input(editor);
    case KEY_INTERRUPT:
        return drop_line(editor, LINE_INTERRUPT, "^C\n", out);
    case KEY_SUSPEND:
        return drop_line(editor, LINE_SUSPEND, "^Z\n", out);
    case KEY_RESCUE:
        return drop_line(editor, LINE_RESCUE, "^\\\n", out);
    default:
        edit_line(editor, key, out);
        return LINE_NONE;
    }
}

static enum key control_key(char c)
{
    static const unsigned char keys[CONTROL_MASK + 1] = {
        ['\r'] = KEY_ENTER,
        ['\n'] = KEY_ENTER,
        ['\b'] = KEY_BACKSPACE,
        ['A' & CONTROL_MASK] = KEY_HOME,
        ['C' & CONTROL_MASK] = KEY_INTERRUPT,
        ['D' & CONTROL_MASK] = KEY_END_OF_INPUT,
        ['E' & CONTROL_MASK] = KEY_END,
        ['K' & CONTROL_MASK] = KEY_KILL_BEHIND,
        ['L' & CONTROL_MASK] = KEY_CLEAR,
        ['N' & CONTROL_MASK] = KEY_DOWN,
        ['P' & CONTROL_MASK] = KEY_UP,
        ['U' & CONTROL_MASK] = KEY_KILL_BEFORE,
        ['W' & CONTROL_MASK] = KEY_KILL_WORD,
        ['Z' & CONTROL_MASK] = KEY_SUSPEND,
        ['\\' & CONTROL_MASK] = KEY_RESCUE,
    };
    return c == DELETE ? KEY_BACKSPACE : (enum key)keys[(unsigned char)c];
}

/* The key of ESC [ LETTER or ESC O LETTER. */
static enum key letter_key(char letter)
{
    switch (letter) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    case 'H':
        return KEY_HOME;
    case 'F':
        return KEY_END;
    default:
        return KEY_NONE;
    }
}

/* The key of ESC [ NUMBER ~. */
static enum key number_key(unsigned number)
{
    switch (number) {
    case 1:
        return KEY_HOME;
    case 3:
        return KEY_DELETE;
    case 4:
        return KEY_END;
    default:
        return KEY_NONE;
    }
}

/* One more character of an escape sequence: the key, if that was the last one. */
static enum key sequence_key(struct line_editor *editor, char c)
{
    if (editor->state == LINE_ESCAPE) {
        editor->state = c == '[' ? LINE_CONTROL : c == 'O' ? LINE_SHIFT : LINE_PLAIN;
        editor->parameter = 0;
        return KEY_NONE;
    }
    if (editor->state == LINE_CONTROL && c >= '0' && c <= '9' &&
        editor->parameter <= PARAMETER_LIMIT) {
        editor->parameter = editor->parameter * 10 + (unsigned)(c - '0');
    }
    if (editor->state == LINE_CONTROL && c < '@')
        return KEY_NONE;
    editor->state = LINE_PLAIN;
    return c == '~' ? number_key(editor->parameter) : letter_key(c);
}

void line_editor_init(struct line_editor *editor)
{
    begin_line(editor);
    editor->state = LINE_PLAIN;
    editor->history_count = 0;
}

enum line_event line_editor_input(struct line_editor *editor, char c,
                                  struct line_output *out)
{
    out->length = 0;
    if (editor->is_done)
        begin_line(editor);
    if ((unsigned char)c > DELETE)
        return LINE_NONE;
    if (c < ' ' || c == DELETE) {
        editor->state = c == ESCAPE ? LINE_ESCAPE : LINE_PLAIN;
        return press_key(editor, control_key(c), out);
    }
    if (editor->state != LINE_PLAIN)
        return press_key(editor, sequence_key(editor, c), out);
    insert_char(editor, c, out);
    return LINE_NONE;
}

size_t line_editor_take(struct line_editor *editor, char *buffer, size_t size)
{
    if (!editor->is_done)
        return 0;
    size_t left = editor->length - editor->taken;
    size_t count = left < size ? left : size;
    memcpy(buffer, editor->line + editor->taken, count);
    editor->taken += (unsigned)count;
    if (editor->taken == editor->length)
        begin_line(editor);
    return count;
}
