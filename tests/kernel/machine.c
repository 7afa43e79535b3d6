#include "tests/kernel/machine.h"

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/memory/frame.h"
#include "kernel/panic.h"
#include "kernel/process/process.h"
#include "kernel/symbols.h"

enum {
    MEMORY_BYTES = 8 << 20,
    KERNEL_END = 2 * PAGE_SIZE, /* the kernel is elsewhere, but frame 0 is none */
    STACK_BYTES = 64 << 10,
    CONSOLE_BYTES = 16 << 10,
};

struct coroutine {
    ucontext_t context;
    const void *bottom; /* its stack, for the sanitizer */
    size_t size;
    void *fake_stack; /* the sanitizer's */
};

struct arch_stack {
    struct coroutine coroutine;
    struct process_registers registers;
    phys_t frame; /* a stack takes memory of the machine too: leaks show, and it can run out */
    struct arch_stack *next_free, *next;
    char memory[STACK_BYTES];
};

struct event {
    enum { TICK, TYPE, CALL, TOUCH, FAULT } kind;
    char typed;
    uint32_t number, words[6];
    virt_t address;
    bool write;
    enum process_fault fault;
};

static _Alignas(PAGE_SIZE) char memory[MEMORY_BYTES];
static struct bootinfo boot;

static struct coroutine driver;   /* the test */
static struct coroutine *here;    /* who runs */
static struct arch_stack boot_stack;
static struct arch_stack *on_cpu; /* the stack that the CPU is on, or was when the test's turn came */
static struct arch_stack *stacks, *free_stacks;
static const struct arch_space *active_space;

static struct event event;
static enum { ON, OFF, FAILED } power;
static uint64_t turns;
static uint64_t nanoseconds;
static char console[CONSOLE_BYTES];
static size_t console_length;

/* --- Coroutines --- */

/* Not by swapcontext, in whose place the sanitizer has a warning that is beside the point. */
static void switch_to(struct coroutine *to)
{
    struct coroutine *from = here;
    volatile bool is_back = false;
    __sanitizer_start_switch_fiber(&from->fake_stack, to->bottom, to->size);
    getcontext(&from->context);
    if (!is_back) {
        is_back = true;
        here = to;
        setcontext(&to->context);
    }
    __sanitizer_finish_switch_fiber(from->fake_stack, NULL, NULL);
}

/* STACK may have been left in the middle of anything, so the sanitizer is to forget that. */
static void prepare(struct arch_stack *stack, void (*begin)(void))
{
    struct coroutine *coroutine = &stack->coroutine;
    ASAN_UNPOISON_MEMORY_REGION(stack->memory, STACK_BYTES);
    *coroutine = (struct coroutine){.bottom = stack->memory, .size = STACK_BYTES};
    getcontext(&coroutine->context);
    coroutine->context.uc_stack.ss_sp = stack->memory;
    coroutine->context.uc_stack.ss_size = STACK_BYTES;
    makecontext(&coroutine->context, begin, 0);
}

/* --- The test's turn, and what it lets happen --- */

static void take_turn(void)
{
    ASSERT(!cpu.reschedule && !cpu.gone);
    ASSERT(cpu.running->stack == on_cpu);
    ASSERT(cpu.running->space == active_space);
    process_check();
    process_check_space(turns++);
    switch_to(&driver);
}

static void fail_with_console(void)
{
    console[console_length] = '\0';
    fail_msg("%s", console);
}

static void let_happen(const struct event *what)
{
    if (power != ON)
        fail_msg("the machine is off");
    event = *what;
    switch_to(&on_cpu->coroutine);
    if (power == FAILED)
        fail_with_console();
}

static void trap(void)
{
    switch (event.kind) {
    case TICK:
        kernel_tick();
        break;
    case TYPE:
        kernel_input(event.typed);
        break;
    case TOUCH:
        kernel_page_fault(event.address, event.write, on_cpu->registers.eip);
        break;
    case FAULT:
        kernel_fault(event.fault, 0, on_cpu->registers.eip);
        break;
    case CALL:
        panic("a call is no trap");
    }
}

static void call(struct arch_stack *caller)
{
    const uint32_t *words = event.words;
    caller->registers.eax = (uint32_t)kernel_call(event.number, words[0], words[1], words[2],
                                                  words[3], words[4], words[5]);
}

/* Not a moment is left to who is suspended or to end. */
static void run_program(void)
{
    for (;;) {
        ASSERT(cpu.running->state == STATE_RUNNING && thread_competes(cpu.running));
        take_turn();
        if (event.kind == CALL) {
            call(on_cpu);
        } else {
            trap();
            kernel_leave();
        }
    }
}

static void begin_thread(void)
{
    __sanitizer_finish_switch_fiber(NULL, NULL, NULL);
    kernel_thread_begin();
    run_program();
}

static void begin_boot(void)
{
    __sanitizer_finish_switch_fiber(NULL, &driver.bottom, &driver.size);
    kernel_main(&boot);
}

