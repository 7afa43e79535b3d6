/* Files in memory, at /tmp: regular ones in one directory, which are made, written, cut off
 * and taken away again. Their pages are charged to who has made them. */
#pragma once

#include <stdint.h>

#include "lib/compiler.h"

#define MEMORY_FILE_PATH "/tmp"

/* Mounts /tmp. */
void memory_file_init(void);
/* Pages that all of them have. */
uint32_t memory_file_page_count(void);
/* The power goes off: files that are left go, too. Nobody has any of them open. */
void memory_file_sweep(void);
