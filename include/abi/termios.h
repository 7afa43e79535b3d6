/* The settings of a terminal and the requests of ioctl, with Linux's numbers and structs.
 * [Linux include/uapi/asm-generic/termbits.h, ioctls.h, termios.h] */
#pragma once

#include <stdint.h>

typedef uint32_t tcflag_t;
typedef uint32_t speed_t;
typedef uint8_t cc_t;

#define NCCS 19

struct termios {
    tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;
    cc_t c_line;
    cc_t c_cc[NCCS];
};

_Static_assert(sizeof(struct termios) == 36, "Linux's for i386");

struct winsize {
    uint16_t ws_row, ws_col; /* characters */
    uint16_t ws_xpixel, ws_ypixel;
};

/* c_iflag: the ENTER key's '\r' is read as '\n'. */
#define ICRNL 0x0100
/* c_oflag: '\n' is sent as "\r\n". It always is. */
#define OPOST 0x0001
#define ONLCR 0x0004
/* c_cflag: what a serial line of eight bits is like. Nothing of it can be changed. */
#define B38400 0x000F
#define CS8    0x0030
#define CREAD  0x0080
#define CLOCAL 0x0800
/* c_lflag */
#define ISIG    0x0001 /* VINTR, VQUIT and VSUSP act */
#define ICANON  0x0002 /* lines are read, not bytes */
#define ECHO    0x0008
#define ECHOE   0x0010 /* what VERASE and VWERASE remove vanishes */
#define ECHOK   0x0020 /* what VKILL removes vanishes: always */
#define ECHOCTL 0x0200 /* VINTR is shown as ^C, and so on: always */
#define ECHOKE  0x0800 /* as ECHOK */
#define NOFLSH  0x0080 /* the keys that send signals do not drop what was typed */
#define TOSTOP  0x0100 /* who writes from the background is stopped */
#define IEXTEN  0x8000 /* VWERASE acts */

/* What other systems have and Robin has not: cannot be set. */
#define IUCLC   0x0200
#define IMAXBEL 0x2000
#define IUTF8   0x4000
#define OLCUC   0x0002
#define OCRNL   0x0008
#define ONOCR   0x0010
#define ONLRET  0x0020
#define OFILL   0x0040
#define OFDEL   0x0080
#define NLDLY   0x0100
#define NL0     0x0000
#define NL1     0x0100
#define CRDLY   0x0600
#define CR0     0x0000
#define CR1     0x0200
#define CR2     0x0400
#define CR3     0x0600
#define TABDLY  0x1800
#define TAB0    0x0000
#define TAB1    0x0800
#define TAB2    0x1000
#define TAB3    0x1800
#define XTABS   0x1800
#define BSDLY   0x2000
#define BS0     0x0000
#define BS1     0x2000
#define VTDLY   0x4000
#define VT0     0x0000
#define VT1     0x4000
#define FFDLY   0x8000
#define FF0     0x0000
#define FF1     0x8000
#define XCASE   0x0004
#define ECHOPRT 0x0400
#define FLUSHO  0x1000
#define PENDIN  0x4000
#define EXTPROC 0x10000
#define CBAUD   0x100F
#define CRTSCTS 0x80000000
#define IGNBRK  0x0001
#define BRKINT  0x0002
#define IGNPAR  0x0004
#define PARMRK  0x0008
#define INPCK   0x0010
#define ISTRIP  0x0020
#define INLCR   0x0040
#define IGNCR   0x0080
#define IXON    0x0400
#define IXANY   0x0800
#define IXOFF   0x1000
#define CSIZE   0x0030
#define CS5     0x0000
#define CS6     0x0010
#define CS7     0x0020
#define CSTOPB  0x0040
#define PARENB  0x0100
#define PARODD  0x0200
#define HUPCL   0x0400
#define ECHONL  0x0040
#define B0      0x0000
#define B50     0x0001
#define B75     0x0002
#define B110    0x0003
#define B134    0x0004
#define B150    0x0005
#define B200    0x0006
#define B300    0x0007
#define B600    0x0008
#define B1200   0x0009
#define B1800   0x000A
#define B2400   0x000B
#define B4800   0x000C
#define B9600   0x000D
#define B19200  0x000E
#define B57600  0x1001
#define B115200 0x1002
#define B230400 0x1003

/* Places in c_cc. A key of the first group does nothing where its place holds 0. */
#define VINTR   0
#define VERASE  2
#define VKILL   3
#define VEOF    4
#define VSUSP   10
#define VWERASE 14

#define VQUIT 1 /* SIGQUIT; Ctrl-\, which stands here at first, rescues in any case */
/* These do nothing. */
#define VSWTC    7
#define VSTART   8
#define VSTOP    9
#define VEOL     11
#define VREPRINT 12
#define VDISCARD 13
#define VLNEXT   15
#define VEOL2    16

#define VTIME 5 /* without ICANON, a read waits so many tenths of a second ... */
#define VMIN  6 /* ... or for so many bytes */

#define TCGETS     0x5401 /* struct termios */
#define TCSETS     0x5402 /* at once */
#define TCSETSW    0x5403 /* when what was written is out: it always is */
#define TCSETSF    0x5404 /* and what was typed is dropped */
#define TCSBRK     0x5409 /* a number other than 0: wait until what was written is out */
#define TCXONC     0x540A /* a number: the output stops, or goes on: EINVAL */
#define TCFLSH     0x540B /* TCIFLUSH, TCOFLUSH or TCIOFLUSH */
#define TIOCSCTTY  0x540E /* a number: 1: take it from another session */
#define TIOCGPGRP  0x540F /* pid_t: who has the terminal */
#define TIOCSPGRP  0x5410
#define TIOCGSID   0x5429 /* pid_t: whose session has it */
#define FIONREAD   0x541B /* int: how many bytes a pipe holds */
#define TIOCINQ    FIONREAD
#define TIOCGWINSZ 0x5413 /* struct winsize */
#define TIOCSWINSZ 0x5414

#define TCOOFF 0
#define TCOON  1
#define TCIOFF 2
#define TCION  3

#define TCIFLUSH  0 /* what was typed */
#define TCOFLUSH  1 /* what was written, which is out already */
#define TCIOFLUSH 2
