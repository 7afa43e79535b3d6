/* The calls that have POSIX names: a result, or -1 and errno. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "abi/types.h"

#define STDIN_FILENO  0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

typedef int ssize_t;
typedef uint32_t uid_t;

/* Read or write up to SIZE bytes at BUFFER and return how many; read: 0 at the end. From
 * the console one line at a time, and it blocks until there is one, unless <termios.h> has
 * set it otherwise. Both may block.
 * EBADF, EFAULT, EINTR, EIO. */
ssize_t read(int fd, void *buffer, size_t size);
ssize_t write(int fd, const void *buffer, size_t size);

/* EBADF. */
int close(int fd);

/* Whether FD is a terminal; if not, errno says why. */
int isatty(int fd);
/* Whom Ctrl-C reaches at the terminal FD [POSIX]: each process is a group of its own. -1 and
 * errno: ENOTTY; to set it also EINVAL, ESRCH, EPERM. */
pid_t tcgetpgrp(int fd);
int tcsetpgrp(int fd, pid_t group);

/* The parent of a process whose parent has ended is process 1. */
pid_t getpid(void);
pid_t getppid(void);

/* Only id 0 may change its id: EPERM. */
uid_t getuid(void);
int setuid(uid_t uid);

/* Set or move the end of the heap. sbrk returns where it was, or SBRK_FAILED; the new
 * memory is zeroed. ENOMEM. */
#define SBRK_FAILED ((void *)-1)
int brk(void *address);
void *sbrk(intptr_t increment);

_Noreturn void _exit(int code);
