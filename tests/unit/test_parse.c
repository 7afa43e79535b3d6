/* user/sh: the tree of a text (parse.c), what its words mean (words.c), and variables.c. */
#define _GNU_SOURCE
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

enum { SHOWN_BYTES = 4096 };

static char shown[SHOWN_BYTES];
static struct shell_values values;

/* --- The tree in words: [ ] a command, { } a pipeline, ( ) a list. */

__attribute__((format(printf, 1, 2))) static void show(const char *text, ...)
{
    size_t length = strlen(shown);
    va_list arguments;

    va_start(arguments, text);
    vsnprintf(shown + length, SHOWN_BYTES - length, text, arguments);
    va_end(arguments);
}

static void show_part(struct shell_part part)
{
    show("%.*s", (int)part.length, part.text);
}

static void show_words(const struct shell_word *word, const char *end)
{
    for (; word != NULL; word = word->next) {
        show_part(word->part);
        show("%s", end);
    }
}

static void show_redirections(const struct shell_redirection *at)
{
    static const char *const kinds[] = {"<", ">", ">>", "=", "x"};

    for (; at != NULL; at = at->next) {
        show("%d%s", at->fd, kinds[at->kind]);
        if (at->kind == REDIRECT_COPY)
            show("%d", at->source);
        else if (at->kind != REDIRECT_CLOSE)
            show_part(at->word.part);
        show(" ");
    }
}

static void show_pipeline(const struct shell_pipeline *pipeline)
{
    static const char *const joints[] = {"", "and ", "or "};

    show("%s%s{", joints[pipeline->when], pipeline->is_negated ? "not " : "");
    for (const struct shell_command *at = pipeline->commands; at != NULL; at = at->next) {
        show("[");
        show_words(at->assignments, ", ");
        show_words(at->words, " ");
        show_redirections(at->redirections);
        show("]");
    }
    show("}");
}

static void show_lists(const struct shell_list *list)
{
    for (; list != NULL; list = list->next) {
        show("(");
        for (const struct shell_pipeline *at = list->pipelines; at != NULL; at = at->next)
            show_pipeline(at);
        show(list->is_in_background ? "&)" : ")");
    }
}

/* Reads all lines of TEXT, in a copy of exactly its size, so that a read beyond it is found. Of
 * those in front of a mistake the trees are shown. */
static bool parse(const char *text, char error[SYNTAX_ERROR_BYTES])
{
    struct shell_tree tree;
    char *copy = strdup(text);
    struct shell_text rest = {.start = copy, .at = copy};
    bool is_right;

    shown[0] = '\0';
    do {
        is_right = shell_parse(&rest, &tree, error);
        if (is_right)
            show_lists(tree.lists);
        shell_parse_free(&tree);
    } while (is_right && *rest.at != '\0');
    free(copy);
    return is_right;
}

static void expect_tree(const char *text, const char *tree)
{
    char error[SYNTAX_ERROR_BYTES];

    assert_true(parse(text, error));
    assert_string_equal(error, "");
    assert_string_equal(shown, tree);
}

static void expect_error(const char *text, const char *words)
{
    char error[SYNTAX_ERROR_BYTES];

    assert_false(parse(text, error));
    assert_string_equal(error, words);
}

/* --- The grammar */

static void nothing_is_no_list(void **state)
{
    (void)state;
    expect_tree("", "");
    expect_tree(" \t\n\n # all of this; is | a comment\n", "");
    expect_tree("\\\n", "");
}

static void lists_end_at_semicolons_ampersands_and_newlines(void **state)
{
    (void)state;
    expect_tree("a b; c", "({[a b ]})({[c ]})");
    expect_tree("a;\n\nb&c &\nd;", "({[a ]})({[b ]}&)({[c ]}&)({[d ]})");
    expect_tree("a # b; c\nd#e", "({[a ]})({[d#e ]})");
    expect_tree("a b\\\nc \\\n d", "({[a b\\\nc d ]})");
}

