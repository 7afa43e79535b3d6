/* scanf. A conversion takes as many characters as can belong to it, and looks one further. */
#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "user/lib/scan.h"

enum { NUMERAL_BYTES = 72, DECIMAL = 10, SET_SIZE = 256, FIRST_BYTES = 32 };

enum length {
    LENGTH_INT,
    LENGTH_CHAR,
    LENGTH_SHORT,
    LENGTH_LONG,
    LENGTH_LONG_LONG,
    LENGTH_LONG_DOUBLE,
};

struct conversion {
    int place;       /* `%2$d`: which argument; 0: the next one */
    bool is_dropped; /* `*`: nothing is stored */
    bool allocates;  /* `m`: what is stored is malloc's */
    int width;       /* INT_MAX: any */
    enum length length;
    char letter;
};

/* How a conversion went. */
enum outcome { STORED, DROPPED, MISMATCH, INPUT_ENDED, COUNTED };

int scan_next(struct scanner *scanner)
{
    int c;

    if (scanner->file)
        c = fgetc(scanner->file);
    else
        c = *scanner->text == '\0' ? EOF : (unsigned char)*scanner->text++;
    scanner->count += c != EOF;
    return c;
}

void scan_back(struct scanner *scanner, int c)
{
    if (c == EOF)
        return;
    scanner->count--;
    if (scanner->file)
        ungetc(c, scanner->file);
    else
        scanner->text--;
}

/* Where the result goes. All arguments are pointers, and lie one behind the other. [i386 psABI
 * 2.2.3] */
static void *next_target(const struct scanner *scanner,
                         const struct conversion *conversion, va_list *arguments)
{
    return conversion->place > 0 ? scanner->given[conversion->place - 1]
                                 : va_arg(*arguments, void *);
}

static void skip_blanks(struct scanner *scanner)
{
    int c;

    while (isspace(c = scan_next(scanner)))
        continue;
    scan_back(scanner, c);
}

/* --- Numbers: the characters of one are collected, and strtoull does the rest. */

struct numeral {
    char text
        [NUMERAL_BYTES]; /* what is longer does not fit any type, also without its end */
    int length, left;    /* characters that it may still take */
};

/* Takes the next character if it is one of SET. */
static bool take(struct scanner *scanner, struct numeral *numeral, const char *set)
{
    int c = numeral->left > 0 ? scan_next(scanner) : EOF;

    if (c == EOF || c == '\0' || strchr(set, c) == NULL) {
        scan_back(scanner, c);
        return false;
    }
    numeral->left--;
    if (numeral->length < NUMERAL_BYTES - 1)
        numeral->text[numeral->length++] = (char)c;
    return true;
}

static const char *digits_of(int base)
{
    return base == 8         ? "01234567"
           : base == DECIMAL ? "0123456789"
                             : "0123456789abcdefABCDEF";
}

/* Returns the base that the digits have; 0: there is no number. */
static int collect(struct scanner *scanner, struct numeral *numeral, int base)
{
    bool has_digits;

    take(scanner, numeral, "+-");
    has_digits = take(scanner, numeral, "0");
    if (has_digits && (base == 0 || base == 16) && take(scanner, numeral, "xX"))
        base = 16;
    else if (base == 0)
        base = has_digits ? 8 : DECIMAL;
    while (take(scanner, numeral, digits_of(base)))
        has_digits = true;
    numeral->text[numeral->length] = '\0';
    return has_digits ? base : 0;
}

/* What printf says of NULL, from behind the first parenthesis; as a number it is 0. */
static int collect_nil(struct scanner *scanner, struct numeral *numeral)
{
    bool is_nil = take(scanner, numeral, "n") && take(scanner, numeral, "i") &&
                  take(scanner, numeral, "l") && take(scanner, numeral, ")");

    return is_nil ? DECIMAL : 0;
}

static int base_of(char letter)
{
    switch (letter) {
    case 'i':
        return 0;
    case 'o':
        return 8;
    case 'x':
    case 'X':
    case 'p':
        return 16;
    default:
        return DECIMAL;
    }
}

static void store(void *target, enum length length, uint64_t number)
{
    switch (length) {
    case LENGTH_CHAR:
        *(uint8_t *)target = (uint8_t)number;
        break;
    case LENGTH_SHORT:
        *(uint16_t *)target = (uint16_t)number;
        break;
    case LENGTH_LONG:
        *(unsigned long *)target = (unsigned long)number;
        break;
    case LENGTH_LONG_LONG:
    case LENGTH_LONG_DOUBLE:
        *(uint64_t *)target = number;
        break;
    default:
        *(unsigned *)target = (unsigned)number;
    }
}

