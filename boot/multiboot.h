/* The tables of a multiboot 1 loader (QEMU's -kernel, GRUB) [Multiboot 0.6.96, 3.2-3.3],
 * read into a struct bootinfo. Nothing of them is believed unseen. */
#pragma once

#include <stdint.h>

#include "kernel/bootinfo.h"
#include "lib/compiler.h"

/* Fills in *BOOT from the loader's MAGIC (its EAX) and INFO (its EBX: a physical
 * address). AT returns a pointer, of any alignment, to BYTES of memory at a PHYSICAL
 * address, or NULL if that is out of reach. 0; or -EINVAL or -EFAULT (out of reach), with
 * *PROBLEM a sentence for the user, and *BOOT worth nothing.
 *
 * Of the memory map, what any entry reserves is not usable, even if another entry says
 * so. The first module is the programs' archive; others are ignored. A first word without
 * '=' on the command line is the kernel's name, which QEMU puts there and GRUB does not:
 * it is dropped. */
MUST_CHECK int multiboot_parse(uint32_t magic, uint32_t info,
                               const void *(*at)(uint32_t physical, uint32_t bytes),
                               struct bootinfo *boot, const char **problem);
