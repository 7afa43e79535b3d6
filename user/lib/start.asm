; The first instructions of every program.

bits 32

extern main
extern exit

section .note.GNU-stack noalloc noexec nowrite progbits
section .text

; void _start(void)   never returns: main's result is the exit code
;   in:      the stack that the kernel has built
;
;       |  NULL          |   no environment
;       |  NULL          |
;       |  argv[argc-1]  |
;       |  ...           |
;       |  argv[0]       |
;       |  argc          |  <- ESP
;
global _start:function (_start.end - _start)
_start:
    ; 1. Where the arguments are, while ESP still says so.
    mov eax, [esp]
    lea edx, [esp + 4]

    ; 2. EBP = 0 ends a debugger's walk. The ABI wants ESP divisible by 16 at a call, so two
    ;    arguments need two words of padding. [i386 psABI 2.2.2]
    xor ebp, ebp
    and esp, -16
    sub esp, 8
    push edx
    push eax
    call main

    ; 3. The padding below keeps the alignment, for one argument this time.
    sub esp, 12
    push eax
    call exit
.end:
