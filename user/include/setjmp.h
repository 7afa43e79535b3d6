/* Jumps out of functions. [C11 7.13, POSIX setjmp.h]
 *
 * setjmp remembers where it is called and returns 0; longjmp goes back there, and setjmp
 * returns VALUE, or 1 if that is 0. The function that called setjmp must not have returned;
 * what it changed since and what is not volatile may be lost. The sig ones keep the signals
 * that are blocked as well, if SAVE is not 0. */
#pragma once

/* EBX, ESI, EDI, EBP, ESP and EIP; whether the mask was saved; and it. */
typedef unsigned jmp_buf[6 + 1 + 2];
typedef jmp_buf sigjmp_buf;

__attribute__((returns_twice)) int setjmp(jmp_buf buffer);
_Noreturn void longjmp(jmp_buf buffer, int value);
__attribute__((returns_twice)) int _setjmp(jmp_buf buffer);
_Noreturn void _longjmp(jmp_buf buffer, int value);

__attribute__((returns_twice)) int sigsetjmp(sigjmp_buf buffer, int save);
_Noreturn void siglongjmp(sigjmp_buf buffer, int value);

#define setjmp(buffer) setjmp(buffer)
