/* attack_codes: runs COUNT programs whose code is drawn: instructions that are privileged, or reach
 * for ports, segments, tables and flags, before calls and over a preemption, and any bytes. Each
 * program is a row of pieces; a fault in one has a handler go on with the next, and all
 * registers, flags too, pass through the frame of the signal. With `tell` it tells how they ended.
 *
 * usage: attack_codes SEED COUNT [tell] */
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "attackers.h"

enum {
    PIECES = 8,
    PIECE_BYTES = 80,
    AT_ONCE = 6,
    AGE_TICKS = 6,
    CPU_TICKS = 2,
    FAULTS_MAX = 3 * PIECES,
    CODE = 0x50000000, /* a page of it, and two that it may use; behind each a gap */
    DATA = 0x50002000,
    USER_CODE = 0x1B, /* the selectors of programs */
    USER_DATA = 0x23,
    USER_SEGMENT = 0x33, /* of the thread-local data that it has asked for */
    SIGRETURN = 119,
    FRAME = DATA + 1024,
    FRAME_WORDS = 256,
    FPU_WORDS = 156, /* in the frame of a signal */
    MXCSR_WORD = 34, /* there; some of its bits must not be set */
    IOPL = 0x3000,   /* flags */
    INTERRUPTS = 0x200,
};

/* --- Code --- */

static uint8_t *at;

static void put(uint32_t value, int bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        *at++ = (uint8_t)value;
}

/* An operand that is a register, or memory that is there, or anything. [SDM 2A 2.1.5] */
static void put_operand(void)
{
    static const uint8_t pointers[] = {0, 1, 3, 6, 7}; /* EAX ECX EBX ESI EDI */
    uint32_t kind = draw(8);

    if (kind == 0)
        put(draw_word(), 1);
    else
        put((kind < 4 ? 0xC0 | draw(8) : pointers[draw(5)]) | draw(8) << 3, 1);
}

/* Opcodes of one byte and of two (those behind 0F) that are not every program's. */
static const uint8_t odd_opcodes[] = {
    0x06, 0x07, 0x0E, 0x16, 0x17, 0x1E, 0x1F, 0x62, 0x63, 0x6C, 0x6D, 0x6E, 0x6F, 0x8C,
    0x8E, 0x9B, 0x9C, 0x9D, 0xA4, 0xA5, 0xAB, 0xC4, 0xC5, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC,
    0xCE, 0xCF, 0xD4, 0xD6, 0xD9, 0xDB, 0xDD, 0xDF, 0xE4, 0xE5, 0xE6, 0xE7, 0xEC, 0xED,
    0xEE, 0xEF, 0xF1, 0xF4, 0xF6, 0xF7, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF, 0xFF, 0xFF};
static const uint8_t odd_opcodes_0f[] = {
    0x28, 0x58, 0x00, 0x00, 0x00, 0x01, 0x01, 0x01, 0x02, 0x03, 0x05, 0x06, 0x07,
    0x08, 0x09, 0x0B, 0x18, 0x20, 0x20, 0x20, 0x21, 0x22, 0x22, 0x22, 0x23, 0x23,
    0x24, 0x26, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x37, 0x77, 0xA0, 0xA1, 0xA2,
    0xA8, 0xA9, 0xAA, 0xAE, 0xAE, 0xAE, 0xB2, 0xB4, 0xB5, 0xB9, 0xC7, 0xC7, 0xFF};
static const uint8_t prefixes[] = {0x66, 0x67, 0xF0, 0xF2, 0xF3, 0x26,
                                   0x2E, 0x36, 0x3E, 0x64, 0x65};

static void put_odd_instruction(void)
{
    if (draw(6) == 0)
        put(prefixes[draw(sizeof(prefixes))], 1);
    if (draw(2) == 0) {
        put(odd_opcodes[draw(sizeof(odd_opcodes))], 1);
    } else {
        put(0x0F, 1);
        put(odd_opcodes_0f[draw(sizeof(odd_opcodes_0f))], 1);
    }
    put_operand();
    put(draw_odd_word(), 4);
}

