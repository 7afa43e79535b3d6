"""The last interrupts, in words: of QEMU's log of them (-d int), which has a line for each
with the vector, the error code and where the CPU was, and then all registers."""

import re

import lines

BYTES = 32768  # of the log's end that hold them
SHOWN = 10
LINE = re.compile(r"^ *\d+: v=(\w\w) e=(\w{4}) i=\d cpl=(\d) IP=\w{4}:(\w{8})", re.M)

# Those that Robin and its users meet. [SDM 3A 6.3.1] and arch/x86/x86.h
NAMES = {
    0x00: "divide error", 0x01: "debug", 0x02: "non-maskable interrupt", 0x03: "breakpoint",
    0x06: "invalid opcode", 0x07: "FPU not available", 0x08: "double fault",
    0x0A: "invalid task state", 0x0B: "segment not present", 0x0C: "stack segment",
    0x0D: "protection", 0x0E: "page fault", 0x10: "FPU error", 0x11: "alignment",
    0x13: "SIMD error", 0x20: "timer", 0x21: "keyboard", 0x24: "serial line", 0x2E: "disk",
    0x80: "call",
}


def explain(log, kernel):
    """A line for each of the last interrupts in the end of a LOG, oldest first."""
    found = LINE.findall(log)[-SHOWN:]
    places = lines.places(kernel, [eip for _, _, _, eip in found])
    told = []
    for (vector, error, ring, eip), place in zip(found, places):
        name = NAMES.get(int(vector, 16), "?")
        where = "in the kernel" if ring == "0" else "in a program"
        if place and eip >= lines.KERNEL:
            function, file, line = place[0]
            where += f": {lines.shown(file)}:{line}  {function}"
        code = f", error {error.lstrip('0')}" if error.strip("0") else ""
        told.append(f"    {vector} {name}{code}, at {eip} {where}")
    return told
