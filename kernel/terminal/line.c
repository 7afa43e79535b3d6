/* Bytes become a line. */
#include "kernel/terminal/line.h"

#include "lib/string.h"
#include "lib/utf8.h"

/* A control character as ^ and a letter [Linux ECHOCTL]; so is a tab, which could not be
 * wiped out otherwise. */
static void echo_byte(struct line_output *out, char c)
{
    bool is_control = (unsigned char)c < ' ' && c != '\n';
    if (is_control)
        out->text[out->length++] = '^';
    out->text[out->length++] = is_control ? c | '@' : c;
}

static unsigned columns_of(const char *text, unsigned length)
{
    bool is_control = (unsigned char)*text < ' ';
    return is_control ? 2 : utf8_columns(text, length);
}

void line_begin(struct line *line)
{
    line->length = line->taken = 0;
    line->is_done = false;
}

/* Removes the last character, and from the terminal, too, if it IS_ECHOED. */
static void erase_character(struct line *line, bool is_echoed, struct line_output *out)
{
    unsigned start = (unsigned)utf8_before(line->text, line->length);
    if (is_echoed)
        out->wiped += columns_of(line->text + start, line->length - start);
    line->length = start;
}

static bool ends_in_blank(const struct line *line)
{
    return line->text[line->length - 1] == ' ';
}

static void erase_word(struct line *line, bool is_echoed, struct line_output *out)
{
    while (line->length > 0 && ends_in_blank(line))
        erase_character(line, is_echoed, out);
    while (line->length > 0 && !ends_in_blank(line))
        erase_character(line, is_echoed, out);
}

static void add_byte(struct line *line, bool is_echoed, char c, struct line_output *out)
{
    if (line->length == LINE_BYTES_MAX - 1 && c != '\n') { /* its last byte is for '\n' */
        out->text[out->length++] = '\a';
        return;
    }
    line->text[line->length++] = c;
    line->is_done = c == '\n';
    if (is_echoed)
        echo_byte(out, c);
}

/* Whether C is the key at PLACE. */
static bool is_key(const struct termios *settings, unsigned place, char c)
{
    return c != '\0' && (unsigned char)c == settings->c_cc[place];
}

void line_input(struct line *line, const struct termios *settings, char c,
                struct line_output *out)
{
    bool is_echoed = settings->c_lflag & ECHO;
    bool is_wiped = is_echoed && (settings->c_lflag & ECHOE);
    out->wiped = out->length = 0;
    if (is_key(settings, VEOF, c)) {
        line->is_done = true;
    } else if (is_key(settings, VERASE, c)) {
        if (line->length > 0)
            erase_character(line, is_wiped, out);
    } else if ((settings->c_lflag & IEXTEN) && is_key(settings, VWERASE, c)) {
        erase_word(line, is_wiped, out);
    } else if (is_key(settings, VKILL, c)) {
        while (line->length > 0)
            erase_character(line, is_echoed, out);
    } else {
        add_byte(line, is_echoed, c, out);
    }
}
