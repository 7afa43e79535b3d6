/* How large C's own numbers are [C11 5.2.4.2.1]. */
#pragma once

#define CHAR_BIT   __CHAR_BIT__
#define MB_LEN_MAX 1

#define SCHAR_MAX  __SCHAR_MAX__
#define SCHAR_MIN  (-SCHAR_MAX - 1)
#define UCHAR_MAX  (2 * SCHAR_MAX + 1)
#define CHAR_MAX   SCHAR_MAX
#define CHAR_MIN   SCHAR_MIN
#define SHRT_MAX   __SHRT_MAX__
#define SHRT_MIN   (-SHRT_MAX - 1)
#define USHRT_MAX  (2 * SHRT_MAX + 1)
#define INT_MAX    __INT_MAX__
#define INT_MIN    (-INT_MAX - 1)
#define UINT_MAX   (2u * INT_MAX + 1)
#define LONG_MAX   __LONG_MAX__
#define LONG_MIN   (-LONG_MAX - 1)
#define ULONG_MAX  (2ul * LONG_MAX + 1)
#define LLONG_MAX  __LONG_LONG_MAX__
#define LLONG_MIN  (-LLONG_MAX - 1)
#define ULLONG_MAX (2ull * LLONG_MAX + 1)

/* And Robin's, with Linux's values. [POSIX limits.h] */
#define SSIZE_MAX      INT_MAX
#define LONG_BIT       32
#define WORD_BIT       32
#define NAME_MAX       255
#define PATH_MAX       4096
#define PIPE_BUF       4096 /* bytes that come through a pipe undivided */
#define ARG_MAX        131072
#define IOV_MAX        1024
#define LINE_MAX       2048
#define HOST_NAME_MAX  64
#define LOGIN_NAME_MAX 256
#define NGROUPS_MAX    65536
#define NZERO          20
#define RTSIG_MAX      32

#define TTY_NAME_MAX 32
#define RTSIG_MAX    32
#define MAX_CANON    255
#define MAX_INPUT    255
#define NL_ARGMAX    4096
#define NL_TEXTMAX   INT_MAX

#define LONG_LONG_MAX  LLONG_MAX
#define LONG_LONG_MIN  LLONG_MIN
#define ULONG_LONG_MAX ULLONG_MAX

#define BC_BASE_MAX        99
#define BC_DIM_MAX         2048
#define BC_SCALE_MAX       99
#define BC_STRING_MAX      1000
#define CHARCLASS_NAME_MAX 2048
#define COLL_WEIGHTS_MAX   255
#define EXPR_NEST_MAX      32
#define RE_DUP_MAX         0x7fff

/* What every system has at least. */
#define _POSIX_AIO_LISTIO_MAX 2
#define _POSIX_AIO_MAX        1
#define _POSIX_ARG_MAX        4096
#define _POSIX_CHILD_MAX      25
#define _POSIX_CLOCKRES_MIN   20000000
#define _POSIX_DELAYTIMER_MAX 32
#define _POSIX_HOST_NAME_MAX  255
#define _POSIX_LINK_MAX       8
#define _POSIX_LOGIN_NAME_MAX 9
#define _POSIX_MAX_CANON      255
#define _POSIX_MAX_INPUT      255
#define _POSIX_NAME_MAX       14
#define _POSIX_NGROUPS_MAX    8
#define _POSIX_OPEN_MAX       20
#define _POSIX_PATH_MAX       256
#define _POSIX_PIPE_BUF       512
#define _POSIX_RE_DUP_MAX     255
#define _POSIX_RTSIG_MAX      8
#define _POSIX_SEM_NSEMS_MAX  256
#define _POSIX_SEM_VALUE_MAX  32767
#define _POSIX_SIGQUEUE_MAX   32
#define _POSIX_SSIZE_MAX      32767
#define _POSIX_STREAM_MAX     8
#define _POSIX_SYMLINK_MAX    255
#define _POSIX_SYMLOOP_MAX    8
#define _POSIX_TIMER_MAX      32
#define _POSIX_TTY_NAME_MAX   9
#define _POSIX_TZNAME_MAX     6
#define _POSIX2_BC_BASE_MAX   99
#define _POSIX2_BC_DIM_MAX    2048
#define _POSIX2_BC_SCALE_MAX  99
#define _POSIX2_BC_STRING_MAX 1000
#define _POSIX2_LINE_MAX      2048
#define _POSIX2_RE_DUP_MAX    255
#define _XOPEN_IOV_MAX        16
