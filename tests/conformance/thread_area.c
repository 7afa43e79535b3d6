/* A segment for thread-local data: its number, and that it stays this thread's whoever
 * else runs. */
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

struct area {
    uint32_t entry, base, limit, flags;
};

enum { SET_THREAD_AREA = 243, ANY = -1, WRITABLE = 0x51 };

static int value = 42;

static int set(struct area *area)
{
    int result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(SET_THREAD_AREA), "b"(area)
                     : "memory");
    return result;
}

static struct area make(int entry, uint32_t flags)
{
    return (struct area){(uint32_t)entry, (uint32_t)(uintptr_t)&value, 0xFFFFF, flags};
}

static int read_by_gs(uint32_t entry)
{
    int result;

    __asm__ volatile("mov %1, %%gs; mov %%gs:0, %0"
                     : "=r"(result)
                     : "r"(entry * 8 + 3)
                     : "memory");
    return result;
}

static int read_again(void)
{
    int result;

    __asm__ volatile("mov %%gs:0, %0" : "=r"(result) : : "memory");
    return result;
}

int main(void)
{
    struct area area = make(ANY, WRITABLE), wrong = make(3, WRITABLE);

    printf("%d\n", set(&area));
    printf("entry %u\n", area.entry);
    printf("%d\n", read_by_gs(area.entry));
    const struct timespec length = {0, 50000000};
    nanosleep(&length, NULL); /* nobody else runs meanwhile */
    for (int i = 0; i < 10; i++, value++) {
        sched_yield();
        if (read_again() != value)
            printf("%d is %d\n", value, read_again());
    }
    printf("%d\n", set(&wrong));
    printf("%d\n", read_again());
    return 0;
}
