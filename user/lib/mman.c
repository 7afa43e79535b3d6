/* Memory beside the heap. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"

enum { PAGE_BYTES = 4096, ERRORS = 4096 };

/* An address, which may be negative as a number with a sign; errors are above all of them. */
static void *address_result(int32_t result)
{
    if ((uint32_t)result < (uint32_t)-ERRORS)
        return (void *)(uintptr_t)(uint32_t)result;
    errno = -result;
    return MAP_FAILED;
}

static void *map(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
    uint32_t words[6] = {word(address),   length,       (uint32_t)prot,
                         (uint32_t)flags, (uint32_t)fd, (uint32_t)offset / PAGE_BYTES};

    if (offset % PAGE_BYTES != 0) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    return address_result(call_6(SYS_MMAP2, words));
}

/* Fills LENGTH bytes at BYTES, which are zeros, with the file from OFFSET on, as far as it
 * goes. */
static bool read_file(char *bytes, size_t length, int fd, off_t offset)
{
    size_t done = 0;
    ssize_t count = 1;

    while (done < length && count > 0) {
        count = pread(fd, bytes + done, length - done, offset + (off_t)done);
        done += count > 0 ? (size_t)count : 0;
    }
    return count >= 0;
}

/* The kernel maps no file. Zeros without end are the same as memory without a file; and of a
 * file that only the caller is to see the changes of, a copy does: nobody may rely on what
 * others write to it meanwhile. [POSIX mmap] */
void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
    enum { ZERO_DEVICE = 1 << 8 | 5 };
    int before = errno;
    void *bytes = map(address, length, prot, flags, fd, offset);
    struct stat file;

    if (bytes != MAP_FAILED || errno != ENODEV || fstat(fd, &file) < 0)
        return bytes;
    bool is_zeros = S_ISCHR(file.st_mode) && file.st_rdev == ZERO_DEVICE;
    bool is_copy = S_ISREG(file.st_mode) && (flags & MAP_TYPE) == MAP_PRIVATE;
    if (!is_zeros && !is_copy)
        return bytes;
    errno = before;
    flags |= MAP_ANONYMOUS;
    if (is_zeros)
        return map(address, length, prot, flags, -1, 0);
    bytes = map(address, length, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (bytes == MAP_FAILED ||
        (read_file(bytes, length, fd, offset) && mprotect(bytes, length, prot) == 0))
        return bytes;
    before = errno;
    munmap(bytes, length);
    errno = before;
    return MAP_FAILED;
}

int munmap(void *address, size_t length)
{
    return posix_result(call_2(SYS_MUNMAP, word(address), length));
}

int mprotect(void *address, size_t length, int prot)
{
    return posix_result(call_3(SYS_MPROTECT, word(address), length, (uint32_t)prot));
}

void *mremap(void *old, size_t old_length, size_t new_length, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    void *wanted = flags & MREMAP_FIXED ? va_arg(arguments, void *) : NULL;
    va_end(arguments);
    uint32_t words[6] = {word(old), old_length, new_length, (uint32_t)flags,
                         word(wanted)};
    return address_result(call_6(SYS_MREMAP, words));
}

int madvise(void *address, size_t length, int advice)
{
    return posix_result(call_3(SYS_MADVISE, word(address), length, (uint32_t)advice));
}

int posix_madvise(void *address, size_t length, int advice)
{
    int error = errno;
    int result = advice < 0 || advice > MADV_DONTNEED ? EINVAL : 0;

    /* This one may not lose what is there. */
    if (result == 0 &&
        madvise(address, length, advice == MADV_DONTNEED ? MADV_NORMAL : advice) < 0)
        result = errno;
    errno = error;
    return result;
}

int msync(void *address, size_t length, int flags)
{
    bool is_wrong = (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0 ||
                    (flags & (MS_ASYNC | MS_SYNC)) == (MS_ASYNC | MS_SYNC);

    return is_wrong ? posix_result(-EINVAL) : madvise(address, length, MADV_NORMAL);
}

/* From the page's beginning on. */
static int check_pages(const void *address, size_t length)
{
    uintptr_t start = (uintptr_t)address, gap = start % PAGE_BYTES;

    return madvise((void *)(start - gap), length + gap, MADV_NORMAL);
}

int mlock(const void *address, size_t length)
{
    return check_pages(address, length);
}

int munlock(const void *address, size_t length)
{
    return check_pages(address, length);
}

int mlockall(int flags)
{
    const int all = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;

    return flags == 0 || flags == MCL_ONFAULT || flags & ~all ? posix_result(-EINVAL) : 0;
}

int munlockall(void)
{
    return 0;
}
