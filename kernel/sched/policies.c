#include "kernel/sched/policies.h"

#include "abi/errno.h"
#include "kernel/lib/string.h"
#include "kernel/lib/words.h"

enum { WORD_MAX = 128 };

static const struct policy *find(const char *name)
{
    for (const struct policy *const *policy = policies; *policy; policy++)
        if (strcmp((*policy)->name, name) == 0)
            return *policy;
    return NULL;
}

static const struct policy_key *find_key(const struct policy *policy, const char *name)
{
    for (const struct policy_key *key = policy->keys; key && key->name; key++)
        if (strcmp(key->name, name) == 0)
            return key;
    return NULL;
}

/* Checks the word, and carries it out if SET. */
static int parameter(const struct policy *policy, char *word, bool set)
{
    const char *name, *text;
    if (!words_split(word, &name, &text))
        return -EINVAL;
    const struct policy_key *key = find_key(policy, name);
    if (!key)
        return -EINVAL;
    uint32_t value;
    int error = words_number(text, key->minimum, key->maximum, &value);
    if (!error && set)
        *key->value = value;
    return error;
}

/* One pass over WORDS: the first only checks, so that the second cannot fail. */
static int pass(const char *words, bool set, const struct policy **policy, size_t *wrong)
{
    char word[WORD_MAX];
    size_t offset = 0;
    if (words_next(words, &offset, word, sizeof(word), wrong) != 1)
        return -EINVAL;
    const struct policy *found = find(word);
    if (!found)
        return -EINVAL;
    for (const struct policy_key *key = found->keys; set && key && key->name; key++)
        *key->value = key->standard;
    int result;
    while ((result = words_next(words, &offset, word, sizeof(word), wrong)) == 1)
        if (parameter(found, word, set))
            return -EINVAL;
    *policy = found;
    return result ? -EINVAL : 0;
}

int policies_choose(const char *words, const struct policy **policy, size_t *wrong)
{
    *wrong = 0;
    const struct policy *found;
    int error = pass(words, false, &found, wrong);
    return error ? error : pass(words, true, policy, wrong);
}
