; The context switch.

TASK_STATE_ESP0 equ 4                   ; offset in struct task_state, asserted in gdt.h

        extern task_state
        global arch_switch:function (arch_switch.end - arch_switch)

section .text

; void arch_switch(struct arch_stack *from, struct arch_stack *to)
;
; Leaves thread FROM in the middle of this routine and goes on with thread TO, which left itself
; here earlier. Both are in the kernel; what they do there is all on their stacks:
;
;       struct arch_stack: saved_esp ------------+   (the top of the stack)
;       frame of the program                     |
;       ... C functions ...                      |
;       to, from, return address                 |
;       ebp ebx esi edi       <------------------+
;
; in     [esp+4] from, [esp+8] to
; keeps  ebp ebx esi edi esp of each thread (the C convention saves the rest in the caller)
; spoils eax ecx edx
; needs  interrupts off
arch_switch:
        mov     eax, [esp + 4]
        mov     edx, [esp + 8]
        push    ebp                     ; 1. save FROM's registers on its stack
        push    ebx
        push    esi
        push    edi
        mov     [eax], esp              ; 2. its stack pointer at its stack's top
        mov     [task_state + TASK_STATE_ESP0], edx ; 3. the CPU enters the kernel there next
        mov     esp, [edx]              ; 4. from here on we are TO
        pop     edi                     ; 5. its registers
        pop     esi
        pop     ebx
        pop     ebp
        ret                             ; 6. to where TO called arch_switch
.end:
