/* The shell's variables: names with values, of which those that are exported go to programs
 * as their environment. Knows no process: it runs on the host, too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct variable;

struct variables { /* zeroed at first */
    struct variable *first;
};

/* NAME has LENGTH bytes here and below: it mostly lies in a text. NULL: there is no such
 * variable. */
const char *variable_get(const struct variables *variables, const char *name,
                         size_t length);

/* Gives NAME a VALUE. False: memory is short, and nothing has changed. */
bool variable_set(struct variables *variables, const char *name, size_t length,
                  const char *value);
/* From now on NAME is exported; if there is none, it is empty. False: memory is short. */
bool variable_export(struct variables *variables, const char *name, size_t length);
void variable_unset(struct variables *variables, const char *name, size_t length);

/* Takes over the NAME=VALUE texts of ENVIRONMENT, up to NULL, as exported. */
void variables_import(struct variables *variables, char *const environment[]);

/* NAME=VALUE for all that are exported, up to NULL: an array to be freed, whose texts stay
 * the variables'. NULL: memory is short. */
char **variables_environment(const struct variables *variables);
