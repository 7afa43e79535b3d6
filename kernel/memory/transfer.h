/* Bytes on their way between the kernel and the memory of a process. Whoever handles a
 * call makes a transfer from the addresses that the program gave; lower layers move bytes
 * through it without knowing addresses. They go straight through the program's addresses,
 * so its space must be active; a bad address is an error, never a fault of the kernel. */
#pragma once

#include "kernel/memory/space.h"

enum transfer_direction { FROM_USER, TO_USER, TO_KERNEL, FROM_PIECES, TO_PIECES };

/* Several pieces of a program's memory, as readv and writev have them: what is left of the
 * one that is being moved, and where the addresses and lengths of COUNT more stand. */
struct transfer_pieces {
    struct space *space;
    virt_t address;
    uint32_t length;
    virt_t next;
    uint32_t count;
};

struct transfer { /* opaque but for `left` */
    union {
        struct space *space;            /* ADDRESS is one of it */
        char *buffer;                   /* TO_KERNEL: ADDRESS counts from its beginning */
        struct transfer_pieces *pieces; /* the last two; ADDRESS means nothing */
    };
    virt_t address;
    size_t left; /* bytes */
    enum transfer_direction direction;
};

/* Of LENGTH bytes at ADDRESS in SPACE. Nothing is checked yet. */
static inline struct transfer transfer_make(struct space *space,
                                            enum transfer_direction direction,
                                            virt_t address, size_t length)
{
    return (struct transfer){{space}, address, length, direction};
}

/* Of the PIECES, which stay where they are: COUNT pairs of address and length at VECTOR in
 * SPACE. 0 or -errno; -EINVAL: a length is above INT32_MAX. What is beyond TRANSFER_MAX bytes
 * in all is left out, as on Linux. */
MUST_CHECK int transfer_make_pieces(struct space *space,
                                    enum transfer_direction direction, virt_t vector,
                                    uint32_t count, struct transfer_pieces *pieces,
                                    struct transfer *transfer);
enum { TRANSFER_MAX = INT32_MAX & ~(PAGE_SIZE - 1) };

/* Into the LENGTH bytes at BUFFER, which are the kernel's own: so a file is read by the
 * kernel as by a program. */
struct transfer transfer_to_kernel(void *buffer, size_t length);

/* Makes all pages of it usable: what is moved after that cannot fail. 0, -EFAULT or
 * -ENOMEM. */
MUST_CHECK int transfer_check(struct transfer *transfer);

/* For what is large, or not there yet, or wrong; the functions below are for others. */
MUST_CHECK int transfer_pages_in(struct transfer *transfer, void *buffer, size_t length);
MUST_CHECK int transfer_pages_out(struct transfer *transfer, const void *buffer,
                                  size_t length);

/* Whether LENGTH bytes at ADDRESS, which are few, can be tried to be copied at once: a page
 * behind HEAP_END, where they might end, is never there. */
static inline bool transfer_is_simple(virt_t address, size_t length)
{
    return length <= PAGE_SIZE && address - USER_START < HEAP_END - USER_START;
}

/* Moves the next LENGTH bytes (at most `left`), into BUFFER or out of it. 0; -EFAULT or
 * -ENOMEM: some may have been moved. */
MUST_CHECK static inline int transfer_in(struct transfer *transfer, void *buffer,
                                         size_t length)
{
    if (transfer->direction != FROM_USER || length > transfer->left ||
        !transfer_is_simple(transfer->address, length) ||
        !arch_copy_from_user(buffer, transfer->address, (uint32_t)length))
        return transfer_pages_in(transfer, buffer, length);
    transfer->address += (virt_t)length;
    transfer->left -= length;
    return 0;
}

MUST_CHECK static inline int transfer_out(struct transfer *transfer, const void *buffer,
                                          size_t length)
{
    if (transfer->direction != TO_USER || length > transfer->left ||
        !transfer_is_simple(transfer->address, length) ||
        !arch_copy_to_user(transfer->address, buffer, (uint32_t)length))
        return transfer_pages_out(transfer, buffer, length);
    transfer->address += (virt_t)length;
    transfer->left -= length;
    return 0;
}

/* The same, of zeros. */
MUST_CHECK int transfer_zeros(struct transfer *transfer, size_t length);

/* The string at ADDRESS of SPACE into the SIZE bytes at BUFFER, NUL included. Its length,
 * -EFAULT, -ENOMEM, or -ENAMETOOLONG: no NUL within SIZE, all of which have been copied. */
MUST_CHECK int transfer_string_part(struct space *space, virt_t address, char *buffer,
                                    size_t size);
/* The same, for who needs no length: 0 or -errno. */
MUST_CHECK static inline int transfer_string(struct space *space, virt_t address,
                                             char *buffer, size_t size)
{
    int length = transfer_string_part(space, address, buffer, size);
    return length < 0 ? length : 0;
}
