#include "kernel/sched/policies.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "lib/format.h"
#include "lib/string.h"
#include "lib/words.h"

enum { VALUE_MAX = 16, KEYS_MAX = 16 };

char policies_words[POLICY_WORDS_MAX];

/* Instructions, for kernel_worked: to read a value, or to write one. */
enum { VALUE_INSTRUCTIONS = 300 };

/* A word where it stands among others, as it can be as long as all of them: NAME, or
 * NAME=VALUE, from BEGIN to END; EQUALS is there, or END. */
struct word {
    const char *begin, *equals, *end;
};

/* The next word of WORDS from *OFFSET on, which moves behind it; false: there is none. It may
 * stand in quotes, but nothing in it is a blank. */
static bool next_word(const char *words, size_t *offset, struct word *word)
{
    const char *c = words + *offset;
    while (*c && (unsigned char)*c <= ' ')
        c++;
    word->begin = c;
    word->equals = NULL;
    for (; (unsigned char)*c > ' '; c++)
        if (*c == '=' && !word->equals)
            word->equals = c;
    *offset = (size_t)(c - words);
    char quote = *word->begin;
    if ((quote == '\'' || quote == '"') && c - word->begin > 1 && c[-1] == quote) {
        word->begin++;
        c--;
    }
    word->end = c;
    if (!word->equals)
        word->equals = c;
    return word->begin < word->end;
}

static bool is_name(const struct word *word, const char *name)
{
    size_t length = strlen(name);
    return (size_t)(word->equals - word->begin) == length &&
           memcmp(word->begin, name, length) == 0;
}

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

static void expect_whole(const struct policy *policy)
{
    const char *lack = find_lack(policy);
    if (lack)
        panic("policy %s has no %s", policy->name ? policy->name : "?", lack);
    for (const struct policy_key *key = policy->keys; key->name; key++)
        if (!key->values)
            panic("policy %s has no values for %s", policy->name, key->name);
}

void policies_expect_whole(void)
{
    for (const struct policy *const *policy = policies; *policy; policy++)
        expect_whole(*policy);
}

static const struct policy *find_policy(const struct word *word)
{
    for (const struct policy *const *policy = policies; *policy; policy++) {
        if (word->equals == word->end && is_name(word, (*policy)->name))
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

static const struct policy_key *find_key(const struct policy *policy,
                                         const struct word *word)
{
    for (const struct policy_key *key = policy->keys; key->name; key++) {
        if (is_name(word, key->name))
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

/* Reads the value before the next comma, or END, and moves *TEXT behind that. */
static int next_value(const struct policy_key *key, const char **text, const char *end,
                      uint32_t *value)
{
    char one[VALUE_MAX];
    size_t length = 0;
    while (*text < end && **text != ',' && length < sizeof(one) - 1)
        one[length++] = *(*text)++;
    one[length] = '\0';
    if (*text < end && (**text != ',' || ++*text == end))
        return -EINVAL; /* too long, or nothing behind the comma */
    return read_value(key, one, value);
}

/* Counts the values in WORD, and sets them if SET. -EINVAL: one is wrong, or too many. */
static int read_values(const struct policy_key *key, const struct word *word, bool set)
{
    const char *text = word->equals + 1;
    uint32_t maximum = key->count ? key->count_maximum : 1;
    uint32_t count = 0;
    do {
        uint32_t value;
        if (count == maximum || next_value(key, &text, word->end, &value))
            return -EINVAL;
        if (set)
            key->values[count] = value;
        count++;
        kernel_worked(VALUE_INSTRUCTIONS);
    } while (text < word->end);
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
static int read_setting(const struct policy *policy, const struct word *word,
                        struct setting *setting)
{
    const char *text = word->equals + 1;
    if (word->equals == word->end)
        return -EINVAL;
    const struct policy_key *key = setting->key = find_key(policy, word);
    int count = key ? read_values(key, word, false) : -EINVAL;
    if (count < 0)
        return count;
    setting->count = (uint32_t)count;
    return key->count ? 0 : next_value(key, &text, word->end, &setting->value);
}

int policies_find(const char *words, const struct policy **policy, size_t *wrong)
{
    struct setting settings[KEYS_MAX];
    uint32_t n = 0;
    size_t offset = 0;
    struct word word;
    kernel_pause(); /* there may be thousands of characters to go over */
    const struct policy *found =
        next_word(words, &offset, &word) ? find_policy(&word) : NULL;
    *wrong = (size_t)(word.begin - words);
    if (!found)
        return -EINVAL;
    while (next_word(words, &offset, &word)) {
        *wrong = settings[n].offset = (size_t)(word.begin - words);
        if (read_setting(found, &word, &settings[n]) || ++n == KEYS_MAX)
            return -EINVAL;
    }
    if (check_limits(settings, n, wrong))
        return -EINVAL;
    *policy = found;
    return 0;
}

static void print_policies(void)
{
    print(": policies are");
    for (const struct policy *const *policy = policies; *policy; policy++)
        print(" %s", (*policy)->name);
}

static void print_keys(const struct policy *policy)
{
    print(": %s takes %s", policy->name, policy->keys->name ? "" : "no parameters");
    for (const struct policy_key *key = policy->keys; key->name; key++)
        print("%s%s", key == policy->keys ? "" : ", ", key->name);
}

static void print_values(const struct policy_key *key)
{
    print(": %s takes ", key->name);
    if (!key->words)
        print("%u to %u", key->minimum, key->maximum);
    for (uint32_t i = 0; key->words && key->words[i]; i++)
        print("%s%s", i ? " or " : "", key->words[i]);
    if (key->count_limit)
        print(", as many values as there are levels at most");
    else if (key->count)
        print(", %u values at most", key->count_maximum);
}

void policies_explain(const char *words, size_t wrong)
{
    size_t offset = 0;
    struct word word;
    const struct policy *policy =
        next_word(words, &offset, &word) ? find_policy(&word) : NULL;
    bool has_value = next_word(words, &wrong, &word) && word.equals < word.end;
    const struct policy_key *key = policy && has_value ? find_key(policy, &word) : NULL;
    if (!policy)
        print_policies();
    else if (!key)
        print_keys(policy);
    else
        print_values(key);
    print("\n");
}

void policies_set(const char *words)
{
    size_t offset = 0;
    struct word word;
    kernel_pause(); /* as above */
    const struct policy *policy =
        next_word(words, &offset, &word) ? find_policy(&word) : NULL;
    ASSERT(policy); /* policies_find has found them right */
    policy->set_standard();
    while (next_word(words, &offset, &word))
        (void)read_values(find_key(policy, &word), &word, true);
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
