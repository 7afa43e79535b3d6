; Copies between the kernel and the program whose space is active, straight through the program's
; addresses. A page that is not there, or may not be written, faults: that is expected here, so it
; does not end the kernel but the copy.

        global arch_copy_to_user:function (arch_copy_to_user.end - arch_copy_to_user)
        global arch_copy_from_user:function (arch_copy_from_user.end - arch_copy_from_user)
        global expected_faults:data (expected_faults.end - expected_faults)

section .text

; bool arch_copy_to_user(virt_t to, const void *from, uint32_t length)
; bool arch_copy_from_user(void *to, virt_t from, uint32_t length)
;
; in     eax to, edx from, ecx length
; out    eax: 1; 0 if there was a fault: some bytes may have been copied
; keeps  ebx ebp esi edi
arch_copy_to_user:
arch_copy_from_user:
        push    esi
        push    edi
        mov     edi, eax
        mov     esi, edx
        mov     edx, ecx
        shr     ecx, 2
.words: rep movsd                       ; 1. whole words
        mov     ecx, edx
        and     ecx, 3
.bytes: rep movsb                       ; 2. what is left
        mov     eax, 1
.out:   pop     edi
        pop     esi
        ret
.fault: xor     eax, eax                ; trap.c lets a fault in 1 or 2 go on here
        jmp     .out
arch_copy_to_user.end:
arch_copy_from_user.end:

section .rodata

; struct { where it may fault, where it then goes on } expected_faults[], ended by 0; see trap.c
        align   4
expected_faults:
        dd      arch_copy_from_user.words, arch_copy_from_user.fault
        dd      arch_copy_from_user.bytes, arch_copy_from_user.fault
        dd      0, 0
.end:
