#include "tests/hosted/harness/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/symbols.h"
#include "kernel/memory/frame.h"
#include "kernel/process/power.h"
#include "kernel/process/process.h"
#include "tests/hosted/harness/coroutine.h"
#include "tests/hosted/harness/disk.h"

enum {
    KERNEL_END = 2 * PAGE_SIZE, /* the kernel is elsewhere, but frame 0 is none */
    STACK_BYTES = 64 << 10,
    CONSOLE_BYTES = 16 << 10,
};

struct arch_stack {
    struct coroutine coroutine;
    const struct arch_space *space;
    struct process_registers registers;
    struct arch_call *call; /* that its program makes; NULL: none, or it has its result */
    uint32_t number;        /* of that */
    uint32_t *fpu; /* its floating-point registers, of which it uses the first word */
    phys_t frame;  /* of the machine's memory: so leaks show, and it can run out */
    struct arch_stack *next_free, *next;
    char memory[STACK_BYTES];
};

struct event {
    enum {
        TICK,
        TYPE,
        DISK,
        INTERRUPT,
        CALL,
        TOUCH,
        FAULT,
        COMPUTE,
        FUNCTION
    } kind; /* from CALL on, a program does it */
    char typed;
    struct arch_call call;
    virt_t address;
    bool write;
    enum process_fault fault;
    uint32_t number;
    void (*function)(void);
};

static struct bootinfo boot;

static struct coroutine driver; /* the test */
static struct coroutine *here;  /* who runs */
static struct arch_stack boot_stack;
static struct arch_stack *on_cpu; /* the CPU's, also while it is the test's turn */
static struct arch_stack *stacks, *free_stacks;

static struct event event;
static enum { ON, OFF, FAILED } power;
static uint32_t turns;
static uint32_t pauses;
static bool ticks_in_pauses;
static uint64_t nanoseconds;
static char console[CONSOLE_BYTES];
static size_t console_length;

static void switch_to(struct coroutine *to)
{
    struct coroutine *from = here;
    here = to;
    coroutine_switch(from, to);
}

/* --- The test's turn, and what it lets happen --- */

static bool has_booted;

/* The idle loop is alone and waits for the disk: ticks that came in pauses change nothing. */
static bool is_at_the_end(void)
{
    return process_powers_off && this_cpu()->running == &this_cpu()->idle;
}

static void take_turn(void)
{
    if (!has_booted)
        disk_reset(); /* a test counts what comes after */
    has_booted = true;
    ASSERT((!this_cpu()->reschedule || is_at_the_end()) && !this_cpu()->ended);
    ASSERT(this_cpu()->running->stack == on_cpu);
    process_check(turns++);
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
    if (what->kind >= CALL && machine_is_idle())
        fail_msg("no program is in user mode");
    event = *what;
    switch_to(&on_cpu->coroutine);
    if (power == FAILED)
        fail_with_console();
}

/* Faults unless what is mapped there allows it. */
static void touch(virt_t address, bool write)
{
    unsigned flags = 0;
    virt_t page = address & ~(virt_t)(PAGE_SIZE - 1);
    const struct arch_space *space = machine_active_space();
    phys_t frame = page < USER_END ? arch_space_lookup(space, page, &flags) : 0;
    if (flags & ARCH_PAGE_HIDDEN)
        frame = 0;
    unsigned access =
        (frame ? ARCH_ACCESS_MAPPED : 0u) | (write ? ARCH_ACCESS_WRITE : 0u);
    if (!frame || (write && !(flags & ARCH_PAGE_WRITE)))
        kernel_page_fault(address, access, on_cpu->registers.eip);
}

static void compute(uint32_t number)
{
    struct arch_stack *stack = on_cpu;
    if (!stack->fpu && !arch_fpu_change(stack)) {
        kernel_fault(FAULT_MEMORY, 0, stack->registers.eip);
        return;
    }
    stack->registers.eax = stack->fpu[0];
    stack->fpu[0] = number;
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
        touch(event.address, event.write);
        break;
    case DISK:
        disk_interrupt();
        break;
    case INTERRUPT:
    case FUNCTION:
        event.function();
        break;
    case FAULT:
        kernel_fault(event.fault, 0, on_cpu->registers.eip);
        break;
    case COMPUTE:
        compute(event.number);
        break;
    case CALL: /* see run_program */
        break;
    }
}

static void call(struct arch_stack *caller)
{
    struct arch_call words = event.call; /* the next event comes before its end */
    caller->call = &words;
    caller->number = words.number;
    kernel_call(&words);
    if (caller->call)
        caller->registers.eax = (uint32_t)words.result;
    caller->call = NULL;
}

