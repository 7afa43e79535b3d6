/* files [ROW...]: what calls on files cost. Most rows are in memory, in /tmp. Where there is a
 * disk, mounted at /disk with the files of tools/measure/files.py, more rows are on it; `cold`,
 * which is not counted in instructions but in microseconds, comes only if it is asked for.
 * Linux's first program has to mount that disk itself, by drivers in /modules. */
#include "posix.h"

enum {
    SYS_OPEN = 5,
    SYS_CLOSE = 6,
    SYS_UNLINK = 10,
    SYS_LSEEK = 19,
    SYS_MOUNT = 21,
    SYS_MKDIR = 39,
    SYS_STAT64 = 195,
    SYS_GETDENTS64 = 220,
    SYS_CLOCK_GETTIME = 265,
    SYS_FINIT_MODULE = 350,
};

enum {
    O_RDONLY = 0,
    O_RDWR = 2,
    O_CREAT = 0100,
    O_EXCL = 0200,
    O_DIRECT = 040000,
    MS_RDONLY = 1,
    CLOCK_MONOTONIC = 1,
};

enum {
    KIB = 1024,
    SIZE = 64 * KIB, /* what is read at once */
    COLD = KIB * KIB,
    COLD_FILES = 9,   /* /disk/cold0 to cold8 */
    TAIL = 10 * COLD, /* from here on lies a file that nobody reads */
    NAMES = 100,
    WAITS = 1000, /* ticks, for a disk to be there */
};

static char buffer[SIZE] __attribute__((aligned(PAGE))), copied[SIZE];

static int32_t open_file(const char *path, uint32_t flags)
{
    return call(SYS_OPEN, word(path), flags, 0644);
}

static void close_file(int32_t fd)
{
    (void)call(SYS_CLOSE, (uint32_t)fd, 0, 0);
}

static void rewind(int32_t fd)
{
    (void)call(SYS_LSEEK, (uint32_t)fd, 0, 0);
}

static int32_t move_bytes(int32_t number, int32_t fd, uint32_t size)
{
    return call(number, (uint32_t)fd, word(buffer), size);
}

/* Tells a row that has not come to what it should. */
static void expect(int32_t found, int32_t wanted, const char *row)
{
    if (found != wanted) {
        put("files: failed: ");
        put(row);
        put("\n");
    }
}

/* --- Bytes --- */

/* By the CPU's own instruction, in words, as kernels do: the least that a read can cost. */
static void copy(void)
{
    for (uint32_t i = 0; i < SIZE; i++)
        buffer[i] = copied[i] = (char)i;
    for (uint32_t round = 0; round < rounds; round++) {
        void *to = copied;
        const void *from = buffer;
        uint32_t words = SIZE / 4, begin = cycles();
        __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
        samples[round] = (cycles() - begin) * KIB / SIZE;
    }
    tell("copy of a KiB", median());
}

static void read_often(int32_t fd, const char *row)
{
    int32_t count = 0;
    expect(move_bytes(SYS_READ, fd, SIZE), SIZE, row);
    for (uint32_t round = 0; round < rounds; round++) {
        rewind(fd);
        uint32_t begin = cycles();
        count = move_bytes(SYS_READ, fd, SIZE);
        samples[round] = (cycles() - begin) * KIB / SIZE;
    }
    expect(count, SIZE, row);
    tell(row, median());
    close_file(fd);
}

static void read_cached(void)
{
    int32_t fd = open_file("/tmp/large", O_RDWR | O_CREAT);
    expect(move_bytes(SYS_WRITE, fd, SIZE), SIZE, "write");
    rewind(fd);
    read_often(fd, "read of a KiB");
    (void)call(SYS_UNLINK, word("/tmp/large"), 0, 0);
}

/* --- Names --- */

static void make_file(const char *path)
{
    close_file(open_file(path, O_RDWR | O_CREAT | O_EXCL));
}

static void make_folder(const char *path)
{
    (void)call(SYS_MKDIR, word(path), 0755, 0);
}

static void open_and_close(void)
{
    make_file("/tmp/notes");
    MEASURE("open+close", close_file(open_file("/tmp/notes", O_RDONLY)));
    (void)call(SYS_UNLINK, word("/tmp/notes"), 0, 0);
}

static void describe(void)
{
    static char stat[128];
    int32_t error = 0;
    make_folder("/tmp/users");
    make_folder("/tmp/users/robin");
    make_file("/tmp/users/robin/notes");
    MEASURE("stat",
            error = call(SYS_STAT64, word("/tmp/users/robin/notes"), word(stat), 0));
    expect(error, 0, "stat");
}

