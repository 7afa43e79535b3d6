/* What a file is: who may do what with it, whose it is, when it was changed; and how much room
 * there is where it lies. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

#include "call.h"

int fstat(int fd, struct stat *stat)
{
    return posix_result(call_2(SYS_FSTAT64, (uint32_t)fd, word(stat)));
}

int stat(const char *path, struct stat *stat)
{
    return posix_result(call_2(SYS_STAT64, word(path), word(stat)));
}

int lstat(const char *path, struct stat *stat)
{
    return posix_result(call_2(SYS_LSTAT64, word(path), word(stat)));
}

int fstatat(int folder, const char *restrict path, struct stat *restrict stat, int flags)
{
    return posix_result(
        call_4(SYS_FSTATAT64, (uint32_t)folder, word(path), word(stat), (uint32_t)flags));
}

int access(const char *path, int wanted)
{
    return posix_result(call_2(SYS_ACCESS, word(path), (uint32_t)wanted));
}

/* The real user is the effective one, so the flags change nothing. */
int faccessat(int folder, const char *path, int wanted, int flags)
{
    if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW))
        return posix_result(-EINVAL);
    return posix_result(
        call_3(SYS_FACCESSAT, (uint32_t)folder, word(path), (uint32_t)wanted));
}

/* --- Permissions --- */

mode_t umask(mode_t mask)
{
    return (mode_t)call_1(SYS_UMASK, mask);
}

int chmod(const char *path, mode_t mode)
{
    return posix_result(call_2(SYS_CHMOD, word(path), mode));
}

int fchmod(int fd, mode_t mode)
{
    return posix_result(call_2(SYS_FCHMOD, (uint32_t)fd, mode));
}

/* The call has no flags. */
int fchmodat(int folder, const char *path, mode_t mode, int flags)
{
    if (flags & ~AT_SYMLINK_NOFOLLOW)
        return posix_result(-EINVAL);
    return posix_result(call_3(SYS_FCHMODAT, (uint32_t)folder, word(path), mode));
}

int chown(const char *path, uid_t owner, gid_t group)
{
    return posix_result(call_3(SYS_CHOWN32, word(path), owner, group));
}

int lchown(const char *path, uid_t owner, gid_t group)
{
    return posix_result(call_3(SYS_LCHOWN32, word(path), owner, group));
}

int fchown(int fd, uid_t owner, gid_t group)
{
    return posix_result(call_3(SYS_FCHOWN32, (uint32_t)fd, owner, group));
}

int fchownat(int folder, const char *path, uid_t owner, gid_t group, int flags)
{
    const uint32_t words[6] = {(uint32_t)folder, word(path), owner, group,
                               (uint32_t)flags};

    return posix_result(call_6(SYS_FCHOWNAT, words));
}

/* --- Times --- */

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
    return posix_result(call_4(SYS_UTIMENSAT, (uint32_t)folder, word(path), word(times),
                               (uint32_t)flags));
}

int futimens(int fd, const struct timespec times[2])
{
    return utimensat(fd, NULL, times, 0);
}

int utimes(const char *path, const struct timeval times[2])
{
    struct timespec exact[2];

    for (int i = 0; times != NULL && i < 2; i++) {
        if (times[i].tv_usec < 0 || times[i].tv_usec >= 1000000)
            return posix_result(-EINVAL);
        exact[i] = (struct timespec){times[i].tv_sec, times[i].tv_usec * 1000};
    }
    return utimensat(AT_FDCWD, path, times == NULL ? NULL : exact, 0);
}

int utime(const char *path, const struct utimbuf *times)
{
    struct timespec exact[2] = {{0, 0}, {0, 0}};

    if (times != NULL) {
        exact[0].tv_sec = times->actime;
        exact[1].tv_sec = times->modtime;
    }
    return utimensat(AT_FDCWD, path, times == NULL ? NULL : exact, 0);
}

/* --- Where it lies --- */

int statfs(const char *path, struct statfs *space)
{
    return posix_result(
        call_3(SYS_STATFS64, word(path), sizeof(struct statfs64), word(space)));
}

int fstatfs(int fd, struct statfs *space)
{
    return posix_result(
        call_3(SYS_FSTATFS64, (uint32_t)fd, sizeof(struct statfs64), word(space)));
}

static int describe(int result, const struct statfs *from, struct statvfs *to)
{
    if (result == 0)
        *to = (struct statvfs){.f_bsize = from->f_bsize,
                               .f_frsize = from->f_frsize,
                               .f_blocks = from->f_blocks,
                               .f_bfree = from->f_bfree,
                               .f_bavail = from->f_bavail,
                               .f_files = from->f_files,
                               .f_ffree = from->f_ffree,
                               .f_favail = from->f_ffree,
                               .f_fsid = (unsigned long)from->f_fsid.__val[0],
                               .f_flag = from->f_flags & (ST_RDONLY | ST_NOSUID),
                               .f_namemax = from->f_namelen};
    return result;
}

int statvfs(const char *restrict path, struct statvfs *restrict space)
{
    struct statfs found;

    return describe(statfs(path, &found), &found, space);
}

int fstatvfs(int fd, struct statvfs *space)
{
    struct statfs found;

    return describe(fstatfs(fd, &found), &found, space);
}
