#include "kernel/memory/transfer.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "lib/string.h"

enum { ZEROS_BYTES = 512 };
enum {
    PAGE_INSTRUCTIONS =
        3000,         /* for kernel_worked: to copy a page, and to make it usable */
    STRING_PART = 32, /* bytes of a string that are copied at once */
    PART_INSTRUCTIONS =
        300, /* for kernel_worked: to copy them, and to look for the end */
    PIECE_INSTRUCTIONS = 100, /* for kernel_worked: to read where one lies */
};

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

/* Makes the page at ADDRESS usable for TRANSFER, which has failed there. */
static int touch_page(const struct transfer *transfer, virt_t address)
{
    unsigned flags;
    bool is_write = transfer->direction == TO_USER;
    phys_t frame = arch_space_lookup(&transfer->space->arch, page_of(address), &flags);
    if (frame && flags & ARCH_PAGE_HIDDEN)
        frame = 0;
    unsigned access =
        (frame ? ARCH_ACCESS_MAPPED : 0u) | (is_write ? ARCH_ACCESS_WRITE : 0u);
    return space_touch(transfer->space, address, access);
}

static inline bool is_users(virt_t address)
{
    return address >= USER_START && address < USER_END;
}

static bool is_usable(const struct transfer *transfer, virt_t address)
{
    unsigned flags;
    phys_t frame = arch_space_lookup(&transfer->space->arch, page_of(address), &flags);
    if (!frame || flags & ARCH_PAGE_HIDDEN)
        return false;
    return transfer->direction != TO_USER || flags & ARCH_PAGE_WRITE;
}

int transfer_check(struct transfer *transfer)
{
    virt_t address = transfer->address;
    size_t left = transfer->left;
    while (left > 0) {
        if (!is_users(address))
            return -EFAULT;
        int error = is_usable(transfer, address) ? 0 : touch_page(transfer, address);
        if (error)
            return error;
        size_t part = rest_of_page(address, left);
        address += (virt_t)part;
        left -= part;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return 0;
}

static void move_on(struct transfer *transfer, size_t length)
{
    transfer->address += (virt_t)length;
    transfer->left -= length;
}

static bool copy_bytes(const struct transfer *transfer, char *buffer, size_t length)
{
    if (transfer->direction == FROM_USER)
        return arch_copy_from_user(buffer, transfer->address, (uint32_t)length);
    return arch_copy_to_user(transfer->address, buffer, (uint32_t)length);
}

/* Page by page, each of which is made usable if it has to be. */
static int move_pages(struct transfer *transfer, char *buffer, size_t length)
{
    while (length > 0) {
        size_t part = rest_of_page(transfer->address, length);
        if (!is_users(transfer->address))
            return -EFAULT;
        while (!copy_bytes(transfer, buffer, part)) {
            int error = touch_page(transfer, transfer->address);
            if (error)
                return error;
        }
        buffer += part;
        length -= part;
        move_on(transfer, part);
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return 0;
}

/* --- Pieces --- */

struct piece {
    virt_t address;
    uint32_t length;
};

static int read_piece(struct space *space, virt_t vector, uint32_t index,
                      struct piece *piece)
{
    virt_t at = vector + index * (uint32_t)sizeof(*piece);
    struct transfer from = transfer_make(space, FROM_USER, at, sizeof(*piece));
    kernel_worked(PIECE_INSTRUCTIONS);
    return transfer_in(&from, piece, sizeof(*piece));
}

int transfer_make_pieces(struct space *space, enum transfer_direction direction,
                         virt_t vector, uint32_t count, struct transfer_pieces *pieces,
                         struct transfer *transfer)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct piece piece;
        int error = read_piece(space, vector, i, &piece);
        if (error)
            return error;
        if (piece.length > INT32_MAX)
            return -EINVAL;
        uint32_t room = TRANSFER_MAX - total;
        total += piece.length < room ? piece.length : room;
    }
    *pieces = (struct transfer_pieces){.space = space, .next = vector, .count = count};
    *transfer =
        (struct transfer){.pieces = pieces, .left = total, .direction = direction};
    return 0;
}

/* The program may have changed them meanwhile, by what is read into them: then it gets what
 * it asked for, but never more than was there. */
static int next_piece(struct transfer_pieces *pieces)
{
    struct piece piece;
    if (pieces->count == 0)
        return -EFAULT;
    int error = read_piece(pieces->space, pieces->next, 0, &piece);
    if (error)
        return error;
    pieces->address = piece.address;
    pieces->length = piece.length;
    pieces->next += (uint32_t)sizeof(piece);
    pieces->count--;
    return 0;
}

static int move_pieces(struct transfer *transfer, char *buffer, size_t length)
{
    struct transfer_pieces *pieces = transfer->pieces;
    enum transfer_direction direction =
        transfer->direction == FROM_PIECES ? FROM_USER : TO_USER;
    while (length > 0) {
        int error = pieces->length > 0 ? 0 : next_piece(pieces);
        size_t part = pieces->length < length ? pieces->length : length;
        struct transfer one =
            transfer_make(pieces->space, direction, pieces->address, part);
        if (!error)
            error = move_pages(&one, buffer, part);
        if (error)
            return error;
        pieces->address += (virt_t)part;
        pieces->length -= (uint32_t)part;
        transfer->left -= part;
        buffer += part;
        length -= part;
    }
    return 0;
}

int transfer_pages_in(struct transfer *transfer, void *buffer, size_t length)
{
    ASSERT(length <= transfer->left);
    if (transfer->direction == FROM_PIECES)
        return move_pieces(transfer, buffer, length);
    ASSERT(transfer->direction == FROM_USER);
    return move_pages(transfer, buffer, length);
}

int transfer_pages_out(struct transfer *transfer, const void *buffer, size_t length)
{
    ASSERT(length <= transfer->left);
    if (transfer->direction == TO_PIECES)
        return move_pieces(transfer, (char *)buffer, length); /* only read from */
    ASSERT(transfer->direction == TO_USER || transfer->direction == TO_KERNEL);
    if (transfer->direction == TO_USER)
        return move_pages(transfer, (char *)buffer, length); /* only read from */
    memcpy(transfer->buffer + transfer->address, buffer, length);
    move_on(transfer, length);
    return 0;
}

int transfer_zeros(struct transfer *transfer, size_t length)
{
    static const char zeros[ZEROS_BYTES];
    int error = 0;
    while (!error && length > 0) {
        size_t part = length < sizeof(zeros) ? length : sizeof(zeros);
        error = transfer_out(transfer, zeros, part);
        length -= part;
    }
    return error;
}

int transfer_string_part(struct space *space, virt_t address, char *buffer, size_t size)
{
    struct transfer transfer = transfer_make(space, FROM_USER, address, size);
    size_t done = 0;
    while (done < size) {
        size_t part = rest_of_page(transfer.address, size - done);
        if (part > STRING_PART)
            part = STRING_PART; /* most strings are short */
        int error = transfer_in(&transfer, buffer + done, part);
        if (error)
            return error;
        size_t length = strnlen(buffer + done, part);
        done += length;
        if (length < part)
            return (int)done;
        kernel_worked(PART_INSTRUCTIONS);
    }
    return -ENAMETOOLONG;
}
