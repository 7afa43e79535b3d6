/* Streams. [C11 7.21, POSIX stdio.h]
 *
 * Output to a terminal goes out with each line, other output when BUFSIZ bytes have come
 * together; fflush, fclose and exit write what is left, _exit does not. stderr is not
 * buffered: what one call prints goes out at once, up to 256 bytes in one write. fork copies
 * what is buffered: flush before it. Whatever reads or writes may block. */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <sys/types.h>

#define EOF      (-1)
#define BUFSIZ   4096
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

#define _IOFBF 0 /* for setvbuf: when the buffer is full */
#define _IOLBF 1 /* with each line */
#define _IONBF 2 /* at once */

#define FOPEN_MAX    16
#define FILENAME_MAX 4096
#define L_tmpnam     20
#define TMP_MAX      10000
#define L_ctermid    9
#define P_tmpdir     "/tmp"

typedef struct stream FILE;
typedef off_t fpos_t;

extern FILE *const stdin, *const stdout, *const stderr;
#define stdin  stdin
#define stdout stdout
#define stderr stderr

/* MODE is r, w or a, possibly with +, b, x (the file must be new) or e (closed by exec).
 * NULL and errno: what open may say; EINVAL; ENOMEM. */
FILE *fopen(const char *restrict path, const char *restrict mode);
FILE *fdopen(int fd, const char *mode);
/* FILE becomes another file under the same descriptor; or is closed, and NULL. */
FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict file);
/* A stream of memory: of the SIZE bytes at BUFFER (NULL: of its own, until it is closed); or
 * of as much as is written, at *BUFFER, malloc's, and *SIZE long whenever it was flushed. */
FILE *fmemopen(void *restrict buffer, size_t size, const char *restrict mode);
FILE *open_memstream(char **buffer, size_t *size);
int fclose(FILE *file);
/* NULL: all that have something to write. */
int fflush(FILE *file);
int fileno(FILE *file);

/* Before anything is read or written. BUFFER NULL: the stream's own. */
int setvbuf(FILE *restrict file, char *restrict buffer, int mode, size_t size);
void setbuf(FILE *restrict file, char *restrict buffer);
void setbuffer(FILE *restrict file, char *restrict buffer, size_t size);
void setlinebuf(FILE *file);

#define PRINTF_LIKE(text, arguments) __attribute__((format(printf, text, arguments)))
#define SCANF_LIKE(text, arguments)  __attribute__((format(scanf, text, arguments)))

/* Conversions as in C [C11 7.21.6.1], without wide characters; %m is strerror(errno). The
 * length, or a negative number after an error. */
PRINTF_LIKE(1, 2) int printf(const char *restrict text, ...);
PRINTF_LIKE(2, 3) int fprintf(FILE *restrict file, const char *restrict text, ...);
PRINTF_LIKE(2, 3) int dprintf(int fd, const char *restrict text, ...);
PRINTF_LIKE(1, 0) int vprintf(const char *restrict text, va_list arguments);
PRINTF_LIKE(2, 0)
int vfprintf(FILE *restrict file, const char *restrict text, va_list arguments);
PRINTF_LIKE(2, 0) int vdprintf(int fd, const char *restrict text, va_list arguments);

/* The same into the SIZE bytes at BUFFER, cut where they are full and always with a final
 * NUL unless SIZE is 0. The length that it has without the cut. asprintf's is malloc's. */
PRINTF_LIKE(3, 4)
int snprintf(char *restrict buffer, size_t size, const char *restrict text, ...);
PRINTF_LIKE(3, 0)
int vsnprintf(char *restrict buffer, size_t size, const char *restrict text,
              va_list arguments);
PRINTF_LIKE(2, 3) int sprintf(char *restrict buffer, const char *restrict text, ...);
PRINTF_LIKE(2, 0)
int vsprintf(char *restrict buffer, const char *restrict text, va_list arguments);
PRINTF_LIKE(2, 3) int asprintf(char **buffer, const char *restrict text, ...);
PRINTF_LIKE(2, 0)
int vasprintf(char **buffer, const char *restrict text, va_list arguments);

/* Conversions as in C [C11 7.21.6.2], without wide characters. How many were stored, or EOF
 * if the input ends before the first. */