static uint32_t draw_selector(void)
{
    return draw(3) == 0 ? draw_word() & 0xFFFF : draw(16) * 8 + draw(8);
}

static void put_push(uint32_t word)
{
    put(0x68, 1);
    put(word, 4);
}

/* One of the flags that matter, or several, or any. */
static uint32_t draw_flags(void)
{
    static const uint32_t flags[] = {0x100,   0x200,    0x400,    0x1000,
                                     0x3000,  0x4000,   0x10000,  0x20000,
                                     0x40000, 0x180000, 0x200000, 0x8D5};
    uint32_t drawn = 0x202;

    if (draw(8) == 0)
        return draw_word();
    if (draw(8) == 0) /* virtual-8086 mode, and all that ports want */
        return 0x23202 | draw(0x1000);
    for (uint32_t i = draw(4); i < 4; i++)
        drawn ^= flags[draw(12)];
    return drawn;
}

static uint32_t draw_place(void)
{
    return draw(4) == 0 ? draw_odd_word() : CODE + draw(PIECES * PIECE_BYTES);
}

static void put_far_transfer(void)
{
    switch (draw(6)) {
    case 0:
    case 1:
        put(draw(2) ? 0x9A : 0xEA, 1); /* call or jump */
        put(draw_place(), 4);
        return put(draw_selector(), 2);
    case 2:
        put_push(draw(2) ? draw_selector() : USER_CODE);
        put_push(draw_place());
        return put(0xCB, 1); /* retf */
    default: /* iret: also to virtual-8086 mode, which has four words more */
        for (int i = 0; i < 4; i++)
            put_push(draw_selector());
        put_push(draw(2) ? draw_selector() : USER_DATA);
        put_push(DATA + PAGE - 64);
        put_push(draw_flags());
        put_push(draw(2) ? draw_selector() : USER_CODE);
        put_push(draw_place());
        return put(0xCF, 1);
    }
}

static void put_selector(void)
{
    static const uint8_t operands[] = {0xC0, 0xC8, 0xD0, 0xD8, 0xE0, 0xE8};

    put(0xB8, 1); /* mov eax, */
    put(draw_selector(), 4);
    put(0x8E, 1); /* mov segment register, ax */
    put(operands[draw(6)], 1);
}

static void put_store(uint32_t address, uint32_t word)
{
    put(0x05C7, 2); /* mov [address], word */
    put(address, 4);
    put(word, 4);
}

/* A segment for thread-local data, of any kind that may be had, in one of the registers. */
static void put_thread_area(void)
{
    const uint32_t place = DATA + 256;
    bool is_empty = draw(4) == 0; /* which takes it away again */

    put_store(place, is_empty || draw(4) == 0 ? USER_SEGMENT / 8 : 0xFFFFFFFF);
    put_store(place + 4, is_empty ? 0 : draw(2) ? draw_odd_word() : DATA);
    put_store(place + 8, is_empty ? 0 : draw_odd_word() & 0xFFFFF);
    put_store(place + 12, is_empty  ? 0x28
                          : draw(4) ? 1 | draw(2) * 2 | draw(2) * 8 | draw(2) * 16
                                    : draw(256));
    put(0xBB, 1); /* mov ebx, */
    put(place, 4);
    put(0xB8, 1); /* mov eax, set_thread_area */
    put(243, 4);
    put(0x80CD, 2);
    put(0xB8, 1);
    put(USER_SEGMENT - draw(4), 4); /* of any privilege */
    put(0x8E, 1);
    put(0xC0 | draw(6) << 3, 1);
}

static void put_interrupt(void)
{
    put(0xCD, 1);
    put(draw(256), 1);
}

/* --- What must fault, whatever flags and segments were before. */

