/* The screen's model. A byte is a control character at any time; else it goes to the text
 * or to the sequence that is being read, by `state`. */
#include "arch/x86/screen.h"

#include "lib/string.h"

enum {
    TAB_COLUMNS = 8,
    COLORS_DEFAULT = 0x07, /* light grey on black */
    COLOR_BRIGHT = 0x08,
    PARAMETER_LIMIT = 9999,
};

enum {
    BACKSPACE = 0x08,
    CANCEL = 0x18,
    SUBSTITUTE = 0x1a,
    ESCAPE = 0x1b,
    DELETE = 0x7f,
    FIRST_LEAD = 0xc2, /* first bytes in UTF-8: of all, and of what is wide */
    LAST_LEAD = 0xf4,
    FIRST_WIDE = 0xe3,
    LAST_WIDE = 0xed,
    PICTURES = 0xf0,
};

static uint32_t smaller_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static void erase_cells(struct screen *screen, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        screen->cells[i] = (uint16_t)(' ' | screen->attribute << 8);
}

static void move_to(struct screen *screen, uint32_t row, uint32_t column)
{
    screen->row = smaller_of(row, screen->rows - 1);
    screen->column = smaller_of(column, screen->columns - 1);
    screen->is_wrap_due = false;
}

static void copy_row(const struct screen *screen, uint16_t *to, const uint16_t *from)
{
    memcpy(to, from, screen->columns * sizeof(*to));
}

/* ROW of what stood BACK rows higher. */
static uint16_t *kept_row(const struct screen *screen, uint32_t back, uint32_t row)
{
    uint32_t at = screen->kept_next + screen->kept_rows - back + row;
    return screen->kept + at % screen->kept_rows * screen->columns;
}

static void keep_first_row(struct screen *screen)
{
    copy_row(screen, kept_row(screen, 0, 0), screen->cells);
    screen->kept_next = (screen->kept_next + 1) % screen->kept_rows;
    screen->kept_count =
        smaller_of(screen->kept_count + 1, screen->kept_rows - screen->rows);
}

static void scroll_up(struct screen *screen)
{
    uint32_t size = screen->rows * screen->columns;
    if (screen->kept_rows > 0)
        keep_first_row(screen);
    memmove(screen->cells, screen->cells + screen->columns,
            (size - screen->columns) * sizeof(*screen->cells));
    erase_cells(screen, size - screen->columns, size);
}

static void new_line(struct screen *screen)
{
    if (screen->row + 1 == screen->rows)
        scroll_up(screen);
    move_to(screen, screen->row + 1, 0);
}

/* The last column is written without moving on, so that a full line and its '\n' take one
 * line of the screen and not two. */
static void put_character(struct screen *screen, char c)
{
    if (screen->is_wrap_due)
        new_line(screen);
    uint32_t cell = screen->row * screen->columns + screen->column;
    screen->cells[cell] = (uint16_t)((unsigned char)c | screen->attribute << 8);
    if (screen->column + 1 == screen->columns)
        screen->is_wrap_due = true;
    else
        screen->column++;
}

/* For a character of UTF-8 that begins with LEAD, which the screen's font may not have: as
 * many columns as a terminal would take, so that whoever moves the cursor finds it. Most of
 * East Asia, and pictures, take two. */
static void put_stand_in(struct screen *screen, unsigned char lead)
{
    bool is_wide = (lead >= FIRST_WIDE && lead <= LAST_WIDE) || lead == PICTURES;
    put_character(screen, '?');
    if (is_wide)
        put_character(screen, '?');
}

static void control_character(struct screen *screen, char c)
{
    switch (c) {
    case '\n':
        new_line(screen);
        break;
    case '\r':
        move_to(screen, screen->row, 0);
        break;
    case BACKSPACE:
        move_to(screen, screen->row, screen->column > 0 ? screen->column - 1 : 0);
        break;
    case '\t':
        move_to(screen, screen->row, (screen->column / TAB_COLUMNS + 1) * TAB_COLUMNS);
        break;
    case ESCAPE:
        screen->state = SCREEN_ESCAPE;
        break;
    case CANCEL:
    case SUBSTITUTE:
        screen->state = SCREEN_TEXT;
        break;
    }
}

/* CSI n J: 0 from the cursor to the end, 2 all of the screen. */
static void erase_screen(struct screen *screen, uint32_t what)
{
    uint32_t size = screen->rows * screen->columns;
    if (what == 0)
        erase_cells(screen, screen->row * screen->columns + screen->column, size);
    else if (what == 2)
        erase_cells(screen, 0, size);
}

/* CSI n K: 0 from the cursor to the end of its line, 1 from the start up to it, 2 all of
 * it. */
static void erase_line(struct screen *screen, uint32_t what)
{
    uint32_t start = screen->row * screen->columns;
    uint32_t cursor = start + screen->column;
    if (what <= 2) {
        erase_cells(screen, what == 0 ? cursor : start,
                    what == 1 ? cursor + 1 : start + screen->columns);
    }
}

/* ANSI counts red, green, blue from the lowest bit; VGA counts them from the highest. */
static uint8_t vga_color(uint32_t ansi)
{
    return (uint8_t)((ansi & 1) << 2 | (ansi & 2) | ansi >> 2);
}

static void set_foreground(struct screen *screen, uint32_t color)
{
    screen->colors = (uint8_t)((screen->colors & 0xf0) | color);
}

