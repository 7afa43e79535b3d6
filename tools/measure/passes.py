"""One pass of each row between two markers, as the plugin `lines` sees it."""

import re
import subprocess

import plugin
from robin import fail


def passes(image):
    """{row: (instructions, lines of code, pages of code, lines of data, pages of data,
    [address of each instruction])}; IMAGE is one of the folder bench."""
    done, lines = plugin.boot(image, "lines", "--run", "passes")
    if done.returncode != 0:
        fail(f"passes: the guest ended with {done.returncode}\n{done.stdout}{done.stderr}")
    found = {}
    for number, name in re.findall(r"^pass (\d+): (.*)$", done.stdout, re.MULTILINE):
        line = lines[int(number) - 1].split()
        del lines[:int(number)]
        found[name] = *(int(word) for word in line[:5]), [int(word, 16) for word in line[5:]]
    return found


def trace_event(image):
    """Instructions of the trace's event in a switch under rr: those that, by the kernel's
    debug information, come from the trace's files, inlined or not."""
    steps = passes(image)["a switch under rr, 2 ready"][-1]
    text = subprocess.run(["addr2line", "-e", image.kernel, "-a", "-i"],
                          input="".join(f"{step:#x}\n" for step in steps),
                          capture_output=True, text=True, check=True).stdout
    origins = re.split(r"^0x\w+\n", text, flags=re.MULTILINE)[1:]
    return sum("kernel/debug/trace." in origin for origin in origins)
