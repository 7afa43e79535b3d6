/* Faults in words: what was done, and whether the address that it touched says more. */
#include <result.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include "abi/signal.h"

static const struct {
    const char *words;
    bool has_address;
} faults[] = {
    [FAULT_NONE] = {"for no reason given", false},
    [FAULT_UNMAPPED] = {"touched unmapped memory", true},
    [FAULT_READ_ONLY] = {"wrote to read-only memory", true},
    [FAULT_KERNEL_MEMORY] = {"touched the kernel's memory", true},
    [FAULT_STACK] = {"stack overflow", true},
    [FAULT_MEMORY] = {"no memory left for a page", true},
    [FAULT_DIVIDE] = {"divide error", false},
    [FAULT_DEBUG] = {"breakpoint without a debugger", false},
    [FAULT_OVERFLOW] = {"overflow or index out of bounds", false},
    [FAULT_OPCODE] = {"illegal instruction", false},
    [FAULT_FPU] = {"floating-point error", false},
    [FAULT_PROTECTION] = {"privileged instruction, port or bad segment", false},
    [FAULT_ALIGNMENT] = {"unaligned access", false},
    [FAULT_FILE] = {"its file could not be read", true},
    [FAULT_FORBIDDEN] = {"touched forbidden memory", true},
};

_Static_assert(sizeof(faults) / sizeof(faults[0]) == FAULT_KINDS, "each has words");

enum { WORDS_BYTES = 96 };

enum {
    STATUS_ARITHMETIC = 136,
    STATUS_SIGNAL = 128, /* and the signal's number */
    STATUS_DESTROYED = 137,
    STATUS_FAULTED = 139,
    STATUS_SUSPENDED = 148,
    STATUS_USED_UP = 152,
};

static bool is_arithmetic(uint32_t fault)
{
    return fault == FAULT_DIVIDE || fault == FAULT_FPU;
}

/* Ctrl-C destroys, like `kill`, though its signal is another one. */
static bool is_from_console(const struct process_result *result)
{
    return result->by == 0 && result->code == SIGINT;
}

int result_status(const struct process_result *result)
{
    switch (result->event) {
    case PROCESS_EXITED:
        return result->code;
    case PROCESS_DESTROYED:
        return is_from_console(result) ? STATUS_DESTROYED : STATUS_SIGNAL + result->code;
    case PROCESS_USED_UP:
        return STATUS_USED_UP;
    case PROCESS_FAULTED:
        return is_arithmetic(result->fault) ? STATUS_ARITHMETIC : STATUS_FAULTED;
    case PROCESS_WAS_SUSPENDED:
        return STATUS_SUSPENDED;
    default:
        return 0;
    }
}

static void describe_fault(const struct process_result *result, char *words, size_t size)
{
    uint32_t fault = result->fault < FAULT_KINDS ? result->fault : FAULT_NONE;

    if (faults[fault].has_address)
        snprintf(words, size, "faulted: %s at 0x%08x, instruction 0x%08x",
                 faults[fault].words, result->address, result->instruction);
    else
        snprintf(words, size, "faulted: %s, instruction 0x%08x", faults[fault].words,
                 result->instruction);
}

static void describe_signal(const struct process_result *result, char *words, size_t size)
{
    const char *name = signal_name(result->code);
    int length = name ? snprintf(words, size, "ended by SIG%s", name)
                      : snprintf(words, size, "ended by signal %d", result->code);

    if (result->by != 0)
        snprintf(words + length, size - (size_t)length, " from %d", result->by);
}

void result_tell(const char *name, const struct process_result *result)
{
    char words[WORDS_BYTES];

    switch (result->event) {
    case PROCESS_DESTROYED:
        if (result->code != SIGKILL && !is_from_console(result))
            describe_signal(result, words, sizeof(words));
        else if (result->by == 0)
            snprintf(words, sizeof(words), "destroyed from the console");
        else
            snprintf(words, sizeof(words), "destroyed by %d", result->by);
        break;
    case PROCESS_USED_UP:
        snprintf(words, sizeof(words), "used up its budget");
        break;
    case PROCESS_FAULTED:
        describe_fault(result, words, sizeof(words));
        break;
    case PROCESS_WAS_SUSPENDED:
        snprintf(words, sizeof(words), "suspended");
        break;
    default:
        return;
    }
    printf("%s %d: %s\n", name, result->pid, words);
}
