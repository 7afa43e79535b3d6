"""The harness of all tests that boot, booted/ and long/: `boot` runs commands in a Robin of its own and gives back
what came of it; `terminal` is a Robin that one talks to; `programs` adds the programs of
tests/programs to either; `bochs` runs commands in another emulator's PC. A failed test prints its log."""

import fcntl
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import termios
import time

import pexpect
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
BOOT = str(ROOT / "tools" / "boot")
HOST_SECONDS = 120  # what has not come by then hangs, however busy the host is

PROMPT = "robin$ "


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: builds or boots for long: left to `make test-all`")
    config.addinivalue_line("markers", "exact: counts the kernel's bytes or instructions, of which a "
                                       "checked build has more")


# `make test POLICY=fifo` must not change what the tests mean.
IMAGE = "ROBIN_KERNEL", "ROBIN_INITRD"
OF_MAKE = "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if name in IMAGE or not (name.startswith("ROBIN_") or name in OF_MAKE)}
KERNEL = os.path.abspath(ENVIRONMENT.get("ROBIN_KERNEL", ROOT / "build" / "robin.elf"))
INITRD = os.path.abspath(ENVIRONMENT.get("ROBIN_INITRD", ROOT / "build" / "initrd.tar"))

sys.path.insert(0, str(ROOT / "tools" / "trace"))
import trace_check  # noqa: E402
import trace_file  # noqa: E402  (their folder has to be on the path first)


class Result:
    """How a boot ended: .status of tools/boot, .console, its .lines, .errors (standard
    error), and .trace, the records, if the boot was asked for it."""

    def __init__(self, arguments, process, trace):
        self.arguments = arguments
        self.status = process.returncode
        self.console = process.stdout.decode("utf-8", "replace")
        self.errors = process.stderr.decode("utf-8", "replace")
        self.lines = self.console.splitlines()
        self.trace_bytes = trace

    @property
    def trace(self):
        return trace_file.parse(self.trace_bytes)

    def log(self):
        return f"{self.console}{self.errors}(exit status {self.status})"


def option_words(options):
    """{'quantum': 4, 'iso': True, 'icount': False} as options of tools/boot."""
    words = []
    for name, value in options.items():
        if value is True:
            words.append(f"--{name}")
        elif value is not False and value is not None:
            words.append(f"--{name}={value}")
    return words


def run_boot(arguments, want_trace):
    with tempfile.TemporaryDirectory() as folder:
        trace = pathlib.Path(folder, "trace")
        if want_trace:
            arguments = [*arguments, f"--trace={trace}"]
        process = subprocess.run([BOOT, *arguments], stdin=subprocess.DEVNULL,
                                 capture_output=True, env=ENVIRONMENT, check=False)
        return Result(arguments, process, trace.read_bytes() if trace.exists() else b"")


@pytest.fixture(scope="session")
def boots():
    """The boots of this session by their options: many assertions share one."""
    return {}


@pytest.fixture
def boot(request, boots):
    """boot(run="ps", policy="fifo", ...): boots with these options of tools/boot,
    repeatably and with the kernel's checks on. Equal options share a boot, unless `again`
    is set. With trace=True the result has a trace. An instruction takes 2**SHIFT ns, 8 unless
    ticks are short: the fewer there are in a tick, the sooner a test of some ticks is over."""

    def boot_with(again=False, trace=False, shift=None, **options):
        settings = {"icount": True, "check": True, "timeout": HOST_SECONDS, **options}
        if shift is None:
            shift = 0 if settings.get("hz") == 1000 else 3
        if settings["icount"]:
            settings["qemu"] = f"-icount shift={shift} {options.get('qemu', '')}"
        arguments = option_words(settings)
        key = (trace, *sorted(arguments))
        if again or key not in boots:
            boots[key] = run_boot(arguments, trace)
            if trace and boots[key].status < 240:  # an orderly end
                trace_check.check(boots[key].trace_bytes, settings.get("policy"),
                                  settings.get("quantum"))
        attach(request, boots[key].arguments, boots[key].log)
        return boots[key]

    return boot_with


# What the test programs find under /files.
FILES = {
    "letters": b"abcdefghijklmnopqrstuvwxyz",
    "empty": b"",
    "lines": b"ten 10\n-3\n7\nb\n",
    "garbage": bytes(range(256)) * 8,
    "half": b"\x7fELF\1\1\1" + bytes(40),
}


def make_initrd(programs, files, place):
    """Options for `boot` and `terminal`, with an archive that is made at PLACE: `make` looks at
    all that it consists of, which takes longer than a boot."""
    archive = pathlib.Path(place, "initrd.tar")
    subprocess.run(["make", "--silent", "-C", ROOT, "initrd", f"PROGRAMS={programs}",
                    f"FILES={files}", f"INITRD={archive}"],
                   env=ENVIRONMENT, stdout=sys.stderr, check=True)
    return {"initrd": str(archive)}


@pytest.fixture(scope="session")
def programs():
    """Options for `boot` and `terminal`: the programs of tests/programs are there, and
    FILES. They are built by one of pytest's workers at a time."""
    folder = ROOT / "build" / "tests"
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name, content in FILES.items():
            if not (files / name).exists():
                (files / name).write_bytes(content)
        return make_initrd(ROOT / "tests" / "programs", files, folder)


