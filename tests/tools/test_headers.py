"""Programs' headers: a stranger may include any of them, in any order, by any standard of C from 1999 on."""

import subprocess

import pytest
from conftest import ROOT

# What the world outside relies on, and what C has beside.
POSIX = """alloca assert ctype dirent errno fcntl fenv float inttypes iso646 limits locale math poll sched setjmp signal stdarg
stdbool stddef stdint stdio stdlib string strings sys/ioctl sys/mman sys/param sys/resource sys/select sys/stat sys/syscall sys/time sys/times sys/types
sys/uio sys/utsname sys/wait termios time unistd""".split()

STANDARDS = ["c99", "gnu99", "c11", "gnu11", "gnu17"]


def compile_text(text, *options):
    folder = subprocess.check_output(["gcc", "-print-file-name=include"], text=True).strip()
    command = ["gcc", "-m32", "-nostdinc", "-isystem", f"{ROOT}/user/include", "-isystem", f"{ROOT}/include",
               "-isystem", folder, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *options, "-xc", "-"]
    process = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr


def include(headers):
    return "".join(f"#include <{header}.h>\n" for header in headers) + "int nothing;\n"


@pytest.mark.parametrize("standard", STANDARDS)
def test_all_headers_together_in_any_order(standard):
    compile_text(include(POSIX), f"-std={standard}", "-pedantic")
    compile_text(include(reversed(POSIX)), f"-std={standard}", "-pedantic")


def test_each_header_alone():
    for header in POSIX:
        compile_text(include([header]), "-std=c99", "-pedantic")


def test_assert_means_what_ndebug_says_each_time():
    compile_text("""
        #include <assert.h>
        void first(int x) { assert(x); }
        #define NDEBUG
        #include <assert.h>
        void second(void) { assert(this does not even compile); }
        """)


# What POSIX says is in a header besides what the header is about, and some of BSD's.
BESIDES = {
    "fcntl": "S_IRUSR | S_IWGRP | SEEK_END",
    "stdlib": "WNOHANG | WUNTRACED | WEXITSTATUS(0) | WIFSIGNALED(0) | WTERMSIG(0)",
    "sys/time": "sizeof(fd_set) | (select(0, 0, 0, 0, 0) == 0)",
    "sys/types": "sizeof(key_t) | sizeof(uint) | sizeof(u_char) | sizeof(ulong)",
    "sys/param": "MAXPATHLEN | MIN(1, 2)",
    "sys/wait": "SIGCHLD | sizeof(struct rusage) | sizeof(siginfo_t)",
    "signal": "SIGRTMIN | sizeof(struct timespec) | sizeof(ucontext_t)",
    "limits": "RTSIG_MAX | _POSIX_SIGQUEUE_MAX",
    "unistd": "_SC_RTSIG_MAX | _SC_SIGQUEUE_MAX | _SC_JOB_CONTROL | SEEK_SET",
}


@pytest.mark.parametrize("header", BESIDES)
def test_a_header_has_what_posix_says(header):
    compile_text(f"#include <{header}.h>\nint all(void) {{ return (int)({BESIDES[header]}); }}\n",
                 "-std=gnu11", "-Wno-missing-prototypes")