SCANF_LIKE(1, 2) int scanf(const char *restrict text, ...);
SCANF_LIKE(2, 3) int fscanf(FILE *restrict file, const char *restrict text, ...);
SCANF_LIKE(2, 3) int sscanf(const char *restrict from, const char *restrict text, ...);
SCANF_LIKE(1, 0) int vscanf(const char *restrict text, va_list arguments);
SCANF_LIKE(2, 0)
int vfscanf(FILE *restrict file, const char *restrict text, va_list arguments);
SCANF_LIKE(2, 0)
int vsscanf(const char *restrict from, const char *restrict text, va_list arguments);

/* The next byte, or EOF at the end or after an error; the _unlocked ones are the same. */
int fgetc(FILE *file);
int getc(FILE *file);
int getchar(void);
int getc_unlocked(FILE *file);
int getchar_unlocked(void);
int ungetc(int c, FILE *file);
char *fgets(char *restrict text, int size, FILE *restrict file);
/* A line with its newline, at *LINE, malloc's, which grows. Its length, or -1. */
ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict file);
ssize_t getdelim(char **restrict line, size_t *restrict size, int end,
                 FILE *restrict file);

/* 0 or more, or EOF after an error. puts adds a newline. */
int fputc(int c, FILE *file);
int putc(int c, FILE *file);
int putchar(int c);
int putc_unlocked(int c, FILE *file);
int putchar_unlocked(int c);
int fputs(const char *restrict text, FILE *restrict file);
int puts(const char *text);

/* How many things of SIZE bytes: fewer than COUNT at the end or after an error. */
size_t fread(void *restrict things, size_t size, size_t count, FILE *restrict file);
size_t fwrite(const void *restrict things, size_t size, size_t count,
              FILE *restrict file);

int fseek(FILE *file, long offset, int whence);
int fseeko(FILE *file, off_t offset, int whence);
long ftell(FILE *file);
off_t ftello(FILE *file);
void rewind(FILE *file);
int fgetpos(FILE *restrict file, fpos_t *restrict position);
int fsetpos(FILE *file, const fpos_t *position);

int feof(FILE *file);
int ferror(FILE *file);
void clearerr(FILE *file);

/* There is one thread: a stream is never locked. */
void flockfile(FILE *file);
int ftrylockfile(FILE *file);
void funlockfile(FILE *file);
int fgetc_unlocked(FILE *file);
int fputc_unlocked(int c, FILE *file);
char *fgets_unlocked(char *restrict text, int size, FILE *restrict file);
int fputs_unlocked(const char *restrict text, FILE *restrict file);
size_t fread_unlocked(void *restrict things, size_t size, size_t count,
                      FILE *restrict file);
size_t fwrite_unlocked(const void *restrict things, size_t size, size_t count,
                       FILE *restrict file);
int fflush_unlocked(FILE *file);
int feof_unlocked(FILE *file);
int ferror_unlocked(FILE *file);
void clearerr_unlocked(FILE *file);
int fileno_unlocked(FILE *file);

/* Numbers as they are in memory; EOF at the end or after an error, and -1 otherwise, too. */
int getw(FILE *file);
int putw(int number, FILE *file);

char *ctermid(char *path); /* the terminal: /dev/tty */

/* `WHAT: ` and errno in words, on standard error. */
void perror(const char *what);

/* Runs COMMAND by the shell; the stream is its standard input (MODE w) or output (r).
 * pclose waits for its end: a status as waitpid's. */
FILE *popen(const char *command, const char *mode);
int pclose(FILE *file);

int remove(const char *path);
/* PATH is called NEW_PATH from now on, in place of what had that name. ENOENT; EXDEV: they are not
 * on the same volume; EISDIR, ENOTDIR, ENOTEMPTY; EINVAL: a folder would be in itself. */
int rename(const char *path, const char *new_path);
int renameat(int folder, const char *path, int new_folder, const char *new_path);
/* A path that is free now, in 20 bytes at PATH or, if that is NULL, in one place for all; and
 * one in FOLDER, or else in /tmp, that begins with PREFIX and is malloc's. */
char *tmpnam(char *path);
char *tempnam(const char *folder, const char *prefix);
/* A file without a name, which is gone when it is closed. */
FILE *tmpfile(void);