def comes_true(condition):
    """Waits until CONDITION() holds, however slow the host is; False: it hangs."""
    deadline = time.monotonic() + HOST_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class Monitor:
    """QEMU's monitor at the socket PATH: .ask(COMMAND) returns what it answers."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(HOST_SECONDS)
        assert comes_true(lambda: self.socket.connect_ex(path) == 0)
        self.read_answer()

    def read_answer(self):
        answer = b""
        while not answer.endswith(b"(qemu) "):
            part = self.socket.recv(65536)
            assert part, answer
            answer += part
        return answer.decode("utf-8", "replace")

    def ask(self, command):
        self.socket.sendall(command.encode() + b"\n")
        return self.read_answer()

    def halts(self):
        """Whether the CPU halts, which it may be about to do only."""
        return comes_true(lambda: "HLT=1" in self.ask("info registers"))

    def screen(self, file):
        """The 25 rows of text in VGA memory, by way of FILE, when all has been written."""
        assert self.halts()
        self.ask(f'pmemsave 0xb8000 4000 "{file}"')
        text = pathlib.Path(file).read_bytes()[::2].decode("ascii", "replace")
        return [text[at:at + 80].replace("\0", " ").rstrip() for at in range(0, 2000, 80)]


def keep_newlines():
    """Has the terminal show the guest's line ends as they are, without its own CR."""
    settings = termios.tcgetattr(1)
    settings[1] &= ~termios.ONLCR
    termios.tcsetattr(1, termios.TCSANOW, settings)


@pytest.fixture
def terminal(request):
    """terminal(policy="fifo", ...): Robin in a terminal, as a pexpect child, which is
    gone when the test ends."""
    children = []

    def start(**options):
        settings = {"check": True, "timeout": HOST_SECONDS, **options}
        arguments = option_words(settings)
        log = tempfile.TemporaryFile("w+", encoding="utf-8")
        child = pexpect.spawn(BOOT, arguments, timeout=HOST_SECONDS, env=ENVIRONMENT,
                              encoding="utf-8", codec_errors="replace",
                              dimensions=(25, 80), preexec_fn=keep_newlines)
        child.logfile_read = log
        children.append((child, log))
        attach(request, arguments, lambda: read_from_start(log))
        return child

    yield start
    for child, log in children:
        child.close(force=True)
        log.close()


def read_from_start(file):
    file.seek(0)
    return file.read()


CHUNK_BYTES = 600  # of commands; the boot line has room for 1024


def chunks(commands):
    """COMMANDS in lists that one boot line has room for."""
    chunk = []
    for command in commands:
        if chunk and sum(len(other) + 20 for other in (*chunk, command)) > CHUNK_BYTES:
            yield chunk
            chunk = []
        chunk.append(command)
    yield chunk


@pytest.fixture
def outputs(boot):
    """outputs(COMMANDS, **options): runs the commands, many in one boot, and returns the
    lines that each of them printed, and its status, by command."""

    def run_all(commands, **options):
        found = {}
        for chunk in chunks(commands):
            text = "".join(f"{command}\necho @ $?\n" for command in chunk)
            result = boot(run=text, **options)
            parts = re.split(r"^@ (\d+)\n", result.console, flags=re.MULTILINE)
            assert len(parts) == 2 * len(chunk) + 1
            parts[0] = parts[0].split("\n", 1)[1]  # without the banner
            for command, shown, status in zip(chunk, parts[::2], parts[1::2]):
                found[command] = shown.splitlines(), int(status)
        return found

    return run_all


BOCHS_PC = """display_library: rfb, options="timeout=0"
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
megs: 32
cpu: model={cpu}, ips=20000000
clock: sync=none, time0=1704067200
ata0-master: type=cdrom, path=robin.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=console
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
panic: action=fatal
log: log
"""


@pytest.fixture
def bochs(tmp_path, programs):
    """bochs(COMMANDS): the lines on the console when the shell has run them there; with more WORDS
    on the boot line, another INITRD and another CPU. Debian's Bochs has a debugger, which waits to be told to begin."""
    def boot(commands, *words, initrd=programs["initrd"], cpu="p4_willamette"):
        subprocess.run([ROOT / "tools/build/make-iso", tmp_path / "robin.iso",
                        f"run={commands}", "check=1", *words],
                       env=ENVIRONMENT | {"ROBIN_INITRD": initrd}, check=True)
        (tmp_path / "pc").write_text(BOCHS_PC.format(cpu=cpu), encoding="ascii")
        (tmp_path / "debugger").write_text("continue\n", encoding="ascii")
        process = subprocess.run(["bochs", "-q", "-f", "pc", "-rc", "debugger"], cwd=tmp_path,
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 timeout=HOST_SECONDS, check=False)
        print(process.stdout[-2000:], process.stderr[-2000:])
        console = (tmp_path / "console").read_text("utf-8", "replace")
        print(console)
        return console.splitlines()

    return boot


LOGS = pytest.StashKey()


def attach(request, arguments, log):
    """LOG() is printed if this test fails."""
    request.node.stash.setdefault(LOGS, []).append((" ".join(["boot", *arguments]), log))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        report.sections += [(title, log()) for title, log in item.stash.get(LOGS, [])
                            if call.when == "call"]
