/* The console as a file: what is typed on keyboard and serial line is read by the process
 * that terminal.h names, and what is written appears on the serial line and the screen.
 *
 * What a byte means, a part of a line to be edited or just a byte, is decided when it is
 * read, by the settings of that moment; it is echoed then, too. So nothing that is typed
 * ahead is taken in a wrong way. Whoever else reads waits, so that a background program
 * cannot take lines away from the shell. */
#pragma once

#include "kernel/fs/file.h"
#include "kernel/terminal/line.h"
#include "kernel/terminal/terminal.h"

#define CONSOLE_PATH "/dev/console"

enum console_event {
    CONSOLE_NONE,
    CONSOLE_INTERRUPT, /* VINTR */
    CONSOLE_QUIT,      /* VQUIT, if that is another key than Ctrl-\ */
    CONSOLE_SUSPEND,   /* VSUSP */
    CONSOLE_RESCUE,    /* Ctrl-\, whatever the settings */
};

/* Mounts itself at CONSOLE_PATH. */
void console_init(void);
bool console_is(const struct file *file);

/* Who does not have the console and reads it, or under TOSTOP writes, is what USE says, which
 * knows of processes and signals. */
void console_on_background(enum terminal_use (*use)(int32_t signal));

/* Whether the terminal is that of the caller's session, HAS says. */
void console_on_open(bool (*has)(void));

/* Takes a byte that was typed. Returns what it means at once: what was typed before is then
 * dropped, and the rest is for the caller to carry out. */
enum console_event console_input(char c);

/* Has the reader drop its line: who reads lines gets an empty one, and a shell shows a new
 * prompt; who reads bytes gets Ctrl-C. */
void console_empty_line(void);
void console_drop_input(void);

/* Another may read from now on: terminal.h says who. */
void console_reader_changed(void);

/* Settings that Robin has not, and those that are fixed, stay as they are. [POSIX tcsetattr:
 * what can be done is done] */
void console_set(const struct termios *settings);
void console_reset(void);
const struct termios *console_settings(void);
/* 80 by 25, or as programs have set it. */
struct winsize *console_size(void);
