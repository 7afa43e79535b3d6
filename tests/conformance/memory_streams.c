/* Streams of memory, and of descriptors that are not for them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void of_given_memory(void)
{
    char memory[20], few[5] = "", abc[] = "abcdef";
    FILE *file = fmemopen(memory, sizeof(memory), "w");

    fprintf(file, "hello %d", 42);
    fflush(file);
    printf("%s %ld\n", memory, ftell(file));
    fseek(file, 0, SEEK_SET);
    fputs("J", file);
    fclose(file);
    printf("%s\n", memory);
    file = fmemopen(few, sizeof(few), "w");
    fputs("0123456789", file);
    printf("%d", fflush(file));
    fclose(file);
    printf(" %.5s\n", few);
    file = fmemopen((char *)"abc\0def", 7, "r");
    printf("%d", (int)fread(memory, 1, 20, file));
    printf(" %d\n", feof(file) != 0);
    fclose(file);
    file = fmemopen(abc, sizeof(abc), "r+");
    fputs("ZZ", file);
    fflush(file);
    fseek(file, 0, SEEK_CUR);
    printf("%c %s\n", fgetc(file), abc);
    fclose(file);
    strcpy(memory, "abc");
    file = fmemopen(memory, sizeof(memory), "a");
    printf("%ld", ftell(file));
    fputs("X", file);
    fclose(file);
    printf(" %s\n", memory);
    file = fmemopen(NULL, 10, "w+");
    fputs("xyz", file);
    rewind(file);
    printf("%c %d\n", fgetc(file), fileno(file));
    fclose(file);
}

static void of_memory_that_grows(void)
{
    char *text;
    size_t size = 9;
    FILE *file = open_memstream(&text, &size);

    fprintf(file, "abc");
    fflush(file);
    printf("%s %d\n", text, (int)size);
    for (int i = 0; i < 5000; i++)
        fputc('q', file);
    fflush(file);
    printf("%d %d\n", (int)size, (int)strlen(text));
    fseek(file, 1, SEEK_SET);
    fputc('Z', file);
    fflush(file);
    printf("%d %.4s\n", (int)size, text);
    fclose(file);
    printf("%d\n", (int)size);
    free(text);
    file = open_memstream(&text, &size);
    fclose(file);
    printf("%d %d\n", (int)size, text[0]);
    free(text);
}

static void by_place(void)
{
    int a = 0, b = 0;
    char *word = NULL;

    printf("%2$s %1$d|%1$d %3$*4$d|%3$*4$.*5$d|%6$g %7$Lg %8$lld\n", 5, "two", 7, 6, 3,
           1.5, 2.25L, -9LL);
    printf("%3$s %2$c%1$c%%\n", 'a', 'b', "c");
    printf("%d", sscanf("12 34", "%2$d %1$d", &a, &b));
    printf(" %d %d\n", a, b);
    printf("%d", sscanf("hello world", "%m[a-n]", &word));
    printf(" %s\n", word);
    free(word);
    errno = ENOENT;
    printf("[%30m] [%.5m] [%s] [%.3s]\n", (char *)NULL, (char *)NULL);
}

int main(void)
{
    int reads = open("/dev/null", O_RDONLY);
    size_t size = 0;

    of_given_memory();
    of_memory_that_grows();
    by_place();
    printf("%d", fdopen(99, "r") == NULL);
    printf(" %d\n", errno);
    printf("%d", fdopen(reads, "w") == NULL);
    printf(" %d\n", errno);
    printf("%d", (int)getline(NULL, &size, stdin));
    printf(" %d\n", errno);
    return 0;
}
