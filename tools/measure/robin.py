"""Robin as what is measured: its image, built by one compiler or the other, and its boots."""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))


# What `make` hands to tools/boot is not for what is measured.
ENVIRONMENT = {name: value for name, value in os.environ.items()
               if not name.startswith("ROBIN_")}


def fail(text):
    sys.exit(f"{os.path.relpath(sys.argv[0], ROOT)}: {text}")


def say(text):
    """How far it is: on standard error, as the tables are on standard output."""
    print(f"{os.path.relpath(sys.argv[0], ROOT)}: {text}", file=sys.stderr, flush=True)


class Image:
    """The kernel below BUILD, built by make with the words COMPILER, such as `CROSS=clang`,
    and an archive with the programs of FOLDER (and FILES, a folder) in it."""

    def __init__(self, folder, files=None, build="build", compiler=()):
        self.folder = f"{ROOT}/{build}"
        self.kernel = f"{self.folder}/robin.elf"
        archive = f"{build}/measured/{folder.replace('/', '-')}.tar"
        self.initrd = f"{ROOT}/{archive}"
        words = [*compiler, f"B={build}"]
        make(*words, "all")
        make(*words, "initrd", f"PROGRAMS={folder}", f"FILES={files or ''}",
             f"INITRD={archive}")

    def boot(self, *words, typed=None, environment=None, counts=True):
        """What tools/boot makes of WORDS, a subprocess.CompletedProcess. TYPED is given to
        the console. COUNTS: time is a count of instructions, not the host's."""
        source = {"input": typed} if typed else {"stdin": subprocess.DEVNULL}
        return subprocess.run([f"{ROOT}/tools/boot", "--kernel", self.kernel, "--initrd",
                               self.initrd, "--timeout", "600",
                               *(("--icount",) if counts else ()), *words],
                              capture_output=True, encoding="utf-8", errors="replace",
                              check=False, env=environment or ENVIRONMENT, **source)

    def symbols(self):
        """[(address, name)], ascending, of the kernel's functions."""
        lines = subprocess.run(["nm", "-n", self.kernel], capture_output=True, text=True,
                               check=True).stdout
        return [(int(at, 16), name) for at, name in
                re.findall(r"^(\w+) [tT] (.*(?<!\.end))$", lines, re.MULTILINE)]


def make(*words):
    """An outer make's settings would come between."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "POLICY_SOURCE", "P")}
    done = subprocess.run(["make", "--silent", "-C", ROOT, *words], env=environment,
                          stdout=sys.stderr, check=False)
    if done.returncode != 0:
        fail(f"make {' '.join(words)} failed")