/* One number of CSI … m. */
static void set_rendition(struct screen *screen, uint32_t what)
{
    if (what == 0) {
        screen->colors = COLORS_DEFAULT;
        screen->is_reversed = false;
    } else if (what == 1) {
        screen->colors |= COLOR_BRIGHT;
    } else if (what == 7) {
        screen->is_reversed = true;
    } else if (what >= 30 && what <= 37) {
        set_foreground(screen, vga_color(what - 30) | (screen->colors & COLOR_BRIGHT));
    } else if (what >= 90 && what <= 97) {
        set_foreground(screen, vga_color(what - 90) | COLOR_BRIGHT);
    } else if (what >= 40 && what <= 47) {
        screen->colors = (uint8_t)((screen->colors & 0x0f) | vga_color(what - 40) << 4);
    }
}

/* A bright colour in the background would blink, so it loses its brightness there. */
static void set_attribute(struct screen *screen)
{
    uint32_t colors = screen->colors;
    screen->attribute = (uint8_t)colors;
    if (screen->is_reversed)
        screen->attribute = (uint8_t)(colors >> 4 | (colors & 0x07) << 4);
}

static void set_renditions(struct screen *screen)
{
    for (uint32_t i = 0; i <= screen->parameter_count && i < SCREEN_PARAMETERS_MAX; i++)
        set_rendition(screen, screen->parameters[i]);
    set_attribute(screen);
}

/* Carries out CSI parameters LETTER. Counts and positions that are 0 or missing mean
 * 1. */
static void control_sequence(struct screen *screen, char letter)
{
    uint32_t first = screen->parameters[0];
    uint32_t count = first == 0 ? 1 : first;
    uint32_t second = screen->parameters[1] == 0 ? 1 : screen->parameters[1];
    switch (letter) {
    case 'A':
        move_to(screen, screen->row - smaller_of(count, screen->row), screen->column);
        break;
    case 'B':
        move_to(screen, screen->row + count, screen->column);
        break;
    case 'C':
        move_to(screen, screen->row, screen->column + count);
        break;
    case 'D':
        move_to(screen, screen->row, screen->column - smaller_of(count, screen->column));
        break;
    case 'H':
    case 'f':
        move_to(screen, count - 1, second - 1);
        break;
    case 'J':
        erase_screen(screen, first);
        break;
    case 'K':
        erase_line(screen, first);
        break;
    case 'm':
        set_renditions(screen);
        break;
    }
}

/* Behind ESC: '[' opens a control sequence; characters below '0' announce another one,
 * whose end is like that of ESC alone. [ECMA-35 13.2] */
static void escape_character(struct screen *screen, char c)
{
    if (c == '[') {
        screen->state = SCREEN_CONTROL;
        screen->parameter_count = 0;
        screen->is_unknown = false;
        for (uint32_t i = 0; i < SCREEN_PARAMETERS_MAX; i++)
            screen->parameters[i] = 0;
    } else if (c >= '0') {
        screen->state = SCREEN_TEXT;
    }
}

/* Behind ESC [: digits and semicolons, then a letter ('@' to '~') that ends it.
 * [ECMA-48 5.4] */
static void sequence_character(struct screen *screen, char c)
{
    if (c >= '@') {
        screen->state = SCREEN_TEXT;
        if (!screen->is_unknown)
            control_sequence(screen, c);
    } else if (c == ';') {
        screen->parameter_count += screen->parameter_count < SCREEN_PARAMETERS_MAX;
    } else if (c < '0' || c > '9') {
        screen->is_unknown = true;
    } else if (screen->parameter_count < SCREEN_PARAMETERS_MAX) {
        uint32_t *parameter = &screen->parameters[screen->parameter_count];
        *parameter = smaller_of(*parameter * 10 + (uint32_t)(c - '0'), PARAMETER_LIMIT);
    }
}

void screen_init(struct screen *screen, uint16_t *cells, uint32_t columns, uint32_t rows)
{
    *screen = (struct screen){
        .cells = cells,
        .columns = columns,
        .rows = rows,
        .colors = COLORS_DEFAULT,
        .attribute = COLORS_DEFAULT,
    };
    erase_cells(screen, 0, rows * columns);
}

void screen_keep(struct screen *screen, uint16_t *kept, uint32_t kept_rows)
{
    screen->kept = kept;
    screen->kept_rows = kept_rows;
}

/* All of the screen's rows are put aside before the first cell is written over. */
void screen_look_back(struct screen *screen, uint32_t back)
{
    back = smaller_of(back, screen->kept_count);
    if (back == screen->back)
        return;
    for (uint32_t row = 0; row < screen->rows && screen->back == 0; row++)
        copy_row(screen, kept_row(screen, 0, row), screen->cells + row * screen->columns);
    for (uint32_t row = 0; row < screen->rows; row++)
        copy_row(screen, screen->cells + row * screen->columns,
                 kept_row(screen, back, row));
    screen->back = back;
}

void screen_put(struct screen *screen, char c)
{
    screen_look_back(screen, 0);
    if ((unsigned char)c >= FIRST_LEAD && (unsigned char)c <= LAST_LEAD)
        put_stand_in(screen, (unsigned char)c);
    if ((unsigned char)c >= DELETE)
        return;
    if (c < ' ')
        control_character(screen, c);
    else if (screen->state == SCREEN_ESCAPE)
        escape_character(screen, c);
    else if (screen->state == SCREEN_CONTROL)
        sequence_character(screen, c);
    else
        put_character(screen, c);
}
