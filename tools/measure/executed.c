/* A plugin for QEMU: which instructions of the kernel are executed.
 *
 * arguments: out=FILE. It has a byte for each address of the kernel's image from 1 MiB on, which
 * becomes 1. Many machines may write into one file, which is mapped, so that nothing
 * is lost of one that is ended by force. QEMU translates a block of instructions when it is about to
 * be executed: to note the block then costs nothing afterwards. What follows a fault within
 * a block is noted, too, though it was not reached. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* ftruncate */
#endif
#include "plugin.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { IMAGE_START = 1 << 20, IMAGE_BYTES = 1 << 20 };

static uint8_t *seen;

static void translate(void *first, void *second)
{
    struct qemu_plugin_tb *block = translated_block(first, second);
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint32_t address = (uint32_t)qemu_plugin_insn_vaddr(instruction);
        uint32_t offset = (address & ~KERNEL_BASE) - IMAGE_START;
        if (offset < IMAGE_BYTES)
            seen[offset] = 1;
    }
}

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
    interface_version = info->version.present;
    int file = open(argument_value(argc, argv, "out"), O_RDWR | O_CREAT, 0666);
    if (file < 0 || ftruncate(file, IMAGE_BYTES) != 0)
        return fprintf(stderr, "executed: cannot write\n");
    seen = mmap(NULL, IMAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (seen == MAP_FAILED)
        return fprintf(stderr, "executed: cannot map\n");
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate, NULL);
    return 0;
}
