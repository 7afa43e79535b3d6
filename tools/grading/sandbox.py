"""Where a submission is built and run: a namespace of its own without network, in which only
the compiler, what Robin is built from, and the submission can be seen, with limits.

Inside, paths are the same for everyone: /robin is the checkout (read-only), /submission the
copy of the submission (read-only), /out what is built, /tmp empty. So no report depends on
where a grader runs."""

import os
import platform
import re
import selectors
import shutil
import signal
import struct
import subprocess
import tempfile
import time

ROOT = os.path.realpath(f"{__file__}/../../..")
MIB = 1 << 20

# What a build needs of the checkout. All else stays unseen: suites, the tests' schedules, and
# what earlier runs have left in build/ or in .git.
SEEN = ["Makefile", "linker.ld", "include", "lib", "boot", "arch", "kernel", "user",
        "tools/boot", "tools/build", "tools/schedule", "build/compiler", "build/kernel",
        "build/user", "build/host", "build/robin.elf", "build/initrd.tar", "build/initrd.names",
        "build/policies.txt"]
SYSTEM = ["/usr", "/etc/alternatives", "/etc/ld.so.cache"]
LINKS = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"]

BWRAP = shutil.which("bwrap")
ENVIRONMENT = {"PATH": "/usr/bin:/usr/sbin", "LC_ALL": "C.UTF-8", "HOME": "/tmp",
               "SOURCE_DATE_EPOCH": "1704067200"}  # what __TIME__ says
# The compilers that Robin itself was built with.
ENVIRONMENT |= {name: os.environ[name] for name in ("CROSS", "HOSTCC") if name in os.environ}

# seccomp(2): of x86-64, with which calls a policy on the host could get away from its limits.
NEW_PROCESSES = [56, 57, 58, 435]  # clone, fork, vfork, clone3
SOCKETS, TRACING = [41], [101]
X86_64, X32_FLAG = 0xC000003E, 0x40000000
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001  # REFUSE: EPERM

# The kernel sets root no limit on processes, whatever it is called in a namespace.
NOBODY = 65534
IS_ROOT = os.geteuid() == 0
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


NAMED_BY_CHANCE = re.compile(r"/tmp/\w+(?=\.\w+:)")  # the compiler's own files


class Limits:
    """Of one run. CPU_SECONDS and MEMORY_MIB are each process's, OUTPUT_BYTES all that it says;
    WALL_SECONDS is a safety net, for a host that is too slow."""

    def __init__(self, cpu_seconds, memory_mib, output_bytes, wall_seconds):
        self.cpu_seconds, self.memory_mib = cpu_seconds, memory_mib
        self.output_bytes, self.wall_seconds = output_bytes, wall_seconds


class Outcome:
    """How a run ended: .status (negative: by that signal), .output and .errors (text), and
    whether it said too much (.is_cut) or the host was too slow (.is_late)."""

    def __init__(self, status, output, errors, is_cut, is_late):
        self.status, self.output, self.errors = status, output, errors
        self.is_cut, self.is_late = is_cut, is_late

    @property
    def is_out_of_cpu(self):
        """SIGXCPU, as a status of the sandbox, of make, or in words of the compiler's driver."""
        return self.status in (-signal.SIGXCPU, 128 + signal.SIGXCPU) or \
            "CPU time limit exceeded" in self.errors