static void a_line_is_read_with_those_that_it_goes_on_in(void **state)
{
    (void)state;
    struct shell_text rest = {.start = "\n a; b |\n c\n\nd 'e\nf' &\ng\n"};
    static const char *const lines[] = {"({[a ]})({[b ][c ]})", "({[d 'e\nf' ]}&)",
                                        "({[g ]})", ""};
    char error[SYNTAX_ERROR_BYTES];
    struct shell_tree tree;

    rest.at = rest.start;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        shown[0] = '\0';
        assert_true(shell_parse(&rest, &tree, error));
        show_lists(tree.lists);
        assert_string_equal(shown, lines[i]);
        shell_parse_free(&tree);
    }
    assert_int_equal(*rest.at, '\0');
}

static void pipelines_are_joined_in_order(void **state)
{
    (void)state;
    expect_tree("a|b x | c", "({[a ][b x ][c ]})");
    expect_tree("a && b || c&", "({[a ]}and {[b ]}or {[c ]}&)");
    expect_tree("a &&\n# why\n b |\n c", "({[a ]}and {[b ][c ]})");
    expect_tree("! a | b; ! ! c; !d", "(not {[a ][b ]})({[c ]})({[!d ]})");
    expect_tree("a&&! b", "({[a ]}and not {[b ]})");
}

static void words_keep_their_quotes_until_it_is_their_turn(void **state)
{
    (void)state;
    expect_tree("a 'b; c' \"d | 'e\" f\\;g \\# h'i j'k",
                "({[a 'b; c' \"d | 'e\" f\\;g \\# h'i j'k ]})");
    expect_tree("\"a\\\"b\" '\\' ${A}${?} \"${B}\" $",
                "({[\"a\\\"b\" '\\' ${A}${?} \"${B}\" $ ]})");
}

static void redirections_may_stand_anywhere(void **state)
{
    (void)state;
    expect_tree("<in a >out b 2>>log", "({[a b 0<in 1>out 2>>log ]})");
    expect_tree("a>b<c", "({[a 1>b 0<c ]})");
    expect_tree("a 2>&1 1>&- <&3 > 'x y'", "({[a 2=1 1x 0=3 1>'x y' ]})");
    expect_tree("a 2 >b x2>c 10>d", "({[a 2 x2 1>b 1>c 10>d ]})");
    expect_tree("> a; >| b", "({[1>a ]})({[1>b ]})");
    expect_tree("a \\> b '>' c", "({[a \\> b '>' c ]})");
}

static void assignments_stand_in_front(void **state)
{
    (void)state;
    expect_tree("A=1 b C=2", "({[A=1, b C=2 ]})");
    expect_tree("A=1 _b2='x y'\"$A\"", "({[A=1, _b2='x y'\"$A\", ]})");
    expect_tree(">f A= b; 2A=1; =x; a-b=c",
                "({[A=, b 1>f ]})({[2A=1 ]})({[=x ]})({[a-b=c ]})");
}

static void an_error_says_what_is_wrong_and_where(void **state)
{
    (void)state;
    expect_error("a 'b", "unclosed quote");
    expect_error("a\nb \"c\n\n", "line 2: unclosed quote");
    assert_string_equal(shown, "({[a ]})");
    expect_error("; a", "`;` without a command");
    expect_error("a; ; b", "`;` without a command");
    expect_error("a & & b", "`&` without a command");
    expect_error("a &;", "`;` without a command");
    expect_error("| a", "`|` without a command");
    expect_error("a | | b", "`|` without a command");
    expect_error("a |& b", "`&` without a command");
    expect_error("a && ; b", "`;` without a command");
    expect_error("a || && b", "`&&` without a command");
    expect_error("a |", "`|` without a command behind it");
    expect_error("a &&\n\n", "line 3: `&&` without a command behind it");
    expect_error("!", "`!` without a command behind it");
    expect_error("a >", "`>` without a file");
    expect_error("a >> ; b", "`>>` without a file");
    expect_error("a <<b", "there are no here-documents, `<<`");
    expect_error("a >&b", "`>&` and `<&` want a number or `-`");
    expect_error("a 2>&", "`>&` and `<&` want a number or `-`");
    expect_error("a ${", "`${` without a name and `}`");
    expect_error("a ${}", "`${` without a name and `}`");
    expect_error("a \"${A:-b}\"", "`${` without a name and `}`");
    expect_error("a ${12}", "`${` without a name and `}`");
    expect_error("a $(b", "`$(` without `)`");
    expect_error("(a", "`(` must be quoted");
    expect_error("a b)", "`)` must be quoted");
    expect_error("a $((1+2))", "`(` must be quoted");
    expect_error("a \"`b`\"",
                 "for what a command prints there is `$(...)`, no backquote");
    expect_error("a \"$(b ')'\"", "unclosed quote");
}

/* --- Words */

/* The words of the first command of TEXT, each in < >. */
static void expand(const char *text)
{
    char error[SYNTAX_ERROR_BYTES];
    struct shell_text rest = {.start = text, .at = text};
    struct shell_tree tree;

    assert_true(shell_parse(&rest, &tree, error));
    char **words = shell_words_expand(tree.lists->pipelines->commands->words, &values);
    shown[0] = '\0';
    for (size_t i = 0; words[i] != NULL; i++)
        show("<%s>", words[i]);
    shell_words_free(words);
    shell_parse_free(&tree);
}

#define expect_words(text, words)                                                        \
    do {                                                                                 \
        expand(text);                                                                    \
        assert_string_equal(shown, words);                                               \
    } while (0)

static void set(const char *name, const char *value)
{
    assert_true(variable_set(&values.variables, name, strlen(name), value));
}

static void forget_all(const char *const names[])
{
    for (size_t i = 0; names[i] != NULL; i++)
        variable_unset(&values.variables, names[i], strlen(names[i]));
    assert_null(values.variables.first);
}

static void quotes_and_backslashes_are_taken_off(void **state)
{
    (void)state;
    expect_words("a 'b  c' \"d  e\" f\\ g", "<a><b  c><d  e><f g>");
    expect_words("x'a\"b'\"c'd\"y '' \"\"", "<xa\"bc'dy><><>");
    expect_words("'\\a\\' \"\\a\\\\\\\"\\$\" \\a\\\\ b\\", "<\\a\\><\\a\\\"$><a\\><b\\>");
    expect_words("'\\`' \"\\`\" \\`", "<\\`><`><`>");
    expect_words("a\\\nb \"c\\\nd\" 'e\\\nf'", "<ab><cd><e\\\nf>");
    expect_words("\\$A '$A' \"\\$A\"", "<$A><$A><$A>");
}

static void the_shells_own_values_are_put_in(void **state)
{
    (void)state;
    values.status = 127;
    values.shell = 2;
    values.background = 0;
    expect_words("$? ${?}x \"$?\" '$?' a$!b $! \"$!\" $$1",
                 "<127><127x><127><$?><ab><><21>");
    values.background = 41;
    expect_words("$! ${!}1", "<41><411>");
    expect_words("$ a$ $= $1 \"$\" $\\?", "<$><a$><$=><$><$?>");
}

static void variables_are_split_unless_they_are_quoted(void **state)
{
    (void)state;
    set("A", "one  two\n");
    set("EMPTY", "");
    set("QUOTES", "'x' $A");
    expect_words("$A \"$A\" x${A}y", "<one><two><one  two\n><xone><two><y>");
    expect_words("$EMPTY$NONE \"$EMPTY\" a$EMPTY", "<><a>");
    expect_words("$EMPTY", "");
    expect_words("$QUOTES", "<'x'><$A>");
    expect_words("$A$A \"\"$EMPTY", "<one><two><one><two><>");
    forget_all((const char *const[]){"A", "EMPTY", "QUOTES", NULL});
}

/* Says what would be run. */
static char *echo_part(struct shell_part part)
{
    char *text = NULL;

    assert_true(asprintf(&text, "<%.*s>", (int)part.length, part.text) > 0);
    return text;
}

static void what_commands_print_is_a_value(void **state)
{
    (void)state;
    values.output = echo_part;
    expect_words("a$(b c)d \"$(b c)\" '$(b)' \\$\\(b", "<a<b><c>d><<b c>><$(b)><$(b>");
    expect_words("\"$(a \")\" ')' \\) $(b)) c\" d", "<<a \")\" ')' \\) $(b)> c><d>");
    expect_words("\"$(a \"b  c\")\" $()", "<<a \"b  c\">><<>>");
    values.output = NULL;
}

