/* Changes to a row of steps. Calls are drawn such as they mostly make sense, with the memory that
 * they read before them: bytes by chance would give little else than EBADF and EFAULT. */
#include <string.h>

#include "lib/random.h"
#include "tests/attack/takings.h"
#include "tests/hosted/fuzz/steps.h"

enum { STEP = sizeof(struct fuzz_step), PUTS_MAX = 3, CHUNK_MAX = 8 };

static struct random lots;

struct row {
    struct fuzz_step *steps;
    size_t count, room;
};

static uint32_t draw(uint32_t below)
{
    return random_next(&lots) % below;
}

static struct fuzz_word word(enum fuzz_form form, uint32_t value)
{
    return (struct fuzz_word){(uint8_t)form, (uint8_t)value};
}

/* --- Words --- */

static struct fuzz_word any_word(void)
{
    static const uint8_t most[FUZZ_FORMS] = {[FUZZ_EDGE] = 18, [FUZZ_PAGE] = 16};
    enum fuzz_form form = draw(FUZZ_FORMS);
    return word(form, draw(2) && form != FUZZ_EDGE ? draw(12)
                                                   : draw(most[form] ? most[form] : 256));
}

static struct fuzz_word any_constant(uint32_t from, uint32_t count)
{
    return word(FUZZ_CONSTANT, from + draw(count));
}

static struct fuzz_word any_flags(void)
{
    switch (draw(4)) {
    case 0:
        return word(FUZZ_SMALL, 0);
    case 1:
        return word(FUZZ_BIT, draw(24));
    case 2:
        return any_constant(0, fuzz_constant_count);
    default:
        return word(FUZZ_SMALL, draw(10));
    }
}

static struct fuzz_word any_length(void)
{
    return draw(2) ? word(FUZZ_SMALL, draw(200)) : word(FUZZ_PAGES, draw(6));
}

/* Places of fuzz_constants. */
enum { HANDLER = 1, MMAPS = 2, CLONES = 9, REQUESTS = 12, USERS = 26, STATFS = 40 };

/* KIND is a letter of takings.h. */
static struct fuzz_word fitting_word(char kind)
{
    switch (kind) {
    case 'f':
        return word(FUZZ_SMALL, draw(9));
    case 'd':
        return draw(2) ? word(FUZZ_CONSTANT, 0) : word(FUZZ_SMALL, draw(9));
    case 'p':
        return word(FUZZ_STRING, draw(fuzz_path_count));
    case 'b':
    case 'e':
    case 'V':
    case 'v':
    case 'h':
        return word(FUZZ_MEMORY, draw(FUZZ_MEMORY_PIECES));
    case 'a':
        return draw(4) ? word(FUZZ_PAGE, draw(8)) : word(FUZZ_RESULT, draw(3));
    case 'l':
        return any_length();
    case 'o':
        return any_flags();
    case 'i':
        return draw(4) ? word(FUZZ_PID, draw(6) | (draw(4) ? 0 : 128))
                       : word(FUZZ_NEGATIVE, draw(2));
    case 's':
        return word(FUZZ_SMALL, 1 + draw(34));
    case 'u':
        return draw(3) ? any_constant(USERS, 2) : word(FUZZ_SMALL, 0);
    case 'c':
        return any_constant(CLONES, REQUESTS - CLONES);
    case 'M':
        return any_constant(MMAPS, CLONES - MMAPS);
    case 't':
        return any_constant(REQUESTS, 11);
    case 'r':
        return word(FUZZ_SMALL, draw(16));
    case 'n':
        return draw(2) ? word(FUZZ_NOW, draw(12)) : any_flags();
    case 'z':
        return word(FUZZ_SMALL, 8);
    case '8':
        return word(FUZZ_CONSTANT, STATFS);
    default:
        return word(FUZZ_SMALL, 0);
    }
}

