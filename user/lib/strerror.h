/* Errors in words, from within. */
#pragma once

/* strerror_rare.c: those of other systems' calls, in programs that are linked with it. NULL: it
 * is none of them. */
const char *strerror_rare(int error);
