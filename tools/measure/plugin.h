/* The part of QEMU's plugin interface that is used here; Debian ships no header of it.
 * [QEMU docs/devel/tcg-plugins]. And what the plugins of this folder have in common: what
 * a program of bench/ does between two marker instructions is measured, time by time.
 *
 * A plugin sees each instruction twice: when QEMU translates it, where it may ask for a
 * call back, and each time it is executed. It sees addresses, no registers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct qemu_plugin_tb; /* instructions that QEMU translates together */
struct qemu_plugin_insn;

struct qemu_info {
    const char *target;
    struct {
        int least, present;
    } version;
    /* more, which is not used */
};

int qemu_plugin_install(uint64_t id, const struct qemu_info *, int argc, char **argv);

typedef void translated(void *first, void *second);
typedef void executed(unsigned cpu, void *data);
typedef void touched(unsigned cpu, uint32_t what, uint64_t address, void *data);

enum { NO_REGISTERS = 0, READ_AND_WRITE = 3 };

/* Before version 7 there is no DATA, and CALL's parameters are our id and the block; since
 * then the block and DATA. */
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated *call, void *data);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, executed *call,
                                          int flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, executed *call,
                                            int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *, touched *call, int flags,
                                      int which, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *,
                                                 size_t at);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
unsigned qemu_plugin_mem_size_shift(uint32_t what);
/* The bytes of the instruction; before version 3 the result points at them, and there are
 * no further parameters. */
uintptr_t qemu_plugin_insn_data(const struct qemu_plugin_insn *, void *bytes,
                                size_t size);

/* Each QEMU takes plugins for some versions of the interface: 7.2 takes 0 and 1, 10.0
 * takes 2 to 4, 11.1 takes 7. tools/measure/plugin.py asks, and says which one we are. */
int qemu_plugin_version;

__attribute__((constructor)) static void choose_version(void)
{
    const char *version = getenv("ROBIN_PLUGIN_VERSION");
    qemu_plugin_version = version ? atoi(version) : 1;
}

enum { KERNEL_BASE = 0xC0000000u };

static int interface_version; /* of this QEMU */

static inline struct qemu_plugin_tb *translated_block(void *first, void *second)
{
    return interface_version < 7 ? second : first;
}

/* Puts the first bytes of an instruction, 3 at most, into BYTES; the rest is 0. */
static inline void instruction_bytes(const struct qemu_plugin_insn *instruction,
                                     uint8_t bytes[3])
{
    size_t size = qemu_plugin_insn_size(instruction);
    size = size < 3 ? size : 3;
    memset(bytes, 0, 3);
    uintptr_t result = qemu_plugin_insn_data(instruction, bytes, size);
    if (interface_version < 3)
        memcpy(bytes, (const void *)result, size);
}

static inline bool is_begin_marker(const uint8_t *bytes) /* xchg bx,bx */
{
    return memcmp(bytes, "\x66\x87\xdb", 3) == 0;
}

static inline bool is_end_marker(const uint8_t *bytes) /* xchg dx,dx */
{
    return memcmp(bytes, "\x66\x87\xd2", 3) == 0;
}

/* What follows `NAME=` in the arguments of the plugin; "" if it is not there. */
static inline const char *argument_value(int count, char **arguments, const char *name)
{
    size_t length = strlen(name);
    for (int i = 0; i < count; i++)
        if (strncmp(arguments[i], name, length) == 0 && arguments[i][length] == '=')
            return arguments[i] + length + 1;
    return "";
}
