/* The engine of printf. A conversion is parsed into a struct first; then everything that
 * is printed with a width goes through one function, as prefix, zeros and body. */
#include "lib/format.h"

#include <stdint.h>

#include "lib/divide.h"
#include "lib/string.h"

enum { DIGITS_MAX = 22 }; /* 64 bits in octal */

void format_bytes(struct format_printer *printer, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        printer->put(printer->context, bytes[i]);
        printer->count++;
    }
}

void format_repeat(struct format_printer *printer, char c, int count)
{
    while (count-- > 0)
        format_bytes(printer, &c, 1);
}

/* PREFIX, ZEROS zeros and the SIZE bytes of BODY, brought to the width with blanks. */
static void put_field(struct format_printer *printer,
                      const struct format_conversion *conversion, const char *prefix,
                      int zeros, const char *body, size_t size)
{
    int blanks = conversion->width - (int)strlen(prefix) - zeros - (int)size;
    if (!conversion->left)
        format_repeat(printer, ' ', blanks);
    format_bytes(printer, prefix, strlen(prefix));
    format_repeat(printer, '0', zeros);
    format_bytes(printer, body, size);
    if (conversion->left)
        format_repeat(printer, ' ', blanks);
}

static void put_number(struct format_printer *printer,
                       const struct format_conversion *conversion, const char *prefix,
                       uint64_t value, uint32_t base, const char *alphabet)
{
    char digits[DIGITS_MAX];
    int size = 0;
    while (value != 0) {
        uint32_t digit;
        value = divide_u64(value, base, &digit);
        digits[DIGITS_MAX - ++size] = alphabet[digit];
    }
    int zeros = (conversion->precision < 0 ? 1 : conversion->precision) - size;
    if (base == 8 && conversion->alternate && zeros <= 0)
        zeros = 1;
    if (conversion->zero && !conversion->left && conversion->precision < 0) {
        int room = conversion->width - (int)strlen(prefix) - size;
        zeros = room > zeros ? room : zeros;
    }
    put_field(printer, conversion, prefix, zeros > 0 ? zeros : 0,
              digits + DIGITS_MAX - size, (size_t)size);
}

static int64_t next_signed(struct format_printer *printer, enum format_length length)
{
    switch (length) {
    case LENGTH_CHAR:
        return (signed char)va_arg(printer->arguments, int);
    case LENGTH_SHORT:
        return (short)va_arg(printer->arguments, int);
    case LENGTH_LONG:
        return va_arg(printer->arguments, long);
    case LENGTH_LONG_LONG:
        return va_arg(printer->arguments, long long);
    case LENGTH_SIZE: /* the signed type of the same size */
    case LENGTH_POINTER_DIFFERENCE:
        return va_arg(printer->arguments, ptrdiff_t);
    case LENGTH_MAX:
        return va_arg(printer->arguments, intmax_t);
    default:
        return va_arg(printer->arguments, int);
    }
}

static uint64_t next_unsigned(struct format_printer *printer, enum format_length length)
{
    switch (length) {
    case LENGTH_CHAR:
        return (unsigned char)va_arg(printer->arguments, unsigned);
    case LENGTH_SHORT:
        return (unsigned short)va_arg(printer->arguments, unsigned);
    case LENGTH_LONG:
        return va_arg(printer->arguments, unsigned long);
    case LENGTH_LONG_LONG:
        return va_arg(printer->arguments, unsigned long long);
    case LENGTH_SIZE:
    case LENGTH_POINTER_DIFFERENCE:
        return va_arg(printer->arguments, size_t);
    case LENGTH_MAX:
        return va_arg(printer->arguments, uintmax_t);
    default:
        return va_arg(printer->arguments, unsigned);
    }
}

static void put_signed(struct format_printer *printer,
                       const struct format_conversion *conversion)
{
    int64_t value = next_signed(printer, conversion->length);
    const char *sign = conversion->plus ? "+" : conversion->space ? " " : "";
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    put_number(printer, conversion, value < 0 ? "-" : sign, magnitude, 10, "0123456789");
}

static void put_hexadecimal(struct format_printer *printer,
                            const struct format_conversion *conversion,
                            const char *prefix, const char *alphabet)
{
    uint64_t value = next_unsigned(printer, conversion->length);
    bool has_prefix = conversion->alternate && value != 0;
    put_number(printer, conversion, has_prefix ? prefix : "", value, 16, alphabet);
}

static void put_pointer(struct format_printer *printer,
                        const struct format_conversion *conversion)
{
    uintptr_t value = (uintptr_t)va_arg(printer->arguments, void *);
    if (value == 0)
        put_field(printer, conversion, "", 0, "(nil)", strlen("(nil)"));
    else
        put_number(printer, conversion, "0x", value, 16, "0123456789abcdef");
}

static void put_string(struct format_printer *printer,
                       const struct format_conversion *conversion)
{
    const char *text = va_arg(printer->arguments, const char *);
    if (text == NULL) /* as on Linux, it is never cut */
        text = conversion->precision < 0 || conversion->precision >= 6 ? "(null)" : "";
    size_t limit = conversion->precision < 0 ? SIZE_MAX : (size_t)conversion->precision;
    put_field(printer, conversion, "", 0, text, strnlen(text, limit));
}

static void put_character(struct format_printer *printer,
                          const struct format_conversion *conversion)
{
    char c = (char)va_arg(printer->arguments, int);
    put_field(printer, conversion, "", 0, &c, 1);
}

/* %n: how many characters there were so far. */
static void store_count(struct format_printer *printer, enum format_length length)
{
    void *target = va_arg(printer->arguments, void *);
    switch (length) {
    case LENGTH_CHAR:
        *(signed char *)target = (signed char)printer->count;
        break;
    case LENGTH_SHORT:
        *(short *)target = (short)printer->count;
        break;
    case LENGTH_LONG:
        *(long *)target = printer->count;
        break;
    case LENGTH_LONG_LONG:
    case LENGTH_MAX:
        *(long long *)target = printer->count;
        break;
    default:
        *(int *)target = printer->count;
    }
}

static const char *parse_flags(const char *text, struct format_conversion *conversion)
{
    for (;; text++) {
        switch (*text) {
        case '-':
            conversion->left = true;
            break;
        case '0':
            conversion->zero = true;
            break;
        case '+':
            conversion->plus = true;
            break;
        case ' ':
            conversion->space = true;
            break;
        case '#':
            conversion->alternate = true;
            break;
        case '\'': /* C's locale has nothing between thousands */
            break;
        default:
            return text;
        }
    }
}

/* A width or a precision: digits, possibly none, or `*`. */
static const char *parse_field(const char *text, struct format_printer *printer,
                               int *value)
{
    *value = 0;
    if (*text == '*') {
        int given = va_arg(printer->arguments, int);
        *value = given > FORMAT_FIELD_MAX    ? FORMAT_FIELD_MAX
                 : given < -FORMAT_FIELD_MAX ? -FORMAT_FIELD_MAX
                                             : given;
        return text + 1;
    }
    for (; *text >= '0' && *text <= '9'; text++) {
        *value = *value * 10 + (*text - '0');
        *value = *value > FORMAT_FIELD_MAX ? FORMAT_FIELD_MAX : *value;
    }
    return text;
}

static const char *parse_length(const char *text, enum format_length *length)
{
    static const struct {
        char letters[3];
        enum format_length length;
    } table[] = {
        {"hh", LENGTH_CHAR},
        {"h", LENGTH_SHORT},
        {"ll", LENGTH_LONG_LONG},
        {"l", LENGTH_LONG},
        {"z", LENGTH_SIZE},
        {"j", LENGTH_MAX},
        {"t", LENGTH_POINTER_DIFFERENCE},
        {"L", LENGTH_LONG_DOUBLE},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t size = strlen(table[i].letters);
        if (strncmp(text, table[i].letters, size) == 0) {
            *length = table[i].length;
            return text + size;
        }
    }
    return text;
}

/* All of a conversion from behind its '%' up to its letter, which is where it returns. */
static const char *parse_conversion(const char *text, struct format_printer *printer,
                                    struct format_conversion *conversion)
{
    *conversion = (struct format_conversion){.precision = -1};
    text = parse_flags(text, conversion);
    text = parse_field(text, printer, &conversion->width);
    if (conversion->width < 0) {
        conversion->left = true;
        conversion->width = -conversion->width;
    }
    if (*text == '.')
        text = parse_field(text + 1, printer, &conversion->precision);
    return parse_length(text, &conversion->length);
}

/* Prints the conversion of LETTER; false if there is no such conversion. */
static bool put_conversion(struct format_printer *printer,
                           const struct format_conversion *conversion, char letter)
{
    switch (letter) {
    case 'd':
    case 'i':
        put_signed(printer, conversion);
        return true;
    case 'u':
        put_number(printer, conversion, "", next_unsigned(printer, conversion->length),
                   10, "0123456789");
        return true;
    case 'x':
        put_hexadecimal(printer, conversion, "0x", "0123456789abcdef");
        return true;
    case 'X':
        put_hexadecimal(printer, conversion, "0X", "0123456789ABCDEF");
        return true;
    case 'o':
        put_number(printer, conversion, "", next_unsigned(printer, conversion->length), 8,
                   "01234567");
        return true;
    case 'p':
        put_pointer(printer, conversion);
        return true;
    case 's':
        put_string(printer, conversion);
        return true;
    case 'c':
        put_character(printer, conversion);
        return true;
    case '%':
        format_bytes(printer, "%", 1);
        return true;
    case 'n':
        store_count(printer, conversion->length);
        return true;
    default:
        return printer->more && printer->more(printer, conversion, letter);
    }
}

int format_with(format_put *put, void *context, format_more *more, const char *text,
                va_list arguments)
{
    struct format_printer printer = {.put = put, .context = context, .more = more};
    va_copy(printer.arguments, arguments);
    while (*text != '\0') {
        if (*text != '%') {
            format_bytes(&printer, text++, 1);
            continue;
        }
        struct format_conversion conversion;
        const char *letter = parse_conversion(text + 1, &printer, &conversion);
        const char *end = *letter == '\0' ? letter : letter + 1;
        if (!put_conversion(&printer, &conversion, *letter))
            format_bytes(&printer, text, (size_t)(end - text));
        text = end;
    }
    va_end(printer.arguments);
    return printer.count;
}

int format(format_put *put, void *context, const char *text, va_list arguments)
{
    return format_with(put, context, NULL, text, arguments);
}

struct buffer {
    char *bytes;
    size_t size, length;
};

static void put_into_buffer(void *context, char c)
{
    struct buffer *buffer = context;
    if (buffer->length + 1 < buffer->size)
        buffer->bytes[buffer->length++] = c;
}

int format_to_buffer_with(char *buffer, size_t size, format_more *more, const char *text,
                          va_list arguments)
{
    struct buffer target = {.bytes = buffer, .size = size};
    int length = format_with(put_into_buffer, &target, more, text, arguments);
    if (size > 0)
        buffer[target.length] = '\0';
    return length;
}

int format_to_buffer(char *buffer, size_t size, const char *text, va_list arguments)
{
    return format_to_buffer_with(buffer, size, NULL, text, arguments);
}
