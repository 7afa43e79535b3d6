#include "kernel/sched/policies.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "lib/format.h"
#include "lib/string.h"
#include "lib/words.h"

enum { NUMBER_MAX = 16, KEYS_MAX = 16 };

/* A word can be as long as all of them; there is one kernel, and it is not interrupted.
 */
static char word[POLICY_WORDS_MAX];

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
    while (policies[index] != policy)
        index++;
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

/* Reads the number before the next comma, and moves *TEXT behind that. */
static int next_value(const struct policy_key *key, const char **text, uint32_t *value)
{
    char number[NUMBER_MAX];
    const char *comma = strchr(*text, ',');
    size_t length = comma ? (size_t)(comma - *text) : strlen(*text);
    if (length >= sizeof(number))
        return -EINVAL;
    memcpy(number, *text, length);
    number[length] = '\0';
    *text += length + (comma != NULL);
    if (comma && !**text)
        return -EINVAL; /* nothing behind the comma */
    return words_number(number, key->minimum, key->maximum, value);
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
    } while (*text);
    if (set && key->count)
        *key->count = count;
    return (int)count;
}

/* Where a word of a list stood, to check at the end whether the list is too long. */
struct seen {
    const struct policy_key *key;
    uint32_t count, value;
    size_t start;
};

static uint32_t limit_of(const struct policy_key *key, const struct seen *seen,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (seen[i].key->values == key->count_limit)
            return seen[i].value;
    }
    return key->count_limit_standard;
}

static int check_limits(const struct seen *seen, uint32_t n, size_t *wrong)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct policy_key *key = seen[i].key;
        if (key->count_limit && seen[i].count > limit_of(key, seen, n)) {
            *wrong = seen[i].start;
            return -EINVAL;
        }
    }
    return 0;
}

static int see(const struct policy *policy, struct seen *seen)
{
    const char *name, *text;
    if (!words_split(word, &name, &text) || !(seen->key = find_key(policy, name)))
        return -EINVAL;
    int count = read_values(seen->key, text, false);
    if (count < 0)
        return count;
    seen->count = (uint32_t)count;
    return seen->key->count
               ? 0
               : words_number(text, seen->key->minimum, seen->key->maximum, &seen->value);
}

int policies_find(const char *words, const struct policy **policy, size_t *wrong)
{
    struct seen seen[KEYS_MAX];
    uint32_t n = 0;
    size_t offset = 0;
    int result;
    *wrong = 0;
    if (words_next(words, &offset, word, sizeof(word), wrong) != 1)
        return -EINVAL;
    const struct policy *found = find_policy(word);
    if (!found)
        return -EINVAL;
    while ((result = words_next(words, &offset, word, sizeof(word), wrong)) == 1) {
        seen[n].start = *wrong;
        if (see(found, &seen[n]) || ++n == KEYS_MAX)
            return -EINVAL;
    }
    if (result || check_limits(seen, n, wrong))
        return -EINVAL;
    *policy = found;
    return 0;
}

void policies_set(const char *words)
{
    size_t offset = 0, start;
    const char *name, *text;
    int result = words_next(words, &offset, word, sizeof(word), &start);
    const struct policy *policy = find_policy(word);
    if (result != 1 || !policy)
        return; /* policies_find has not found them right */
    policy->set_standard();
    while (words_next(words, &offset, word, sizeof(word), &start) == 1) {
        if (words_split(word, &name, &text))
            (void)read_values(find_key(policy, name), text, true);
    }
}

/* Appends what the format says at OFFSET; returns the offset behind it, or SIZE if it is
 * full. */
PRINTF_LIKE(4, 5)
static size_t append(char *to, size_t offset, size_t size, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    size_t length = (size_t)format_to_buffer(to + offset, size - offset, text, arguments);
    va_end(arguments);
    return length < size - offset ? offset + length : size;
}

int policies_describe(const struct policy *policy, char *words, size_t size)
{
    size_t offset = append(words, 0, size, "%s", policy->name);
    for (const struct policy_key *key = policy->keys; key->name; key++) {
        uint32_t count = key->count ? *key->count : 1;
        if (count == 0)
            continue; /* an empty list has no word */
        offset = append(words, offset, size, " %s=", key->name);
        for (uint32_t i = 0; i < count; i++)
            offset = append(words, offset, size, i ? ",%u" : "%u", key->values[i]);
    }
    return offset < size ? 0 : -E2BIG;
}
