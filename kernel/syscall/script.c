/* Scripts: files that a program has to read which their first line names, behind `#!`, perhaps
 * with one argument, as on Linux. */
#include "abi/errno.h"
#include "kernel/memory/frame.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "lib/string.h"

/* The first line of the file at PATH, or what fits of it. 0; -ENOEXEC: it is no script's. */
static int read_line(const struct path *path, char line[SCRIPT_LINE_BYTES])
{
    const struct walker walker = process_walker(process_current());
    struct inode *inode;
    int error = path_find(&walker, path->text, &inode);
    if (error)
        return error;
    size_t length =
        inode->size < SCRIPT_LINE_BYTES ? (size_t)inode->size : SCRIPT_LINE_BYTES - 1;
    error = inode_read_all(inode, 0, line, length);
    inode_put(inode);
    line[length] = '\0';
    if (error)
        return error;
    char *end = strchr(line, '\n');
    if (line[0] != '#' || line[1] != '!' || (!end && length == SCRIPT_LINE_BYTES - 1))
        return -ENOEXEC;
    if (end)
        *end = '\0';
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char *skip_blanks(char *text)
{
    while (is_blank(*text))
        text++;
    return text;
}

/* The word that LINE begins with, in *WORD; what follows is returned, without the blanks at its
 * end: NULL if that is nothing. */
static char *split(char *line, char **word)
{
    *word = skip_blanks(line);
    for (char *end = line + strlen(line); end > *word && is_blank(end[-1]);)
        *--end = '\0';
    char *rest = *word;
    while (*rest && !is_blank(*rest))
        rest++;
    if (!*rest)
        return NULL;
    *rest = '\0';
    return skip_blanks(rest + 1);
}

int script_find(struct script *script, const struct path *path,
                struct arguments *arguments)
{
    char *interpreter;
    int error = read_line(path, script->line);
    if (error)
        return error;
    char *argument = split(script->line + strlen("#!"), &interpreter);
    if (!*interpreter)
        return -ENOEXEC;
    script->path.text = interpreter;
    script->path.bytes = (uint32_t)strlen(interpreter) + 1;
    return arguments_begin(arguments, interpreter, argument, path->text);
}