static void create_and_unlink(void)
{
    int32_t error = 0;
    MEASURE("create+unlink", {
        make_file("/tmp/new");
        error = call(SYS_UNLINK, word("/tmp/new"), 0, 0);
    });
    expect(error, 0, "create+unlink");
}

/* Names of eight letters. */
static void list(void)
{
    static char path[] = "/tmp/many/a-name00";
    int32_t fd, count = 0;
    make_folder("/tmp/many");
    for (int i = 0; i < NAMES; i++) {
        path[sizeof(path) - 3] = (char)('0' + i / 10);
        path[sizeof(path) - 2] = (char)('0' + i % 10);
        make_file(path);
    }
    fd = open_file("/tmp/many", O_RDONLY);
    MEASURE_AFTER(rewind(fd), "getdents of 100",
                  count = move_bytes(SYS_GETDENTS64, fd, SIZE));
    expect(count, 32 * NAMES + 2 * 24, "getdents");
    close_file(fd);
}

/* --- The disk --- */

static void read_from_disk(void)
{
    int32_t fd = open_file("/disk/cold0", O_RDONLY);
    if (fd >= 0)
        read_often(fd, "read of a KiB, disk");
}

static void execute_from_disk(void)
{
    int32_t fd = open_file("/disk/tiny", O_RDONLY);
    if (fd < 0)
        return;
    close_file(fd);
    execute_and_wait(SYS_FORK, "/disk/tiny", "fork+exec+exit+wait, disk");
}

static uint32_t now_us(void)
{
    static uint32_t time[2];
    (void)call(SYS_CLOCK_GETTIME, CLOCK_MONOTONIC, word(time), 0);
    return time[0] * 1000000 + time[1] / 1000;
}

/* Microseconds for all of COLD bytes, of which nobody has a copy yet. */
static uint32_t read_cold(int32_t fd)
{
    uint32_t begin = now_us();
    for (uint32_t at = 0; at < COLD; at += SIZE)
        expect(move_bytes(SYS_READ, fd, SIZE), SIZE, "cold read");
    return now_us() - begin;
}

/* Each file, and as much of the device where no other file lies. */
static void cold(void)
{
    static uint32_t bare[COLD_FILES];
    static char path[] = "/disk/cold0";
    int32_t device = open_file("/dev/hda", O_RDONLY | O_DIRECT);
    if (device < 0)
        device = open_file("/dev/sda", O_RDONLY | O_DIRECT);
    expect(call(SYS_LSEEK, (uint32_t)device, TAIL, 0), TAIL, "seek");
    rounds = COLD_FILES;
    for (uint32_t i = 0; i < COLD_FILES; i++) {
        path[sizeof(path) - 2] = (char)('0' + i);
        int32_t fd = open_file(path, O_RDONLY);
        samples[i] = read_cold(fd);
        bare[i] = read_cold(device);
        close_file(fd);
    }
    tell("cold read", median());
    for (uint32_t i = 0; i < COLD_FILES; i++)
        samples[i] = bare[i];
    tell("bare read", median());
}

static const struct row rows[] = {
    {"copy", copy},
    {"read", read_cached},
    {"open", open_and_close},
    {"stat", describe},
    {"create", create_and_unlink},
    {"list", list},
    {"read-disk", read_from_disk},
    {"exec-disk", execute_from_disk},
};

/* --- Linux's disk --- */

static int32_t mount(const char *what, const char *where, const char *type,
                     uint32_t flags)
{
    register uint32_t none __asm__("edi") = 0;
    int32_t result = SYS_MOUNT;
    __asm__ volatile("int $0x80"
                     : "+a"(result)
                     : "b"(what), "c"(where), "d"(type), "S"(flags), "D"(none)
                     : "memory");
    return result;
}

/* The drivers are called /modules/a, b and so on, in their order. */
static void mount_disk(void)
{
    static char path[] = "/modules/a";
    int32_t fd;
    make_folder("/dev");
    make_folder("/disk");
    make_folder("/tmp");
    (void)mount("dev", "/dev", "devtmpfs", 0);
    while ((fd = open_file(path, O_RDONLY)) >= 0) {
        expect(call(SYS_FINIT_MODULE, (uint32_t)fd, word(""), 0), 0, path);
        close_file(fd);
        path[sizeof(path) - 2]++;
    }
    for (int i = 0; i < WAITS && mount("/dev/sda", "/disk", "ext2", MS_RDONLY) < 0; i++)
        sleep_a_tick();
}

int main(int argc, char *argv[])
{
    if (call(SYS_GETPID, 0, 0, 0) == 1)
        mount_disk();
    if (argc == 2 && are_equal(argv[1], "cold"))
        cold();
    return measure_rows(rows, sizeof(rows) / sizeof(rows[0]), argc, argv);
}
