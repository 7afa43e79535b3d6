/* What the programs with bad input share: calls that no library stands before, and a
 * picture of the caller, to see that a call that failed has changed nothing. */
#pragma once

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "check.h"

enum { PAGE = 4096, WORDS = 5, POLICY_BYTES = 128 };

/* Makes call NUMBER with the WORDS, as an attacker would. */
static inline int32_t raw(uint32_t number, const uint32_t words[WORDS])
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(words[0]), "c"(words[1]), "d"(words[2]),
                       "S"(words[3]), "D"(words[4])
                     : "memory");
    return result;
}

#define RAW(number, ...) raw(number, (const uint32_t[WORDS]){__VA_ARGS__})

static inline uint32_t address_of(const void *object)
{
    return (uint32_t)(uintptr_t)object;
}

/* What the kernel knows of the caller and shows, without the accounts of its time. */
struct picture {
    int process_count;
    char *heap_end;
    char policy[POLICY_BYTES];
    struct process_status status;
};

static inline void take_picture(struct picture *picture)
{
    memset(picture, 0, sizeof(*picture));
    picture->process_count = process_list(NULL, 0);
    picture->heap_end = sbrk(0);
    EXPECT_EQUAL(policy_get(picture->policy, POLICY_BYTES), 0);
    picture->status = status_of(0);
}

/* Nothing has changed but pages that came when they were touched. */
static inline void expect_unchanged(const struct picture *before)
{
    static struct picture after;

    take_picture(&after);
    EXPECT_EQUAL(after.process_count, before->process_count);
    EXPECT(after.heap_end == before->heap_end);
    EXPECT(strcmp(after.policy, before->policy) == 0);
    EXPECT_EQUAL(after.status.uid, before->status.uid);
    EXPECT_EQUAL(after.status.suspended, before->status.suspended);
    EXPECT_EQUAL(after.status.region_count, before->status.region_count);
    EXPECT(memcmp(&after.status.scheduling, &before->status.scheduling,
                  sizeof(after.status.scheduling)) == 0);
    EXPECT_EQUAL(after.status.file_count, before->status.file_count);
    EXPECT(memcmp(after.status.files, before->status.files, sizeof(after.status.files)) ==
           0);
}
