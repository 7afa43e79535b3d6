/* A segment for thread-local data: Linux's struct user_desc, for set_thread_area. */
#pragma once

#include <stdint.h>

#define THREAD_AREA_ANY 0xFFFFFFFFu /* as an entry: one that is free */

/* In `flags`. [SDM 3A 3.4.5] */
#define THREAD_AREA_32_BITS     0x01u
#define THREAD_AREA_CONTENTS    0x06u /* 0: grows up; 2: grows down; the others are code */
#define THREAD_AREA_GROWS_DOWN  0x02u
#define THREAD_AREA_READ_ONLY   0x08u
#define THREAD_AREA_PAGES       0x10u /* the limit counts pages */
#define THREAD_AREA_NOT_PRESENT 0x20u
#define THREAD_AREA_USEABLE     0x40u

struct thread_area {
    uint32_t entry; /* of the descriptor table; a selector is 8 * entry + 3 */
    uint32_t base, limit, flags;
};
