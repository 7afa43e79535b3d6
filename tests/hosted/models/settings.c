/* Parameters by lot; some keep their standard, which is that of docs/scheduling.md. */
#include <stdio.h>
#include <string.h>

#include "tests/hosted/models/model.h"

enum { WORDS_MAX = 256 };

struct settings settings;
static char words[WORDS_MAX];

static uint32_t draw(struct random *lots, uint32_t count)
{
    return random_next(lots) % count;
}

static void say(const char *name, uint32_t value)
{
    size_t length = strlen(words);
    snprintf(words + length, WORDS_MAX - length, " %s=%u", name, value);
}

/* A list of VALUES, the last of which counts for all that follow. */
static void say_list(struct random *lots, const char *name, uint32_t *values,
                     uint32_t count, uint32_t most)
{
    say(name, values[0] = 1 + draw(lots, most));
    for (uint32_t i = 1; i < LEVELS_MAX; i++) {
        size_t length = strlen(words);
        values[i] = i < count ? 1 + draw(lots, most) : values[i - 1];
        if (i < count)
            snprintf(words + length, WORDS_MAX - length, ",%u", values[i]);
    }
}

static void draw_mlfq(struct random *lots)
{
    settings.levels = 3;
    if (draw(lots, 2))
        say("levels", settings.levels = 1 + draw(lots, LEVELS_MAX));
    if (settings.levels >= 3 && draw(lots, 2)) {
        for (uint32_t i = 0; i < LEVELS_MAX; i++)
            settings.quantum[i] = i == 0 ? 2 : i == 1 ? 4 : 8;
    } else {
        say_list(lots, "quantum", settings.quantum, 1 + draw(lots, settings.levels), 3);
    }
    for (uint32_t i = 0; i < LEVELS_MAX; i++)
        settings.allotment[i] = 1;
    if (draw(lots, 2))
        say_list(lots, "allotment", settings.allotment, 1 + draw(lots, settings.levels),
                 3);
    settings.boost = 100;
    if (draw(lots, 4))
        say("boost", settings.boost = draw(lots, 12));
    if (draw(lots, 2))
        say("io_resets_allotment", settings.io_resets_allotment = draw(lots, 2));
    if (draw(lots, 2))
        say("io_done_to_front", settings.io_done_to_front = draw(lots, 2));
}

static void draw_lottery(struct random *lots)
{
    settings.seed = 1;
    if (draw(lots, 2))
        say("seed", settings.seed = draw(lots, 1000));
    if (draw(lots, 2))
        say_list(lots, "draws", settings.draws,
                 settings.draw_count = 1 + draw(lots, DRAWS_MAX), UINT32_MAX);
}

const char *settings_draw(const struct policy *policy, struct random *lots)
{
    static const struct {
        const char *name;
        uint32_t quantum; /* the standard */
    } having_slices[] = {
        {"rr", 4}, {"stcf", 4}, {"lottery", 1}, {"stride", 1}, {"fair", 2}};
    settings = (struct settings){.latency = 20};
    snprintf(words, WORDS_MAX, "%s", policy->name);
    for (size_t i = 0; i < sizeof having_slices / sizeof having_slices[0]; i++) {
        if (strcmp(having_slices[i].name, policy->name) == 0) {
            settings.quantum[0] = having_slices[i].quantum;
            if (draw(lots, 4))
                say("quantum", settings.quantum[0] = 1 + draw(lots, 5));
        }
    }
    if (strcmp(policy->name, "mlfq") == 0)
        draw_mlfq(lots);
    if (strcmp(policy->name, "lottery") == 0)
        draw_lottery(lots);
    if (strcmp(policy->name, "fair") == 0 && draw(lots, 4))
        say("latency", settings.latency = draw(lots, 6));
    settings.counts_time = policy->charges_time && draw(lots, 2);
    if (settings.counts_time)
        strcat(words, " charge=time");
    return words;
}
