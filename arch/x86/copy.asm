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
; out    al: 1; 0 if there was a fault: some bytes may have been copied
; keeps  ebx ebp esi edi
;
; With SMAP this is the only code that may touch a program's memory: from STAC to CLAC, which
; protection.c patches in. The LEAs are MOVs that are long enough for that.
arch_copy_to_user:
arch_copy_from_user:
        push    esi
        push    edi
.open:  mov     edi, eax
        lea     esi, [byte edx + 0]
        lea     edx, [byte ecx + 0]
        shr     ecx, 2
.words: rep movsd                       ; 1. whole words
        mov     ecx, edx
        and     ecx, 3
.bytes: rep movsb                       ; 2. what is left
.close: mov     eax, 1
.out:   pop     edi
        pop     esi
        ret
.fault: xor     eax, eax                ; trap.c lets a fault in 1 or 2 go on here, without AC
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

; struct patch in protection.c: where, and the 8 bytes that stand there with SMAP
section .rodata.patches progbits alloc noexec nowrite align=4
        dd      arch_copy_from_user.open
        xchg    eax, edi
        mov     esi, edx
        mov     edx, ecx
        stac
        dd      arch_copy_from_user.close
        clac
        mov     al, 1
        pop     edi
        pop     esi
        ret
