#include "kernel/options.h"

#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/memory/frame.h"
#include "kernel/sched/policies.h"
#include "kernel/sched/scheduler.h"
#include "lib/string.h"
#include "lib/words.h"

enum {
    HZ_MINIMUM = 19,
    HZ_MAXIMUM = 1000,
    HZ_STANDARD = 100, /* the PIT divides by 65535 at most */
    USER_MEMORY_STANDARD = 25,
    USER_PROCESSES_STANDARD = 256,
};

struct options options;

/* Each returns whether VALUE was well-formed; if not, nothing has changed. */
typedef bool setter(const char *value);

static bool set_text(char *to, const char *value, size_t size)
{
    if (strlen(value) >= size)
        return false;
    return string_copy(to, value, size);
}

static bool set_flag(bool *flag, const char *value)
{
    uint32_t number;
    if (words_number(value, 0, 1, &number))
        return false;
    *flag = number;
    return true;
}

static bool set_policy(const char *value)
{
    return set_text(options.policy, value, OPTION_TEXT_MAX);
}

/* It counts as if it stood at the end of `policy=`, which may come later: options_policy
 * puts the two together. */
static bool set_quantum(const char *value)
{
    return !strchr(value, ' ') &&
           set_text(options.quantum, value, sizeof(options.quantum));
}

static bool set_hz(const char *value)
{
    return words_number(value, HZ_MINIMUM, HZ_MAXIMUM, &options.hz) == 0;
}

static bool set_seed(const char *value)
{
    return words_number(value, 0, UINT32_MAX, &options.seed) == 0;
}

static bool set_user_memory(const char *value)
{
    return words_number(value, 1, 100, &options.user_memory) == 0;
}

static bool set_user_processes(const char *value)
{
    return words_number(value, 1, UINT32_MAX, &options.user_processes) == 0;
}

static bool set_fail_pid(const char *value)
{
    return words_number(value, 1, INT32_MAX, &options.fail_pid) == 0;
}

static bool set_fail_at(const char *value)
{
    return words_number(value, 1, UINT32_MAX, &options.fail_at) == 0;
}

static bool set_init(const char *value)
{
    return *value && set_text(options.init, value, sizeof(options.init));
}

static bool set_run(const char *value)
{
    static char commands[OPTION_TEXT_MAX];
    options.run = commands;
    return set_text(commands, value, sizeof(commands));
}

static bool set_check(const char *value)
{
    return set_flag(&options.check, value);
}

static bool set_guard(const char *value)
{
    return set_flag(&options.guard, value);
}

static bool set_trace(const char *value)
{
    if (strcmp(value, "serial") != 0)
        return false;
    options.trace_serial = true;
    return true;
}

static bool set_ring(const char *value)
{
    return words_number(value, 1, UINT32_MAX, &options.ring) == 0;
}

/* Ways to see the kernel fail. */
static bool set_provoke(const char *value)
{
    if (strcmp(value, "stack-overflow") == 0)
        options.provoke_stack_overflow = true;
    else if (strcmp(value, "panic") == 0)
        options.provoke_panic = true;
    else if (strcmp(value, "assertion") == 0)
        options.provoke_assertion = true;
    else
        return false;
    return true;
}

static const struct {
    const char *key;
    setter *set;
} words[] = {
    {"policy", set_policy},
    {"quantum", set_quantum},
    {"hz", set_hz},
    {"seed", set_seed},
    {"init", set_init},
    {"run", set_run},
    {"check", set_check},
    {"guard", set_guard},
    {"trace", set_trace},
    {"fail_pid", set_fail_pid},
    {"fail_at", set_fail_at},
    {"provoke", set_provoke},
    {"user_memory", set_user_memory},
    {"user_processes", set_user_processes},
    {"ring", set_ring},
};

static bool carry_out(char *word)
{
    const char *key, *value;
    if (!words_split(word, &key, &value))
        return false;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(words[i].key, key) == 0)
            return words[i].set(value);
    return false;
}

void options_init(const struct bootinfo *boot)
{
    static char word[OPTION_TEXT_MAX], shown[OPTION_TEXT_MAX];
    size_t offset = 0, start;
    int result;
    memset(&options, 0, sizeof(options)); /* by parts: a whole one overflows the stack */
    options.hz = HZ_STANDARD;
    options.guard = true;
    options.user_memory = USER_MEMORY_STANDARD;
    options.user_processes = USER_PROCESSES_STANDARD;
    (void)string_copy(options.policy, "rr", sizeof(options.policy));
    (void)string_copy(options.init, "/bin/init", sizeof(options.init));
    if (boot->command_line_truncated)
        print("robin: warning: the boot line is too long: it is cut off\n");
    while ((result = words_next(boot->command_line, &offset, word, sizeof(word),
                                &start)) != 0) {
        (void)string_copy(shown, word, sizeof(shown)); /* carry_out cuts the word up */
        if (result < 0 || !carry_out(word))
            print(
                "robin: warning: boot word `%s` is unknown or malformed; it is ignored\n",
                shown);
    }
}

static void append_quantum(void)
{
    static const char key[] = " quantum=";
    char *end = options.policy + strlen(options.policy);
    memcpy(end, key, sizeof(key));
    memcpy(end + strlen(key), options.quantum, strlen(options.quantum) + 1);
}

const struct policy *options_policy(void)
{
    const struct policy *policy;
    size_t wrong;
    policies_expect_whole();
    if (*options.quantum)
        append_quantum();
    if (policies_find(options.policy, &policy, &wrong)) {
        print("robin: warning: policy `%s`: wrong from `%s` on; it is rr\n",
              options.policy, options.policy + wrong);
        (void)string_copy(options.policy, "rr", sizeof(options.policy));
        if (policies_find(options.policy, &policy, &wrong))
            panic("there is no policy rr");
    }
    policies_set(options.policy);
    return policy;
}

void options_show(const struct bootinfo *boot)
{
    enum { MIB = 1 << 20 };
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < boot->usable_count; i++)
        bytes += boot->usable[i].end - boot->usable[i].start;
    print("Robin: %u MiB of memory, %u MiB for programs; policy %s, %u ticks a second\n",
          (uint32_t)(bytes / MIB), frame_free_count() / (MIB / PAGE_SIZE),
          scheduler_policy()->name, options.hz);
}
