; The first instructions. A multiboot 1 loader (GRUB, QEMU's -kernel) has put the kernel at 1 MiB
; and jumps to `boot_start` in 32-bit protected mode without paging. [Multiboot 0.6.96, 3.2]
;
;   1. can this CPU run the kernel?          3. turn paging on, jump up to 3 GiB
;   2. map memory at 0 and at 3 GiB          4. call boot_main
;
; Until step 3 the code runs at its physical address, for which linker.ld has linked it; what lies
; in the kernel itself is reached less KERNEL_BASE.

KERNEL_BASE     equ 0xC0000000
DIRECT_PAGES    equ 192                 ; of 4 MiB: 768 MiB of physical memory
PAGE_FLAGS      equ 0x183               ; present, writable, 4 MiB, global
PAGE_GLOBAL     equ 0x100
CR4_PSE_PGE     equ 0x90
CR0_BITS        equ 0x8001000E          ; PG, WP: paging, write protection; TS, EM, MP: no FPU yet,
                                        ; its instructions and WAIT raise exception 7
CPU_NEEDED      equ 0x0000A018          ; CPUID.1:EDX: PSE 3, TSC 4, PGE 13, CMOV 15
EFLAGS_ID       equ 1 << 21

FIRST_STACK_BYTES equ 8192              ; asserted in stack.c

COM1            equ 0x3F8
DEBUG_EXIT      equ 0xF4
EXIT_FAILED     equ 0x11

section .multiboot progbits alloc noexec nowrite align=4
        MULTIBOOT_MAGIC equ 0x1BADB002
        MULTIBOOT_FLAGS equ 3           ; modules on page borders, a memory map
        dd MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

section .boot progbits alloc exec nowrite align=16
        extern boot_main
        global boot_start:function (boot_start.end - boot_start)
        extern kernel_directory, first_stack    ; arch/x86/paging.c, stack.c
        global boot_cycles:data (8)
        global kernel_enter:function (kernel_enter.end - kernel_enter)

; in     eax: loader's magic, ebx: physical address of its tables
; needs  no stack
boot_start:
        cli
        cld
        mov     esp, first_stack + FIRST_STACK_BYTES - KERNEL_BASE
        mov     esi, eax                ; 1. keeps magic in esi
        mov     edi, ebx                ;    and tables in edi

        pushfd                          ;    CPUID is there if EFLAGS.ID can be changed
        mov     ecx, [esp]
        xor     dword [esp], EFLAGS_ID
        popfd
        pushfd
        pop     eax
        cmp     eax, ecx
        je      unfit
        mov     eax, 1
        cpuid
        and     edx, CPU_NEEDED
        cmp     edx, CPU_NEEDED
        jne     unfit
        rdtsc                           ;    when the kernel began
        mov     [boot_cycles - KERNEL_BASE], eax
        mov     [boot_cycles - KERNEL_BASE + 4], edx

        mov     eax, PAGE_FLAGS         ; 2. the same pages at 0 and at KERNEL_BASE
        mov     edx, kernel_directory - KERNEL_BASE
        xor     ecx, ecx
.map:   mov     [edx + ecx * 4], eax
        and     dword [edx + ecx * 4], ~PAGE_GLOBAL ; the lower half goes again: not global
        mov     [edx + ecx * 4 + (KERNEL_BASE >> 20)], eax
        add     eax, 0x400000
        inc     ecx
        cmp     ecx, DIRECT_PAGES
        jb      .map

        mov     cr3, edx                ; 3. CR4 first: it says that 4 MiB pages exist
        mov     eax, CR4_PSE_PGE        ;    and, in what it lacks, that programs may read the
        mov     cr4, eax                ;    time stamp, but no performance counter
        mov     eax, cr0
        or      eax, CR0_BITS
        mov     cr0, eax
        mov     eax, kernel_enter
        jmp     eax
.end:

; The CPU lacks an instruction that the compiler uses: say so without C.
unfit:
        mov     esi, unfit_message
        mov     edi, 0xB8000            ; text screen
        mov     ah, 0x0F
.next:  lodsb
        test    al, al
        jz      .stop
        stosw
        mov     ebx, eax
        mov     dx, COM1 + 5
.wait:  in      al, dx
        test    al, 0x20                ; transmitter empty
        jz      .wait
        mov     dx, COM1
        mov     eax, ebx
        out     dx, al
        jmp     .next
.stop:  mov     eax, EXIT_FAILED        ; ends QEMU where it has a debug-exit device
        out     DEBUG_EXIT, eax
.halt:  cli
        hlt
        jmp     .halt

unfit_message:
        db "robin: this CPU is too old: PSE, TSC, PGE and CMOV are needed (Pentium Pro or later)"
        db 13, 10, 0

section .text

; in     esi: magic, edi: tables
kernel_enter:
        mov     esp, first_stack + FIRST_STACK_BYTES     ; 4.
        xor     ebp, ebp                ;    a backtrace ends here
        mov     eax, esi
        mov     edx, edi
        call    boot_main               ;    void boot_main(uint32_t magic, uint32_t info)
        ud2
.end:

section .bss nobits alloc write align=4
boot_cycles:            resb 8
