/* Calls on open files. */
#include "abi/errno.h"
#include "abi/uio.h"
#include "kernel/process/process.h"
#include "kernel/process/signal.h"
#include "kernel/syscall/handlers.h"

static inline struct descriptors *own_descriptors(void)
{
    return &process_current()->descriptors;
}

static inline struct file *find_file(uint32_t fd)
{
    return descriptors_find(own_descriptors(), fd);
}

int32_t sys_close(uint32_t fd)
{
    return descriptors_close(own_descriptors(), fd);
}

/* --- Read and write --- */

int32_t sys_read(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = find_file(fd);
    if (!file)
        return -EBADF;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, buffer, length);
    return file_read(file, &to);
}

/* A write of LENGTH bytes found that nobody reads the pipe, when LEFT were left. */
static __attribute__((noinline)) int32_t end_broken_pipe(size_t length, size_t left)
{
    signal_send_by_kernel(process_current(), SIGPIPE);
    return left < length ? (int32_t)(length - left) : -EPIPE;
}

static inline int32_t write_file(struct file *file, struct transfer *from)
{
    size_t length = from->left;
    int result = file_write(file, from);
    return result == -EPIPE ? end_broken_pipe(length, from->left) : result;
}

int32_t sys_write(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = find_file(fd);
    if (!file)
        return -EBADF;
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, buffer, length);
    return write_file(file, &from);
}

static int find_pieces(uint32_t fd, enum transfer_direction direction, virt_t vector,
                       uint32_t count, struct file **file, struct transfer_pieces *pieces,
                       struct transfer *transfer)
{
    *file = find_file(fd);
    if (!*file)
        return -EBADF;
    if (count > IOV_MAX)
        return -EINVAL;
    return transfer_make_pieces(&process_current()->space, direction, vector, count,
                                pieces, transfer);
}

int32_t sys_readv(uint32_t fd, virt_t vector, uint32_t count)
{
    struct file *file;
    struct transfer_pieces pieces;
    struct transfer to;
    int error = find_pieces(fd, TO_PIECES, vector, count, &file, &pieces, &to);
    return error ? error : file_read(file, &to);
}

int32_t sys_writev(uint32_t fd, virt_t vector, uint32_t count)
{
    struct file *file;
    struct transfer_pieces pieces;
    struct transfer from;
    int error = find_pieces(fd, FROM_PIECES, vector, count, &file, &pieces, &from);
    return error ? error : write_file(file, &from);
}

/* --- The same at an offset of their own: seldom, so it need not be inlined --- */

typedef int file_move(struct file *file, struct transfer *transfer);

/* FILE's own offset stays, also while the one who moves waits. */
static __attribute__((noinline)) int32_t move_there(const struct file *file,
                                                    const struct arch_call *call,
                                                    file_move *move,
                                                    struct transfer *transfer)
{
    struct file there;
    if ((int32_t)call->e < 0)
        return -EINVAL;
    if (!file)
        return -EBADF;
    if (file->operations->is_stream)
        return -ESPIPE;
    there = *file;
    there.offset = (uint64_t)call->e << 32 | call->d;
    return move(&there, transfer);
}

static __attribute__((noinline)) int32_t move_bytes(const struct arch_call *call,
                                                    file_move *move,
                                                    enum transfer_direction direction)
{
    struct transfer transfer =
        transfer_make(&process_current()->space, direction, call->b, call->c);
    return move_there(find_file(call->a), call, move, &transfer);
}

static __attribute__((noinline)) int32_t move_pieces(const struct arch_call *call,
                                                     file_move *move,
                                                     enum transfer_direction direction)
{
    struct file *file;
    struct transfer_pieces pieces;
    struct transfer transfer;
    int error =
        find_pieces(call->a, direction, call->b, call->c, &file, &pieces, &transfer);
    return error ? error : move_there(file, call, move, &transfer);
}

/* fd, buffer, bytes, the offset's low and high word */
int32_t sys_pread64(const struct arch_call *call)
{
    return move_bytes(call, file_read, TO_USER);
}

int32_t sys_pwrite64(const struct arch_call *call)
{
    return move_bytes(call, file_write, FROM_USER);
}

/* fd, pieces, their count, the offset's low and high word */
int32_t sys_preadv(const struct arch_call *call)
{
    return move_pieces(call, file_read, TO_PIECES);
}

int32_t sys_pwritev(const struct arch_call *call)
{
    return move_pieces(call, file_write, FROM_PIECES);
}

/* --- Where it is read and written --- */

/* The offset is the program's word, with a sign; and so must the new one be. */
int32_t sys_lseek(uint32_t fd, uint32_t offset, uint32_t whence)
{
    struct file *file = find_file(fd);
    if (!file)
        return -EBADF;
    int64_t result = file_seek(file, (int32_t)offset, whence);
    return result > INT32_MAX ? -EOVERFLOW : (int32_t)result;
}

/* fd, the offset's high and low word, where to put the new one, whence */
int32_t sys_llseek(const struct arch_call *call)
{
    struct file *file = find_file(call->a);
    if (!file)
        return -EBADF;
    int64_t offset = (int64_t)((uint64_t)call->b << 32 | call->c);
    int64_t result = file_seek(file, offset, call->e);
    return result < 0 ? (int32_t)result : copy_out(call->d, &result, sizeof(result));
}

/* --- Directories --- */

int32_t sys_getdents64(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = find_file(fd);
    if (!file)
        return -EBADF;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, buffer, length);
    return file_list(file, &to);
}
