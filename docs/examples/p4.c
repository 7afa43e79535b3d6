/* Between fork and exec the child can arrange its files [OSTEP 5.4]: that is how a shell does
 * `wc /files/p4.c > /tmp/count`, and why there are two calls. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The lowest descriptor that is free is the one that open returns: standard output's. */
static void write_into(const char *path)
{
    close(STDOUT_FILENO);
    if (open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600) != STDOUT_FILENO) {
        perror(path);
        _exit(EXIT_FAILURE);
    }
}

int main(void)
{
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0) {
        write_into("/tmp/count");
        execlp("wc", "wc", "/files/p4.c", (char *)NULL);
        perror("wc");
        _exit(127);
    }
    (void)wait(NULL);
    return EXIT_SUCCESS;
}
