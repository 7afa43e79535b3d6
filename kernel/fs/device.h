/* The files of /dev: null and zero, and what stands above fs/ and adds itself. */
#pragma once

#include "kernel/fs/file.h"

#define DEVICE_PATH "/dev"

/* A device with a NAME, which stays in memory, its NUMBER (DEVICE_NUMBER of abi/stat.h), and
 * the permissions of MODE, in which a type may stand (S_IFBLK). */
struct device {
    const char *name;
    uint32_t number, mode;
    const struct file_operations *operations; /* file->data is the device */
    int (*may_open)(
        uint32_t flags); /* NULL, or asked when a program opens it: 0 or -errno */
};

/* There are the first two; they are mounted at /dev when there is a root. */
void device_init(void);
void device_mount(void);
/* From now on DEVICE is there; while booting only. */
void device_add(const struct device *device);
