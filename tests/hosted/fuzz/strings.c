/* What the steps of an input may name. New ones belong at the end of their row: else the corpus
 * means something else. */
#include "abi/clone.h"
#include "abi/fcntl.h"
#include "abi/mman.h"
#include "abi/poll.h"
#include "abi/signal.h"
#include "abi/termios.h"
#include "tests/hosted/fuzz/steps.h"

#define LENGTH(row) (sizeof(row) / sizeof(*(row)))

const char *const fuzz_paths[] = {
    "/",
    "/tmp",
    "/tmp/a",
    "/tmp/b",
    "/tmp/d",
    "/tmp/d/e",
    "a",
    "d",
    "d/e",
    "d/../a",
    ".",
    "..",
    "",
    "/bin",
    "/bin/init",
    "/bin/program",
    "/bin/none",
    "/dev",
    "/dev/null",
    "/dev/zero",
    "/dev/tty",
    "/dev/console",
    "/dev/hda",
    "/proc",
    "/proc/1",
    "/proc/self/status",
    "/proc/self/fd",
    "/proc/self/fd/3",
    "/proc/1/stat",
    "/proc/self/maps",
    "/proc/self/cmdline",
    "/proc/self/exe",
    "/proc/2/maps",
    "/proc/stat",
    "/proc/trace",
    "/proc/policy",
    "/proc/meminfo",
    "/proc/mounts",
    "/tmp/./d//e/",
    "/disk",
    "/disk/a",
    "/disk/b",
    "/disk/d",
    "/disk/d/e",
    "/disk/d/../../tmp/a",
    "/disk/program",
};

const char *const fuzz_policies[] = {
    "rr",
    "rr quantum=1",
    "rr quantum=3",
    "fifo",
    "sjf",
    "stcf",
    "mlfq",
    "mlfq levels=3 quantum=1,2,4 boost=7",
    "mlfq levels=2 allotment=2 io_done_to_front=1",
    "lottery",
    "lottery seed=7 quantum=2",
    "stride",
    "fair",
    "process-run",
    "process-run switch=end io_done=immediate",
    "mlfq levels=99",
};

const uint32_t fuzz_constants[] = {
    (uint32_t)AT_FDCWD,
    USER_TEXT + 0xF0, /* a handler */
    MAP_PRIVATE | MAP_ANONYMOUS,
    MAP_SHARED | MAP_ANONYMOUS,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
    MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED,
    MAP_PRIVATE,
    MAP_PRIVATE | MAP_FIXED,
    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
    SIGCHLD,
    SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID,
    SIGCHLD | CLONE_PARENT_SETTID,
    TCGETS,
    TCGETS + 1, /* TCSETS and its kin */
    TCGETS + 2,
    TCGETS + 3,
    TIOCSCTTY,
    TIOCGPGRP,
    TIOCSPGRP,
    TIOCGSID,
    FIONREAD,
    TIOCGWINSZ,
    TIOCSWINSZ,
    0x7fffffff,
    0x80000000,
    0xffffffff,
    1000, /* users */
    1001,
    O_CREAT | O_RDWR,
    O_CREAT | O_RDWR | O_TRUNC,
    O_CREAT | O_WRONLY | O_APPEND,
    O_RDWR | O_NONBLOCK,
    O_DIRECTORY,
    0777,
    999999999, /* nanoseconds */
    1000000000,
    F_DUPFD_CLOEXEC,
    F_SETPIPE_SZ,
    AT_REMOVEDIR,
    AT_EMPTY_PATH,
    84, /* struct statfs64 */
    POLLIN << 16 | POLLOUT,
    SA_SIGINFO | SA_RESTART,
    SA_NODEFER | SA_ONSTACK,
    SA_RESETHAND,
    SA_NOCLDWAIT,
    0x20000000, /* where the program maps */
};

const uint32_t fuzz_path_count = LENGTH(fuzz_paths);
const uint32_t fuzz_policy_count = LENGTH(fuzz_policies);
const uint32_t fuzz_constant_count = LENGTH(fuzz_constants);
