/* Characters as numbers: in C's locale each is a byte, and one is below 128. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ASCII = 128 };

static int refuse(void)
{
    errno = EILSEQ;
    return -1;
}

int mbtowc(wchar_t *restrict wide, const char *restrict text, size_t size)
{
    if (text == NULL)
        return 0;
    if (size == 0)
        return -1;
    if ((unsigned char)*text >= ASCII)
        return refuse();
    if (wide != NULL)
        *wide = *text;
    return *text != '\0';
}

int mblen(const char *text, size_t size)
{
    return mbtowc(NULL, text, size);
}

int wctomb(char *text, wchar_t wide)
{
    if (text == NULL)
        return 0;
    if (wide < 0 || wide >= ASCII)
        return refuse();
    *text = (char)wide;
    return 1;
}

size_t mbstowcs(wchar_t *restrict wide, const char *restrict text, size_t size)
{
    size_t length = 0;

    for (; (wide == NULL || length < size) && text[length] != '\0'; length++)
        if (mbtowc(wide == NULL ? NULL : wide + length, text + length, 1) < 0)
            return SIZE_MAX;
    if (wide != NULL && length < size)
        wide[length] = 0;
    return length;
}

size_t wcstombs(char *restrict text, const wchar_t *restrict wide, size_t size)
{
    char byte;
    size_t length = 0;

    for (; (text == NULL || length < size) && wide[length] != 0; length++)
        if (wctomb(text == NULL ? &byte : text + length, wide[length]) < 0)
            return SIZE_MAX;
    if (text != NULL && length < size)
        text[length] = '\0';
    return length;
}