static void what_a_script_was_given_has_numbers(void **state)
{
    (void)state;
    char *given[] = {"one two", "", "*", NULL};
    expect_words("$0 $1 $# $@ \"$@\" \"$*\"", "<sh><0><>");
    values.name = "name";
    values.arguments = given;
    expect_words("$0 $1 \"$1\" ${2} \"$2\" $4 $# ${#}",
                 "<name><one><two><one two><><3><3>");
    expect_words("\"$@\"", "<one two><><*>");
    expect_words("\"a$@b\" \"$*\"", "<aone two><><*b><one two  *>");
    values.name = NULL;
    values.arguments = NULL;
}

static void what_is_assigned_is_not_split(void **state)
{
    (void)state;
    set("A", " one  two");
    char *value = shell_words_value((struct shell_part){"$A'!'xyz", 5}, &values);
    assert_string_equal(value, " one  two!");
    free(value);
    value = shell_words_value((struct shell_part){"x", 0}, &values);
    assert_string_equal(value, "");
    free(value);
    forget_all((const char *const[]){"A", NULL});
}

static void a_long_word_and_many_words_have_room(void **state)
{
    (void)state;
    enum { LONG = 100000, MANY = 3000 };
    char *text = malloc(LONG + 1);
    memset(text, 'x', LONG);
    text[LONG] = '\0';
    set("A", text);
    char *value = shell_words_value((struct shell_part){"$A", 2}, &values);
    assert_string_equal(value, text);
    free(value);
    for (size_t i = 0; i < 2 * MANY; i += 2)
        memcpy(text + i, "a ", 3);
    set("A", text);
    char **words = shell_words_expand(&(struct shell_word){.part = {"$A", 2}}, &values);
    for (size_t i = 0; i < MANY; i++)
        assert_string_equal(words[i], "a");
    assert_null(words[MANY]);
    shell_words_free(words);
    forget_all((const char *const[]){"A", NULL});
    free(text);
}

/* --- Variables */

static void exported_variables_make_the_environment(void **state)
{
    (void)state;
    variables_import(&values.variables,
                     (char *const[]){"PATH=/bin:/x", "odd", "=odd", "E=", NULL});
    set("A", "1");
    set("PATH", "/y");
    assert_true(variable_export(&values.variables, "NEW", 3));
    char **environment = variables_environment(&values.variables);
    assert_string_equal(environment[0], "PATH=/y");
    assert_string_equal(environment[1], "E=");
    assert_string_equal(environment[2], "NEW=");
    assert_null(environment[3]);
    free(environment);
    assert_string_equal(variable_get(&values.variables, "Ax", 1), "1");
    assert_null(variable_get(&values.variables, "PAT", 3));
    variable_unset(&values.variables, "B", 1);
    forget_all((const char *const[]){"PATH", "E", "A", "NEW", NULL});
}

static void a_variable_may_be_set_from_its_own_value(void **state)
{
    (void)state;
    set("A", "x");
    assert_true(
        variable_set(&values.variables, "A", 1, variable_get(&values.variables, "A", 1)));
    assert_string_equal(variable_get(&values.variables, "A", 1), "x");
    forget_all((const char *const[]){"A", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_no_list),
        cmocka_unit_test(lists_end_at_semicolons_ampersands_and_newlines),
        cmocka_unit_test(a_line_is_read_with_those_that_it_goes_on_in),
        cmocka_unit_test(pipelines_are_joined_in_order),
        cmocka_unit_test(words_keep_their_quotes_until_it_is_their_turn),
        cmocka_unit_test(redirections_may_stand_anywhere),
        cmocka_unit_test(assignments_stand_in_front),
        cmocka_unit_test(an_error_says_what_is_wrong_and_where),
        cmocka_unit_test(quotes_and_backslashes_are_taken_off),
        cmocka_unit_test(the_shells_own_values_are_put_in),
        cmocka_unit_test(variables_are_split_unless_they_are_quoted),
        cmocka_unit_test(what_commands_print_is_a_value),
        cmocka_unit_test(what_a_script_was_given_has_numbers),
        cmocka_unit_test(what_is_assigned_is_not_split),
        cmocka_unit_test(a_long_word_and_many_words_have_room),
        cmocka_unit_test(exported_variables_make_the_environment),
        cmocka_unit_test(a_variable_may_be_set_from_its_own_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
