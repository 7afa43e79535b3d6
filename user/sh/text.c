#include "user/sh/text.h"

#include <stdlib.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

char *shell_read_text(int fd)
{
    char *text = NULL;
    ssize_t count = 0;

    for (size_t length = 0; count >= 0; length += (size_t)count) {
        char *longer = realloc(text, length + BLOCK_BYTES + 1);

        if (longer == NULL)
            break;
        text = longer;
        count = read(fd, text + length, BLOCK_BYTES);
        if (count == 0) {
            text[length] = '\0';
            return text;
        }
    }
    free(text);
    return NULL;
}
