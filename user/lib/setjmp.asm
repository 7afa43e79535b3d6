; setjmp and longjmp: all that a function must find unchanged. [i386 psABI 2.2.1]

bits 32

SYS_RT_SIGPROCMASK  equ 175
SIG_SETMASK         equ 2
MASK_BYTES          equ 8

; Where what is in a jmp_buf of user/include/setjmp.h.
BUFFER_EBX          equ 0
BUFFER_ESI          equ 4
BUFFER_EDI          equ 8
BUFFER_EBP          equ 12
BUFFER_ESP          equ 16
BUFFER_EIP          equ 20
BUFFER_HAS_MASK     equ 24
BUFFER_MASK         equ 28

section .note.GNU-stack noalloc noexec nowrite progbits
section .text

; int setjmp(jmp_buf buffer)
;   out:     0; or longjmp's value, when that has come back here
;   keeps:   EBX ESI EDI EBP
;
;       |  buffer          |
;       |  return address  |  <- ESP; the caller's ESP is one word above
;
global setjmp:function (remember.end - setjmp)
global _setjmp:function (remember.end - setjmp)
setjmp:
_setjmp:
    mov eax, [esp + 4]
    mov dword [eax + BUFFER_HAS_MASK], 0
remember:
    mov [eax + BUFFER_EBX], ebx
    mov [eax + BUFFER_ESI], esi
    mov [eax + BUFFER_EDI], edi
    mov [eax + BUFFER_EBP], ebp
    lea ecx, [esp + 4]
    mov [eax + BUFFER_ESP], ecx
    mov ecx, [esp]
    mov [eax + BUFFER_EIP], ecx
    xor eax, eax
    ret
.end:

; int sigsetjmp(sigjmp_buf buffer, int save)
;   as setjmp; with SAVE also rt_sigprocmask(0, NULL, the mask, 8), which cannot fail here
global sigsetjmp:function (sigsetjmp.end - sigsetjmp)
sigsetjmp:
    ; 1. Without SAVE this is setjmp.
    mov eax, [esp + 4]
    mov edx, [esp + 8]
    mov [eax + BUFFER_HAS_MASK], edx
    test edx, edx
    jz remember

    ; 2. The kernel writes the mask into the buffer.
    push ebx
    push esi
    lea edx, [eax + BUFFER_MASK]
    mov eax, SYS_RT_SIGPROCMASK
    xor ebx, ebx
    xor ecx, ecx
    mov esi, MASK_BYTES
    int 0x80
    pop esi
    pop ebx
    mov eax, [esp + 4]
    jmp remember
.end:

; void longjmp(jmp_buf buffer, int value)   never returns here
global longjmp:function (siglongjmp.end - longjmp)
global _longjmp:function (siglongjmp.end - longjmp)
global siglongjmp:function (siglongjmp.end - longjmp)
longjmp:
_longjmp:
siglongjmp:
    ; 1. What setjmp shall return: never 0. EBP has it over the call, as its own value comes
    ;    from the buffer.
    mov edi, [esp + 4]
    mov ebp, [esp + 8]
    cmp ebp, 1
    adc ebp, 0

    ; 2. The mask that was saved, if one was.
    cmp dword [edi + BUFFER_HAS_MASK], 0
    je .no_mask
    mov eax, SYS_RT_SIGPROCMASK
    mov ebx, SIG_SETMASK
    lea ecx, [edi + BUFFER_MASK]
    xor edx, edx
    mov esi, MASK_BYTES
    int 0x80
.no_mask:

    ; 3. The registers; the stack pointer last but one, since what lies below it is nobody's.
    mov eax, ebp
    mov edx, edi
    mov ebx, [edx + BUFFER_EBX]
    mov esi, [edx + BUFFER_ESI]
    mov edi, [edx + BUFFER_EDI]
    mov ebp, [edx + BUFFER_EBP]
    mov esp, [edx + BUFFER_ESP]
    jmp [edx + BUFFER_EIP]
.end:
