/* The auxiliary vector: what the kernel tells a program beside its arguments, in pairs of a
 * type and a value behind its environment. Types as Linux has them. [System V ABI i386 3-28] */
#pragma once

#define AT_NULL     0 /* the end */
#define AT_PHDR     3 /* where the headers of its segments lie, */
#define AT_PHENT    4 /* how many bytes each has, */
#define AT_PHNUM    5 /* and how many there are */
#define AT_PAGESZ   6
#define AT_BASE     7 /* of an interpreter: 0, there is none */
#define AT_FLAGS    8
#define AT_ENTRY    9
#define AT_UID      11
#define AT_EUID     12
#define AT_GID      13
#define AT_EGID     14
#define AT_PLATFORM 15 /* a string: what CPU */
#define AT_HWCAP    16 /* what it can, as CPUID tells */
#define AT_CLKTCK   17 /* the unit of times() in a second */
#define AT_SECURE   23 /* 1: it has another's rights */
#define AT_RANDOM   25 /* 16 bytes of chance */
#define AT_EXECFN   31 /* the path that it was found at */
