"""The programs of tests/conformance run from the same static ELF file on Robin and, by qemu-i386, on Linux; and they
compile with the headers of this machine's Linux. What they print and their exit status must be equal. All of them share
one boot."""

import difflib
import fcntl
import pathlib
import re
import signal
import subprocess

import pytest
from conftest import HOST_SECONDS, ROOT, make_initrd

FOLDER = ROOT / "tests" / "conformance"
BUILT = ROOT / "build" / "conformance"
FILES = BUILT / "files"
ON_LINUX = BUILT / "linux"
CASES = sorted(path.stem for path in FOLDER.glob("*.c"))

# Those that are built with Linux's library besides: what it asks the kernel for is its own affair.
OF_LINUX = ["clocks", "signals", "streams"]
# Those that are about the library itself, which has to say on Linux what Linux's own says.
ABOUT_LIBRARY = ["library", "memory_streams", "options", "zones"]
LIBRARY = pathlib.Path("/usr/i686-linux-gnu/lib/libc.a")

# A line in the head comment of a case.
ARGUMENTS = re.compile(r"^ \* arguments: (.*?)(?: \*/)?$", re.M)


def arguments(case):
    found = ARGUMENTS.search((FOLDER / f"{case}.c").read_text("utf-8"))
    return f" {found[1]}" if found else ""


@pytest.fixture(scope="session")
def archive():
    """Options for `boot`: the cases are in /bin, and /files/all runs each of them."""
    FILES.mkdir(parents=True, exist_ok=True)
    with open(BUILT / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        commands = {case: f"{case}{arguments(case)}" for case in CASES}
        if LIBRARY.exists():
            commands |= {f"linux_{case}": f"/files/linux_{case}{arguments(case)}" for case in OF_LINUX}
            for case in OF_LINUX:
                build_with_linuxs_library(case)
        script = "".join(f"{command}\necho '@@' {case} $?\n" for case, command in commands.items())
        (FILES / "all").write_text(script, "ascii")
        options = make_initrd(FOLDER, FILES, BUILT)
        for case in CASES:
            keep_for_linux(case)
        return options


def build_with_linuxs_library(case):
    source, program = FOLDER / f"{case}.c", FILES / f"linux_{case}"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["i686-linux-gnu-gcc", "-O1", "-w", "-static", "-s", source, "-o", program], check=True)


def keep_for_linux(case):
    """The file that is in the archive, where no other worker of pytest makes it anew meanwhile."""
    program = (BUILT / "initrd.root" / "bin" / case).read_bytes()
    kept = ON_LINUX / case
    if not kept.exists() or kept.read_bytes() != program:
        ON_LINUX.mkdir(exist_ok=True)
        new = kept.with_suffix(".new")
        new.write_bytes(program)
        new.chmod(0o755)
        new.rename(kept)


def on_robin(boot, archive):
    """What each case printed, and its status. What the shell says of an end is no part of it."""
    result = boot(run="sh /files/all", **archive)
    console = result.console.split("\n", 1)[1]
    found = {}
    for shown, case, status in re.findall(r"(.*?)@@ (\w+) (\d+)\n", console, re.DOTALL):
        told = re.sub(rf"^{case} \d+: .*\n", "", shown, flags=re.MULTILINE)
        found[case] = told, int(status)
    return found


def as_robin_starts_programs():
    """No signal is ignored, as those are that `nohup` or a shell's `&` has ignored for all that come after it."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)


def on_linux(case, program=None):
    """The same from the same file, by name as in /bin there."""
    program = program or ON_LINUX / case
    process = subprocess.run(["qemu-i386", "-0", case, program, *arguments(case).split()],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
                             stderr=subprocess.DEVNULL, timeout=HOST_SECONDS, env={},
                             preexec_fn=as_robin_starts_programs)
    status = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return process.stdout.decode("utf-8", "replace"), status


def expect_equal(robin, linux):
    """(text, status) of both. The first lines that differ are told: what one of them did may be seldom."""
    lines = [text.splitlines() for text, _ in (robin, linux)]
    assert robin == linux, "\n".join([*difflib.unified_diff(*lines, "Robin", "Linux", lineterm="")][:40])


@pytest.mark.parametrize("case", CASES)
def test_on_robin_as_on_linux(boot, archive, case):
    expect_equal(on_robin(boot, archive)[case], on_linux(case))


def test_what_this_process_ignores_changes_nothing(archive):
    assert archive
    expected, before = on_linux("any_signals"), signal.signal(signal.SIGHUP, signal.SIG_IGN)
    found = on_linux("any_signals")
    signal.signal(signal.SIGHUP, before)
    expect_equal(found, expected)


@pytest.mark.parametrize("case", OF_LINUX)
def test_with_linuxs_own_library_on_robin_as_on_linux(boot, archive, case):
    program = FILES / f"linux_{case}"
    if not program.exists():
        pytest.skip("a static C library of Linux's is missing: package libc6-dev-i386-cross")
    expect_equal(on_robin(boot, archive)[f"linux_{case}"], on_linux(case, program))


@pytest.mark.parametrize("case", ABOUT_LIBRARY)
def test_the_library_says_what_linuxs_own_does(archive, tmp_path, case):
    if not LIBRARY.exists():
        pytest.skip("a static C library of Linux's is missing: package libc6-dev-i386-cross")
    program = tmp_path / case
    subprocess.run(["i686-linux-gnu-gcc", "-O1", "-w", "-static", FOLDER / f"{case}.c", "-o", program], check=True)
    expect_equal(on_linux(case), on_linux(case, program))


@pytest.mark.parametrize("case", CASES)
def test_compiles_for_linux_without_a_change(case):
    command = ["gcc", "-fsyntax-only", "-std=gnu11", "-Wall", "-Werror", FOLDER / f"{case}.c"]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr


def test_every_page_comes_back_after_the_conformance_programs(boot, archive):
    assert "robin: every page came back" in boot(run="sh /files/all", **archive).lines
