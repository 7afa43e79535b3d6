#include "tests/hosted/fuzz/steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/clock/clock.h"
#include "kernel/process/end.h"
#include "kernel/process/power.h"
#include "kernel/process/table.h"
#include "tests/unit/harness/ext2_empty.h"

enum {
    P = PAGE_SIZE,
    MEMORY_AT = USER_DATA + 0x800, /* pieces that lie on two pages */
    STRINGS_AT = USER_DATA + 2 * P,
    STRING_ROOM = 64,
    LONG_AT = USER_DATA + 3 * P, /* a name of some length, up to a page */
    LONGER_BY = 24,
    MAPPED = 0x20000000,
    INIT = 1,
    INIT_PATH_AT = USER_DATA,
    RESULTS = 8,
    WAIT_TICKS = 4,   /* before a call is left out, as nobody has the CPU */
    END_TICKS = 3000, /* so many at most until the power is off */
    PARTS = 256,      /* of a tick */
    KEYS_MAX = 64,
};

static const virt_t edges[] = {0,
                               1,
                               P - 1,
                               USER_TEXT,
                               USER_DATA - 4,
                               USER_DATA + USER_DATA_PAGES *P - 4,
                               USER_DATA + USER_DATA_PAGES *P,
                               USER_TEXT - 4,
                               USER_TEXT - P,
                               USER_TEXT - 70 * P,
                               USER_NOWHERE,
                               MAPPED - 4,
                               USER_END - 4,
                               USER_END - P,
                               USER_END,
                               0x7ffffffc,
                               0x80000000,
                               UINT32_MAX - 3};

bool fuzz_tells;
uint64_t fuzz_steps_done;

static char disk[EXT2_EMPTY_BYTES] __attribute__((aligned(8)));
static int32_t results[RESULTS];
static uint32_t result_count;
static phys_t eaten[MACHINE_BYTES / P];
static uint32_t eaten_count, eaten_but;

/* --- What a word means --- */

const char *fuzz_string(uint8_t value)
{
    static char name[P];
    uint32_t length = (uint32_t)(value - fuzz_path_count - fuzz_policy_count) * LONGER_BY;
    if (value < fuzz_path_count)
        return fuzz_paths[value];
    if (value < fuzz_path_count + fuzz_policy_count)
        return fuzz_policies[value - fuzz_path_count];
    length = length < P ? length : P - 1;
    memset(name, 'n', length);
    memcpy(name, "/tmp/", 5);
    name[length] = '\0';
    return name;
}

/* As a program does it: what is not there yet is touched first, and that may end the program. */
static void put(virt_t at, const void *from, uint32_t size)
{
    pid_t self = user_running();
    if (arch_copy_to_user(at, from, size))
        return;
    machine_touch(at, true);
    if (machine_is_off() || user_running() != self)
        return;
    machine_touch(at + size - 1, true);
    if (!machine_is_off() && user_running() == self && !arch_copy_to_user(at, from, size))
        return; /* it has no memory there any more */
}

static uint32_t put_string(uint8_t value)
{
    const char *string = fuzz_string(value);
    uint32_t size = (uint32_t)strlen(string) + 1;
    virt_t at = STRINGS_AT + value * STRING_ROOM % P;
    at = size > STRING_ROOM ? LONG_AT : at;
    put(at, string, size);
    return at;
}

static uint32_t any_pid(uint8_t value)
{
    size_t left = (value & 127) % table_count();
    list_for_each(&all_processes, node) {
        pid_t pid = container_of(node, struct process, in_table)->thread.id;
        if (left-- == 0)
            return value < 128 ? (uint32_t)pid : (uint32_t)-pid;
    }
    return 0;
}

