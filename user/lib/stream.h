/* Streams from within. A buffer holds either what was read and not given out, or what was
 * written and has not gone out:
 *
 *     buffer:  | given out | at .. end: not yet |      STREAM_READING
 *              | 0 .. at: not out yet |                STREAM_WRITING
 *
 * Neither flag: it is empty. Before the buffer lies room for UNGET_BYTES, so that ungetc
 * succeeds where nothing was read. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

enum {
    STREAM_READ = 1,       /* it may be read */
    STREAM_WRITE = 2,      /* it may be written */
    STREAM_READING = 4,    /* see above */
    STREAM_WRITING = 8,    /*  */
    STREAM_END = 16,       /* the end was met */
    STREAM_ERROR = 32,     /* something failed */
    STREAM_UNDECIDED = 64, /* by lines, if it turns out to be a terminal */
    STREAM_LINES = 128,    /* goes out by lines */
    STREAM_AT_ONCE = 256,  /* is not buffered */
    STREAM_UNLISTED = 512, /* stdin, until it is read */
    STREAM_ALLOCATED = 1024,
};

enum { UNGET_BYTES = 8 };

/* What a stream of memory does in place of the calls with these names; CONTEXT is its own. */
struct stream_operations {
    ssize_t (*read)(void *context, char *bytes, size_t size);
    ssize_t (*write)(void *context, const char *bytes, size_t size);
    off_t (*seek)(void *context, off_t offset, int whence);
    int (*close)(void *context);
};

struct stream {
    int fd; /* -1: there are operations */
    unsigned flags;
    char *buffer;
    size_t size, at, end;
    struct stream *next; /* on stream_list */
    int child;           /* of popen */
    const struct stream_operations *operations;
    void *context;
};

/* Those that exit flushes: all that were opened, and stdin, once it was read. stdout is not on
 * it, nor stderr, which keeps nothing. A list, so that exit need not name what a program may
 * do without. */
extern FILE *stream_list;
void stream_enlist(FILE *file);

/* process_create calls it, if the program has streams: who fills all memory with children can
 * still say so. Not every program, as one that prints nothing needs no page for it. */
void stream_prepare(void);
/* fopen's, for fdopen and popen: a new stream for FD; NULL: no memory. */
FILE *stream_new(int fd, unsigned flags);
/* MODE's flags, or 0 and EINVAL; what open needs in *OPEN_FLAGS. */
unsigned stream_mode(const char *mode, int *open_flags);

/* lseek of the file, or of the memory. */
off_t stream_seek(FILE *file, off_t offset, int whence);

/* The buffer is made ready for the one or the other. False: an error, which is noted. */
bool stream_begin_reading(FILE *file);
bool stream_begin_writing(FILE *file);
/* Reads anew into the empty buffer. False: the end, or an error; noted. */
bool stream_fill(FILE *file);
/* Writes what is buffered. */
bool stream_flush(FILE *file);
bool stream_write(FILE *file, const char *bytes, size_t size);