/* Word I of what a call finds in memory where it takes KIND. */
static struct fuzz_word word_in_memory(char kind, int i)
{
    switch (kind) {
    case 'V':
        return i % 2 ? any_length() : fitting_word('b');
    case 'v':
        return i < 2 && draw(4) ? word(FUZZ_STRING, draw(256)) : word(FUZZ_SMALL, 0);
    case 'h':
        if (i == 0)
            return draw(2) ? word(FUZZ_CONSTANT, HANDLER) : word(FUZZ_SMALL, draw(3));
        return any_flags();
    default:
        return draw(12) == 0  ? any_word()
               : draw(5) == 0 ? fitting_word("fisbon"[draw(6)])
                              : word(FUZZ_SMALL, draw(2) ? draw(12) : 0);
    }
}

/* --- Steps --- */

static const struct taking *find_taking(uint16_t number)
{
    for (uint32_t i = 0; i < TAKINGS; i++)
        if (takings[i].number == number)
            return &takings[i];
    return NULL;
}

static bool is_read(char kind)
{
    return strchr("eVvh", kind) != NULL;
}

/* The words of a call, of which STEP has the number. */
static void fit(struct fuzz_step *step, const char *kinds)
{
    for (int i = 0; i < FUZZ_WORDS; i++) {
        if (*kinds)
            step->words[i] = draw(12) ? fitting_word(*kinds++) : any_word();
        else
            step->words[i] = word(FUZZ_SMALL, 0);
    }
    if (step->number == SYS_POLICY_SET)
        step->words[0] = word(FUZZ_STRING, fuzz_path_count + draw(fuzz_policy_count));
}

/* A call, and before it what it reads. At most PUTS_MAX + 1 steps. */
static size_t draw_call(struct fuzz_step *steps)
{
    static const uint16_t others[] = {SYS_EXIT, SYS_GETUID, SYS_SCHED_YIELD, SYS_FORK,
                                      SYS_EXIT_GROUP};
    const struct taking *taking = &takings[draw(TAKINGS)];
    struct fuzz_step call = {.kind = FUZZ_CALL, .number = taking->number};
    const char *kinds = taking->words;
    size_t count = 0;
    if (draw(20) == 0) {
        call.number = draw(4) ? others[draw(5)] : (uint16_t)draw(1100);
        kinds = "o";
    }
    fit(&call, kinds);
    for (int i = 0; i < FUZZ_WORDS && kinds[i]; i++) {
        if (!is_read(kinds[i]) || call.words[i].form != FUZZ_MEMORY)
            continue;
        uint32_t puts = 1 + draw(4) / 3;
        for (uint32_t j = 0; j < puts && count < PUTS_MAX; j++, count++) {
            steps[count] = (struct fuzz_step){
                .kind = FUZZ_PUT,
                .number = (uint16_t)((call.words[i].value + j) % FUZZ_MEMORY_PIECES)};
            for (int k = 0; k < FUZZ_WORDS; k++)
                steps[count].words[k] = word_in_memory(kinds[i], k);
        }
        if (count == PUTS_MAX)
            break;
    }
    steps[count++] = call;
    return count;
}

static uint8_t draw_key(void)
{
    static const char keys[] = "abc \n\n\b\003\004\025\032\034\021\023\033\x7f\xc3";
    return (uint8_t)keys[draw(sizeof(keys) - 1)];
}

static size_t draw_event(struct fuzz_step *step)
{
    static const uint8_t kinds[] = {
        FUZZ_TICK, FUZZ_TICK, FUZZ_TICK, FUZZ_TYPE,    FUZZ_TYPE, FUZZ_TOUCH,  FUZZ_FAULT,
        FUZZ_FAIL, FUZZ_FAIL, FUZZ_PASS, FUZZ_COMPUTE, FUZZ_DISK, FUZZ_PAUSES, FUZZ_EAT};
    *step = (struct fuzz_step){.kind = kinds[draw(sizeof(kinds))],
                               .extra = (uint8_t)draw(draw(2) ? 4 : 32)};
    if (step->kind == FUZZ_TYPE)
        step->extra = draw_key();
    if (step->kind == FUZZ_EAT || step->kind == FUZZ_DISK ||
        (step->kind == FUZZ_TYPE && !draw(8)))
        step->number = (uint16_t)draw(64);
    if (step->kind == FUZZ_TOUCH)
        step->words[0] = draw(4) ? word(FUZZ_PAGE, draw(8)) : any_word();
    return 1;
}

