/* Calls the fuzz target without a fuzzer: with all that the corpus has, and with changes to it by
 * lot, the same ones each time. FUZZ_ROUNDS=N in the environment: so many of these.
 *
 * fuzz_kernel                  the corpus, and rounds
 * fuzz_kernel FILE...          each file in words, step for step, as it is run
 * fuzz_kernel --unpack FOLDER  a file for each input of the corpus
 * fuzz_kernel --pack FILE...   the corpus that has just these, on standard output */
#include <sanitizer/common_interface_defs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/hosted/fuzz/steps.h"

#define CORPUS "tests/hosted/fuzz/corpus"
#define FAILED "build/fuzz-kernel-failed"

enum {
    STEP = sizeof(struct fuzz_step),
    INPUTS_MAX = 1000,
    INPUT_BYTES = FUZZ_STEPS_MAX * STEP,
    LINE_BYTES = FUZZ_STEPS_MAX * (2 * STEP + 1) + 2,
    ROUNDS = 1500,
    CHANGES_MAX = 6,
};

static struct input {
    uint8_t bytes[INPUT_BYTES];
    size_t size;
} inputs[INPUTS_MAX], now;

static size_t input_count;
static bool is_running;

/* --- The corpus: a line for each input, its steps in hexadecimal digits, but for the zeros at the
 * end of each --- */

static void read_line(const char *line, struct input *input)
{
    size_t in_step = 0;
    unsigned byte;
    input->size = 0;
    memset(input->bytes, 0, INPUT_BYTES);
    for (; *line && *line != '\n' && input->size < INPUT_BYTES; line += 2) {
        if (*line == ' ') {
            line++;
            input->size += STEP;
            in_step = 0;
        }
        if (sscanf(line, "%2x", &byte) != 1 || in_step == STEP ||
            input->size == INPUT_BYTES)
            exit(2);
        input->bytes[input->size + in_step++] = (uint8_t)byte;
    }
    input->size += STEP;
}

static void write_line(const struct input *input)
{
    for (size_t at = 0; at + STEP <= input->size; at += STEP) {
        size_t used = STEP;
        while (used > 1 && input->bytes[at + used - 1] == 0)
            used--;
        if (at > 0)
            putchar(' ');
        for (size_t i = 0; i < used; i++)
            printf("%02x", input->bytes[at + i]);
    }
    putchar('\n');
}

static void read_corpus(void)
{
    static char line[LINE_BYTES];
    FILE *file = fopen(CORPUS, "r");
    if (!file) {
        perror(CORPUS);
        exit(2);
    }
    while (input_count < INPUTS_MAX && fgets(line, sizeof(line), file))
        read_line(line, &inputs[input_count++]);
    fclose(file);
}

/* --- Files --- */

static void read_file(const char *path, struct input *input)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    input->size = fread(input->bytes, 1, INPUT_BYTES, file) / STEP * STEP;
    fclose(file);
}

static bool write_file(const char *path, const struct input *input)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool is_written = fwrite(input->bytes, 1, input->size, file) == input->size;
    return fclose(file) == 0 && is_written;
}

static int unpack(const char *folder)
{
    char path[512];
    bool all_written = true;
    for (size_t i = 0; i < input_count; i++) {
        snprintf(path, sizeof(path), "%s/corpus-%03zu", folder, i);
        all_written &= write_file(path, &inputs[i]);
    }
    return all_written ? 0 : 1;
}

/* --- Runs --- */

/* The program ends in the midst of a run: a panic, or the sanitizer. */
static void keep_failed(void)
{
    if (is_running && write_file(FAILED, &now))
        fprintf(stderr, "fuzz_kernel: the input is in " FAILED
                        "; `build/host/fuzz_kernel " FAILED "` tells it step for step\n");
    is_running = false;
}

static void run(void)
{
    is_running = true;
    LLVMFuzzerTestOneInput(now.bytes, now.size);
    is_running = false;
}

static void tell(const char *path)
{
    read_file(path, &now);
    fuzz_tells = true;
    LLVMFuzzerTestOneInput(now.bytes, now.size);
    printf("every page came back\n");
}

static void run_all(uint32_t rounds)
{
    for (size_t i = 0; i < input_count; i++) {
        now = inputs[i];
        run();
    }
    for (uint32_t round = 0; round < rounds; round++) {
        now = inputs[round * 2654435761u % input_count];
        for (uint32_t i = 0; i <= round % CHANGES_MAX; i++)
            now.size =
                fuzz_mutate(now.bytes, now.size, INPUT_BYTES, round * CHANGES_MAX + i);
        run();
    }
    printf("fuzz: %zu runs of the kernel by the corpus and %u by lot, %llu steps\n",
           input_count, rounds, (unsigned long long)fuzz_steps_done);
}

int main(int argc, char **argv)
{
    const char *rounds = getenv("FUZZ_ROUNDS");
    bool packs = argc > 1 && strcmp(argv[1], "--pack") == 0;
    for (int i = packs ? 2 : 1; packs && i < argc; i++) {
        read_file(argv[i], &now);
        write_line(&now);
    }
    if (packs)
        return 0;
    read_corpus();
    if (argc == 3 && strcmp(argv[1], "--unpack") == 0)
        return unpack(argv[2]);
    for (int i = 1; i < argc; i++)
        tell(argv[i]);
    if (argc > 1)
        return 0;
    __sanitizer_set_death_callback(keep_failed);
    atexit(keep_failed);
    run_all(rounds ? (uint32_t)strtoul(rounds, NULL, 10) : ROUNDS);
    return 0;
}
