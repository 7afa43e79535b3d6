/* Goes from left to right, and back where a `*` has taken too much. */
#include "user/grep/pattern.h"

#include <ctype.h>
#include <string.h>

/* What is looked for, and in what. */
struct search {
    const struct pattern *pattern;
    const char *end; /* of the line */
};

static bool is_same(const struct search *search, char a, char b)
{
    return a == b || (search->pattern->ignores_case &&
                      tolower((unsigned char)a) == tolower((unsigned char)b));
}

/* Behind the `]` that ends the set behind TEXT's `[`; NULL: there is none. Right behind the
 * beginning it is one of the set. */
static const char *skip_set(const char *text)
{
    text += 1 + (text[1] == '^');
    const char *end = *text == '\0' ? NULL : strchr(text + 1, ']');
    return end == NULL ? NULL : end + 1;
}

/* Behind the first element of TEXT, without what says how often. */
static const char *skip_element(const struct search *search, const char *text)
{
    if (search->pattern->is_fixed)
        return text + 1;
    if (*text == '\\' && text[1] != '\0')
        return text + 2;
    return *text == '[' ? skip_set(text) : text + 1;
}

static bool is_in_range(const struct search *search, char first, char last, char c)
{
    unsigned char low = (unsigned char)first, high = (unsigned char)last;

    for (unsigned value = low; value <= high; value++)
        if (is_same(search, (char)value, c))
            return true;
    return false;
}

static bool is_in_set(const struct search *search, const char *set, char c)
{
    const char *end = skip_set(set) - 1;
    bool is_negated = set[1] == '^', is_in = false;

    for (const char *at = set + 1 + is_negated; at < end; at++) {
        bool is_range = at[1] == '-' && at + 2 < end;

        is_in |= is_in_range(search, at[0], at[is_range ? 2 : 0], c);
        at += is_range ? 2 : 0;
    }
    return is_in != is_negated;
}

static bool element_matches(const struct search *search, const char *text, char c)
{
    if (search->pattern->is_fixed)
        return is_same(search, *text, c);
    if (*text == '\\' && text[1] != '\0')
        return is_same(search, text[1], c);
    if (*text == '[')
        return is_in_set(search, text, c);
    return *text == '.' || is_same(search, *text, c);
}

/* How often the element in front of AT may come: at least *LEAST times, and more than once if
 * *IS_ANY. Returns behind what says so. */
static const char *read_count(const struct search *search, const char *at, bool *least,
                              bool *is_any)
{
    bool is_extended = search->pattern->is_extended;
    bool is_counted = !search->pattern->is_fixed &&
                      (*at == '*' || (is_extended && (*at == '+' || *at == '?')));

    *least = !is_counted || *at == '+';
    *is_any = is_counted && *at != '?';
    return at + is_counted;
}

/* Whether what TEXT describes begins at LINE. */
static bool matches_at(const struct search *search, const char *text, const char *line)
{
    bool least, is_any;

    if (*text == '\0')
        return true;
    if (!search->pattern->is_fixed && text[0] == '$' && text[1] == '\0')
        return line == search->end;
    const char *rest = read_count(search, skip_element(search, text), &least, &is_any);
    size_t count = 0;
    while ((is_any || count < 1) && line + count < search->end &&
           element_matches(search, text, line[count]))
        count++;
    for (size_t taken = count + 1; taken-- > least;)
        if (matches_at(search, rest, line + taken))
            return true;
    return false;
}

static bool has_class(const char *set)
{
    for (const char *at = set + 1, *end = skip_set(set); at + 1 < end; at++)
        if (at[0] == '[' && strchr(":=.", at[1]) != NULL)
            return true;
    return false;
}

/* What others give the first element of TEXT a meaning for that is not there; or NULL. */
static const char *missing_feature(const struct pattern *pattern, const char *text)
{
    bool is_escaped = *text == '\\';
    char c = text[is_escaped];

    if (*text == '[')
        return has_class(text) ? "there are no classes like `[:digit:]`" : NULL;
    if (is_escaped && isalnum((unsigned char)c))
        return "there is nothing like `\\w` or `\\1`";
    if (is_escaped != pattern->is_extended && strchr("(){|", c) != NULL)
        return "there are no groups, `|` and `{ }`";
    return NULL;
}

const char *pattern_error(const struct pattern *pattern)
{
    const struct search search = {.pattern = pattern};

    for (const char *at = pattern->text; *at != '\0' && !pattern->is_fixed;
         at = skip_element(&search, at)) {
        if (*at == '[' && skip_set(at) == NULL)
            return "`[` without `]`";
        if (at[0] == '\\' && at[1] == '\0')
            return "`\\` with nothing behind it";
        if (missing_feature(pattern, at) != NULL)
            return missing_feature(pattern, at);
    }
    return NULL;
}

bool pattern_matches(const struct pattern *pattern, const char *line, size_t length)
{
    const struct search search = {.pattern = pattern, .end = line + length};

    if (!pattern->is_fixed && pattern->text[0] == '^')
        return matches_at(&search, pattern->text + 1, line);
    for (const char *start = line; start <= search.end; start++)
        if (matches_at(&search, pattern->text, start))
            return true;
    return false;
}