/* What is too large for its type is the most of it, as by strtol. */
static uint64_t value_of(const char *text, const struct conversion *conversion, int base)
{
    bool is_signed = conversion->letter == 'd' || conversion->letter == 'i';

    if (conversion->length == LENGTH_LONG_LONG)
        return is_signed ? (uint64_t)strtoll(text, NULL, base)
                         : strtoull(text, NULL, base);
    return is_signed ? (uint64_t)strtol(text, NULL, base) : strtoul(text, NULL, base);
}

static enum outcome scan_integer(struct scanner *scanner,
                                 const struct conversion *conversion, va_list *arguments)
{
    struct numeral numeral = {.left = conversion->width};
    bool is_nil = conversion->letter == 'p' && take(scanner, &numeral, "(");
    int base = is_nil ? collect_nil(scanner, &numeral)
                      : collect(scanner, &numeral, base_of(conversion->letter));

    if (base == 0)
        return MISMATCH;
    if (conversion->is_dropped)
        return DROPPED;
    store(next_target(scanner, conversion, arguments), conversion->length,
          value_of(numeral.text, conversion, base));
    return STORED;
}

static enum outcome scan_real(struct scanner *scanner,
                              const struct conversion *conversion, va_list *arguments)
{
    void *target =
        conversion->is_dropped ? NULL : next_target(scanner, conversion, arguments);
    size_t size = conversion->length == LENGTH_INT    ? sizeof(float)
                  : conversion->length == LENGTH_LONG ? sizeof(double)
                                                      : sizeof(long double);

    if (!scan_float || !scan_float(scanner, conversion->width, target, size))
        return MISMATCH;
    return target ? STORED : DROPPED;
}

/* --- Characters */

/* The characters between `[` and `]` at TEXT; returns where the `]` is. */
static const char *parse_set(const char *text, bool set[SET_SIZE])
{
    bool is_negated = *++text == '^';
    const char *first = is_negated ? ++text : text;

    memset(set, is_negated, SET_SIZE);
    for (; *text != '\0' && (*text != ']' || text == first); text++) {
        unsigned char from = (unsigned char)*text, to = from;

        if (text[1] == '-' && text[2] != ']' && text[2] != '\0') {
            to = (unsigned char)text[2];
            text += 2;
        }
        for (unsigned c = from; c <= to; c++)
            set[c] = !is_negated;
    }
    return text;
}

/* Makes the malloc's TARGET longer, if LENGTH bytes and a NUL might not fit. NULL: there is no
 * memory. */
static char *make_room(char *target, int length)
{
    bool is_full = length == 0 || (length >= FIRST_BYTES && (length & (length - 1)) == 0);
    char *moved = is_full ? realloc(target, length < FIRST_BYTES ? FIRST_BYTES + 1
                                                                 : 2 * (size_t)length + 1)
                          : target;

    if (moved == NULL)
        free(target);
    return moved;
}

/* As many of SET as come, up to WIDTH; with a NUL behind them unless it is %c. */
static enum outcome scan_characters(struct scanner *scanner,
                                    const struct conversion *conversion,
                                    const bool set[SET_SIZE], va_list *arguments)
{
    void *given =
        conversion->is_dropped ? NULL : next_target(scanner, conversion, arguments);
    bool allocates = conversion->allocates && given;
    char *target = allocates ? make_room(NULL, 0) : given;
    bool is_one = conversion->letter == 'c';
    int length = 0, c = EOF,
        width = is_one && conversion->width == INT_MAX ? 1 : conversion->width;

    while (length < width && (c = scan_next(scanner)) != EOF && set[c]) {
        if (allocates)
            target = make_room(target, length > 0 ? length : FIRST_BYTES - 1);
        if (allocates && !target)
            return INPUT_ENDED;
        if (target)
            target[length] = (char)c;
        length++;
    }
    if (length < width)
        scan_back(scanner, c);
    if (length == 0) {
        if (allocates)
            free(target);
        return c == EOF ? INPUT_ENDED : MISMATCH;
    }
    if (target && !is_one)
        target[length] = '\0';
    if (allocates)
        *(char **)given = target;
    return target ? STORED : DROPPED;
}

static enum outcome scan_word(struct scanner *scanner,
                              const struct conversion *conversion, va_list *arguments)
{
    bool set[SET_SIZE];

    for (int c = 0; c < SET_SIZE; c++)
        set[c] = conversion->letter == 'c' || !isspace(c);
    return scan_characters(scanner, conversion, set, arguments);
}

/* --- Conversions */

