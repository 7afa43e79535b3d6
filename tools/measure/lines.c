/* A plugin for QEMU: what of the kernel's code and data is touched between two markers.
 *
 * arguments: out=FILE. For what lies between two markers a line: how many instructions of
 * the kernel were executed, on how many lines of the cache and pages its code lies, and on
 * how many lines and pages the data of the kernel lies that they touched; then the addresses
 * of the instructions. What the CPU reads and writes by itself (page tables, descriptors,
 * the frame of an interrupt) and the program's own memory are not counted. */
#include "plugin.h"

enum {
    LINE_SHIFT = 6, /* 64 bytes */
    PAGE_SHIFT = 12,
    KERNEL_LINES = (int)(((1ull << 32) - KERNEL_BASE) >> LINE_SHIFT),
    KERNEL_PAGES = (int)(((1ull << 32) - KERNEL_BASE) >> PAGE_SHIFT),
    STEPS_MAX = 1 << 20,
};

struct place {
    int line_count, page_count;
    bool lines[KERNEL_LINES], pages[KERNEL_PAGES];
};

static struct place code, data;
static uint32_t steps[STEPS_MAX];
static int step_count;
static bool is_marked;
static FILE *out;

static void touch_byte(struct place *place, uint32_t address)
{
    bool *line = &place->lines[(address - KERNEL_BASE) >> LINE_SHIFT];
    bool *page = &place->pages[(address - KERNEL_BASE) >> PAGE_SHIFT];
    place->line_count += !*line;
    place->page_count += !*page;
    *line = *page = true;
}

static void kernel_instruction(unsigned cpu, void *address)
{
    (void)cpu;
    if (is_marked && step_count < STEPS_MAX) {
        steps[step_count++] = (uint32_t)(uintptr_t)address;
        touch_byte(&code, (uint32_t)(uintptr_t)address);
    }
}

static void kernel_access(unsigned cpu, uint32_t what, uint64_t address, void *unused)
{
    (void)cpu, (void)unused;
    uint32_t last = (uint32_t)address + (1u << qemu_plugin_mem_size_shift(what)) - 1;
    if (is_marked && (uint32_t)address >= KERNEL_BASE) {
        touch_byte(&data, (uint32_t)address);
        touch_byte(&data, last);
    }
}

static void begin_marker(unsigned cpu, void *unused)
{
    (void)cpu, (void)unused;
    memset(&code, 0, sizeof(code));
    memset(&data, 0, sizeof(data));
    step_count = 0;
    is_marked = true;
}

static void end_marker(unsigned cpu, void *unused)
{
    (void)cpu, (void)unused;
    if (is_marked) {
        fprintf(out, "%d %d %d %d %d", step_count, code.line_count, code.page_count,
                data.line_count, data.page_count);
        for (int i = 0; i < step_count; i++)
            fprintf(out, " %#x", steps[i]);
        fprintf(out, "\n");
    }
    is_marked = false;
}

static void translate(void *first, void *second)
{
    struct qemu_plugin_tb *block = translated_block(first, second);
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uintptr_t address = (uint32_t)qemu_plugin_insn_vaddr(instruction);
        uint8_t bytes[3];
        instruction_bytes(instruction, bytes);
        executed *handler = address >= KERNEL_BASE   ? kernel_instruction
                            : is_begin_marker(bytes) ? begin_marker
                            : is_end_marker(bytes)   ? end_marker
                                                     : NULL;
        if (handler)
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, handler, NO_REGISTERS,
                                                   (void *)address);
        if (address >= KERNEL_BASE)
            qemu_plugin_register_vcpu_mem_cb(instruction, kernel_access, NO_REGISTERS,
                                             READ_AND_WRITE, NULL);
    }
}

__attribute__((destructor)) static void finish(void)
{
    if (out)
        fclose(out);
}

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
    interface_version = info->version.present;
    out = fopen(argument_value(argc, argv, "out"), "w");
    if (!out)
        return fprintf(stderr, "lines: cannot write\n");
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate, NULL);
    return 0;
}
