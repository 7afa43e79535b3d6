; The context switch.

TASK_STATE_ESP0 equ 4                   ; offset in struct task_state, asserted in gdt.h
STACK_DIRECTORY equ 4                   ; offset in struct arch_stack, asserted in stack.c
CR0_TASK_SWITCHED equ 8                 ; as in fpu.c

STACK_SEGMENT   equ 16                  ; the same
USER_SEGMENT    equ 0x30                ; offset in the GDT, asserted in stack.c

        extern task_state, fpu_owner, gdt, segment_loaded
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
        cmp     eax, [fpu_owner]        ; 5. if the CPU has FROM's floating-point registers,
        je      .guard_fpu              ;    nobody may use them but by exception 7
.guarded:
        mov     ecx, [edx + STACK_SEGMENT] ; 6. TO's segment for thread-local data, which
        cmp     ecx, [segment_loaded]   ;    most threads have not
        jne     .load_segment
.loaded:
        mov     esp, [edx]              ; 7. from here on we are TO
        pop     edi                     ; 8. its registers
        pop     esi
        pop     ebx
        pop     ebp
        ret                             ; 9. to where TO called arch_switch
.guard_fpu:
        mov     ecx, cr0
        or      ecx, CR0_TASK_SWITCHED
        mov     cr0, ecx
        jmp     .guarded
.load_segment:
        mov     [segment_loaded], ecx
        mov     eax, [ecx]
        mov     [gdt + USER_SEGMENT], eax
        mov     eax, [ecx + 4]
        mov     [gdt + USER_SEGMENT + 4], eax
        jmp     .loaded
.end:
