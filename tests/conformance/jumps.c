/* setjmp and longjmp. */
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

static void dive(int depth, int value)
{
    if (depth == 0)
        longjmp(place, value);
    dive(depth - 1, value);
    printf("never\n");
}

int main(void)
{
    volatile int rounds = 0;
    sigjmp_buf other;
    int value = setjmp(place);

    printf("came with %d\n", value);
    if (rounds < 4) {
        rounds++;
        dive(rounds * 10, rounds == 3 ? 0 : rounds);
    }
    value = sigsetjmp(other, 1);
    printf("with the mask: %d\n", value);
    if (value == 0)
        siglongjmp(other, 5);
    return rounds;
}
