/* sleep: waits for so many seconds; fractions such as 0.5 are rounded up to ticks.
 *
 * usage: sleep SECONDS */
#include <ctype.h>
#include <process.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS_DIGITS = 9, NANOSECONDS_PER_SECOND = 1000000000 };

/* Reads "12", "12.5" or ".5"; digits beyond nanoseconds must be digits, but count
 * nothing. */
static bool parse_seconds(const char *text, uint32_t *seconds, uint32_t *nanoseconds)
{
    const char *digit = text;
    uint32_t unit = NANOSECONDS_PER_SECOND;

    for (*seconds = 0; isdigit(*digit); digit++)
        *seconds = *seconds * 10 + (uint32_t)(*digit - '0');
    if (digit - text > SECONDS_DIGITS)
        return false;
    *nanoseconds = 0;
    if (*digit == '.')
        for (digit++; isdigit(*digit); digit++)
            *nanoseconds += (uint32_t)(*digit - '0') * (unit /= 10);
    return *digit == '\0' && isdigit(digit == text ? *text : digit[-1]);
}

int main(int argc, char *argv[])
{
    uint32_t seconds, nanoseconds;
    struct time_info info;

    if (argc != 2 || !parse_seconds(argv[1], &seconds, &nanoseconds)) {
        fprintf(stderr, "usage: sleep SECONDS\n");
        return EXIT_USAGE;
    }
    int error = time_info(&info);
    if (error == 0) {
        tick_t ticks = (tick_t)seconds * info.ticks_per_second;

        ticks +=
            (nanoseconds + info.nanoseconds_per_tick - 1) / info.nanoseconds_per_tick;
        error = process_sleep_until(process_now() + ticks);
    }
    if (error < 0) {
        fprintf(stderr, "sleep: %s: %s\n", argv[1], strerror(-error));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