void machine_tick(void)
{
    nanoseconds += TICK_NANOSECONDS - nanoseconds % TICK_NANOSECONDS;
    let_happen(&(struct event){.kind = TICK});
}

void machine_type(char c)
{
    let_happen(&(struct event){.kind = TYPE, .typed = c});
}

int32_t machine_call(uint32_t number, const uint32_t words[6])
{
    const struct arch_stack *caller = on_cpu;
    struct event what = {.kind = CALL, .number = number};
    memcpy(what.words, words, sizeof(what.words));
    let_happen(&what);
    return on_cpu == caller && power == ON ? machine_result() : AWAY;
}

void machine_touch(virt_t address, bool write)
{
    let_happen(&(struct event){.kind = TOUCH, .address = address, .write = write});
}

void machine_fault(enum process_fault fault)
{
    let_happen(&(struct event){.kind = FAULT, .fault = fault});
}

int32_t machine_result(void)
{
    return (int32_t)on_cpu->registers.eax;
}

bool machine_is_idle(void)
{
    return power == ON && on_cpu == &boot_stack;
}

bool machine_is_off(void)
{
    return power == OFF;
}

const char *machine_console(void)
{
    console[console_length] = '\0';
    return console;
}

void machine_pass(uint64_t passing)
{
    nanoseconds += passing;
}

/* --- A new machine --- */

/* The kernel's variables lie in sections of their own (see the Makefile), so that a reset can do
 * what a boot loader does: put them back to how they were. */
extern char __start_kernel_data[], __stop_kernel_data[];
extern char __start_kernel_bss[], __stop_kernel_bss[];

/* Between the variables lie the sanitizer's red zones, which it lets nobody touch: it must not see
 * this copy, nor take it for a memcpy. */
__attribute__((no_sanitize("address"))) static void copy(volatile char *to, const char *from,
                                                         size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[i] = from[i];
}

static void load_kernel(void)
{
    static char *data, *bss;
    size_t data_bytes = (size_t)(__stop_kernel_data - __start_kernel_data);
    size_t bss_bytes = (size_t)(__stop_kernel_bss - __start_kernel_bss);
    if (!data) {
        data = malloc(data_bytes);
        bss = malloc(bss_bytes);
        copy(data, __start_kernel_data, data_bytes);
        copy(bss, __start_kernel_bss, bss_bytes);
    }
    copy(__start_kernel_data, data, data_bytes);
    copy(__start_kernel_bss, bss, bss_bytes);
}

static void load_module(const void *module, size_t bytes)
{
    if (bytes > MEMORY_BYTES - KERNEL_END)
        fail_msg("a module of %zu bytes", bytes);
    memcpy(memory + KERNEL_END, module, bytes);
    boot.module = (struct memory_range){KERNEL_END, KERNEL_END + bytes};
}

void machine_reset(const char *command_line, const void *module, size_t bytes)
{
    load_kernel();
    boot = (struct bootinfo){.usable = {{0, MEMORY_BYTES}},
                             .usable_count = 1,
                             .kernel_end = KERNEL_END};
    strncpy(boot.command_line, command_line, sizeof(boot.command_line) - 1);
    load_module(module, bytes);
    free_stacks = NULL;
    for (struct arch_stack *stack = stacks; stack; stack = stack->next) {
        stack->next_free = free_stacks;
        free_stacks = stack;
    }
    turns = nanoseconds = console_length = 0;
    active_space = NULL;
    power = ON;
    here = &driver;
    on_cpu = &boot_stack;
    prepare(&boot_stack, begin_boot);
    let_happen(&(struct event){.kind = TICK}); /* nobody looks at it: the kernel begins */
}

/* --- kernel/arch.h: beginning, time, and the end of time --- */

void arch_memory_init(void)
{
}

void arch_input_start(void)
{
}

void arch_idle(void)
{
    ASSERT(cpu.running == &cpu.idle);
    take_turn();
    trap();
}

uint64_t arch_cycles(void)
{
    return nanoseconds;
}

uint64_t arch_nanoseconds(uint64_t cycles)
{
    return cycles;
}

uint32_t arch_timer_start(uint32_t hz)
{
    ASSERT(hz == 1000000000 / TICK_NANOSECONDS);
    return TICK_NANOSECONDS;
}

_Noreturn void arch_power_off(bool failed)
{
    power = failed ? FAILED : OFF;
    if (here == &driver) /* the test itself has called the kernel */
        fail_with_console();
    for (;;)
        switch_to(&driver);
}

uint32_t arch_backtrace(uintptr_t *addresses, uint32_t count)
{
    (void)addresses;
    (void)count;
    return 0;
}

const char *symbol_find(uintptr_t address, uint32_t *offset)
{
    (void)address;
    (void)offset;
    return NULL;
}

/* --- Page frames --- */

void *arch_frame(phys_t physical)
{
    ASSERT(physical < MEMORY_BYTES);
    return memory + physical;
}

