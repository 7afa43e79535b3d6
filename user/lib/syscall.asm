; syscall: any call of the kernel, with up to six words.

bits 32

extern errno

section .note.GNU-stack noalloc noexec nowrite progbits
section .text

; long syscall(long number, ...)
;   out:     the call's result; or -1, and its error in errno
;   keeps:   EBX ESI EDI EBP, which the call's words are in meanwhile
;
;       |  word 6 ... word 1  |
;       |  number             |
;       |  return address     |
;       |  ebp ebx esi edi    |  <- ESP after step 1
;
WORDS   equ 5 * 4                       ; from there to the number

global syscall:function (syscall.end - syscall)
syscall:
    ; 1. What the caller has in them.
    push ebp
    push ebx
    push esi
    push edi

    ; 2. The number and the words.
    mov eax, [esp + WORDS]
    mov ebx, [esp + WORDS + 4]
    mov ecx, [esp + WORDS + 8]
    mov edx, [esp + WORDS + 12]
    mov esi, [esp + WORDS + 16]
    mov edi, [esp + WORDS + 20]
    mov ebp, [esp + WORDS + 24]
    int 0x80
    pop edi
    pop esi
    pop ebx
    pop ebp

    ; 3. The last 4,095 numbers are errors; others may look negative.
    cmp eax, -4095
    jb .done
    neg eax
    mov [errno], eax
    or eax, -1
.done:
    ret
.end:
