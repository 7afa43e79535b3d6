/* The calls by which a program changes its memory, with Linux's rules and errors, in Linux's
 * order. SPACE is the running program's, and active. */
#pragma once

#include "abi/mman.h"
#include "kernel/memory/space.h"

struct map_request {
    virt_t address; /* where it shall be (MAP_FIXED), or might be; 0: anywhere */
    uint32_t bytes;
    unsigned prot, flags; /* PROT_ and MAP_ of abi/mman.h; anonymous memory alone */
    uint32_t bytes_max;   /* that the space may have then */
};

/* mmap(2): its start in *START. 0, -EINVAL, -ENOMEM, -EPERM: below USER_START, -EEXIST:
 * MAP_FIXED_NOREPLACE, and there is something. */
MUST_CHECK int space_map(struct space *space, const struct map_request *request,
                         virt_t *start);
/* munmap(2). 0, -EINVAL, or -ENOMEM and nothing has changed. */
MUST_CHECK int space_unmap(struct space *space, virt_t start, uint32_t bytes);
/* mprotect(2). 0, -EINVAL, or -ENOMEM: out of memory, or there is nothing at a part of it;
 * what lies before that has changed. */
MUST_CHECK int space_protect(struct space *space, virt_t start, uint32_t bytes,
                             unsigned prot);
/* madvise(2). 0, -EINVAL, or -ENOMEM: there is nothing at a part of it. */
MUST_CHECK int space_advise(struct space *space, virt_t start, uint32_t bytes,
                            uint32_t advice);
/* mremap(2) of the BYTES at OLD; REQUEST has the new address, if one is wanted, and size, and
 * in its flags MREMAP_ words. 0, -EINVAL, -EFAULT: OLD is no region, or -ENOMEM. */
MUST_CHECK int space_remap(struct space *space, virt_t old, uint32_t bytes,
                           const struct map_request *request, virt_t *start);
/* brk(2): moves the break to ADDRESS if that is possible, and if SPACE, should it grow, has
 * no more than BYTES_MAX then; returns where the break is. */
virt_t space_break(struct space *space, virt_t address, uint32_t bytes_max);