/* Not a moment is left to who is suspended or to end. */
static void run_program(void)
{
    for (;;) {
        ASSERT(thread_is_runnable(this_cpu()->running));
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
    coroutine_begin(NULL);
    kernel_thread_begin();
    run_program();
}

static void begin_boot(void)
{
    coroutine_begin(&driver);
    kernel_main(&boot);
}

void machine_tick(void)
{
    nanoseconds += TICK_NANOSECONDS - nanoseconds % TICK_NANOSECONDS;
    let_happen(&(struct event){.kind = TICK});
    if (disk_counts_tick() && power == ON)
        machine_disk_end();
}

void machine_disk_end(void)
{
    let_happen(&(struct event){.kind = DISK});
}

void machine_do(void (*function)(void))
{
    let_happen(&(struct event){.kind = FUNCTION, .function = function});
}

void machine_interrupt(void (*function)(void))
{
    let_happen(&(struct event){.kind = INTERRUPT, .function = function});
}

void machine_type(char c)
{
    let_happen(&(struct event){.kind = TYPE, .typed = c});
}

int32_t machine_call(uint32_t number, const uint32_t words[6])
{
    const struct arch_stack *caller = on_cpu;
    struct event what = {.kind = CALL,
                         .call = {.number = number,
                                  .a = words[0],
                                  .b = words[1],
                                  .c = words[2],
                                  .d = words[3],
                                  .e = words[4],
                                  .f = words[5]}};
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

uint32_t machine_compute(uint32_t number)
{
    let_happen(&(struct event){.kind = COMPUTE, .number = number});
    return (uint32_t)machine_result();
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

/* The kernel's variables lie in sections of their own (see the Makefile), so that a reset
 * can do what a boot loader does: put them back to how they were. */
extern char __start_kernel_data[], __stop_kernel_data[];
extern char __start_kernel_bss[], __stop_kernel_bss[];

/* Between the variables lie the sanitizer's red zones, which it lets nobody touch: it
 * must not see this copy. */
static void copy(char *to, const char *from, size_t size)
{
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
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
    if (bytes > MACHINE_BYTES - KERNEL_END)
        fail_msg("a module of %zu bytes", bytes);
    memcpy(arch_frame(KERNEL_END), module, bytes);
    boot.module = (struct memory_range){KERNEL_END, KERNEL_END + bytes};
}

void machine_reset(const char *command_line, const void *module, size_t bytes)
{
    load_kernel();
    boot = (struct bootinfo){
        .usable = {{0, MACHINE_BYTES}},
        .usable_count = 1,
        .cycles = UINT64_MAX, /* the counter has begun below 0, as v86's does */
        .kernel_end = KERNEL_END};
    strncpy(boot.command_line, command_line, sizeof(boot.command_line) - 1);
    load_module(module, bytes);
    free_stacks = NULL;
    for (struct arch_stack *stack = stacks; stack; stack = stack->next) {
        stack->next_free = free_stacks;
        free_stacks = stack;
    }
    nanoseconds = console_length = turns = pauses = 0;
    ticks_in_pauses = false;
    machine_activate(NULL);
    disk_reset();
    has_booted = false;
    power = ON;
    here = &driver;
    on_cpu = &boot_stack;
    coroutine_init(&boot_stack.coroutine, boot_stack.memory, STACK_BYTES, begin_boot);
    let_happen(&(struct event){.kind = TICK}); /* nobody looks at it: the kernel begins */
}

/* --- kernel/arch.h: beginning, time, and the end of time --- */

void arch_memory_init(const struct bootinfo *info)
{
    ASSERT(info == &boot);
}

void arch_input_start(void)
{
}

void arch_idle(bool wait)
{
    ASSERT(this_cpu()->running == &this_cpu()->idle);
    if (!wait)
        return;
    if (!has_booted && disk_ends_at_once())
        return;
    take_turn();
    trap();
}

/* The test can have a tick come in each pause. */
void arch_protect_variables(bool protect)
{
    (void)protect; /* the sanitizers see to that */
}

void arch_watchdog(void)
{
    /* a test that does not end is ended by whoever runs it */
}

void arch_pause(void)
{
    pauses++;
    if (ticks_in_pauses)
        kernel_tick();
}

uint32_t machine_pauses(void)
{
    return pauses;
}

void machine_tick_in_pauses(bool tick)
{
    ticks_in_pauses = tick;
}

uint64_t arch_cycles(void)
{
    return nanoseconds;
}

uint32_t arch_wall_clock(void)
{
    return MACHINE_DATE_SECONDS;
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

uint32_t arch_capabilities(void)
{
    return 0;
}

_Noreturn void arch_power_off(bool failed)
{
    power = failed ? FAILED : OFF;
    if (here == &driver) /* the test itself has called the kernel */
        fail_with_console();
    for (;;)
        switch_to(&driver);
}

_Noreturn void arch_crash(void)
{
    abort();
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
    stack->call = NULL;
    stack->fpu = NULL;
    return stack;
}

void arch_stack_destroy(struct arch_stack *stack)
{
    ASSERT(stack != on_cpu && stack != &boot_stack);
    arch_fpu_drop(stack);
    frame_free(stack->frame);
    stack->next_free = free_stacks;
    free_stacks = stack;
}

struct arch_stack *arch_stack_boot(void)
{
    return &boot_stack;
}

void arch_stack_start(struct arch_stack *stack, const struct arch_space *space,
                      virt_t entry, virt_t stack_pointer)
{
    stack->space = space;
    stack->registers = (struct process_registers){.eip = entry, .esp = stack_pointer};
    coroutine_init(&stack->coroutine, stack->memory, STACK_BYTES, begin_thread);
}

void arch_stack_exec(struct arch_stack *stack, const struct arch_space *space,
                     virt_t entry, virt_t stack_pointer)
{
    ASSERT(stack == on_cpu);
    stack->registers = (struct process_registers){.eip = entry, .esp = stack_pointer};
    stack->space = space;
    machine_activate(space);
}

void arch_stack_fork(struct arch_stack *stack, const struct arch_space *space,
                     const struct arch_stack *from)
{
    stack->space = space;
    stack->registers = from->registers;
    stack->registers.eax = 0;
    coroutine_init(&stack->coroutine, stack->memory, STACK_BYTES, begin_thread);
}

void arch_stack_move(struct arch_stack *stack, virt_t stack_pointer)
{
    stack->registers.esp = stack_pointer;
}

void arch_stack_registers(const struct arch_stack *stack,
                          struct process_registers *registers)
{
    *registers = stack->registers;
}

void *arch_fpu_image(struct arch_stack *stack)
{
    return stack->fpu;
}

void *arch_fpu_change(struct arch_stack *stack)
{
    if (!stack->fpu && (stack->fpu = fpu_allocate()))
        memset(stack->fpu, 0, ARCH_FPU_BYTES);
    return stack->fpu;
}

void arch_fpu_drop(struct arch_stack *stack)
{
    if (stack->fpu)
        fpu_free(stack->fpu);
    stack->fpu = NULL;
}

uint32_t arch_fpu_errors(struct arch_stack *stack)
{
    return stack->fpu ? ARCH_FPU_DIVIDE : 0; /* the only one that is made here */
}

int arch_thread_area(struct arch_stack *stack, struct thread_area *area)
{
    (void)stack;
    (void)area;
    return -EINVAL; /* programs of this machine have no instructions */
}

void arch_switch(struct arch_stack *from, struct arch_stack *to)
{
    ASSERT(from == on_cpu && to != from);
    on_cpu = to;
    machine_activate(to->space);
    switch_to(&to->coroutine);
}

/* --- Signals: a frame is what has to come back, on the program's stack --- */

enum { CALL_BYTES = 2, INTERRUPTED = -4 };

struct handler_frame {
    struct process_registers registers;
    uint64_t blocked;
    struct signal_stack alternate;
};

uint32_t arch_call_interrupted(struct arch_stack *stack)
{
    bool is_interrupted = stack->call && stack->call->result == INTERRUPTED;
    return is_interrupted ? stack->number : UINT32_MAX;
}

void arch_call_restart(struct arch_stack *stack)
{
    stack->registers.eax = stack->number;
    stack->registers.eip -= CALL_BYTES;
    stack->call = NULL;
}

static bool is_users(virt_t address)
{
    return address >= USER_START && address < USER_END - PAGE_SIZE;
}

bool arch_signal_begin(struct arch_stack *stack, struct arch_signal *signal)
{
    struct process_registers *registers = &stack->registers;
    if (stack->call)
        registers->eax = (uint32_t)stack->call->result;
    struct handler_frame frame = {*registers, signal->blocked, *signal->alternate};
    virt_t top = signal->stack_top ? signal->stack_top : registers->esp;
    signal->frame = top - (virt_t)sizeof(frame);
    signal->frame_bytes = signal->frame < signal->stack_least ? 0 : sizeof(frame);
    if (signal->frame_bytes == 0 || !is_users(signal->frame) ||
        !arch_copy_to_user(signal->frame, &frame, sizeof(frame)))
        return false;
    stack->call = NULL;
    registers->esp = signal->frame;
    registers->eip = signal->action->handler;
    registers->eax = (uint32_t)signal->info->si_signo;
    return true;
}

bool arch_signal_return(struct arch_stack *stack, bool with_info,
                        struct arch_signal *signal)
{
    struct handler_frame frame;
    (void)with_info;
    signal->frame = stack->registers.esp;
    signal->frame_bytes = sizeof(frame);
    if (!is_users(signal->frame) ||
        !arch_copy_from_user(&frame, signal->frame, sizeof(frame)))
        return false;
    stack->registers = frame.registers;
    signal->blocked = frame.blocked;
    *signal->alternate = frame.alternate;
    return true;
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
