/* The parent waits for its child [OSTEP 5.2]: so the child prints first, under each policy. */
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
        printf("%d is the child\n", (int)getpid());
        return 3;
    }
    int status;
    pid_t ended = wait(&status);
    printf("%d is the parent; %d has exited with %d\n", (int)getpid(), (int)ended,
           WEXITSTATUS(status));
    return EXIT_SUCCESS;
}
