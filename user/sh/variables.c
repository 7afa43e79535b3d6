/* A list in order of age. A variable is one text, NAME=VALUE, as an environment has it. */
#include "user/sh/variables.h"

#include <stdlib.h>
#include <string.h>

struct variable {
    struct variable *next;
    bool is_exported;
    size_t name_length;
    char text[];
};

/* The link to the variable NAME, or to where it would be added. */
static struct variable **find_link(struct variables *variables, const char *name,
                                   size_t length)
{
    struct variable **link = &variables->first;

    while (*link != NULL &&
           ((*link)->name_length != length || memcmp((*link)->text, name, length) != 0))
        link = &(*link)->next;
    return link;
}

const char *variable_get(const struct variables *variables, const char *name,
                         size_t length)
{
    struct variables all = *variables;
    const struct variable *found = *find_link(&all, name, length);

    return found == NULL ? NULL : found->text + length + 1;
}

/* The new one takes the place of the old one, which NAME and VALUE may lie in. */
bool variable_set(struct variables *variables, const char *name, size_t length,
                  const char *value)
{
    size_t value_bytes = strlen(value) + 1;
    struct variable **link = find_link(variables, name, length);
    struct variable *old = *link,
                    *made = malloc(sizeof(*made) + length + 1 + value_bytes);

    if (made == NULL)
        return false;
    made->next = old == NULL ? NULL : old->next;
    made->is_exported = old != NULL && old->is_exported;
    made->name_length = length;
    memcpy(made->text, name, length);
    made->text[length] = '=';
    memcpy(made->text + length + 1, value, value_bytes);
    *link = made;
    free(old);
    return true;
}

bool variable_export(struct variables *variables, const char *name, size_t length)
{
    struct variable **link = find_link(variables, name, length);

    if (*link == NULL && !variable_set(variables, name, length, ""))
        return false;
    (*link)->is_exported = true;
    return true;
}

void variable_unset(struct variables *variables, const char *name, size_t length)
{
    struct variable **link = find_link(variables, name, length), *found = *link;

    if (found != NULL)
        *link = found->next;
    free(found);
}

void variables_import(struct variables *variables, char *const environment[])
{
    for (size_t i = 0; environment != NULL && environment[i] != NULL; i++) {
        const char *equals = strchr(environment[i], '=');
        size_t length = equals == NULL ? 0 : (size_t)(equals - environment[i]);

        if (length > 0 && variable_set(variables, environment[i], length, equals + 1))
            variable_export(variables, environment[i], length);
    }
}

char **variables_environment(const struct variables *variables)
{
    size_t count = 0;

    for (const struct variable *at = variables->first; at != NULL; at = at->next)
        count += at->is_exported;
    char **environment = calloc(count + 1, sizeof(*environment));
    if (environment == NULL)
        return NULL;
    count = 0;
    for (struct variable *at = variables->first; at != NULL; at = at->next)
        if (at->is_exported)
            environment[count++] = at->text;
    return environment;
}
