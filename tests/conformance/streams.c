/* Files as streams. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char path[] = "/tmp/robin-streams";

static void write_and_read(void)
{
    char line[40], *longer = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "w");

    printf("%d\n", file != NULL);
    printf("%d\n", fputs("first line\n", file) >= 0);
    printf("%d\n", fprintf(file, "%d %s\n", 2, "second"));
    printf("%d\n", fputc('x', file));
    printf("%d\n", (int)fwrite("block", 1, 5, file));
    printf("%d\n", fclose(file));
    file = fopen(path, "r");
    printf("%s", fgets(line, sizeof(line), file));
    printf("%d ", (int)getline(&longer, &size, file));
    printf("%s", longer);
    printf("%c", fgetc(file));
    printf("%c\n", ungetc('y', file));
    printf("%d", (int)fread(line, 1, sizeof(line), file));
    printf(" %.6s %d\n", line, feof(file) != 0);
    printf("%d\n", fgetc(file));
    printf("%d\n", ferror(file));
    free(longer);
    fclose(file);
}

static void positions(void)
{
    char line[40];
    FILE *file = fopen(path, "r+");

    printf("%ld", ftell(file));
    printf(" %d", fseek(file, 6, SEEK_SET));
    printf(" %s", fgets(line, sizeof(line), file));
    printf("%ld", ftell(file));
    printf(" %d", fseek(file, -5, SEEK_END));
    printf(" %d", (int)fread(line, 1, 5, file));
    printf(" %.5s\n", line);
    fseek(file, 0, SEEK_SET);
    fputs("FIRST", file);
    printf("%ld\n", ftell(file));
    fflush(file);
    rewind(file);
    printf("%s", fgets(line, sizeof(line), file));
    fclose(file);
}

static void modes(void)
{
    char line[40] = "";

    FILE *file = fopen(path, "a");
    fputs("appended\n", file);
    fclose(file);
    file = fopen(path, "r");
    while (fgets(line, sizeof(line), file) != NULL)
        continue;
    printf("%s", line);
    errno = 0;
    printf("%d", fputc('x', file));
    printf(" %d", errno == EBADF);
    printf(" %d\n", ferror(file) != 0);
    clearerr(file);
    printf("%d\n", ferror(file));
    fclose(file);
    errno = 0;
    printf("%d", fopen("/tmp/there-is-no-such-file", "r") == NULL);
    printf(" %d\n", errno == ENOENT);
    errno = 0;
    printf("%d", fopen(path, "wx") == NULL);
    printf(" %d\n", errno == EEXIST);
    errno = 0;
    printf("%d", fopen(path, "q") == NULL);
    printf(" %d\n", errno == EINVAL);
    printf("%d\n", remove(path));
    printf("%d\n", fopen(path, "r") == NULL);
}

static void scans(void)
{
    int number, sum = 0;
    FILE *file = fopen(path, "w+");

    fprintf(file, "1 2 3\n4 five");
    rewind(file);
    while (fscanf(file, "%d", &number) == 1)
        sum += number;
    printf("%d\n", sum);
    printf("%c\n", fgetc(file));
    fclose(file);
    unlink(path);
}

static void descriptors(void)
{
    int ends[2];
    char line[40];

    printf("%d\n", pipe(ends));
    FILE *in = fdopen(ends[0], "r"), *out = fdopen(ends[1], "w");
    printf("%d %d\n", fileno(in) == ends[0], setvbuf(out, NULL, _IOLBF, 0));
    fputs("by lines\nnot yet", out);
    printf("%s", fgets(line, sizeof(line), in));
    fclose(out);
    printf("%s\n", fgets(line, sizeof(line), in));
    printf("%d\n", fgets(line, sizeof(line), in) == NULL);
    fclose(in);
}

static void temporary(void)
{
    char name[] = "/tmp/robin-XXXXXX", line[10] = "";
    int fd = mkstemp(name);
    FILE *file = tmpfile();

    printf("%d %d", fd >= 0, strcmp(name, "/tmp/robin-XXXXXX") != 0);
    printf(" %d %d\n", close(fd), unlink(name));
    fputs("kept", file);
    rewind(file);
    printf("%s", fgets(line, sizeof(line), file));
    printf(" %d\n", fclose(file));
}

int main(void)
{
    temporary();
    write_and_read();
    positions();
    modes();
    scans();
    descriptors();
    return 0;
}
