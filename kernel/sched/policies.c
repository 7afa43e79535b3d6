#include "kernel/sched/policies.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "lib/format.h"
#include "lib/string.h"
#include "lib/words.h"

enum { VALUE_MAX = 16, KEYS_MAX = 16 };

/* Instructions, for kernel_worked: to read a value, or to write one. */
enum { VALUE_INSTRUCTIONS = 300 };

/* The word that is being read. It can be as long as all of them, too long for a kernel
 * stack; there is one kernel, and it is not interrupted. */
static char read_text[POLICY_WORDS_MAX];

/* What POLICY lacks; NULL: nothing. */
static const char *find_lack(const struct policy *policy)
{
    const struct {
        const char *what;
        bool is_there;
    } parts[] = {
        {"name", policy->name},     {"keys", policy->keys},
        {"start()", policy->start}, {"set_standard()", policy->set_standard},
        {"ready()", policy->ready}, {"leave()", policy->leave},
        {"yield()", policy->yield}, {"tick()", policy->tick},
        {"pick()", policy->pick},   {"take()", policy->take},
        {"check()", policy->check},
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        if (!parts[i].is_there)
            return parts[i].what;
    }
    return NULL;
}

void policies_expect_whole(void)
{
    for (const struct policy *const *policy = policies; *policy; policy++) {
        const char *lack = find_lack(*policy);
        if (lack)
            panic("policy %s has no %s", (*policy)->name ? (*policy)->name : "?", lack);
    }
}

static const struct policy *find_policy(const char *name)
{
    for (const struct policy *const *policy = policies; *policy; policy++) {
        if (strcmp((*policy)->name, name) == 0)
            return *policy;
    }
    return NULL;
}

uint32_t policies_index(const struct policy *policy)
{
    uint32_t index = 0;
    while (policies[index] != policy) {
        ASSERT(policies[index]);
        index++;
    }
    return index;
}

static const struct policy_key *find_key(const struct policy *policy, const char *name)
{
    for (const struct policy_key *key = policy->keys; key->name; key++) {
        if (strcmp(key->name, name) == 0)
            return key;
    }
    return NULL;
}

/* Reads TEXT, all of it, as one value. */
static int read_value(const struct policy_key *key, const char *text, uint32_t *value)
{
    if (!key->words)
        return words_number(text, key->minimum, key->maximum, value);
    for (uint32_t i = 0; key->words[i]; i++) {
        if (strcmp(key->words[i], text) == 0) {
            *value = i;
            return 0;
        }
    }
    return -EINVAL;
}

/* Reads the value before the next comma, and moves *TEXT behind that. */
static int next_value(const struct policy_key *key, const char **text, uint32_t *value)
{
    char one[VALUE_MAX];
    const char *comma = strchr(*text, ',');
    size_t length = comma ? (size_t)(comma - *text) : strlen(*text);
    if (length >= sizeof(one))
        return -EINVAL;
    memcpy(one, *text, length);
    one[length] = '\0';
    *text += length + (comma != NULL);
    if (comma && !**text)
        return -EINVAL; /* nothing behind the comma */
    return read_value(key, one, value);
}

/* Counts the values in TEXT, and sets them if SET. -EINVAL: one is wrong, or too many. */
static int read_values(const struct policy_key *key, const char *text, bool set)
{
    uint32_t maximum = key->count ? key->count_maximum : 1;
    uint32_t count = 0;
    do {
        uint32_t value;
        if (count == maximum || next_value(key, &text, &value))
            return -EINVAL;
        if (set)
            key->values[count] = value;
        count++;
        kernel_worked(VALUE_INSTRUCTIONS);
    } while (*text);
    if (set && key->count)
        *key->count = count;
    return (int)count;
}

/* A word `key=value,...` that was given. How long a list may be can depend on a word that
 * comes later, so it is checked at the end. */
struct setting {
    const struct policy_key *key;
    uint32_t count, value; /* of its values; the value, if there is just one */
    size_t offset;         /* where the word stood */
};

