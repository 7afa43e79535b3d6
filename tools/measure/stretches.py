"""The longest stretches with interrupts off, load by load."""

import bisect
import os
import re

import files
import plugin
from robin import ROOT, Image, fail, say

BOUND = 100_000  # guest instructions
FILE_BYTES = 16 << 20

# a group of loads of bench/loads/loads.c, or of another file there: words for tools/boot
PROGRAMS = {**dict.fromkeys(("descent", "pipes", "mappings", "signals"), "calls"),
            **dict.fromkeys(("disk", "proc"), "trees")}
WITH_DISK = "disk"
GROUPS = {
    "memory": (), "files": (), "names": (), "many": (), "policy": (), "trace": (),
    "stream": ("--trace", "/dev/null"),
    "readers": ("--interactive",), "flood": ("--interactive",), **dict.fromkeys(PROGRAMS, ()),
    WITH_DISK: ("--append", "disk_write=1", "--disk"),
}
# A flood is one as far as tools/boot types it ahead: beyond 2,048 bytes it waits a second a line.
TYPED = {
    "readers": "loads readers\na line\n",
    "flood": "loads flood\n" + 25 * f"{70 * 'x'}\n" + "end\n",
}


def image():
    folder = f"{ROOT}/build/measured/files"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/large", "wb") as file:
        file.truncate(FILE_BYTES)
    return Image("bench/loads", folder)


def loads(robin, group):
    """[(what it is, how long, first address, last address)] of the loads of GROUP; the last
    one is what that boot did besides."""
    words = [*GROUPS[group], *([files.large_disk(robin)] if group == WITH_DISK else []),
             "--memory", "256"]
    if group not in TYPED:
        words += ["--run", f"{PROGRAMS.get(group, 'loads')} {group}"]
    done, lines = plugin.boot(robin, "stretch", *words, typed=TYPED.get(group))
    if done.returncode != 0:
        fail(f"loads {group}: the guest ended with {done.returncode}\n"
             f"{done.stdout[-2000:]}{done.stderr}")
    stretches = [[int(word, 0) for word in line.split()] for line in lines]
    names = re.findall(r"^load (\d+): (.*)$", done.stdout, re.MULTILINE)
    if sum(int(count) for count, _ in names) != len(stretches) - 1:
        fail(f"loads {group}: not all of it was measured\n{done.stdout[-2000:]}")
    found = [(name, *max(stretches.pop(0) for _ in range(int(count)))) for count, name in names]
    return [*found, (f"(all else in the boot for {group})", *stretches[0])]


def place(symbols, address):
    """The function that ADDRESS belongs to, in a reader's words."""
    known = {"call_entry": "call", "trap_stub_14": "page fault", "trap_stub_32": "tick",
             "trap_stub_33": "keyboard", "trap_stub_36": "COM1", "trap_stub_46": "disk", "leave_kernel": "return"}
    at = bisect.bisect_right(symbols, (address, "\x7f")) - 1
    return known.get(symbols[at][1], symbols[at][1])


def measure():
    """Prints the table. Returns whether all are within the bound."""
    robin = image()
    symbols = robin.symbols()
    print(f"| interrupts off, guest instructions, at most {BOUND:,} | from | to | longest |\n"
          "|---|---|---|---|")
    is_bounded = True
    for number, group in enumerate(GROUPS, 1):
        say(f"loads {group}, {number} of {len(GROUPS)}")
        for name, length, begin, end in loads(robin, group):
            mark = " (above)" if length > BOUND else ""
            is_bounded &= length <= BOUND
            print(f"| {name} | {place(symbols, begin)} | {place(symbols, end)} |"
                  f" **{length:,}**{mark} |", flush=True)
    return is_bounded
