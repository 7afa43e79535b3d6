; The context switch.

TASK_STATE_ESP0 equ 4                   ; offset in struct task_state, asserted in gdt.h
STACK_DIRECTORY equ 4                   ; offset in struct arch_stack, asserted in stack.c
STACK_HAS_MORE  equ 12                  ; the same
STACK_SEGMENT   equ 24                  ; the same
USER_SEGMENT    equ 0x30                ; offset in the GDT, asserted there, too
CR0_TASK_SWITCHED equ 8                 ; as in fpu.c

        extern task_state, fpu_owner, gdt
        global arch_switch:function (arch_switch.end - arch_switch)

section .text

; void arch_switch(struct arch_stack *from, struct arch_stack *to)
;
; Leaves thread FROM in the middle of this routine and goes on with thread TO, which left itself
; here earlier. Both are in the kernel; what they do there is all on their stacks:
;
;       struct arch_stack: directory, saved_esp -+   (the top of the stack)
;       frame of the program                     |
;       ... C functions ...                      |
;       return address                           |
;       ebp ebx esi edi       <------------------+
;
; in     eax from, edx to
; keeps  ebp ebx esi edi esp of each thread (the C convention saves the rest in the caller)
; spoils eax ecx edx
; needs  interrupts off
arch_switch:
        push    ebp                     ; 1. save FROM's registers on its stack
        push    ebx
        push    esi
        push    edi
        mov     [eax], esp              ; 2. its stack pointer at its stack's top
        mov     [task_state + TASK_STATE_ESP0], edx ; 3. the CPU enters the kernel there next
        mov     ecx, [edx + STACK_DIRECTORY] ; 4. TO's memory below the kernel's,
        mov     cr3, ecx                ;    which is the same in all spaces
        mov     ecx, [eax + STACK_HAS_MORE] ; 5. most threads have neither floating-point
        or      ecx, [edx + STACK_HAS_MORE] ;    registers nor a segment of their own
        jnz     .more
.done:
        mov     esp, [edx]              ; 6. from here on we are TO
        pop     edi                     ; 7. its registers
        pop     esi
        pop     ebx
        pop     ebp
        ret                             ; 8. to where TO called arch_switch
.more:  cmp     eax, [fpu_owner]        ; 5a. if the CPU has FROM's floating-point registers,
        jne     .segment                ;     nobody may use them but by exception 7
        mov     ecx, cr0
        or      ecx, CR0_TASK_SWITCHED
        mov     cr0, ecx
.segment:
        mov     ecx, [edx + STACK_SEGMENT] ; 5b. TO's segment for thread-local data, or 0
        mov     [gdt + USER_SEGMENT], ecx
        mov     ecx, [edx + STACK_SEGMENT + 4]
        mov     [gdt + USER_SEGMENT + 4], ecx
        xor     ecx, ecx                ; 5c. the registers may name a segment that is gone:
        mov     fs, ecx                 ;     an interrupt in the kernel saves them, and
        mov     gs, ecx                 ;     would fault when it puts them back
        jmp     .done
.end:
