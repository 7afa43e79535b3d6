/* The file that is edited. Each returns 0 or the error. */
#pragma once

#include "user/edit/buffer.h"

/* PATH comes into BUFFER, which is new; what is not there is empty. ENOMEM: it is too large. */
int file_load(const char *path, struct buffer *buffer);
/* BUFFER is on the disk under PATH. The old text is there until the new one is safe, so neither the
 * end of the machine nor a full disk takes both: it goes to PATH.edit~ first. But where that
 * cannot be made, or PATH has other names, it is written over. */
int file_save(const char *path, const struct buffer *buffer);
