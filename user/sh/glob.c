/* A path is put together part by part; where a part of the pattern has marks, the names of the
 * folder that has been reached are tried one by one. */
#include "user/sh/glob.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void word_list_add(struct word_list *list, char *word)
{
    bool is_full =
        (list->count & (list->count - 1)) == 0; /* there was room for so many, and NULL */
    char **longer = is_full && word != NULL
                        ? realloc(list->words, (2 * list->count + 2) * sizeof(*longer))
                        : list->words;

    list->failed |= word == NULL || longer == NULL;
    if (list->failed) {
        free(word);
        return;
    }
    longer[list->count++] = word;
    longer[list->count] = NULL;
    list->words = longer;
}

void glob_unquote(char *pattern)
{
    char *to = pattern;

    for (; *pattern != '\0'; pattern++) {
        pattern += *pattern == '\\' && pattern[1] != '\0';
        *to++ = *pattern;
    }
    *to = '\0';
}

/* --- One name */

/* The character at *AT, behind which *AT is then. */
static char take(const char **at)
{
    *at += **at == '\\' && (*at)[1] != '\0';
    return *(*at)++;
}

/* Whether C is in the set behind the `[` at *PATTERN, which is then behind its `]`. Without one
 * in the same name the `[` stands for itself. */
static bool match_set(const char **pattern, char c)
{
    const char *at = *pattern + 1;
    bool is_negated = *at == '!', is_in = false;

    at += is_negated;
    for (const char *first = at;
         strchr("/", *at) == NULL && (*at != ']' || at == first);) {
        char low = take(&at), high = low;

        if (*at == '-' && strchr("/]", at[1]) == NULL) {
            at++;
            high = take(&at);
        }
        is_in |= (unsigned char)low <= (unsigned char)c &&
                 (unsigned char)c <= (unsigned char)high;
    }
    *pattern = *at == ']' ? at + 1 : *pattern + 1;
    return *at == ']' ? is_in != is_negated : c == '[';
}

static bool match_one(const char **pattern, char c)
{
    if (**pattern == '[')
        return match_set(pattern, c);
    if (**pattern == '?') {
        ++*pattern;
        return true;
    }
    return take(pattern) == c;
}

/* Where it fails, the last `*` takes a character more. */
static bool match(const char *pattern, const char *end, const char *name)
{
    const char *star = NULL, *star_name = NULL;

    for (;;) {
        if (pattern < end && *pattern == '*') {
            star = ++pattern;
            star_name = name;
        } else if (*name == '\0' && pattern >= end) {
            return true;
        } else if (*name != '\0' && pattern < end && match_one(&pattern, *name)) {
            name++;
        } else if (star != NULL && *star_name != '\0') {
            pattern = star;
            name = ++star_name;
        } else {
            return false;
        }
    }
}

/* --- Paths */

struct search {
    char path[PATH_MAX];
    struct word_list *list;
};

static void find_behind(struct search *search, size_t length, const char *pattern);

/* NAME, with its LENGTH, stands behind the first AT bytes; what the rest of the pattern means is
 * behind that. */
static void go_on(struct search *search, size_t at, const char *name, size_t length,
                  const char *rest)
{
    if (at + length >= sizeof(search->path))
        return;
    memcpy(search->path + at, name, length);
    search->path[at + length] = '\0';
    find_behind(search, at + length, rest);
}

static void try_names(struct search *search, size_t length, const char *pattern,
                      const char *end)
{
    DIR *folder = opendir(length == 0 ? "." : search->path);
    const struct dirent *entry;

    while (folder != NULL && !search->list->failed && (entry = readdir(folder)) != NULL)
        if ((entry->d_name[0] != '.' || *pattern == '.') &&
            match(pattern, end, entry->d_name))
            go_on(search, length, entry->d_name, strlen(entry->d_name), end);
    if (folder != NULL)
        closedir(folder);
}

/* Of the path LENGTH bytes are there, and PATTERN is left. */
static void find_behind(struct search *search, size_t length, const char *pattern)
{
    size_t slashes = strspn(pattern, "/"), part = strcspn(pattern, "/");
    struct stat status;
    char plain[NAME_MAX + 1];

    if (*pattern == '\0') {
        if (lstat(search->path, &status) == 0)
            word_list_add(search->list, strdup(search->path));
    } else if (slashes > 0) {
        go_on(search, length, pattern, slashes, pattern + slashes);
    } else if (strcspn(pattern, "*?[") < part) {
        try_names(search, length, pattern, pattern + part);
    } else if (part < sizeof(plain)) {
        memcpy(plain, pattern, part);
        plain[part] = '\0';
        glob_unquote(plain);
        go_on(search, length, plain, strlen(plain), pattern + part);
    }
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void glob_find(const char *pattern, struct word_list *list)
{
    struct search search = {.list = list};
    size_t before = list->count;

    find_behind(&search, 0, pattern);
    if (list->count > before)
        qsort(list->words + before, list->count - before, sizeof(*list->words),
              compare_words);
}
