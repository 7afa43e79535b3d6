/* A machine with a volume of ext2 on its disk, at /disk, that may be written; and calls of a
 * process for which the others wait, and for which the last frames are not kept. They come back
 * when the disk has done its part. */
#pragma once

#include "tests/hosted/harness/user.h"
#include "tests/unit/harness/ext2_image.h"

/* Where calls find what they are given, in the program's data. */
enum { VOLUME_TEXT = USER_DATA + PAGE_SIZE, VOLUME_TEXT_BYTES = 3 * PAGE_SIZE };

/* An image with what the tests are about, small and nearly full. Everywhere a file has the
 * bytes of volume_byte. volume_forget gives all images back. */
struct image *volume_image(void);
void volume_forget(void);
char volume_byte(uint64_t offset);

/* A machine with a copy of IMAGE, whose bytes are the disk's. */
struct image *volume_boot(const struct image *image);
/* The power goes off in order. What e2fsck must not find on DISK fails the test: anything at all,
 * or, if the disk HAS_FAILED, more than lost space. With volume_end DISK goes, too. */
void volume_power_off(struct image *disk, bool has_failed);
void volume_end(struct image *disk, bool has_failed);

/* What is done each time that the disk is waited for; or NULL. */
extern void (*volume_meanwhile)(void);

/* Until somebody has the CPU: the disk does what it is asked to. */
void volume_wait(void);
/* A call as user_call. */
int32_t volume_call(uint32_t number, uint32_t a, uint32_t b, uint32_t c);
/* The same, of one path or two. */
int32_t volume_path(uint32_t number, const char *path, uint32_t b, uint32_t c);
int32_t volume_paths(uint32_t number, const char *path, const char *other);

/* The first LENGTH bytes of VOLUME_TEXT become those of a file from OFFSET on. */
void volume_text(uint64_t offset, uint32_t length);

/* Free blocks and inodes, when all is written. */
struct volume_space {
    uint64_t blocks, inodes;
} volume_space(void);
