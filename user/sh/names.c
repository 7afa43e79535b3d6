/* A sorted array of strings. */
#include "user/sh/names.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "user/sh/builtins.h"

enum { GAP_COLUMNS = 2 };

static void insert_name(struct names *names, char *name)
{
    size_t at = names->count;
    char **longer = realloc(names->list, (at + 1) * sizeof(*longer));

    if (longer == NULL) {
        free(name);
        return;
    }
    names->list = longer;
    for (names->count++; at > 0 && strcmp(longer[at - 1], name) > 0; at--)
        longer[at] = longer[at - 1];
    longer[at] = name;
}

/* NAME, if it begins with the LENGTH bytes at PREFIX, and then END. */
static void add_name(struct names *names, const char *name, const char *end,
                     const char *prefix, size_t length)
{
    size_t size = strlen(name) + strlen(end) + 1;
    char *copy = strncmp(name, prefix, length) == 0 ? malloc(size) : NULL;

    if (copy == NULL)
        return;
    snprintf(copy, size, "%s%s", name, end);
    insert_name(names, copy);
}

static void add_folder(struct names *names, const char *path, const char *prefix,
                       size_t length)
{
    DIR *directory = opendir(path);
    struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL)
        if (entry->d_name[0] != '.' || prefix[0] == '.')
            add_name(names, entry->d_name, entry->d_type == DT_DIR ? "/" : "", prefix,
                     length);
    closedir(directory);
}

void names_collect(struct names *names, const char *text,
                   const struct complete_word *word, size_t end)
{
    const char *prefix = text + word->name;
    size_t length = end - word->name, folder_length = word->name - word->start;
    char path[PATH_MAX] = "";
    const char *name;

    for (size_t i = 0; word->is_command && (name = shell_builtin(i)) != NULL; i++)
        add_name(names, name, "", prefix, length);
    if (folder_length >= sizeof(path))
        return;
    memcpy(path, text + word->start, folder_length);
    while (folder_length > 1 && path[folder_length - 1] == '/')
        path[--folder_length] = '\0';
    add_folder(names, word->is_command ? "/bin" : path[0] ? path : ".", prefix, length);
}

void names_print(const struct names *names, size_t columns)
{
    size_t width = 0;

    for (size_t i = 0; i < names->count; i++)
        if (strlen(names->list[i]) + GAP_COLUMNS > width)
            width = strlen(names->list[i]) + GAP_COLUMNS;
    size_t per_row = columns > width ? (columns - 1) / width : 1;
    for (size_t i = 0; i < names->count; i++) {
        bool is_last = (i + 1) % per_row == 0 || i + 1 == names->count;

        printf("%-*s", is_last ? 0 : (int)width, names->list[i]);
        if (is_last)
            putchar('\n');
    }
}

void names_free(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->list[i]);
    free(names->list);
    *names = (struct names){0};
}
