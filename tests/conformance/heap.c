/* malloc and its kin: blocks do not overlap, are aligned, and come back. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 200 };

static unsigned char *blocks[BLOCKS];
static size_t sizes[BLOCKS];

static int is_whole(int i)
{
    for (size_t at = 0; at < sizes[i]; at++)
        if (blocks[i][at] != (unsigned char)i)
            return 0;
    return 1;
}

static void churn(void)
{
    unsigned seed = 7;
    int wrong = 0;

    for (int round = 0; round < 5000; round++) {
        seed = seed * 1103515245u + 12345;
        int i = (int)(seed >> 16) % BLOCKS;
        if (blocks[i] != NULL)
            wrong += !is_whole(i);
        size_t size = (seed >> 8) % 3000 + 1;
        if (seed & 1) {
            blocks[i] = realloc(blocks[i], size);
        } else {
            free(blocks[i]);
            blocks[i] = malloc(size);
        }
        wrong += (uintptr_t)blocks[i] % 8 != 0;
        sizes[i] = size;
        memset(blocks[i], i, size);
    }
    printf("wrong: %d\n", wrong);
    for (int i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

int main(void)
{
    volatile size_t huge = SIZE_MAX / 2;
    void *aligned = NULL;

    churn();
    int *zeros = calloc(1000, sizeof(int));
    int sum = 0;
    for (int i = 0; i < 1000; i++)
        sum += zeros[i];
    printf("%d\n", sum);
    free(zeros);
    errno = 0;
    printf("%d", malloc(huge) == NULL);
    printf(" %d\n", errno == ENOMEM);
    printf("%d\n", calloc(huge, 4) == NULL);
    printf("%d", posix_memalign(&aligned, 256, 1000));
    printf(" %d\n", (int)((uintptr_t)aligned % 256));
    memset(aligned, 1, 1000);
    free(aligned);
    void *page = aligned_alloc(4096, 8192);
    printf("%d\n", (int)((uintptr_t)page % 4096));
    free(page);
    printf("%d\n", posix_memalign(&aligned, 3, 1000) == EINVAL);
    char *text = realloc(NULL, 6);
    strcpy(text, "grown");
    text = realloc(text, 100000);
    printf("%s\n", text);
    free(text);
    free(NULL);
    return 0;
}