static uint32_t meaning(struct fuzz_word word)
{
    uint8_t value = word.value;
    switch (word.form % FUZZ_FORMS) {
    case FUZZ_NEGATIVE:
        return 0U - value;
    case FUZZ_BIT:
        return (1U << value % 32) - (value & 32 ? 1 : 0);
    case FUZZ_MEMORY:
        return MEMORY_AT + value * (uint32_t)(FUZZ_WORDS * sizeof(uint32_t));
    case FUZZ_EDGE:
        return edges[value % (sizeof(edges) / sizeof(*edges))];
    case FUZZ_PAGE:
        return MAPPED + (virt_t)value * P;
    case FUZZ_PAGES:
        return (value & 127U) * P - (value & 128 ? 1 : 0);
    case FUZZ_STRING:
        return put_string(value);
    case FUZZ_PID:
        return any_pid(value);
    case FUZZ_RESULT:
        return (uint32_t)results[(result_count - 1 - value) % RESULTS];
    case FUZZ_NOW:
        return (uint32_t)clock_now() + value;
    case FUZZ_CONSTANT:
        return fuzz_constants[value % fuzz_constant_count];
    default:
        return value;
    }
}

/* --- Steps --- */

static void type(char key, uint32_t times)
{
    for (uint32_t i = 0; i < times && !machine_is_off(); i++)
        machine_type(key);
}

static void tick(uint32_t count)
{
    for (uint32_t i = 0; i < count && !machine_is_off(); i++)
        machine_tick();
}

/* No tick may be due, as that would come by itself. */
static void pass(uint8_t parts)
{
    uint64_t left = TICK_NANOSECONDS - 1 - arch_cycles() % TICK_NANOSECONDS;
    machine_pass(left * parts / PARTS);
}

static void let_disk(uint8_t act, uint32_t number)
{
    if (act == FUZZ_DISK_END && machine_disk_is_busy())
        machine_disk_end();
    if (act == FUZZ_DISK_DELAY)
        machine_disk_delay(number % 8);
    if (act == FUZZ_DISK_FAIL)
        machine_disk_fail_later(number / 8 % 8, number % 8);
}

static void give_back(void)
{
    while (eaten_count > 0)
        frame_free(eaten[--eaten_count]);
}

/* On the thread of the program that runs, as taking memory may mean to wait until some is free. */
static void eat(void)
{
    phys_t frame;
    while (frame_free_count() > eaten_but && (frame = frame_allocate()))
        eaten[eaten_count++] = frame;
}

static int32_t do_call(uint32_t number, const uint32_t words[FUZZ_WORDS])
{
    if (number == SYS_PROCESS_POWER_OFF)
        give_back(); /* they are nobody's, and would be missed */
    int32_t result = machine_call(number, words);
    if (result != AWAY)
        results[result_count++ % RESULTS] = result;
    return result;
}

static bool is_programs(uint8_t kind)
{
    return kind == FUZZ_CALL || kind == FUZZ_PUT || kind == FUZZ_TOUCH ||
           kind == FUZZ_FAULT || kind == FUZZ_COMPUTE || kind == FUZZ_EAT;
}

static int32_t do_step(const struct fuzz_step *step, const uint32_t words[FUZZ_WORDS])
{
    switch (step->kind) {
    case FUZZ_CALL:
        return do_call(step->number, words);
    case FUZZ_PUT:
        put(meaning((struct fuzz_word){FUZZ_MEMORY, (uint8_t)step->number}), words,
            FUZZ_WORDS * sizeof(*words));
        break;
    case FUZZ_TICK:
        tick(step->extra % 8 + 1U);
        break;
    case FUZZ_TYPE:
        type((char)step->extra, step->number % KEYS_MAX + 1U);
        break;
    case FUZZ_TOUCH:
        machine_touch(words[0], step->extra & 1);
        break;
    case FUZZ_FAULT:
        machine_fault(FAULT_DIVIDE + step->extra % (FAULT_ALIGNMENT - FAULT_DIVIDE + 1));
        break;
    case FUZZ_FAIL:
        frame_fail_at(step->extra + 1U);
        break;
    case FUZZ_PASS:
        pass(step->extra);
        break;
    case FUZZ_COMPUTE:
        machine_compute(step->extra);
        break;
    case FUZZ_DISK:
        let_disk(step->extra % FUZZ_DISK_ACTS, step->number);
        break;
    case FUZZ_PAUSES:
        machine_tick_in_pauses(step->extra & 1);
        break;
    case FUZZ_EAT:
        give_back();
        eaten_but = step->number;
        if (eaten_but > 0)
            machine_do(eat);
        break;
    }
    return AWAY;
}

