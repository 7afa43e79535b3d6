/* Formatted output, and the little input that programs here need. Nothing is buffered
 * from one call to the next: what was printed is out when the call returns. All output
 * may block. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)

/* A stream is a descriptor: constant, so it costs no page of data. */
typedef const struct file {
    int fd;
} FILE;

extern FILE standard_streams[3];

#define stdin  (&standard_streams[0])
#define stdout (&standard_streams[1])
#define stderr (&standard_streams[2])

#define PRINTF_LIKE(text, arguments) __attribute__((format(printf, text, arguments)))

/* Conversions as in C, but for floating point and %n [C11 7.21.6.1]. Up to 256 bytes go
 * out in one write, so that they arrive together. The length, or EOF after an error. */
PRINTF_LIKE(1, 2) int printf(const char *text, ...);
PRINTF_LIKE(2, 3) int fprintf(FILE *file, const char *text, ...);
PRINTF_LIKE(1, 0) int vprintf(const char *text, va_list arguments);
PRINTF_LIKE(2, 0) int vfprintf(FILE *file, const char *text, va_list arguments);

/* The same into the SIZE bytes at BUFFER, cut where they are full and always with a final
 * NUL unless SIZE is 0. The length that it has without the cut. */
PRINTF_LIKE(3, 4) int snprintf(char *buffer, size_t size, const char *text, ...);
PRINTF_LIKE(3, 0)
int vsnprintf(char *buffer, size_t size, const char *text, va_list arguments);

/* 0 or more, or EOF after an error. puts adds a newline. */
int fputs(const char *text, FILE *file);
int puts(const char *text);
int putchar(int c);

/* The next byte of standard input, or EOF at its end or after an error. */
int getchar(void);

/* `WHAT: ` and errno in words, on standard error. */
void perror(const char *what);
