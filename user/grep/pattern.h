/* Simple regular expressions [POSIX 9.3]: `.` any character, `[a-z]` and `[^a-z]` one of these
 * and one of the others, `*` behind one of them: as often as one likes; `^` in front and `$`
 * at the end of the pattern: the line's. `\` takes its meaning from what follows. Extended
 * ones have `+` (once or more) and `?` (once or not) besides. Groups, `|`, `{N}`, classes and
 * what `\` makes of letters elsewhere are not there: errors. Knows no files: it runs on the
 * host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct pattern {
    const char *text;
    bool is_fixed; /* all of it stands for itself */
    bool is_extended;
    bool ignores_case;
};

/* What is wrong with PATTERN, in words, or NULL. Only one that is right may be looked for. */
const char *pattern_error(const struct pattern *pattern);

/* Whether the LENGTH bytes at LINE have what PATTERN describes. */
bool pattern_matches(const struct pattern *pattern, const char *line, size_t length);
