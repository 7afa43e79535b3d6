/* The console as a file: bytes from keyboard and serial line become lines, which are read
 * by the process that terminal.h names, and what is written appears on the serial line
 * and the screen.
 *
 * Whoever else reads waits, so that a background program cannot take lines away from the
 * shell. */
#pragma once

#include "kernel/fs/file.h"
#include "kernel/terminal/line_editor.h"

#define CONSOLE_PATH "/dev/console"

/* Mounts itself at CONSOLE_PATH. */
void console_init(void);

/* Takes a byte that was typed and echoes it. Returns what it means; an interrupt, a
 * suspension or a rescue is for the caller to carry out. */
enum line_event console_input(char c);

/* Waits for a key, no longer than until the tick DEADLINE, without line editing or echo.
 * From now on all keys but Ctrl-C, Ctrl-Z and Ctrl-\ come this way, until the caller reads a line
 * or loses the console. Returns the byte, -ETIMEDOUT or -EINTR. */
MUST_CHECK int console_key(tick_t deadline);

/* Gives the reader an empty line, so that a shell shows a new prompt. */
void console_empty_line(void);

/* Another may read from now on: terminal.h says who. */
void console_reader_changed(void);
