"""What a panic's text says with the help of the source: file and line of each address."""

import itertools
import os
import re
import shutil
import subprocess

ROOT = os.path.realpath(f"{__file__}/../../..")
# LLVM's first: GNU's of 2022 loses who has called what Clang has merged.
TOOLS = "llvm-addr2line", "addr2line", "i686-linux-gnu-addr2line", "i686-elf-addr2line"

END = re.compile(r"^robin: (panic|no end): (.*)$", re.M)
CALLBACK = re.compile(r"in (\w+)\(\) of policy (\w+), called for ([^:]*)(?:: (.*))?")
ADDRESS = re.compile(r"^    ([0-9a-f]{8})(?: \S+\+\d+)?(?: in the program (\S+))?$", re.M)
KERNEL = "c0000000"  # from here on are the kernel's addresses
PANIC = "kernel/debug/panic.c"
PLACE = re.compile(r"(.*):(\d+)")


def places(elf, addresses):
    """For each of ADDRESSES the (function, file, line) that it is in, innermost first:
    several where functions have been merged."""
    tool = next(filter(None, map(shutil.which, TOOLS)), None)
    if not (tool and addresses and os.path.exists(elf)):
        return [[] for _ in addresses]
    text = subprocess.run([tool, "-e", elf, "-f", "-i", "-a", *addresses], text=True,
                          capture_output=True, check=False).stdout
    found = []
    for line in text.splitlines():
        if line.startswith("0x"):
            found.append([])
            name = None
        elif name is None:
            name = line
        else:
            place = PLACE.match(line)
            if place:
                found[-1].append((name, place[1], int(place[2])))
            name = None
    return found


def shown(file):
    """FILE as the reader knows it: from the checkout's root, or just its name."""
    path = os.path.relpath(os.path.join(ROOT, file), ROOT)
    return os.path.basename(path) if path.startswith("..") else path


def own_place(found):
    """Where the policy is: the innermost line of its file, which the first address, that
    of the callback, is in; or else the beginning of the callback."""
    callback, *others = found
    if not callback:
        return None
    beginning = callback[-1]  # what comes before it has been merged into it
    inner = [place for place in sum(others, []) if place[1] == beginning[1]]
    return (inner or [beginning])[0]


def sentence(kind, text, found):
    """What went wrong, with the line of the policy that did it."""
    match = CALLBACK.match(text)
    if not match:
        return f"{kind}: {text}"
    name, policy, whom, problem = match.groups()
    place = own_place(found) if found else None
    where = f" ({os.path.basename(place[1])}:{place[2]})" if place else ""
    if kind == "no end":
        return f"no end: in {name}{where}, called for {whom}"
    return f"policy {policy}: in {name}{where}, called for {whom}: {problem}"


def explain(log, kernel):
    """What the end in the console's LOG was: a sentence, and a line for each address. Empty
    if it was none that the kernel tells of."""
    ends = list(END.finditer(log))
    if not ends:
        return []
    kind, text = ends[0].groups()
    addresses = ADDRESS.findall(log, ends[0].end())
    found = places(kernel, [address for address, program in addresses if not program])
    for address, program in addresses:
        if program:
            found += places(f"{ROOT}/build/user/bin/{program}.elf", [address])
    callers = found[1:] if CALLBACK.match(text) else found
    lines = [f"    {shown(file)}:{line}  {name}" for merged in callers
             for name, file, line in merged if not file.endswith(PANIC)]
    return [sentence(kind, text, found), *(line for line, _ in itertools.groupby(lines))]
