"""robin break-in, program: the programs' symbols.

All programs lie at the same addresses, so GDB can know one at a time. Whenever it stops it is
given that of the process on whose stack it stands.
"""

import glob
import importlib.machinery
import importlib.util
import os

import gdb

from robin.kernel import KERNEL_BASE, ROOT, command, of_thread, on_this_stack, variable

PROGRAM_START = 0x08048000


def register():
    command("robin break-in", gdb.COMMAND_BREAKPOINTS, complete_break_in)(break_in)()
    command("program", gdb.COMMAND_FILES, complete_programs)(program)()
    gdb.events.stop.connect(follow)


# --- Where programs are

def own_programs():
    """The folder in which tools/boot has built those of PROGRAMS=DIR; None: there are none."""
    if not os.environ.get("ROBIN_PROGRAMS"):
        return None
    loader = importlib.machinery.SourceFileLoader("boot", f"{ROOT}/tools/boot")
    boot = importlib.util.module_from_spec(importlib.util.spec_from_loader("boot", loader))
    loader.exec_module(boot)
    return f"{ROOT}/{boot.custom_place(boot.parse_options([]))}/initrd"


def folders():
    return [folder for folder in (f"{ROOT}/build/user/bin", own_programs()) if folder]


def path_of(name):
    """The ELF file with the symbols of the program NAME; None: there is none."""
    paths = (f"{folder}/{name}.elf" for folder in folders())
    return next(filter(os.path.exists, paths), None)


def known_programs():
    return sorted(os.path.basename(path)[:-len(".elf")]
                  for folder in folders() for path in glob.glob(f"{folder}/*.elf"))


# --- Whose symbols GDB has

class Shown:
    """The program that GDB knows now."""

    name = None


def shown():
    return Shown.name


def show(name):
    """From now on user addresses are NAME's; None, or a program without symbols: nobody's."""
    if name == Shown.name:
        return
    if Shown.name:
        gdb.execute(f"remove-symbol-file -a {PROGRAM_START:#x}", to_string=True)
        Shown.name = None
    path = path_of(name) if name else None
    if path:
        gdb.execute(f"add-symbol-file {path}", to_string=True)
        Shown.name = name


def follow(event):
    """GDB has stopped."""
    try:
        process = on_this_stack()
    except gdb.error:
        return  # there is no memory yet, or no kernel
    if process:
        show(process.name)
    for stop in getattr(event, "breakpoints", []):
        # Also told are those of others at the same address.
        if isinstance(stop, BreakIn) and stop.is_of(process):
            print(f"\nBreakpoint {stop.number}, in {process}:")
            gdb.execute("frame")


def program(name):
    """program NAME: takes the symbols of /bin/NAME for user addresses.

That is done of itself whenever GDB stops in a process, or in the kernel on its stack."""
    name = os.path.basename(name)
    expect_program(name)
    show(name)


def expect_program(name):
    if not path_of(name):
        raise gdb.GdbError(f"There is no program {name}. There are: "
                           f"{' '.join(known_programs())}")


def complete_programs(before, _word):
    return [] if before else known_programs()


# --- Breakpoints within a program

class BreakIn(gdb.Breakpoint):
    """At an address that all programs have, and that stops in PROGRAM alone."""

    def __init__(self, address, name):
        super().__init__(f"*{address:#x}")
        self.program = name
        self.silent = True  # GDB would tell the place before it has the program's symbols

    def stop(self):
        return self.is_of(of_thread(variable("boot_cpu")["running"]))

    def is_of(self, process):
        return bool(process) and process.name == self.program


def addresses_of(location):
    """Where GDB would break for LOCATION, behind a function's first instructions, within the
    program that it knows."""
    try:
        found = [place.pc for place in gdb.decode_line(location)[1] or []]
    except gdb.error:
        return []  # else GDB would wait for it to come into being
    place = gdb.Breakpoint(location, internal=True)
    if hasattr(place, "locations"):  # from GDB 13 on; without them, at the very first one
        found = [each.address for each in place.locations]
    place.delete()
    return [address for address in found if PROGRAM_START <= address < KERNEL_BASE]


def break_in(name, location="main"):
    """robin break-in PROGRAM [FUNCTION]: stops where a process of that program comes to FUNCTION.

FUNCTION is `main` if you do not say, or what `break` takes: a line `spin.c:20`. Other programs,
which have something else at the same address, go on undisturbed."""
    name, before = os.path.basename(name), shown()
    expect_program(name)
    show(name)
    try:
        addresses = addresses_of(location)
        if not addresses:
            raise gdb.GdbError(f"There is no {location} in {name}.")
        for address in addresses:
            BreakIn(address, name)
    finally:
        show(before)


def complete_break_in(before, _word):
    return gdb.COMPLETE_SYMBOL if before else known_programs()
