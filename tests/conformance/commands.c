/* system and popen. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

int main(void)
{
    char line[80];
    int status = system("exit 3");

    printf("%d %d\n", WIFEXITED(status), WEXITSTATUS(status));
    printf("%d\n", system(NULL) != 0);
    fflush(stdout);
    status = system("echo from the shell");
    printf("%d\n", status);
    FILE *file = popen("echo one; echo two", "r");
    while (fgets(line, sizeof(line), file) != NULL)
        printf("got %s", line);
    printf("%d\n", pclose(file));
    fflush(stdout);
    file = popen("cat; exit 4", "w");
    fprintf(file, "through cat\n");
    status = pclose(file);
    printf("%d\n", WEXITSTATUS(status));
    return 0;
}