static const struct forbidden {
    uint8_t length, bytes[7];
} forbidden[] = {
    {1, {0xFA}}, /* cli, sti, hlt */
    {1, {0xFB}},
    {1, {0xF4}},
    {1, {0xEC}}, /* in, out, ins, outs */
    {1, {0xEF}},
    {2, {0xE4, 0x60}},
    {2, {0xE6, 0x64}},
    {1, {0x6C}},
    {1, {0x6F}},
    {3, {0x0F, 0x00, 0xD0}}, /* lldt, ltr, lgdt, lidt, lmsw, invlpg */
    {3, {0x0F, 0x00, 0xD8}},
    {3, {0x0F, 0x01, 0x16}},
    {3, {0x0F, 0x01, 0x1E}},
    {3, {0x0F, 0x01, 0xF0}},
    {3, {0x0F, 0x01, 0x3E}},
    /* clts, wrmsr, rdmsr, sysenter, sysexit; but QEMU 10 lets a program do invd and wbinvd */
    {2, {0x0F, 0x06}},
    {2, {0x0F, 0x30}},
    {2, {0x0F, 0x32}},
    {2, {0x0F, 0x34}},
    {2, {0x0F, 0x35}},
    {3, {0x0F, 0x20, 0xC0}}, /* registers CR0, CR3, DR0, DR7 */
    {3, {0x0F, 0x20, 0xD8}},
    {3, {0x0F, 0x22, 0xC0}},
    {3, {0x0F, 0x22, 0xD8}},
    {3, {0x0F, 0x21, 0xC0}},
    {3, {0x0F, 0x23, 0xF8}},
    {2, {0xCD, 0x02}}, /* interrupts, but for 3, 4 and the calls' */
    {2, {0xCD, 0x08}},
    {2, {0xCD, 0x0D}},
    {2, {0xCD, 0x0E}},
    {2, {0xCD, 0x20}},
    {5, {0xA1, 0, 0, 0x10, 0xC0}}, /* the kernel's memory */
    {5, {0xA3, 0, 0x80, 0x0B, 0xC0}},
    {7, {0xEA, 0, 0, 0x10, 0xC0, 0x08, 0}}, /* its code, its task, the other task */
    {7, {0xEA, 0, 0, 0, 0, 0x28, 0}},
    {7, {0x9A, 0, 0, 0, 0, 0x38, 0}},
};

enum { FORBIDDEN = sizeof(forbidden) / sizeof(forbidden[0]), MARK = DATA + 300 };

static void be_allowed(void)
{
    uint32_t which = *(volatile uint32_t *)MARK - 1;

    if (which < FORBIDDEN) /* else a jump led here */
        fail("an instruction is allowed, of opcode",
             forbidden[which].bytes[0] << 8 | forbidden[which].bytes[1]);
    _exit(EXIT_FAILURE);
}

/* Where code goes on that has not faulted, with any segments and stack. */
static __attribute__((naked)) void after_forbidden(void)
{
    __asm__ volatile("movl $0x23, %%eax\n movl %%eax, %%ds\n movl %%eax, %%es\n"
                     "movl %%eax, %%ss\n movl %0, %%esp\n cld\n jmp *%1"
                     :
                     : "i"(DATA + PAGE - 64), "m"(*(void (**)(void))(DATA + 304)));
}

/* It is marked first, by way of a sound DS; the handler of its fault takes the mark away. */
static void put_forbidden(void)
{
    uint32_t which = draw(FORBIDDEN);

    put(0xB8, 1);
    put(USER_DATA, 4);
    put(0xD88E, 2); /* mov ds, ax */
    put_store(MARK, which + 1);
    for (uint32_t i = 0; i < forbidden[which].length; i++)
        put(forbidden[which].bytes[i], 1);
    put(0xB8, 1);
    put((uint32_t)after_forbidden, 4);
    put(0xE0FF, 2); /* jmp eax */
}

