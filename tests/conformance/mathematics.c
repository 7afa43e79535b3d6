/* <math.h>, to ten digits. */
#include <math.h>
#include <stdio.h>

int main(void)
{
    const double numbers[] = {-2.5, -1,  -0.75, -0.5, 0,  0.1,   0.5,
                              1,    1.5, 2,     2.5,  10, 100.25};
    int exponent;
    double whole;

    for (int i = 0; i < 13; i++) {
        volatile double x = numbers[i];

        printf("%g: %g %g %g %g %g %g\n", x, floor(x), ceil(x), trunc(x), round(x),
               rint(x), fabs(x));
        printf(" %.10g %.10g %.10g %.10g\n", exp(x), expm1(x), exp2(x), cbrt(x));
        printf(" %.10g %.10g %.10g\n", sin(x), cos(x), tan(x));
        printf(" %.10g %.10g %.10g %.10g\n", atan(x), sinh(x), cosh(x), tanh(x));
        printf(" %.10g %.10g %.10g\n", fmod(x, 0.75), atan2(x, 2), hypot(x, 3));
        printf(" %.10g %.10g %.10g\n", pow(x, 3), pow(x, -2), pow(2, x));
        double mantissa = frexp(x, &exponent), fraction = modf(x, &whole);
        printf(" %g %d %g %g %g\n", mantissa, exponent, fraction, whole, ldexp(x, 5));
        if (x > 0)
            printf(" %.10g %.10g %.10g %.10g %.10g\n", sqrt(x), log(x), log2(x), log10(x),
                   pow(x, 0.3));
        if (x >= -1 && x <= 1)
            printf(" %.10g %.10g\n", asin(x), acos(x));
    }
    printf("%d %d %d %d\n", isnan(NAN) != 0, isinf(INFINITY) != 0, isfinite(1.0) != 0,
           signbit(-0.0) != 0);
    printf("%g %g %g %g\n", pow(0, 0), pow(-8, 3), exp(1000), exp(-1000));
    printf("%g %g %g\n", fmin(1, 2), fmax(1, 2), copysign(3, -1));
    return 0;
}