/* Init does what it is there for, and nothing by lot: when it ends the kernel gives up, as it
 * should. It collects those who have ended, and if all have, there is a new one. */
static void do_init(void)
{
    for (int i = 0; i < WAIT_TICKS && user_running() == INIT; i++)
        if (user_call(SYS_PROCESS_WAIT, UINT32_MAX, 0, 0) == -ECHILD &&
            user_call(SYS_PROCESS_CREATE, INIT_PATH_AT, 0, 0) < 0)
            user_yield();
}

/* Whether a program by lot has the CPU. */
static bool can_act(void)
{
    return !machine_is_off() && user_running() > INIT;
}

static void wait_for_program(void)
{
    for (int i = 0; i < WAIT_TICKS && !machine_is_off() && !can_act(); i++) {
        if (machine_is_idle())
            machine_tick();
        else
            do_init();
    }
}

/* What a word puts may have changed who has the CPU, or have ended it all. */
static void act(const struct fuzz_step *step)
{
    uint32_t words[FUZZ_WORDS] = {0};
    bool is_by_program = is_programs(step->kind);
    if (is_by_program)
        wait_for_program();
    for (int i = 0; i < FUZZ_WORDS && is_by_program && can_act(); i++)
        words[i] = meaning(step->words[i]);
    if (machine_is_off() || (is_by_program && !can_act()))
        return;
    fuzz_steps_done++;
    if (fuzz_tells)
        fuzz_tell_step(step, words);
    int32_t result = do_step(step, words);
    if (fuzz_tells)
        fuzz_tell_result(result);
}

/* --- A run --- */

static void boot(const struct fuzz_step *step)
{
    static const char program[] = "/bin/program";
    char line[256];
    uint8_t memory = step->words[0].value, processes = step->words[1].value;
    int length = snprintf(line, sizeof(line), "check=1 policy='%s'%s%s",
                          fuzz_policies[step->extra % fuzz_policy_count],
                          step->number & FUZZ_BOOT_TRACE ? " trace=serial" : "",
                          step->number & FUZZ_BOOT_DISK ? " disk_write=1" : "");
    if (memory)
        length += snprintf(line + length, 32, " user_memory=%u", memory % 100 + 1U);
    if (processes)
        snprintf(line + length, 32, " user_processes=%u", processes);
    if (fuzz_tells)
        fuzz_tell_boot(line);
    ext2_empty(disk);
    machine_insert_disk(
        disk, step->number & FUZZ_BOOT_DISK ? EXT2_EMPTY_BYTES / SECTOR_BYTES : 0);
    user_boot(line);
    user_put(INIT_PATH_AT, program, sizeof(program));
    result_count = eaten_count = 0;
    memset(results, 0, sizeof(results));
}

/* As process_power_off does it; but nobody needs to have the CPU, or to be user 0. */
static void end_all(void)
{
    struct cause cause = {.event = PROCESS_DESTROYED, .code = SIGKILL};
    process_powers_off = true;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        if (process->thread.state != STATE_ZOMBIE)
            process_end(process, cause);
    }
}

static void power_off(void)
{
    if (machine_is_off())
        return;
    give_back();
    frame_fail_at(0);
    machine_disk_delay(2);
    if (fuzz_tells)
        printf("the power goes off\n");
    machine_interrupt(end_all);
    tick(END_TICKS);
    if (!machine_is_off())
        fail_msg("%u ticks later the power is not off", END_TICKS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = size / sizeof(struct fuzz_step);
    struct fuzz_step step = {0};
    if (count > 0)
        memcpy(&step, data, sizeof(step));
    boot(&step);
    for (size_t i = 1; i < count && i < FUZZ_STEPS_MAX && !machine_is_off(); i++) {
        memcpy(&step, data + i * sizeof(step), sizeof(step));
        act(&step);
    }
    power_off();
    return 0;
}
