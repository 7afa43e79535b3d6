#include "user/edit/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "user/include/utf8.h"

/* ARRAY with room for COUNT elements of BYTES, where there was room for *SIZE; NULL: memory is
 * short. */
static void *make_room(void *array, size_t *size, size_t count, size_t bytes)
{
    if (count <= *size)
        return array;
    size_t wanted = count < 2 * *size ? 2 * *size : count;
    void *longer = realloc(array, wanted * bytes);
    if (longer != NULL)
        *size = wanted;
    return longer;
}

/* A line more in front of ROW, empty. */
static bool add_line(struct buffer *buffer, size_t row)
{
    struct line *longer =
        make_room(buffer->lines, &buffer->size, buffer->count + 1, sizeof(*longer));

    if (longer == NULL)
        return false;
    memmove(longer + row + 1, longer + row, (buffer->count - row) * sizeof(*longer));
    longer[row] = (struct line){0};
    buffer->lines = longer;
    buffer->count++;
    return true;
}

static bool put_bytes(struct line *line, size_t column, const char *bytes, size_t length)
{
    if (length == 0)
        return true;
    char *longer = make_room(line->text, &line->size, line->length + length, 1);
    if (longer == NULL)
        return false;
    memmove(longer + column + length, longer + column, line->length - column);
    memcpy(longer + column, bytes, length);
    line->text = longer;
    line->length += length;
    return true;
}

/* What is behind PLACE goes to a line of its own. */
static bool split_line(struct buffer *buffer, struct place place)
{
    if (!add_line(buffer, place.row + 1))
        return false;
    struct line *line = &buffer->lines[place.row];
    size_t behind = line->length - place.column;
    if (behind && !put_bytes(&line[1], 0, line->text + place.column, behind))
        return false;
    line->length = place.column;
    return true;
}

bool buffer_insert(struct buffer *buffer, struct place *place, const char *text,
                   size_t length)
{
    const char *end = text + length;

    if (buffer->count == 0 && !add_line(buffer, 0))
        return false;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t part = (size_t)((newline == NULL ? end : newline) - text);

        if (!put_bytes(&buffer->lines[place->row], place->column, text, part))
            return false;
        buffer->is_changed = true;
        place->column += part;
        text += part;
        if (newline == NULL)
            continue;
        if (!split_line(buffer, *place))
            return false;
        *place = (struct place){place->row + 1, 0};
        text++;
    }
    return true;
}

bool buffer_remove(struct buffer *buffer, struct place from, struct place to)
{
    struct line *line = &buffer->lines[from.row];

    if (from.row == to.row) {
        memmove(line->text + from.column, line->text + to.column,
                line->length - to.column);
        line->length -= to.column - from.column;
    } else {
        if (!put_bytes(line, line->length, line[1].text, line[1].length))
            return false;
        free(line[1].text);
        memmove(line + 1, line + 2, (buffer->count - from.row - 2) * sizeof(*line));
        buffer->count--;
    }
    buffer->is_changed = true;
    return true;
}

bool buffer_find(const struct buffer *buffer, const char *text, struct place *place)
{
    size_t length = strlen(text);

    for (size_t i = 0; i <= buffer->count && length > 0; i++) {
        size_t row = (place->row + i) % buffer->count;
        const struct line *line = &buffer->lines[row];
        size_t at = i == 0 ? place->column + 1 : 0;

        for (; at + length <= line->length; at++)
            if (memcmp(line->text + at, text, length) == 0) {
                *place = (struct place){row, at};
                return true;
            }
    }
    return false;
}

struct place buffer_before(const struct buffer *buffer, struct place place)
{
    if (place.column > 0)
        place.column = utf8_before(buffer->lines[place.row].text, place.column);
    else if (place.row > 0)
        place = (struct place){place.row - 1, buffer->lines[place.row - 1].length};
    return place;
}

struct place buffer_behind(const struct buffer *buffer, struct place place)
{
    const struct line *line = &buffer->lines[place.row];

    if (place.column < line->length)
        place.column = utf8_behind(line->text, line->length, place.column);
    else if (place.row + 1 < buffer->count)
        place = (struct place){place.row + 1, 0};
    return place;
}
