; The one way into the kernel.

bits 32

section .note.GNU-stack noalloc noexec nowrite progbits
section .text

; int32_t call(uint32_t number, ...)
;   in:      NUMBER, then up to six words; EAX and EBX ECX EDX ESI EDI EBP carry them to the
;            kernel. Words that the caller left out are whatever its frame holds: the kernel
;            looks at those that the call has, no others.
;   out:     EAX = result or -errno
;   keeps:   EBX ESI EDI EBP
;   spoils:  ECX EDX, flags
;
;       |  word 6   |  esp + 44
;       |  ...      |
;       |  word 1   |  esp + 24
;       |  number   |  esp + 20
;       |  return   |  esp + 16
;       |  EBP      |
;       |  EDI      |
;       |  ESI      |
;       |  EBX      |  <- ESP, after the four pushes
;
global call:function (call.end - call)
call:
    push ebp
    push edi
    push esi
    push ebx
    mov eax, [esp + 20]
    mov ebx, [esp + 24]
    mov ecx, [esp + 28]
    mov edx, [esp + 32]
    mov esi, [esp + 36]
    mov edi, [esp + 40]
    mov ebp, [esp + 44]
    int 0x80
    pop ebx
    pop esi
    pop edi
    pop ebp
    ret
.end:
