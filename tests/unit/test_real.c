/* Floating point in text, against the C library of this machine. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/format.h"
#include "user/lib/real.h"

format_more format_float;

enum { ROUNDS = 20000 };

static char result[6000], expected[6000];

static int print(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    int length =
        format_to_buffer_with(result, sizeof(result), format_float, text, arguments);
    va_end(arguments);
    return length;
}

#define AGREE(text, number)                                                              \
    do {                                                                                 \
        int wanted = snprintf(expected, sizeof(expected), text, number);                 \
        assert_int_equal(print(text, number), wanted);                                   \
        assert_string_equal(result, expected);                                           \
    } while (0)

static uint64_t any_bits(void)
{
    return (uint64_t)rand() << 62 ^ (uint64_t)rand() << 31 ^ (uint64_t)rand();
}

static double any_double(void)
{
    uint64_t bits = any_bits();
    double number;
    memcpy(&number, &bits, sizeof(number));
    if (rand() % 2)
        number = (rand() % 2000001 - 1000000) / (double)(1 << rand() % 12);
    return number;
}

static void any_double_prints_as_by_the_library(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char text[32] = "%";
        for (const char *flag = "-0+ #"; *flag != '\0'; flag++)
            if (rand() % 4 == 0)
                strncat(text, flag, 1);
        size_t length = strlen(text);
        if (rand() % 2)
            length += (size_t)sprintf(text + length, "%d", rand() % 30);
        char letter = "eEfFgG"[rand() % 6];
        if (rand() % 2)
            length += (size_t)sprintf(text + length, ".%d", rand() % 25);
        sprintf(text + length, "%c", letter);
        double number = any_double();
        AGREE(text, number);
    }
}

static void edges_print_as_by_the_library(void **state)
{
    (void)state;
    const double numbers[] = {
        0.0,    -0.0, 0.5,  1.5,   2.5,    0.05, 9.5,       99.5,     0.001,
        999999, 1e6,  1e-4, 1e-5,  1e23,   1e22, 5e-324,    1e300,    123456789.0,
        1e15,   1e16, 1e17, 0.125, 0.0625, 0.1,  1.0 / 3.0, HUGE_VAL, -HUGE_VAL};
    const char *const texts[] = {"%f",     "%e",   "%g",   "%.0f",  "%.0e",  "%.0g",
                                 "%#.0f",  "%#g",  "%.1f", "%.3g",  "%20g",  "%-9g|",
                                 "%09.2f", "%+g",  "% g",  "%.17g", "%.20f", "%.60e",
                                 "%a",     "%.2a", "%A",   "%.0a"};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
            AGREE(texts[k], numbers[i]);
    AGREE("%f", (double)NAN);
    AGREE("%.1100f", 5e-324);
    AGREE("%.0f", 1.7976931348623157e308);
}

static void long_doubles_print_as_by_the_library(void **state)
{
    (void)state;
    const long double numbers[] = {1.0L / 3.0L, 1e4900L,
                                   3.6e-4951L,  1.18973149535723176502e4932L,
                                   0.1L,        18446744073709551615.0L};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        AGREE("%Lf", numbers[i]);
        AGREE("%.40Le", numbers[i]);
        AGREE("%Lg", numbers[i]);
    }
}

static void agree_on(const char *text)
{
    char *end;
    const char *own_end;
    struct real real;
    double wanted = strtod(text, &end);
    real_parse(text, &own_end, &real_double, &real);
    double number = (double)real_value(&real);
    if (memcmp(&number, &wanted, sizeof(number)) != 0 &&
        !(isnan(number) && isnan(wanted)))
        fail_msg("%s: %a, not %a", text, number, wanted);
    assert_ptr_equal(own_end, end);
    float wanted_float = strtof(text, NULL);
    real_parse(text, &own_end, &real_float, &real);
    float number_float = (float)real_value(&real);
    if (memcmp(&number_float, &wanted_float, 4) != 0 && !isnan(wanted))
        fail_msg("%s: %a, not %a", text, (double)number_float, (double)wanted_float);
    long double wanted_long = strtold(text, NULL);
    real_parse(text, &own_end, &real_long_double, &real);
    long double number_long = real_value(&real);
    if (memcmp(&number_long, &wanted_long, 10) != 0 && !isnan(wanted))
        fail_msg("%s: %La, not %La", text, number_long, wanted_long);
}

static void texts_are_read_as_by_the_library(void **state)
{
    (void)state;
    const char *const texts[] = {"0",
                                 "-0",
                                 "1",
                                 "1.5",
                                 ".5",
                                 "5.",
                                 ".",
                                 "",
                                 "-",
                                 "+3",
                                 " 7",
                                 "1e",
                                 "1e+",
                                 "1e5",
                                 "1E-5x",
                                 "inf",
                                 "-INFINITY",
                                 "infin",
                                 "nan",
                                 "0x1p3",
                                 "0x.8",
                                 "0x1.8p-1074",
                                 "0xg",
                                 "1e400",
                                 "1e-400",
                                 "4.9e-324",
                                 "2.4703282292062327e-324",
                                 "2.4703282292062328e-324",
                                 "2.2250738585072011e-308",
                                 "1.7976931348623158e308",
                                 "1.7976931348623159e308",
                                 "9007199254740993",
                                 "9007199254740992.99",
                                 "0.1e1e1",
                                 "123abc",
                                 "00012",
                                 "0.000000000000000000000000000000000000001",
                                 "1e99999999999",
                                 "0x1.fffffffffffff8p1023",
                                 "3.4028235677973366e38",
                                 "1.40129846432481707e-45",
                                 "7e-46"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        agree_on(texts[i]);
}

static void any_text_is_read_as_by_the_library(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char text[64];
        switch (rand() % 3) {
        case 0:
            snprintf(text, sizeof(text), "%.*e", rand() % 25, any_double());
            break;
        case 1:
            snprintf(text, sizeof(text), "%d.%09d%09de%d", rand() % 100,
                     rand() % 1000000000, rand() % 1000000000, rand() % 700 - 350);
            break;
        default:
            snprintf(text, sizeof(text), "%.*a", rand() % 14, any_double());
        }
        agree_on(text);
    }
}

static void a_half_is_decided_by_its_thousandth_digit(void **state)
{
    (void)state;
    char text[1200];
    size_t length = (size_t)snprintf(text, sizeof(text), "%.1080f", 0x1p-1074 * 1.0);
    agree_on(text);
    memset(text, '0', sizeof(text));
    length = (size_t)sprintf(text, "9007199254740993.");
    text[length] = '0';
    text[1100] = '\0';
    agree_on(text);
    text[1099] = '1';
    agree_on(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_double_prints_as_by_the_library),
        cmocka_unit_test(edges_print_as_by_the_library),
        cmocka_unit_test(long_doubles_print_as_by_the_library),
        cmocka_unit_test(texts_are_read_as_by_the_library),
        cmocka_unit_test(any_text_is_read_as_by_the_library),
        cmocka_unit_test(a_half_is_decided_by_its_thousandth_digit),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
