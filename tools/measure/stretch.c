/* A plugin for QEMU: the longest stretches with interrupts off.
 *
 * Interrupts are off in the kernel but at a few points, and a plugin cannot read the flag.
 * So a stretch is found by what is executed. It begins
 *   - where a program's instruction is followed by one of the kernel (a call, a fault),
 *   - at the entry of an interrupt, which could not have come while they were off,
 *   - at `cli`: right before it they were on.
 * It ends where the next one begins, or with a program's next instruction. An exception
 * within the kernel, and its return, is part of a stretch. What is executed between `sti`
 * and `cli`, an instruction or two, is counted too much.
 *
 * arguments: out=FILE, entries=FILE with a line `ADDRESS KIND` for each entry of the
 * kernel; the kind is c (a call), e (an exception) or i (an interrupt).
 * For what lies between two markers a line: LENGTH BEGIN END, the longest stretch and the
 * addresses of its first and its last instruction; and at the end one for all the rest. */
#include "plugin.h"

struct stretch {
    uint64_t length;
    uint32_t begin, end;
};

static struct {
    uint32_t address;
    char kind;
} entries[512];
static int entry_count;

static uint64_t executed_count; /* instructions of the kernel, of all time */
static uint64_t begin_count;    /* ... at the begin of this stretch */
static uint64_t return_count;   /* ... at the last IRET */
static uint32_t begin, last; /* addresses: of this stretch, of the instruction before */
static bool is_off;          /* we are in a stretch */
static bool is_booted, is_marked;
static struct stretch longest, longest_of_rest;
static FILE *out;

static void end_stretch(void)
{
    uint64_t length = executed_count - begin_count;
    struct stretch *most = is_marked ? &longest : &longest_of_rest;
    if (is_off && is_booted && length > most->length)
        *most = (struct stretch){length, begin, last};
    is_off = false;
}

static void begin_stretch(uint32_t address)
{
    end_stretch();
    is_off = true;
    begin = address;
    begin_count = executed_count;
}

static void print_stretch(const struct stretch *stretch)
{
    fprintf(out, "%llu %#x %#x\n", (unsigned long long)stretch->length, stretch->begin,
            stretch->end);
}

/* --- What is executed --- */

static void kernel_instruction(unsigned cpu, void *data)
{
    (void)cpu;
    last = (uint32_t)(uintptr_t)data;
    if (!is_off)
        begin_stretch(last);
    executed_count++;
}

static void kernel_return(unsigned cpu, void *data)
{
    kernel_instruction(cpu, data);
    return_count = executed_count;
}

/* Right before it interrupts were on. */
static void opening(unsigned cpu, void *data)
{
    end_stretch();
    kernel_instruction(cpu, data);
}

/* The boot, until a program makes the first call, is not measured. */
static void call(unsigned cpu, void *data)
{
    kernel_instruction(cpu, data);
    is_booted = true;
}

/* It may come in place of a program's first instruction, which was to follow IRET. */
static void exception(unsigned cpu, void *data)
{
    if (return_count == executed_count)
        end_stretch();
    kernel_instruction(cpu, data);
}

static void program_block(unsigned cpu, void *data)
{
    (void)cpu, (void)data;
    end_stretch();
}

static void begin_marker(unsigned cpu, void *data)
{
    (void)cpu, (void)data;
    is_marked = true;
    longest = (struct stretch){0};
}

static void end_marker(unsigned cpu, void *data)
{
    (void)cpu, (void)data;
    if (is_marked)
        print_stretch(&longest);
    is_marked = false;
}

/* --- What is translated --- */

static executed *handler_of(uint32_t address, const uint8_t *bytes)
{
    enum { CLI = 0xFA, IRET = 0xCF };
    for (int i = 0; i < entry_count; i++) {
        if (entries[i].address == address)
            return entries[i].kind == 'c'   ? call
                   : entries[i].kind == 'e' ? exception
                                            : opening;
    }
    return bytes[0] == CLI    ? opening
           : bytes[0] == IRET ? kernel_return
                              : kernel_instruction;
}

static void translate(void *first, void *second)
{
    struct qemu_plugin_tb *block = translated_block(first, second);
    bool is_program = qemu_plugin_tb_vaddr(block) < KERNEL_BASE;
    if (is_program)
        qemu_plugin_register_vcpu_tb_exec_cb(block, program_block, NO_REGISTERS, NULL);
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        uint32_t address = (uint32_t)qemu_plugin_insn_vaddr(instruction);
        uint8_t bytes[3];
        instruction_bytes(instruction, bytes);
        executed *handler = !is_program              ? handler_of(address, bytes)
                            : is_begin_marker(bytes) ? begin_marker
                            : is_end_marker(bytes)   ? end_marker
                                                     : NULL;
        if (handler)
            qemu_plugin_register_vcpu_insn_exec_cb(instruction, handler, NO_REGISTERS,
                                                   (void *)(uintptr_t)address);
    }
}

static void read_entries(const char *path)
{
    FILE *file = fopen(path, "r");
    while (file && entry_count < 512 &&
           fscanf(file, "%x %c", &entries[entry_count].address,
                  &entries[entry_count].kind) == 2)
        entry_count++;
    if (file)
        fclose(file);
}

__attribute__((destructor)) static void finish(void)
{
    if (!out)
        return;
    end_stretch();
    if (is_marked)
        print_stretch(&longest); /* the machine was switched off in the middle */
    print_stretch(&longest_of_rest);
    fclose(out);
}

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
    interface_version = info->version.present;
    read_entries(argument_value(argc, argv, "entries"));
    out = fopen(argument_value(argc, argv, "out"), "w");
    if (!out || entry_count == 0)
        return fprintf(stderr, "stretch: cannot read the entries, or write\n");
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate, NULL);
    return 0;
}
