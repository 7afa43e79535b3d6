/* An entry of a directory, as getdents64 gives it. [Linux include/linux/dirent.h] */
#pragma once

#include <stdint.h>

struct dirent {
    uint64_t d_ino;
    int64_t d_off;     /* of the next one */
    uint16_t d_reclen; /* bytes of this one, a multiple of 8 */
    uint8_t d_type;
    char d_name[261]; /* with a NUL */
};

#define DT_UNKNOWN 0
#define DT_FIFO    1
#define DT_CHR     2
#define DT_DIR     4
#define DT_BLK     6
#define DT_REG     8
#define DT_LNK     10
#define DT_SOCK    12