/* A call; of most it is of no interest what they do, but what the kernel does with the flags. */
static void put_call(void)
{
    static const uint32_t numbers[] = {20, 20, 20, 158, 2, SIGRETURN, 173};

    put(0xB8, 1); /* mov eax, */
    put(draw(4) ? numbers[draw(7)] : draw(512), 4);
    put(0x80CD, 2);
}

/* The registers of a frame that no signal has made, as sigreturn reads them: abi/signal.h. */
static void make_frame(void)
{
    uint32_t *frame = (uint32_t *)FRAME;

    for (uint32_t i = 0; i < FRAME_WORDS; i++)
        frame[i] = draw(3) ? draw_selector() : draw_odd_word();
    frame[REG_EIP] = draw_place();
    frame[REG_CS] = draw(8) ? USER_CODE : draw_selector();
    frame[REG_EFL] = draw_flags();
    frame[REG_SS] = draw(8) ? USER_DATA : draw_selector();
    frame[REG_SS + 1] = draw(4) ? 0 : draw(2) ? FRAME : draw_odd_word(); /* of the FPU */
    frame[REG_SS + 2] = 0; /* what is blocked */
}

static void put_return_from_no_signal(void)
{
    put(0xBC, 1); /* mov esp, */
    put(FRAME, 4);
    put(0xB8, 1);
    put(SIGRETURN, 4);
    put(0x80CD, 2);
}

/* A while, which sometimes is so long that the timer interrupts it. */
static void put_while(void)
{
    put(0xB9, 1); /* mov ecx, */
    put(1U << draw(draw(16) ? 8 : 20), 4);
    put(0xFEE2, 2); /* loop to itself */
}

static void put_piece(void)
{
    uint8_t *start = at;

    if (draw(3) == 0) {
        put_push(draw_flags());
        put(0x9D, 1); /* popf */
    }
    if (draw(4) == 0)
        put_selector();
    switch (draw(14)) {
    case 0:
        put_interrupt();
        break;
    case 4:
    case 8:
        put_thread_area();
        break;
    case 5:
    case 6:
        put_forbidden();
        break;
    case 7:
        put_return_from_no_signal();
        break;
    case 1:
    case 2:
        put_far_transfer();
        break;
    case 3:
        for (uint32_t i = draw(16); i < 16; i++)
            put(draw_word(), 1);
        break;
    default:
        put_odd_instruction();
    }
    if (draw(2) == 0)
        put_call();
    if (draw(3) == 0)
        put_while();
    while (at < start + PIECE_BYTES)
        put(0x90, 1);
}

/* --- A program of it --- */

static int faults;

/* What the way back from a handler reads, of the registers or of those of floating point. */
static void spoil_frame(ucontext_t *context)
{
    uint32_t *fpu = context->uc_mcontext.fpregs;
    bool is_fpu = fpu && draw(2);

    for (uint32_t i = draw(3); i < 3; i++) {
        if (is_fpu)
            fpu[draw(3) ? draw(FPU_WORDS) : MXCSR_WORD] = draw_odd_word();
        else if (draw(4))
            context->uc_mcontext.gregs[draw(NGREG)] = (greg_t)draw_odd_word();
        else
            ((uint32_t *)context)[draw(sizeof(*context) / 4)] = draw_odd_word();
    }
}

