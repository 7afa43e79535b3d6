/* A disk whose bytes are a test's. What is read or written moves when the transfer ends, so a
 * frame that was given back too early shows. */
#include "tests/hosted/harness/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/debug/panic.h"
#include "tests/hosted/harness/machine.h"

enum { BEGUN_MAX = 4096, USUAL_DELAY = 2 };

static char *contents;
static uint32_t disk_sectors;
static uint32_t delay_ticks, failures_left,
    good_ones;     /* those come before the failures */
static char *safe; /* NULL, or a copy of what a flush has made safe */
static uint32_t begun_count, begun[BEGUN_MAX], counts[BEGUN_MAX];

static struct {
    bool is_busy;
    enum arch_disk_command command;
    uint32_t sector, count, ticks;
    const phys_t *frames;
    uint32_t offset;
} current;

void machine_insert_disk(char *bytes, uint32_t sectors)
{
    contents = bytes;
    disk_sectors = sectors;
    delay_ticks = USUAL_DELAY;
    failures_left = good_ones = 0;
    safe = NULL;
}

void machine_disk_delay(uint32_t ticks)
{
    delay_ticks = ticks;
}

void machine_disk_fail(uint32_t count)
{
    machine_disk_fail_later(0, count);
}

void machine_disk_fail_later(uint32_t after, uint32_t count)
{
    good_ones = after;
    failures_left = count;
}

uint32_t machine_disk_failures_left(void)
{
    return failures_left;
}

void machine_disk_keep_safe(char *bytes)
{
    safe = bytes;
}

uint32_t machine_disk_begun(void)
{
    return begun_count;
}

bool machine_disk_is_busy(void)
{
    return current.is_busy;
}

uint32_t machine_disk_sector(uint32_t n)
{
    assert_true(n < begun_count && n < BEGUN_MAX);
    return begun[n];
}

uint32_t machine_disk_count(uint32_t n)
{
    assert_true(n < begun_count && n < BEGUN_MAX);
    return counts[n];
}

void disk_reset(void)
{
    begun_count = 0;
    memset(&current, 0, sizeof(current));
}

bool disk_counts_tick(void)
{
    return current.is_busy && delay_ticks > 0 && ++current.ticks >= delay_ticks;
}

bool disk_ends_at_once(void)
{
    if (!current.is_busy)
        return false;
    disk_interrupt();
    return true;
}

static void move_sectors(void)
{
    char *at = contents + current.sector * SECTOR_BYTES;
    for (uint32_t i = 0; i < current.count; i++, at += SECTOR_BYTES) {
        uint32_t offset = current.offset + i * SECTOR_BYTES;
        char *memory =
            (char *)arch_frame(current.frames[offset / PAGE_SIZE]) + offset % PAGE_SIZE;
        if (current.command == ARCH_DISK_READ)
            memcpy(memory, at, SECTOR_BYTES);
        else
            memcpy(at, memory, SECTOR_BYTES);
    }
}

void disk_interrupt(void)
{
    bool failed = good_ones == 0 && failures_left > 0;
    if (!current.is_busy)
        fail_msg("the disk has nothing to do");
    good_ones -= good_ones > 0;
    if (failed)
        failures_left--;
    else if (current.command != ARCH_DISK_FLUSH)
        move_sectors();
    else if (safe)
        memcpy(safe, contents, (size_t)disk_sectors * SECTOR_BYTES);
    current.is_busy = false;
    kernel_disk_done(failed);
}

uint32_t arch_disk_start(bool dma)
{
    (void)dma;
    return disk_sectors;
}

void arch_disk_begin(enum arch_disk_command command, uint32_t sector, uint32_t count,
                     const phys_t *frames, uint32_t offset)
{
    ASSERT(!current.is_busy);
    ASSERT(command == ARCH_DISK_FLUSH || sector + count <= disk_sectors);
    current.is_busy = true;
    current.command = command;
    current.sector = sector;
    current.count = count;
    current.frames = frames;
    current.offset = offset;
    current.ticks = 0;
    if (begun_count < BEGUN_MAX) {
        begun[begun_count] = sector;
        counts[begun_count] = count;
    }
    begun_count++;
}

void arch_disk_reset(void)
{
    current.is_busy = false;
}
