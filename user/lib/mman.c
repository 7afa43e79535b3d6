/* Memory beside the heap. */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/mman.h>

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

void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
    uint32_t words[6] = {word(address),   length,       (uint32_t)prot,
                         (uint32_t)flags, (uint32_t)fd, (uint32_t)offset / PAGE_BYTES};

    if (offset % PAGE_BYTES != 0) {
        errno = EINVAL;
        return MAP_FAILED;
    }
    return address_result(call_6(SYS_MMAP2, words));
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