/* The next piece, with stack and segments that are sound. What else the registers hold stays. */
static void go_on(int signal, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    uint32_t place = (uint32_t)registers[REG_EIP] - CODE;
    uint32_t next = place < PIECES * PIECE_BYTES ? place / PIECE_BYTES + 1 : draw(PIECES);

    (void)info;
    *(volatile uint32_t *)MARK = 0;
    if ((registers[REG_EFL] & (IOPL | INTERRUPTS)) != INTERRUPTS)
        fail("flags that are the kernel's", registers[REG_EFL]);
    if (faults++ == FAULTS_MAX || next == PIECES)
        _exit(signal);
    registers[REG_EIP] = (greg_t)(CODE + next * PIECE_BYTES);
    registers[REG_UESP] = DATA + PAGE - 64;
    registers[REG_CS] = USER_CODE;
    registers[REG_SS] = USER_DATA;
    if (draw(4)) {
        registers[REG_DS] = registers[REG_ES] = USER_DATA;
        registers[REG_ESI] = registers[REG_EBX] = DATA + 64;
        registers[REG_EDI] = DATA + 512;
    }
    registers[REG_EFL] = draw(4) ? 0x202 : (greg_t)draw_flags();
    if (draw(4) == 0)
        spoil_frame(context);
}

static void handle_faults(void)
{
    static const int signals[] = {SIGSEGV, SIGILL, SIGFPE, SIGTRAP, SIGBUS};
    static char room[SIGSTKSZ * 2];
    struct sigaction action = {.sa_sigaction = go_on,
                               .sa_flags = SA_ONSTACK | SA_SIGINFO | SA_NODEFER};

    sigaltstack(&(stack_t){.ss_sp = room, .ss_size = sizeof(room)}, NULL);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &action, NULL);
}

static void map_at(uint32_t address, int protection)
{
    mmap((void *)address, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
         0);
}

static void be_code(uint32_t seed, uint32_t number)
{
    draw_for(seed, number);
    setuid(ATTACKER);
    map_at(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map_at(DATA, PROT_READ | PROT_WRITE);
    *(void (**)(void))(DATA + 304) = be_allowed;
    make_frame();
    at = (uint8_t *)CODE;
    for (int i = 0; i < PIECES; i++)
        put_piece();
    put(0x000001B8, 4); /* exit */
    put(0x80CD00, 3);
    if (draw(8))
        handle_faults();
    if (draw(2))
        __asm__ volatile("fninit");
    __asm__ volatile("movl %0, %%esp\n pushl %1\n movl %2, %%ebx\n movl %%ebx, %%esi\n"
                     "leal 512(%%ebx), %%edi\n ret"
                     :
                     : "r"(DATA + PAGE - 64), "r"(CODE), "r"(DATA + 64));
}

/* --- All of them --- */

static uint32_t ends[PROCESS_FAULTED + 1][FAULT_KINDS], alive;

static void start(const char *seed, uint32_t number)
{
    static const struct process_options options = {
        .flags = PROCESS_FILES, .files = {-1, 1, 1}, .end_after_ticks = CPU_TICKS};
    char digits[12];
    snprintf(digits, sizeof(digits), "%u", number);
    char *const argv[] = {"attack_codes", (char *)seed, digits, "be", NULL};

    if (process_create("/bin/attack_codes", argv, &options) > 0)
        alive++;
    else
        fail("no program could be started", (int)number);
}

static void collect_ends(uint32_t wanted)
{
    struct process_result result;

    while (alive > wanted) {
        while (collect(&result) > 0) {
            alive--;
            ends[result.event][result.fault]++;
        }
        if (alive > wanted) {
            process_sleep(1);
            sweep(AGE_TICKS);
        }
    }
}

int main(int argc, char *argv[])
{
    begin(argc, argv);
    uint32_t seed = (uint32_t)atoi(argv[1]), count = (uint32_t)atoi(argv[2]);
    if (argc > 3 && strcmp(argv[3], "be") == 0)
        be_code(seed, count);
    for (uint32_t i = 0; i < count; i++) {
        start(argv[1], i);
        collect_ends(AT_ONCE);
    }
    collect_ends(0);
    for (uint32_t event = 0; event <= PROCESS_FAULTED && argc > 3; event++)
        for (uint32_t fault = 0; fault < FAULT_KINDS; fault++)
            if (ends[event][fault] > 0)
                printf("end %u %u %u\n", event, fault, ends[event][fault]);
    return end(seed, count, "programs of random code");
}