static const char *parse_length(const char *text, enum length *length)
{
    switch (*text) {
    case 'h':
        *length = text[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
        return text + (text[1] == 'h' ? 2 : 1);
    case 'l':
        *length = text[1] == 'l' ? LENGTH_LONG_LONG : LENGTH_LONG;
        return text + (text[1] == 'l' ? 2 : 1);
    case 'j':
        *length = LENGTH_LONG_LONG;
        return text + 1;
    case 'z':
    case 't':
        *length = LENGTH_LONG;
        return text + 1;
    case 'L':
        *length = LENGTH_LONG_DOUBLE;
        return text + 1;
    default:
        *length = LENGTH_INT;
        return text;
    }
}

/* From behind the `%` up to the letter. */
static const char *parse(const char *text, struct conversion *conversion)
{
    const char *digits = text;

    conversion->place = 0;
    if (text[strspn(text, "0123456789")] == '$') {
        conversion->place = (int)strtol(digits, (char **)(uintptr_t)&text, DECIMAL);
        text++;
    }
    conversion->is_dropped = *text == '*';
    text += conversion->is_dropped;
    conversion->width = INT_MAX;
    if (isdigit(*text))
        conversion->width = (int)strtol(text, (char **)(uintptr_t)&text, DECIMAL);
    conversion->allocates = *text == 'm';
    text = parse_length(text + conversion->allocates, &conversion->length);
    conversion->letter = *text;
    return text;
}

static bool skips_blanks(char letter)
{
    return letter != 'c' && letter != '[' && letter != 'n';
}

static bool at_end(struct scanner *scanner)
{
    int c = scan_next(scanner);

    scan_back(scanner, c);
    return c == EOF;
}

/* Does the conversion at *TEXT, which it moves to its last character. */
static enum outcome scan_conversion(struct scanner *scanner, const char **text,
                                    va_list *arguments)
{
    struct conversion conversion;
    bool set[SET_SIZE];

    *text = parse(*text, &conversion);
    if (skips_blanks(conversion.letter))
        skip_blanks(scanner);
    if (conversion.letter == 'n') {
        if (!conversion.is_dropped)
            store(next_target(scanner, &conversion, arguments), conversion.length,
                  (uint64_t)scanner->count);
        return COUNTED;
    }
    if (at_end(scanner))
        return INPUT_ENDED;
    switch (conversion.letter) {
    case '%':
        return scan_next(scanner) == '%' ? DROPPED : MISMATCH;
    case 'c':
    case 's':
        return scan_word(scanner, &conversion, arguments);
    case '[':
        *text = parse_set(*text, set);
        return scan_characters(scanner, &conversion, set, arguments);
    case 'a':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'G':
        return scan_real(scanner, &conversion, arguments);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'p':
        return scan_integer(scanner, &conversion, arguments);
    default:
        return MISMATCH;
    }
}

/* A character of the format that is no conversion. */
static enum outcome scan_literal(struct scanner *scanner, char wanted)
{
    if (isspace(wanted)) {
        skip_blanks(scanner);
        return COUNTED;
    }
    int c = scan_next(scanner);
    if (c == (unsigned char)wanted)
        return COUNTED;
    scan_back(scanner, c);
    return c == EOF ? INPUT_ENDED : MISMATCH;
}

static int scan(struct scanner *scanner, const char *text, va_list *arguments)
{
    int stored = 0;

    for (; *text != '\0'; text++) {
        enum outcome outcome;

        if (*text == '%') {
            text++;
            outcome = scan_conversion(scanner, &text, arguments);
        } else {
            outcome = scan_literal(scanner, *text);
        }
        stored += outcome == STORED;
        if (outcome == INPUT_ENDED && stored == 0)
            return EOF; /* as on Linux, also behind what was dropped */
        if (outcome == INPUT_ENDED || outcome == MISMATCH)
            break;
    }
    return stored;
}

int vfscanf(FILE *restrict file, const char *restrict text, va_list arguments)
{
    struct scanner scanner = {.file = file, .given = (void **)(void *)arguments};
    va_list copy;

    va_copy(copy, arguments);
    int stored = scan(&scanner, text, &copy);
    va_end(copy);
    return stored;
}

int vsscanf(const char *restrict from, const char *restrict text, va_list arguments)
{
    struct scanner scanner = {.text = from, .given = (void **)(void *)arguments};
    va_list copy;

    va_copy(copy, arguments);
    int stored = scan(&scanner, text, &copy);
    va_end(copy);
    return stored;
}

int fscanf(FILE *restrict file, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int stored = vfscanf(file, text, arguments);
    va_end(arguments);
    return stored;
}

int sscanf(const char *restrict from, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int stored = vsscanf(from, text, arguments);
    va_end(arguments);
    return stored;
}
