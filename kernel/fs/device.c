#include "kernel/fs/device.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/path.h"
#include "lib/string.h"

enum {
    DEVICES_MAX = 8,
    ROOT_NUMBER = 1,
    ZERO_INSTRUCTIONS = 600, /* for kernel_worked: to move ZERO_BYTES */
    ZERO_BYTES = 512,
    ANYONE = 0666,
};

static struct device_inode {
    struct inode inode;
    const struct device *device;
} devices[DEVICES_MAX];
static uint32_t device_count;
static struct inode root;
static struct volume volume;

static int open_device(struct inode *inode, struct file *file)
{
    const struct device *device = container_of(inode, struct device_inode, inode)->device;
    file->operations = device->operations;
    file->data = (void *)device; /* only read from */
    return device->may_open && file->account ? device->may_open(file->flags) : 0;
}

static const struct inode_operations device_inode_operations = {.open = open_device};

/* What has no type in its mode is a character device. */
void device_add(const struct device *device)
{
    ASSERT(device_count < DEVICES_MAX);
    struct device_inode *added = &devices[device_count++];
    *added = (struct device_inode){
        .inode = {.operations = &device_inode_operations,
                  .volume = &volume,
                  .number = ROOT_NUMBER + device_count,
                  .mode = device->mode & S_IFMT ? device->mode : device->mode | S_IFCHR,
                  .links = 1,
                  .device = device->number},
        .device = device,
    };
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
    size_t room = to->left;
    int error = 0;
    (void)file;
    while (!error && to->left > 0 && room - to->left <= INT32_MAX - ZERO_BYTES) {
        error = transfer_zeros(to, to->left < ZERO_BYTES ? to->left : ZERO_BYTES);
        kernel_worked(ZERO_INSTRUCTIONS);
    }
    return to->left < room ? (int)(room - to->left) : error;
}

static const struct file_operations null_operations = {.read = read_nothing,
                                                       .write = write_away};
static const struct file_operations zero_operations = {.read = read_zeros,
                                                       .write = write_away};

static const struct device null_device = {"null", DEVICE_NUMBER(1, 3), ANYONE,
                                          &null_operations, NULL};
static const struct device zero_device = {"zero", DEVICE_NUMBER(1, 5), ANYONE,
                                          &zero_operations, NULL};

/* --- /dev --- */

static int find(struct inode *directory, const char *name, struct inode **found)
{
    (void)directory;
    for (uint32_t i = 0; i < device_count; i++) {
        if (strcmp(devices[i].device->name, name) != 0)
            continue;
        *found = inode_hold(&devices[i].inode);
        return 0;
    }
    return -ENOENT;
}

/* A place is the number of the next device. */
static int list(struct inode *directory, uint64_t *place, struct transfer *to)
{
    size_t room = to->left;
    (void)directory;
    for (; *place < device_count; ++*place) {
        const struct device_inode *next = &devices[*place];
        int error = directory_put(to, next->device->name, next->inode.mode,
                                  next->inode.number, *place + 1);
        if (error)
            return to->left < room ? (int)(room - to->left) : error;
    }
    return (int)(room - to->left);
}

static const struct inode_operations root_operations = {.find = find, .list = list};

void device_init(void)
{
    device_count = 0;
    root = (struct inode){.operations = &root_operations,
                          .volume = &volume,
                          .references = 1,
                          .number = ROOT_NUMBER,
                          .mode = S_IFDIR | 0755,
                          .links = 2};
    volume = (struct volume){.type = "dev", .root = &root};
    device_add(&null_device);
    device_add(&zero_device);
}

void device_mount(void)
{
    path_mount(&volume, DEVICE_PATH);
}
