/* Linked into every test program of tests/unit and tests/hosted: of its tests those run whose
 * names fit TEST_FILTER in the environment, a pattern with * and ?; without it all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

__attribute__((constructor)) static void set_filter(void)
{
    const char *pattern = getenv("TEST_FILTER");
    if (pattern)
        cmocka_set_test_filter(pattern);
}
