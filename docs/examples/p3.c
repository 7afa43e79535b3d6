/* The child runs another program [OSTEP 5.3]: exec puts that in the place of this one, so a
 * successful exec never returns. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0) {
        printf("%d counts the lines, words and bytes of its source\n", (int)getpid());
        fflush(stdout);
        execlp("wc", "wc", "/files/p3.c", (char *)NULL);
        perror("wc");
        _exit(127);
    }
    (void)wait(NULL);
    printf("%d is the parent, and still the same program\n", (int)getpid());
    return EXIT_SUCCESS;
}