static uint32_t limit_of(const struct policy_key *key, const struct setting *settings,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (settings[i].key->values == key->count_limit)
            return settings[i].value;
    }
    return key->count_limit_standard;
}

static int check_limits(const struct setting *settings, uint32_t n, size_t *wrong)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct policy_key *key = settings[i].key;
        if (key->count_limit && settings[i].count > limit_of(key, settings, n)) {
            *wrong = settings[i].offset;
            return -EINVAL;
        }
    }
    return 0;
}

/* Reads one word into *SETTING, but for the offset. -EINVAL: it is wrong by itself. */
static int read_setting(const struct policy *policy, struct setting *setting)
{
    const char *name, *text;
    if (!words_split(read_text, &name, &text))
        return -EINVAL;
    const struct policy_key *key = setting->key = find_key(policy, name);
    int count = key ? read_values(key, text, false) : -EINVAL;
    if (count < 0)
        return count;
    setting->count = (uint32_t)count;
    return key->count ? 0 : read_value(key, text, &setting->value);
}

int policies_find(const char *words, const struct policy **policy, size_t *wrong)
{
    struct setting settings[KEYS_MAX];
    uint32_t n = 0;
    size_t offset = 0;
    int result;
    kernel_pause(); /* there may be thousands of characters to go over */
    *wrong = 0;
    if (words_next(words, &offset, read_text, sizeof(read_text), wrong) != 1)
        return -EINVAL;
    const struct policy *found = find_policy(read_text);
    if (!found)
        return -EINVAL;
    while ((result = words_next(words, &offset, read_text, sizeof(read_text), wrong)) ==
           1) {
        settings[n].offset = *wrong;
        if (read_setting(found, &settings[n]) || ++n == KEYS_MAX)
            return -EINVAL;
    }
    if (result || check_limits(settings, n, wrong))
        return -EINVAL;
    *policy = found;
    return 0;
}

void policies_set(const char *words)
{
    size_t offset = 0, start;
    const char *name, *text;
    kernel_pause(); /* as above */
    int result = words_next(words, &offset, read_text, sizeof(read_text), &start);
    const struct policy *policy = find_policy(read_text);
    ASSERT(result == 1 && policy); /* policies_find has found them right */
    policy->set_standard();
    while (words_next(words, &offset, read_text, sizeof(read_text), &start) == 1) {
        if (words_split(read_text, &name, &text))
            (void)read_values(find_key(policy, name), text, true);
    }
}

/* Appends what the format says at OFFSET; returns the offset behind it, or SIZE if it is
 * full. */
PRINTF_LIKE(4, 5)
static size_t append_format(char *to, size_t offset, size_t size, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    size_t length = (size_t)format_to_buffer(to + offset, size - offset, text, arguments);
    va_end(arguments);
    return length < size - offset ? offset + length : size;
}

static size_t append_value(const struct policy_key *key, uint32_t i, char *to,
                           size_t offset, size_t size)
{
    const char *comma = i ? "," : "";
    uint32_t value = key->values[i];
    if (key->words)
        return append_format(to, offset, size, "%s%s", comma, key->words[value]);
    return append_format(to, offset, size, "%s%u", comma, value);
}

int policies_describe(const struct policy *policy, char *words, size_t size)
{
    size_t offset = append_format(words, 0, size, "%s", policy->name);
    for (const struct policy_key *key = policy->keys; key->name; key++) {
        uint32_t count = key->count ? *key->count : 1;
        if (count == 0 || (key->words && key->values[0] == 0))
            continue; /* an empty list has no word, and the standard word need not stand */
        offset = append_format(words, offset, size, " %s=", key->name);
        for (uint32_t i = 0; i < count; i++) {
            offset = append_value(key, i, words, offset, size);
            kernel_worked(VALUE_INSTRUCTIONS);
        }
    }
    return offset < size ? 0 : -E2BIG;
}
