/* What Robin's kernel has no call for. The call is made all the same, by Linux's number, so
 * that a program does on Linux what it was written for; here it gives ENOSYS, and what can be
 * told without the kernel is told. */
#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"

/* [Linux arch/x86/entry/syscalls/syscall_32.tbl] */
enum {
    CALL_MKNOD = 14,
    CALL_NICE = 34,
    CALL_SYMLINK = 83,
    CALL_GETPRIORITY = 96,
    CALL_SETPRIORITY = 97,
    CALL_SETREUID = 203,
    CALL_SETREGID = 204,
    CALL_GETGROUPS = 205,
    CALL_GETRESUID = 209,
    CALL_GETRESGID = 211,
    CALL_SETGID = 214,
    CALL_MINCORE = 218,
    CALL_MKNODAT = 297,
    CALL_SYMLINKAT = 304,
};

/* --- Devices, pipes with names, and links --- */

int mknod(const char *path, mode_t mode, dev_t device)
{
    return posix_result(call_3(CALL_MKNOD, word(path), mode, (uint32_t)device));
}

int mknodat(int folder, const char *path, mode_t mode, dev_t device)
{
    return posix_result(
        call_4(CALL_MKNODAT, (uint32_t)folder, word(path), mode, (uint32_t)device));
}

int mkfifo(const char *path, mode_t mode)
{
    return mknod(path, mode | S_IFIFO, 0);
}

int mkfifoat(int folder, const char *path, mode_t mode)
{
    return mknodat(folder, path, mode | S_IFIFO, 0);
}

int symlink(const char *text, const char *path)
{
    return posix_result(call_2(CALL_SYMLINK, word(text), word(path)));
}

int symlinkat(const char *text, int folder, const char *path)
{
    return posix_result(call_3(CALL_SYMLINKAT, word(text), (uint32_t)folder, word(path)));
}

/* --- Users and groups --- */

/* RESULT, or, where there is no such call: whether nothing would change. */
static int keep(int32_t result, bool is_same)
{
    return posix_result(result != -ENOSYS ? result : is_same ? 0 : -EPERM);
}

static bool is_own(uid_t uid)
{
    return uid == (uid_t)-1 || uid == getuid();
}

static bool is_group(gid_t gid)
{
    return gid == (gid_t)-1 || gid == getgid();
}

int setgid(gid_t gid)
{
    return keep(call_1(CALL_SETGID, gid), gid == getgid());
}

int setreuid(uid_t real, uid_t effective)
{
    return keep(call_2(CALL_SETREUID, real, effective),
                is_own(real) && is_own(effective));
}

int setregid(gid_t real, gid_t effective)
{
    return keep(call_2(CALL_SETREGID, real, effective),
                is_group(real) && is_group(effective));
}

int seteuid(uid_t uid)
{
    return setreuid((uid_t)-1, uid);
}

int setegid(gid_t gid)
{
    return setregid((gid_t)-1, gid);
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
    int32_t result = call_3(CALL_GETRESUID, word(real), word(effective), word(saved));

    if (result == -ENOSYS)
        *real = *effective = *saved = getuid();
    return keep(result, true);
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
    int32_t result = call_3(CALL_GETRESGID, word(real), word(effective), word(saved));

    if (result == -ENOSYS)
        *real = *effective = *saved = getgid();
    return keep(result, true);
}

/* There are none. */
int getgroups(int count, gid_t groups[])
{
    int32_t result = call_2(CALL_GETGROUPS, (uint32_t)count, word(groups));

    return posix_result(result != -ENOSYS ? result : count < 0 ? -EINVAL : 0);
}

/* --- Priorities --- */

/* Linux's call gives 20 to -19 as 40 to 1. */
int getpriority(int which, id_t who)
{
    int32_t result = call_2(CALL_GETPRIORITY, (uint32_t)which, who);

    return result < 0 ? posix_result(result) : 20 - result;
}

int setpriority(int which, id_t who, int priority)
{
    return posix_result(
        call_3(CALL_SETPRIORITY, (uint32_t)which, who, (uint32_t)priority));
}

int nice(int increment)
{
    int32_t result = call_1(CALL_NICE, (uint32_t)increment);

    return result < 0 ? posix_result(result) : getpriority(PRIO_PROCESS, 0);
}

/* --- Memory --- */

int mincore(void *address, size_t length, unsigned char *pages)
{
    return posix_result(call_3(CALL_MINCORE, word(address), length, word(pages)));
}
