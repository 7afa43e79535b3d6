#include "kernel/fs/device.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "lib/string.h"

enum {
    DEVICES_MAX = 8,
    FILE_SYSTEM = 2, /* in st_dev */
    DIRECTORY_NUMBER = 1,
    ZERO_INSTRUCTIONS = 600, /* for kernel_worked: to move ZERO_BYTES */
    ZERO_BYTES = 512,
    ANYONE = 0666,
};

static const struct device *devices[DEVICES_MAX];
static uint32_t device_count;

void device_add(const struct device *device)
{
    ASSERT(device_count < DEVICES_MAX);
    devices[device_count++] = device;
}

void device_describe(const struct file *file, struct stat64 *stat)
{
    const struct device *device = file->data;
    stat->st_mode = device->mode & S_IFMT ? device->mode : device->mode | S_IFCHR;
    stat->st_rdev = device->number;
    stat->st_dev = FILE_SYSTEM;
    stat->st_ino = device->number;
}

/* --- null and zero --- */

static int read_nothing(struct file *file, struct transfer *to)
{
    (void)file, (void)to;
    return 0;
}

/* All of it is gone: nobody looks at the bytes. */
static int write_away(struct file *file, struct transfer *from)
{
    (void)file;
    return from->left < INT32_MAX ? (int)from->left : INT32_MAX;
}

static int read_zeros(struct file *file, struct transfer *to)
{
    static const char zeros[ZERO_BYTES];
    int count = 0;
    (void)file;
    while (to->left > 0 && count <= INT32_MAX - ZERO_BYTES) {
        size_t part = to->left < sizeof(zeros) ? to->left : sizeof(zeros);
        int error = transfer_out(to, zeros, part);
        if (error)
            return count > 0 ? count : error;
        count += (int)part;
        kernel_worked(ZERO_INSTRUCTIONS);
    }
    return count;
}

static const struct file_operations null_operations = {
    .read = read_nothing, .write = write_away, .describe = device_describe};
static const struct file_operations zero_operations = {
    .read = read_zeros, .write = write_away, .describe = device_describe};

static const struct device null_device = {"null", DEVICE_NUMBER(1, 3), ANYONE,
                                          &null_operations, NULL};
static const struct device zero_device = {"zero", DEVICE_NUMBER(1, 5), ANYONE,
                                          &zero_operations, NULL};

/* --- /dev; file->offset is the place of the next device --- */

static int list_devices(struct file *file, struct transfer *to)
{
    size_t room = to->left;
    for (; file->offset < device_count; file->offset++) {
        const char *name = devices[file->offset]->name;
        int error = directory_put(to, name, DT_CHR, file->offset + 1);
        if (error)
            return to->left < room ? (int)(room - to->left) : error;
    }
    return (int)(room - to->left);
}

static int read_directory(struct file *file, struct transfer *to)
{
    (void)file, (void)to;
    return -EISDIR;
}

static void describe_directory(const struct file *file, struct stat64 *stat)
{
    (void)file;
    stat->st_mode = S_IFDIR | 0755;
    stat->st_dev = FILE_SYSTEM;
    stat->st_ino = DIRECTORY_NUMBER;
}

static const struct file_operations directory_operations = {
    .read = read_directory, .list = list_devices, .describe = describe_directory};

static int open_directory(struct file *file)
{
    if ((file->flags & O_ACCMODE) != O_RDONLY || file->flags & (O_CREAT | O_TRUNC))
        return -EISDIR;
    file->operations = &directory_operations;
    return 0;
}

/* The device that PATH begins with; *REST is what follows its name. */
static const struct device *find_device(const char *path, const char **rest)
{
    for (uint32_t i = 0; i < device_count; i++) {
        size_t length = strlen(devices[i]->name);
        *rest = path + length;
        if (strncmp(path, devices[i]->name, length) == 0 &&
            (**rest == '\0' || **rest == '/'))
            return devices[i];
    }
    return NULL;
}

static int device_open(struct file *file, const char *path, uint32_t mode)
{
    const char *rest;
    (void)mode;
    while (*path == '/')
        path++;
    if (*path == '\0')
        return open_directory(file);
    const struct device *device = find_device(path, &rest);
    if (!device)
        return file->flags & O_CREAT && !strchr(path, '/') ? -EACCES : -ENOENT;
    if (*rest != '\0')
        return -ENOTDIR;
    if ((file->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        return -EEXIST;
    file->operations = device->operations;
    file->data = (void *)device; /* only read from */
    return device->may_open && file->account ? device->may_open() : 0;
}

void device_init(void)
{
    device_count = 0;
    device_add(&null_device);
    device_add(&zero_device);
    file_mount(DEVICE_PATH, device_open, NULL);
}
