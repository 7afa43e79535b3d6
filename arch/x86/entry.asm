; The ways into the kernel and out of it.
;
; The stack when C is called, mirrored by struct frame in x86.h (higher addresses above):
;
;           ss, esp             pushed by the CPU, only when a program was interrupted
;           eflags, cs, eip     pushed by the CPU
;           error               pushed by the CPU, or 0; the number of a call
;           vector              pushed by a stub
;           eax ecx edx ebx esp ebp esi edi     (pusha)
;   esp ->  ds es fs gs
;
; C functions take their first arguments in EAX, EDX and ECX.

KERNEL_DATA     equ 0x10
KERNEL_CODE     equ 0x08
FRAME_CALL      equ 16                  ; offset in struct frame, asserted in trap.c
VECTOR_CALL     equ 0x80
STUBS           equ 48

        extern trap, kernel_call, kernel_thread_begin

        global trap_stubs:data
        global call_entry:function (call_entry.end - call_entry)
        global thread_entry:function (thread_entry.end - thread_entry)
        global gdt_load:function (gdt_load.end - gdt_load)

; Saves the registers of whoever was interrupted, and spoils none. DS and ES may hold anything:
; the kernel's are loaded, from memory by way of SS, which is the kernel's already. FS and GS are
; not used by the kernel; they are saved since they belong to the process. Where the CPU has SMAP,
; the program must not have switched it off by its flag AC: protection.c patches CLAC in. (Where
; is counted from ENTRY: GDB would take another label for a function.)
%macro save_registers 1 ; ENTRY
        pusha
        push    ds
        push    es
        push    fs
        push    gs
        mov     ds, [ss:kernel_data]
%%open  equ     $ - %1
        mov     es, [ss:kernel_data]
        cld
section .rodata.patches
        dd      %1 + %%open             ; struct patch in protection.c: where, and 8 bytes
        push    ss
        pop     es
        cld
        clac
        o16 nop
section .text
%endmacro

section .rodata.patches progbits alloc noexec nowrite align=4

section .text

; --- Exceptions and interrupts: a stub each, which pushes what the CPU did not ---
%assign vector 0
%rep STUBS
trap_stub_ %+ vector:
    %if vector = 8 || (vector >= 10 && vector <= 14) || vector = 17 || vector = 21
        push    dword vector            ; the CPU has pushed an error code
    %else
        push    dword 0
        push    dword vector
    %endif
        jmp     trap_entry
    %assign vector vector + 1
%endrep

        global trap_entry:function (trap_entry.end - trap_entry)
trap_entry:
        save_registers trap_entry       ; 1. the frame is complete
        mov     eax, esp
        call    trap                    ; 2. void trap(struct frame *)
        jmp     leave_kernel
.end:

; --- System calls ---
; in     eax number, ebx ecx edx esi edi ebp its words
; out    eax result; all other registers as they were
call_entry:
        push    eax                     ; 1. make the frame: the call's number as error code
        push    dword VECTOR_CALL
        save_registers call_entry       ; 2. the program's registers
        lea     eax, [esp + FRAME_CALL] ; 3. the number and the words lie there
        call    kernel_call             ; 4. void kernel_call(struct arch_call *)
        ; falls through

; --- The way out: the frame is all that is on the stack ---
        global leave_kernel:function (leave_kernel.end - leave_kernel)
leave_kernel:
        pop     gs                      ; 5. the program's registers again
        pop     fs
        pop     es
        pop     ds
        popa
        add     esp, 8                  ; 6. vector and error code
        iret                            ; 7. eip, cs, eflags, esp, ss
.end:
call_entry.end:

; --- The first code of a new thread: switch.asm "returns" to here; above stands a frame ---
thread_entry:
        call    kernel_thread_begin
        jmp     leave_kernel
.end:

; --- void gdt_load(const struct table_pointer *) ---
; in     eax: where the table is
; out    all segment registers hold the new table's selectors
gdt_load:
        lgdt    [eax]
        mov     eax, KERNEL_DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        jmp     KERNEL_CODE:.reload
.reload:
        ret
.end:

section .rodata
kernel_data:
        dw      KERNEL_DATA
        align   4
trap_stubs:
%assign vector 0
%rep STUBS
        dd      trap_stub_ %+ vector
    %assign vector vector + 1
%endrep
