/* Numbers with a point: computed, printed, read. */
#include <errno.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

static void printed(void)
{
    const double numbers[] = {0.1,     -2.5,       1e100, 5e-324,
                              DBL_MAX, 123456.789, 0.0,   1.0 / 3};

    for (int i = 0; i < 8; i++)
        printf("[%f] [%e] [%g] [%.3f] [%10.2f] [%-12.4e] [%+.1f] [%.15g]\n", numbers[i],
               numbers[i], numbers[i], numbers[i], numbers[i], numbers[i], numbers[i],
               numbers[i]);
    printf("[%Lf] [%a]\n", 1.0L / 3, 0.5);
}

static void computed(void)
{
    volatile double sum = 0, product = 1;
    volatile float small = 0;

    for (int i = 1; i <= 1000; i++) {
        sum += 1.0 / i;
        product *= 1.01;
        small += 0.1f;
    }
    printf("%.12f %.6f %.3f\n", sum, product, (double)small);
    printf("%d %u %lld %llu\n", (int)sum, (unsigned)product, (long long)-1e15,
           (unsigned long long)1.5e19);
    volatile unsigned long long large = 18446744073709551615ULL;
    volatile long long negative = -5;
    printf("%.0f %.0f %.1f\n", (double)large, (double)negative, (double)(large >> 1));
}

static void read(void)
{
    static const char *const texts[] = {"3.25",  "-1e-3", "0x1p4",  "inf",
                                        "1e999", "x",     " 7.5abc"};
    float single = 0;
    double twice = 0;
    char *end;

    for (int i = 0; i < 7; i++) {
        errno = 0;
        double number = strtod(texts[i], &end);
        printf("%g %d '%s'\n", number, errno, end);
    }
    int count = sscanf("1.5 -2.25e1 rest", "%f %lf", &single, &twice);
    printf("%d %g %g\n", count, (double)single, twice);
    printf("%g\n", atof("2.5e3"));
}

int main(void)
{
    printed();
    computed();
    read();
    return 0;
}
