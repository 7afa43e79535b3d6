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

static bool set_trace(const char *value)
{
    if (strcmp(value, "serial") != 0)
        return false;
    options.trace_serial = true;
    return true;
}

static bool set_root(const char *value)
{
    if (strcmp(value, "hda") != 0)
        return false;
    options.root_is_disk = true;
    return true;
}

static bool set_provoke(const char *value)
{
    static const char *const failures[PROVOKES] = {
        [PROVOKE_PANIC] = "panic",
        [PROVOKE_ASSERTION] = "assertion",
        [PROVOKE_FAULT] = "fault",
        [PROVOKE_STACK_OVERFLOW] = "stack-overflow",
        [PROVOKE_TRIPLE_FAULT] = "triple-fault",
        [PROVOKE_HANG] = "hang",
        [PROVOKE_SMAP] = "smap",
        [PROVOKE_SMEP] = "smep",
    };
    for (enum provoke i = PROVOKE_PANIC; i < PROVOKES; i++) {
        if (strcmp(value, failures[i]) == 0) {
            options.provoke = i;
            return true;
        }
    }
    return false;
}

/* Words whose value is a number. */
static const struct number {
    const char *key;
    uint32_t minimum, maximum;
    uint32_t *number;
} numbers[] = {
    {"hz", HZ_MINIMUM, HZ_MAXIMUM, &options.hz},
    {"seed", 0, UINT32_MAX, &options.seed},
    {"check", 0, 1, &options.check},
    {"disk_dma", 0, 1, &options.disk_dma},
    {"disk_write", 0, 1, &options.disk_write},
    {"guard", 0, 1, &options.guard},
    {"ring", 1, UINT32_MAX, &options.ring},
    {"ticks", 1, UINT32_MAX, &options.ticks},
    {"user_memory", 1, 100, &options.user_memory},
    {"user_processes", 1, UINT32_MAX, &options.user_processes},
    {"fail_pid", 1, INT32_MAX, &options.fail_pid},
    {"fail_at", 1, UINT32_MAX, &options.fail_at},
};

/* Words whose value is something else, and what it can be. */
static const struct text {
    const char *key;
    setter *set;
    const char *expected;
} texts[] = {
    {"policy", set_policy, "a policy and its parameters, below 1024 bytes"},
    {"quantum", set_quantum, "ticks, or a list of them"},
    {"init", set_init, "the path of a program"},
    {"root", set_root, "hda"},
    {"run", set_run, "commands, below 1024 bytes"},
    {"trace", set_trace, "serial"},
    {"provoke", set_provoke,
     "panic, assertion, fault, stack-overflow, triple-fault, hang, smap or smep"},
};

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

static const struct number *find_number(const char *key)
{
    for (size_t i = 0; i < LENGTH(numbers); i++)
        if (strcmp(numbers[i].key, key) == 0)
            return &numbers[i];
    return NULL;
}

static const struct text *find_text(const char *key)
{
    for (size_t i = 0; i < LENGTH(texts); i++)
        if (strcmp(texts[i].key, key) == 0)
            return &texts[i];
    return NULL;
}

/* Cuts WORD up, and does what it says. */
static bool carry_out(char *word)
{
    const char *key, *value;
    if (!words_split(word, &key, &value))
        return false;
    const struct number *number = find_number(key);
    const struct text *text = find_text(key);
    if (number)
        return words_number(value, number->minimum, number->maximum, number->number) == 0;
    return text && text->set(value);
}

/* SHOWN is as it was given, and KEY begins it, or it is as a whole no word. */
static void warn_of_word(const char *shown, const char *key)
{
    const struct number *number = find_number(key);
    const struct text *text = find_text(key);
    print("robin: warning: boot word `%s` is unknown or malformed; it is ignored", shown);
    if (number)
        print(": %s takes %u to %u", key, number->minimum, number->maximum);
    else if (text)
        print(": %s takes %s", key, text->expected);
    print("\n");
}

void options_init(const struct bootinfo *boot)
{
    char *word = policies_words, *shown = word + OPTION_TEXT_MAX;
    size_t offset = 0, start;
    int result;
    memset(&options, 0, sizeof(options)); /* by parts: a whole one overflows the stack */
    options.hz = HZ_STANDARD;
    options.guard = options.disk_dma = 1;
    options.user_memory = USER_MEMORY_STANDARD;
    options.user_processes = USER_PROCESSES_STANDARD;
    (void)string_copy(options.policy, "rr", sizeof(options.policy));
    (void)string_copy(options.init, "/bin/init", sizeof(options.init));
    if (boot->command_line_truncated)
        print("robin: warning: the boot line is too long: it is cut off\n");
    while ((result = words_next(boot->command_line, &offset, word, OPTION_TEXT_MAX,
                                &start)) != 0) {
        (void)string_copy(shown, word, OPTION_TEXT_MAX); /* carry_out cuts the word up */
        if (result < 0 || !carry_out(word))
            warn_of_word(shown, word);
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
        print("robin: warning: policy `%s`: wrong from `%s` on; it is rr", options.policy,
              options.policy + wrong);
        policies_explain(options.policy, wrong);
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
    print("Robin: %u MiB of memory, %u MiB for programs; policy %s, %u ticks a second\n",
          (uint32_t)(bootinfo_bytes(boot) / MIB), frame_free_count() / (MIB / PAGE_SIZE),
          scheduler_policy()->name, options.hz);
}