static void draw_boot(struct fuzz_step *step)
{
    *step = (struct fuzz_step){.extra = (uint8_t)draw(fuzz_policy_count),
                               .number = (uint16_t)draw(4)};
    if (draw(4) == 0)
        step->words[0].value = (uint8_t)draw(100);
    if (draw(4) == 0)
        step->words[1].value = (uint8_t)draw(8);
}

/* --- Rows --- */

static void take_out(struct row *row, size_t at, size_t count)
{
    count = count < row->count - at ? count : row->count - at;
    memmove(row->steps + at, row->steps + at + count, (row->count - at - count) * STEP);
    row->count -= count;
}

static void put_in(struct row *row, size_t at, const struct fuzz_step *steps,
                   size_t count)
{
    if (row->count + count > row->room)
        return;
    memmove(row->steps + at + count, row->steps + at, (row->count - at) * STEP);
    memcpy(row->steps + at, steps, count * STEP);
    row->count += count;
}

/* Any place behind the boot line; with STEPS one that has a step. */
static size_t any_place(const struct row *row, bool with_step)
{
    return 1 + draw((uint32_t)(row->count - with_step));
}

static void copy_chunk(struct row *row)
{
    struct fuzz_step chunk[CHUNK_MAX];
    size_t from = any_place(row, true), count = 1 + draw(CHUNK_MAX);
    count = count < row->count - from ? count : row->count - from;
    memcpy(chunk, row->steps + from, count * STEP);
    if (draw(2))
        take_out(row, from, count);
    put_in(row, any_place(row, false), chunk, count);
}

static void change_step(struct fuzz_step *step)
{
    const struct taking *taking = find_taking(step->number);
    uint32_t i = draw(FUZZ_WORDS);
    switch (draw(5)) {
    case 0:
        step->extra = (uint8_t)draw(256);
        break;
    case 1:
        step->number = draw(2) ? (uint16_t)(step->number + draw(9) - 4)
                               : takings[draw(TAKINGS)].number;
        break;
    case 2:
        step->words[i] = any_word();
        break;
    case 3:
        step->words[i].value = (uint8_t)(step->words[i].value + draw(9) - 4);
        break;
    default:
        if (step->kind == FUZZ_CALL && taking)
            fit(step, taking->words);
    }
}

static void change(struct row *row)
{
    struct fuzz_step steps[PUTS_MAX + 1];
    bool is_bare = row->count == 1;
    switch (is_bare ? draw(6) : draw(12)) {
    case 0:
        draw_boot(row->steps);
        break;
    case 1:
    case 2:
        put_in(row, any_place(row, false), steps, draw_event(steps));
        break;
    case 3:
    case 4:
    case 5:
    case 6:
        put_in(row, any_place(row, false), steps, draw_call(steps));
        break;
    case 7:
        take_out(row, any_place(row, true), 1 + draw(3));
        break;
    case 8:
        copy_chunk(row);
        break;
    default:
        change_step(&row->steps[any_place(row, true)]);
    }
}

size_t fuzz_mutate(uint8_t *data, size_t size, size_t max, uint32_t seed)
{
    static struct fuzz_step steps[FUZZ_STEPS_MAX];
    struct row row = {steps, size / STEP, max / STEP};
    row.room = row.room < FUZZ_STEPS_MAX ? row.room : FUZZ_STEPS_MAX;
    row.count = row.count < row.room ? row.count : row.room;
    memcpy(steps, data, row.count * STEP);
    random_init(&lots, seed);
    if (row.room == 0)
        return 0;
    if (row.count == 0) {
        draw_boot(row.steps);
        row.count = 1;
    }
    for (uint32_t left = 1 + draw(4); left > 0; left--)
        change(&row);
    memcpy(data, steps, row.count * STEP);
    return row.count * STEP;
}
