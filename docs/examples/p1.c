/* One process becomes two [OSTEP 5.1]. Both go on behind fork(): who of them prints first is
 * the policy's affair, and no rule of the program. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
    printf("%d begins\n", (int)getpid());
    fflush(stdout); /* what were still in the buffer, both would print */
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0)
        printf("%d is the child\n", (int)getpid());
    else
        printf("%d is the parent of %d\n", (int)getpid(), (int)child);
    return EXIT_SUCCESS;
}
