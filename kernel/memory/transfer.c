#include "kernel/memory/transfer.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "lib/string.h"

struct transfer transfer_make(struct space *space, enum transfer_direction direction,
                              virt_t address, size_t length)
{
    return (struct transfer){{space}, address, length, direction};
}

struct transfer transfer_to_kernel(void *buffer, size_t length)
{
    ASSERT(length <= USER_START); /* or its addresses would look like a program's */
    return (struct transfer){{.buffer = buffer}, 0, length, TO_KERNEL};
}

static size_t rest_of_page(virt_t address, size_t length)
{
    size_t rest = PAGE_SIZE - address % PAGE_SIZE;
    return rest < length ? rest : length;
}

/* Where the kernel sees the byte at ADDRESS, in *AT. */
static inline int reach_byte(const struct transfer *transfer, virt_t address, char **at)
{
    unsigned flags;
    virt_t page = page_of(address);
    if (address < USER_START || address >= USER_END) {
        *at = transfer->buffer + address;
        return transfer->direction == TO_KERNEL ? 0 : -EFAULT;
    }
    phys_t frame = arch_space_lookup(&transfer->space->arch, page, &flags);
    bool is_write = transfer->direction == TO_USER;
    if (!frame || (is_write && !(flags & ARCH_PAGE_WRITE))) {
        unsigned access =
            (frame ? ARCH_ACCESS_MAPPED : 0u) | (is_write ? ARCH_ACCESS_WRITE : 0u);
        int error = space_touch(transfer->space, address, access);
        if (error)
            return error;
        frame = arch_space_lookup(&transfer->space->arch, page, &flags);
    }
    *at = (char *)arch_frame(frame) + address % PAGE_SIZE;
    return 0;
}

int transfer_check(struct transfer *transfer)
{
    virt_t address = transfer->address;
    size_t left = transfer->left;
    while (left > 0) {
        char *at;
        int error = reach_byte(transfer, address, &at);
        if (error)
            return error;
        size_t part = rest_of_page(address, left);
        address += (virt_t)part;
        left -= part;
    }
    return 0;
}

static int move_bytes(struct transfer *transfer, char *buffer, size_t length)
{
    ASSERT(length <= transfer->left);
    while (length > 0) {
        char *at;
        int error = reach_byte(transfer, transfer->address, &at);
        if (error)
            return error;
        size_t part = rest_of_page(transfer->address, length);
        if (transfer->direction == FROM_USER)
            memcpy(buffer, at, part);
        else
            memcpy(at, buffer, part);
        buffer += part;
        length -= part;
        transfer->address += (virt_t)part;
        transfer->left -= part;
    }
    return 0;
}

int transfer_in(struct transfer *transfer, void *buffer, size_t length)
{
    ASSERT(transfer->direction == FROM_USER);
    return move_bytes(transfer, buffer, length);
}

int transfer_out(struct transfer *transfer, const void *buffer, size_t length)
{
    ASSERT(transfer->direction != FROM_USER);
    return move_bytes(transfer, (char *)buffer,
                      length); /* only read from, in this direction */
}

int transfer_string(struct space *space, virt_t address, char *buffer, size_t size)
{
    struct transfer transfer = transfer_make(space, FROM_USER, address, size);
    while (size > 0) {
        char *at;
        int error = reach_byte(&transfer, address, &at);
        if (error)
            return error;
        size_t part = rest_of_page(address, size);
        size_t length = strnlen(at, part);
        memcpy(buffer, at, length < part ? length + 1 : part);
        if (length < part)
            return 0;
        buffer += part;
        address += (virt_t)part;
        size -= part;
    }
    return -ENAMETOOLONG;
}