phys_t arch_physical(const void *frame)
{
    ASSERT((const char *)frame >= memory && (const char *)frame < memory + MEMORY_BYTES);
    return (phys_t)((const char *)frame - memory);
}

void arch_page_zero(void *page)
{
    ASSERT((uintptr_t)page % PAGE_SIZE == 0);
    memset(page, 0, PAGE_SIZE);
}

void arch_page_copy(void *to, const void *from)
{
    ASSERT((uintptr_t)to % PAGE_SIZE == 0 && (uintptr_t)from % PAGE_SIZE == 0);
    memcpy(to, from, PAGE_SIZE);
}

/* --- Kernel stacks --- */

static struct arch_stack *take_stack(void)
{
    struct arch_stack *stack = free_stacks;
    if (stack) {
        free_stacks = stack->next_free;
        return stack;
    }
    stack = malloc(sizeof(*stack));
    stack->next = stacks;
    stacks = stack;
    return stack;
}

struct arch_stack *arch_stack_create(void)
{
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    struct arch_stack *stack = take_stack();
    stack->frame = frame;
    return stack;
}

void arch_stack_destroy(struct arch_stack *stack)
{
    ASSERT(stack != on_cpu && stack != &boot_stack);
    frame_free(stack->frame);
    stack->next_free = free_stacks;
    free_stacks = stack;
}

struct arch_stack *arch_stack_boot(void)
{
    return &boot_stack;
}

void arch_stack_start(struct arch_stack *stack, virt_t entry, virt_t stack_pointer)
{
    stack->registers = (struct process_registers){.eip = entry, .esp = stack_pointer};
    prepare(stack, begin_thread);
}

void arch_stack_registers(const struct arch_stack *stack, struct process_registers *registers)
{
    *registers = stack->registers;
}

void arch_switch(struct arch_stack *from, struct arch_stack *to)
{
    ASSERT(from == on_cpu && to != from);
    on_cpu = to;
    switch_to(&to->coroutine);
}

/* --- Address spaces: a page of page tables, as on the PC, so that memory runs out in the same
 * places. The lower bits of an entry are its flags. --- */

enum { ENTRIES = 1024, PRESENT = 4 };
#define FRAME_MASK (~(phys_t)(PAGE_SIZE - 1))

struct arch_space {
    phys_t tables[ENTRIES];
};

_Static_assert(sizeof(struct arch_space) == PAGE_SIZE, "a frame");

struct arch_space *arch_space_create(void)
{
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    struct arch_space *space = arch_frame(frame);
    arch_page_zero(space);
    return space;
}

void arch_space_destroy(struct arch_space *space)
{
    ASSERT(space != active_space);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        if (space->tables[i])
            frame_free(space->tables[i]);
    }
    frame_free(arch_physical(space));
}

/* The entry for PAGE; NULL if there is no table. */
static phys_t *find_entry(const struct arch_space *space, virt_t page)
{
    ASSERT(page % PAGE_SIZE == 0 && page < USER_END);
    phys_t table = space->tables[page / PAGE_SIZE / ENTRIES];
    return table ? (phys_t *)arch_frame(table) + page / PAGE_SIZE % ENTRIES : NULL;
}

int arch_space_map(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    ASSERT(page >= USER_START && frame && frame % PAGE_SIZE == 0);
    phys_t *entry = find_entry(space, page);
    if (!entry) {
        phys_t table = frame_allocate();
        if (!table)
            return -ENOMEM;
        arch_page_zero(arch_frame(table));
        space->tables[page / PAGE_SIZE / ENTRIES] = table;
        entry = find_entry(space, page);
    }
    ASSERT(*entry == 0);
    *entry = frame | flags | PRESENT;
    return 0;
}

void arch_space_unmap(struct arch_space *space, virt_t page)
{
    phys_t *entry = find_entry(space, page);
    if (entry)
        *entry = 0;
}

phys_t arch_space_lookup(const struct arch_space *space, virt_t page, unsigned *flags)
{
    const phys_t *entry = find_entry(space, page);
    if (!entry || !*entry)
        return 0;
    *flags = *entry & (ARCH_PAGE_WRITE | ARCH_PAGE_SHARED);
    return *entry & FRAME_MASK;
}

uint32_t arch_space_tables(const struct arch_space *space)
{
    uint32_t tables = 1;
    for (uint32_t i = 0; i < ENTRIES; i++)
        tables += space->tables[i] != 0;
    return tables;
}

void arch_space_activate(const struct arch_space *space)
{
    active_space = space;
}

/* --- Devices --- */

/* A console that is full begins anew: what was written last is what matters. */
void arch_console_write(const char *text, size_t length)
{
    ASSERT(length < CONSOLE_BYTES);
    if (console_length + length >= CONSOLE_BYTES)
        console_length = 0;
    memcpy(console + console_length, text, length);
    console_length += length;
}

/* Nobody listens: tests read the trace from its ring. */
void arch_trace_write(const void *bytes, size_t length)
{
    (void)bytes;
    (void)length;
}
