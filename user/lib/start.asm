; The first instructions of every program.

bits 32

extern main
extern exit
extern environ:weak                     ; 0 in a program that does not ask for it

section .note.GNU-stack noalloc noexec nowrite progbits
section .text

; void _start(void)   never returns: main's result is the exit code
;   in:      the stack that the kernel has built [i386 psABI 2.3.1]
;
;       |  NULL          |
;       |  envp[0]       |   the environment, possibly empty
;       |  NULL          |
;       |  argv[argc-1]  |
;       |  ...           |
;       |  argv[0]       |
;       |  argc          |  <- ESP
;
global _start:function (_start.end - _start)
_start:
    ; 1. Where the arguments and the environment are, while ESP still says so.
    mov eax, [esp]
    lea edx, [esp + 4]
    lea ecx, [edx + 4 * eax + 4]

    ; 2. Who asks for `environ` finds it. Others are spared a page of data.
    mov ebx, environ
    test ebx, ebx
    jz .no_environ
    mov [ebx], ecx
.no_environ:

    ; 3. EBP = 0 ends a debugger's walk. The ABI wants ESP divisible by 16 at a call, so three
    ;    arguments need a word of padding. [i386 psABI 2.2.2]
    xor ebp, ebp
    and esp, -16
    sub esp, 4
    push ecx
    push edx
    push eax
    call main

    ; 4. What is left keeps the alignment, for one argument this time.
    mov [esp], eax
    call exit
.end:
