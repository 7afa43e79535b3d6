/* The same functions by the names of those that lock nothing. */
#include <stdio.h>

void flockfile(FILE *file)
{
    (void)file;
}

int ftrylockfile(FILE *file)
{
    (void)file;
    return 0;
}

void funlockfile(FILE *file)
{
    (void)file;
}

int fgetc_unlocked(FILE *file)
{
    return fgetc(file);
}

int fputc_unlocked(int c, FILE *file)
{
    return fputc(c, file);
}

char *fgets_unlocked(char *restrict text, int size, FILE *restrict file)
{
    return fgets(text, size, file);
}

int fputs_unlocked(const char *restrict text, FILE *restrict file)
{
    return fputs(text, file);
}

size_t fread_unlocked(void *restrict things, size_t size, size_t count,
                      FILE *restrict file)
{
    return fread(things, size, count, file);
}

size_t fwrite_unlocked(const void *restrict things, size_t size, size_t count,
                       FILE *restrict file)
{
    return fwrite(things, size, count, file);
}

int fflush_unlocked(FILE *file)
{
    return fflush(file);
}

int feof_unlocked(FILE *file)
{
    return feof(file);
}

int ferror_unlocked(FILE *file)
{
    return ferror(file);
}

void clearerr_unlocked(FILE *file)
{
    clearerr(file);
}

int fileno_unlocked(FILE *file)
{
    return fileno(file);
}

int getw(FILE *file)
{
    int number;

    return fread(&number, sizeof(number), 1, file) == 1 ? number : EOF;
}

int putw(int number, FILE *file)
{
    return fwrite(&number, sizeof(number), 1, file) == 1 ? 0 : EOF;
}
