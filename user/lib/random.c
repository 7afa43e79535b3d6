/* Apart from <stdlib.h>'s other functions, since it needs a page of data. */
#include <stdlib.h>

#include "lib/random.h"

static struct random sequence = {1};

void srand(unsigned seed)
{
    random_init(&sequence, seed);
}

int rand(void)
{
    return (int)(random_next(&sequence) & RAND_MAX);
}
