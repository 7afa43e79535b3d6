/* user/sh: any text is read or refused, and nothing leaks, whichever allocation fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "user/sh/parse.h"
#include "user/sh/words.h"

static unsigned allocations_left; /* before one fails; 0: none does */

static bool is_short(void)
{
    return allocations_left > 0 && --allocations_left == 0;
}

/* The linker gives us all calls of malloc and so on, and the true ones by these names. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *bytes, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *bytes, size_t size);

void *__wrap_malloc(size_t size)
{
    return is_short() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_short() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *bytes, size_t size)
{
    return is_short() ? NULL : __real_realloc(bytes, size);
}

enum { TEXT_MAX = 40, ROUNDS = 4000 };

static struct shell_values values;

static void check_part(struct shell_part part, const char *text)
{
    assert_true(part.text >= text && part.text + part.length <= text + strlen(text));
}

/* Whether there was memory for all that it becomes. */
static bool try_words(const struct shell_word *word, const char *text)
{
    for (const struct shell_word *at = word; at != NULL; at = at->next) {
        check_part(at->part, text);
        assert_true(at->part.length > 0);
    }
    char **words = shell_words_expand(word, &values);
    bool had_memory = words != NULL;
    shell_words_free(words);
    return had_memory;
}

static bool try_command(const struct shell_command *command, const char *text)
{
    bool had_memory = try_words(command->assignments, text);
    had_memory = try_words(command->words, text) && had_memory;
    assert_true(command->assignments || command->words || command->redirections);
    for (const struct shell_redirection *at = command->redirections; at; at = at->next) {
        check_part(at->word.part, text);
        char *value = shell_words_value(at->word.part, &values);
        had_memory = value != NULL && had_memory;
        free(value);
    }
    return had_memory;
}

static bool try_list(const struct shell_list *list, const char *text)
{
    bool had_memory = true;
    check_part(list->part, text);
    for (const struct shell_pipeline *at = list->pipelines; at != NULL; at = at->next) {
        check_part(at->part, text);
        assert_non_null(at->commands);
        for (const struct shell_command *command = at->commands; command != NULL;
             command = command->next)
            had_memory = try_command(command, text) && had_memory;
    }
    return had_memory;
}

static bool try_text(const char *text)
{
    struct shell_text rest = {.start = text, .at = text};
    char error[SYNTAX_ERROR_BYTES] = "";
    struct shell_tree tree;
    bool had_memory = true;

    while (*rest.at != '\0' && error[0] == '\0') {
        const char *before = rest.at;
        bool is_right = shell_parse(&rest, &tree, error);

        assert_true(is_right == (error[0] == '\0'));
        assert_true(!is_right || rest.at > before);
        for (const struct shell_list *list = tree.lists; list != NULL; list = list->next)
            had_memory = try_list(list, text) && had_memory;
        shell_parse_free(&tree);
    }
    return had_memory && strstr(error, "memory") == NULL;
}

static char *any_text(void)
{
    static const char alphabet[] = "aA= \t\n;&|<>!'\"\\$#{}?01-_";
    size_t length = (size_t)rand() % TEXT_MAX;
    char *text = malloc(length + 1);

    for (size_t i = 0; i < length; i++)
        text[i] = alphabet[(size_t)rand() % (sizeof(alphabet) - 1)];
    text[length] = '\0';
    return text;
}

static void any_text_is_read_or_refused(void **state)
{
    (void)state;
    for (int round = 0; round < 20 * ROUNDS; round++) {
        char *text = any_text();
        assert_true(try_text(text));
        free(text);
    }
}

static void any_allocation_may_fail(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char *text = any_text();
        for (unsigned n = 1; allocations_left = n, !try_text(text); n++)
            ;
        assert_true(allocations_left > 0);
        allocations_left = 0;
        free(text);
    }
}

static void a_variable_is_as_it_was_when_memory_is_short(void **state)
{
    (void)state;
    allocations_left = 1;
    assert_false(variable_set(&values.variables, "A", 1, "x"));
    assert_string_equal(variable_get(&values.variables, "A", 1), "a 'b  $A");
    allocations_left = 1;
    assert_false(variable_export(&values.variables, "B", 1));
    allocations_left = 1;
    assert_null(variables_environment(&values.variables));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_text_is_read_or_refused),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(a_variable_is_as_it_was_when_memory_is_short),
    };
    srand(1);
    variable_set(&values.variables, "A", 1, "a 'b  $A");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    variable_unset(&values.variables, "A", 1);
    return failed;
}
