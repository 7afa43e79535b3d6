/* A user who wants all memory, again and again, and one who wants little.
 *
 * usage: greedy heap | greedy processes | greedy modest PAGES */
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GREEDY_USER = 1000, MODEST_USER = 1001, PAGE = 4096, OWN_PAGES = 16 };

static volatile char room[OWN_PAGES * PAGE];

/* By a call, which fails where a touch would end the program: so it keeps what it has, and
 * takes each page that somebody gives back. */
static int eat_by_heap(void)
{
    for (;;) {
        struct time_info *page = sbrk(PAGE);

        while (time_info(page) < 0)
            process_sleep(1);
    }
}

static int eat_by_processes(void)
{
    char *const argv[] = {"act", "sleep", "1000000", NULL};

    for (;;)
        if (process_create("/bin/act", argv, NULL) < 0)
            process_sleep(1);
}

/* A page a tick, while others eat. */
static int be_modest(int pages)
{
    for (int i = 0; i < pages; i++) {
        char *page = sbrk(PAGE);

        *page = 1;
        process_sleep(1);
    }
    printf("modest: %d pages\n", pages);
    return 0;
}

int main(int argc, char *argv[])
{
    for (int i = 0; i < OWN_PAGES; i++)
        room[i * PAGE] = 1;
    if (argc == 3)
        return setuid(MODEST_USER) ? 1 : be_modest(atoi(argv[2]));
    if (setuid(GREEDY_USER))
        return 1;
    return strcmp(argv[1], "heap") == 0 ? eat_by_heap() : eat_by_processes();
}
