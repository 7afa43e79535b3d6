#include "tests/hosted/ext2/volume.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/statfs.h"
#include "abi/syscall.h"

enum {
    BLOCK_BYTES = 1024,
    BLOCKS = 700,
    FULL_NAMES = 5, /* of so many bytes, which fill a directory's block */
    FULL_NAME_BYTES = 192,
    SPREAD_BLOCKS = 40,
    CHECKED_MAX = 4096,
    TEXT_BYTES = 16384,
    PATH = USER_DATA,
    OTHER_PATH = USER_DATA + 0x400,
};

/* --- The image --- */

char volume_byte(uint64_t offset)
{
    return (char)('a' + (offset + offset / 1000) % 26);
}

static void make_file(const char *folder, const char *name, uint64_t bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (uint64_t i = 0; i < bytes; i++)
        fputc(volume_byte(i), file);
    fclose(file);
}

/* A block behind each hole, each by a table of its own. */
static void make_spread_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (long i = 1; i <= SPREAD_BLOCKS; i++) {
        assert_int_equal(fseek(file, i * (256 * BLOCK_BYTES), SEEK_SET), 0);
        fputs("here", file);
    }
    fclose(file);
}

struct image *volume_image(void)
{
    char text[64], name[FULL_NAME_BYTES + 8];
    const char *folder = image_path("source");
    image_command(text, sizeof text, "mkdir -p %s/dir/sub %s/empty %s/full %s/other",
                  folder, folder, folder, folder);
    make_file(folder, "small", 100);
    make_file(folder, "page", 2 * PAGE_SIZE);
    make_file(folder, "big", 290 * BLOCK_BYTES + 10); /* by a table of tables */
    make_spread_file(image_path("source/spread"));
    make_file(folder, "dir/file", 3000);
    make_file(folder, "other/file", 5000);
    for (int i = 0; i < FULL_NAMES; i++) {
        snprintf(name, sizeof name, "full/%0*d", FULL_NAME_BYTES, i);
        make_file(folder, name, 0);
    }
    return image_make(BLOCK_BYTES, BLOCKS, "-O none,filetype -g 512 -N 48", folder);
}

void volume_forget(void)
{
    image_clean();
}

/* --- The machine --- */

void (*volume_meanwhile)(void);

void volume_wait(void)
{
    while (machine_is_idle()) {
        if (volume_meanwhile)
            volume_meanwhile();
        machine_disk_end();
    }
}

struct image *volume_boot(const struct image *image)
{
    struct image *disk = image_copy(image);
    machine_insert_disk((char *)disk->bytes, (uint32_t)(disk->size / SECTOR_BYTES));
    user_boot("check=1 disk_write=1");
    for (int i = 0; i < 2; i++)
        assert_int_equal(user_wait(user_fork(), 0, 0), AWAY);
    volume_text(0, VOLUME_TEXT_BYTES); /* and its memory is there */
    return disk;
}

/* Many disks end with the same bytes: each is checked once. */
static bool has_been_checked(const struct image *disk)
{
    static uint64_t seen[CHECKED_MAX];
    static size_t count;
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < disk->size; i += sizeof hash) {
        uint64_t word;
        memcpy(&word, disk->bytes + i, sizeof word);
        hash = (hash ^ word) * 0x100000001b3;
    }
    for (size_t i = 0; i < count; i++)
        if (seen[i] == hash)
            return true;
    if (count < CHECKED_MAX)
        seen[count++] = hash;
    return false;
}

static void expect_sound(struct image *disk, bool has_failed)
{
    char text[TEXT_BYTES];
    if (has_been_checked(disk))
        return;
    int status = image_check(disk, has_failed ? "-fy" : "-fn", text, sizeof text);
    if (!has_failed && (status || strstr(text, "not cleanly")))
        fail_msg("e2fsck says: %s", text);
    const char *harm = has_failed ? image_harm(text) : NULL;
    if (harm)
        fail_msg("e2fsck says: %s", harm);
}

void volume_power_off(struct image *disk, bool has_failed)
{
    assert_int_equal(user_call(SYS_PROCESS_POWER_OFF, 0, 0, 0), AWAY);
    while (!machine_is_off())
        machine_disk_end();
    assert_non_null(strstr(machine_console(), "every page came back"));
    expect_sound(disk, has_failed);
}

void volume_end(struct image *disk, bool has_failed)
{
    volume_power_off(disk, has_failed);
    image_free(disk);
}

/* --- Calls --- */

int32_t volume_call(uint32_t number, uint32_t a, uint32_t b, uint32_t c)
{
    int32_t result = user_call(number, a, b, c);
    if (result != AWAY)
        return result;
    volume_wait();
    return machine_result();
}

int32_t volume_path(uint32_t number, const char *path, uint32_t b, uint32_t c)
{
    return volume_call(number, user_put(PATH, path, strlen(path) + 1), b, c);
}

int32_t volume_paths(uint32_t number, const char *path, const char *other)
{
    return volume_path(number, path, user_put(OTHER_PATH, other, strlen(other) + 1), 0);
}

void volume_text(uint64_t offset, uint32_t length)
{
    static char text[VOLUME_TEXT_BYTES];
    assert_true(length <= sizeof text);
    for (uint32_t i = 0; i < length; i++)
        text[i] = volume_byte(offset + i);
    user_put(VOLUME_TEXT, text, length);
}

struct volume_space volume_space(void)
{
    struct statfs64 found;
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0);
    assert_int_equal(volume_path(SYS_STATFS64, "/disk", sizeof found, OTHER_PATH), 0);
    user_get(OTHER_PATH, &found, sizeof found);
    return (struct volume_space){found.f_bfree, found.f_ffree};
}