def filter_program():
    """The seccomp program: one process, no network, no other kind of system call."""
    refused = NEW_PROCESSES + SOCKETS + TRACING
    count = len(refused)
    steps = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 0, count + 3, X86_64),
             (LOAD, 0, 0, 0), (JUMP_AT_LEAST, count + 1, 0, X32_FLAG)]
    steps += [(JUMP_EQUAL, count - i, 0, number) for i, number in enumerate(refused)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def filter_file():
    file = tempfile.TemporaryFile()
    file.write(filter_program())
    file.seek(0)
    return file


def folder(parent, name):
    """A new folder for a sandbox, which those who run in it may use."""
    path = os.path.join(parent, name)
    os.mkdir(path, 0o755)
    if IS_ROOT:
        os.chown(path, NOBODY, NOBODY)
    return path


class Sandbox:
    """SUBMISSION and OUT are folders of the host. Without bubblewrap the limits still hold, and
    nothing else does."""

    def __init__(self, submission, out, has_walls):
        self.submission, self.out, self.has_walls = submission, out, has_walls

    def path(self, inside):
        """Where INSIDE, a path of the sandbox, is for those who run in it."""
        if self.has_walls:
            return inside
        for name, place in (("/robin", ROOT), ("/submission", self.submission),
                            ("/out", self.out)):
            if inside == name or inside.startswith(name + "/"):
                return place + inside[len(name):]
        return inside

    def told_as_inside(self, outcome):
        """OUTCOME with the names that places have in a sandbox."""
        for name, place in (("/submission", self.submission), ("/out", self.out),
                            ("/robin", ROOT)):
            outcome.output = outcome.output.replace(place, name)
            outcome.errors = outcome.errors.replace(place, name)
        return outcome

    def walls(self, may_write):
        command = [*(AS_NOBODY if IS_ROOT else []), BWRAP,
                   "--unshare-all", "--new-session", "--die-with-parent",
                   "--hostname", "robin", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
        for path in SYSTEM:
            command += ["--ro-bind-try", path, path]
        for name in LINKS:
            if os.path.islink(f"/{name}"):
                command += ["--symlink", f"usr/{name}", f"/{name}"]
            else:
                command += ["--ro-bind-try", f"/{name}", f"/{name}"]
        for name in SEEN:
            command += ["--ro-bind-try", f"{ROOT}/{name}", f"/robin/{name}"]
        return command + ["--ro-bind", self.submission, "/submission",
                          "--bind" if may_write else "--ro-bind", self.out, "/out",
                          "--chdir", "/robin"]

    def run(self, command, limits, alone=False, read=None):
        """Runs COMMAND, in whose words paths are those of the sandbox; READ is a file that is
        its standard input. ALONE: it is the submission itself; so it may begin no other
        process, and write nothing."""
        inside = ["prlimit", f"--cpu={limits.cpu_seconds}:{limits.cpu_seconds + 1}",
                  f"--fsize={64 * MIB}", "--core=0", "--nproc=256", "--nofile=1024"]
        if limits.memory_mib:
            inside.append(f"--as={limits.memory_mib * MIB}")
        inside += ["--", *command]
        if not self.has_walls:
            return self.told_as_inside(collect(inside, limits, ROOT, read))
        walls = self.walls(may_write=not alone)
        if not (alone and platform.machine() == "x86_64"):
            return collect([*walls, *inside], limits, "/", read)
        with filter_file() as file:
            walls += ["--seccomp", str(file.fileno())]
            return collect([*walls, *inside], limits, "/", read, [file.fileno()])


def collect(command, limits, cwd, read, files=()):
    """Runs COMMAND to its end, or until it has said too much or the host was too slow."""
    process = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, pass_fds=files,
                               stdin=read or subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, start_new_session=True)
    texts = {process.stdout: b"", process.stderr: b""}
    try:
        is_cut, is_late = read_all(texts, limits)
    finally:
        if process.poll() is None and (is_cut or is_late):
            kill_group(process)
        process.wait()
    output, errors = (NAMED_BY_CHANCE.sub("/tmp/compiler", text[:limits.output_bytes].decode(
        "utf-8", "replace")) for text in texts.values())
    process.stdout.close()
    process.stderr.close()
    return Outcome(process.returncode, output, errors, is_cut, is_late)


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def read_all(texts, limits):
    """Fills TEXTS, from each of its pipes, until their ends. Returns (is_cut, is_late)."""
    deadline = time.monotonic() + limits.wall_seconds
    with selectors.DefaultSelector() as selector:
        for pipe in texts:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(deadline - time.monotonic(), 0))
            if not ready:
                return False, True
            for key, _ in ready:
                data = os.read(key.fd, 65536)
                texts[key.fileobj] += data
                if not data:
                    selector.unregister(key.fileobj)
                if len(texts[key.fileobj]) > limits.output_bytes:
                    return True, False
    return False, False


def why_no_walls():
    """A sentence if bubblewrap cannot be used here; None: it can."""
    if not BWRAP:
        return "there is no bubblewrap (tools/build/setup grade installs it)"
    with tempfile.TemporaryDirectory(prefix="robin-grade-") as place:
        os.chmod(place, 0o755)
        out = folder(place, "out")
        outcome = Sandbox(out, out, True).run(["touch", "/out/file"], Limits(10, 0, 1000, 60))
    return None if outcome.status == 0 else \
        f"bubblewrap does not work here ({outcome.errors.strip()})"
