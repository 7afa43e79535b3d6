/* What is done to the files of volume.h's image: each a call or a few, as a program makes them. */
#pragma once

#include "tests/hosted/ext2/volume.h"

/* What there may be too little of: of frames and objects only the next one is not there, or all
 * others; and the last two are requests that do not fail, before one does or all others. */
enum resource { FRAMES, ALL_FRAMES, BLOCKS, INODES, REQUESTS, ALL_REQUESTS, RESOURCES };

struct row {
    const char *name;
    int32_t (*act)(void);      /* 0 or -errno: then all is as it was */
    uint32_t least[RESOURCES]; /* how often it fails; 0: that is not tried */
};

extern const struct row rows[];
extern const uint32_t row_count;

/* The size of PATH is cut or lengthened. A file at PATH is made that was not there. */
int32_t cut_to(const char *path, uint32_t size);
int32_t make(const char *path);
