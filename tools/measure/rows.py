"""The rows of docs/cost.md's tables: what is measured, and what it is measured by."""

import os
import re
import statistics
import subprocess
import time
from typing import NamedTuple

import files
import passes
import plugin
from robin import ENVIRONMENT, ROOT, fail, say

BOOTS = 9
SECONDS_GOAL = 0.1
CLANG_PERCENT_MAX = 5  # more than with GCC


class Row(NamedTuple):
    """Peers: xv6, Linux 6.1, Tilck, Pintos in ring 3, measured in the same way (QEMU 7.2,
    -icount shift=0, -cpu qemu32, 128 MiB)."""
    name: str
    peers: tuple
    goal: int
    is_more_better: bool = False

    def is_met(self, value):
        return value >= self.goal if self.is_more_better else value <= self.goal

    def percent_worse(self, value, than):
        return (than - value if self.is_more_better else value - than) * 100 / max(than, 1)


NOBODY = ("", "", "", "")

ROWS = {
    "null call": Row("null call", ("1,397", "327", "254", "245"), 56),
    "yield 2": Row("yield, one switch, 2 ready, rr", ("3,605", "1,771", "1,022", ""), 200),
    "yield 64": Row("... 64 ready", ("3,102", "1,770", "1,794", ""), 200),
    "yield 1024": Row("... 1,024 ready", ("", "1,772", "", ""), 200),
    "yield 4000": Row("... 4,000 ready", NOBODY, 200),
    "tick": Row("what a tick takes", ("6,338", "3,859", "278", "245"), 140),
    "first touch, zeroed": Row("first touch, a zeroed frame is there", NOBODY, 280),
    "first touch, not zeroed": Row("... is not", ("1,905", "3,166", "2,050", "6,852"), 1300),
    "create+exit+wait": Row("create + exit + wait, steady state",
                            ("", "234,176", "74,778", ""), 6000),
    "create+exit+wait, idle before": Row("... idle before", NOBODY, 5000),
    "destroy+wait": Row("destroy + wait", ("133,453", "42,118", "34,059", ""), 1700),
    "suspend+wait+resume+wait": Row("suspend + wait + resume + wait",
                                    ("", "16,954", "2,265", ""), 1150),
    "fork+exit+wait": Row("fork + exit + wait", ("1,303,396", "103,268", "106,405", ""), 7500),
    "page more": Row("... each resident page more", ("14,900", "330", "61", ""), 18),
    "fork+exec+exit+wait": Row("fork + exec + exit + wait",
                               ("2,714,330", "289,864", "158,863", "823,591"), 14000),
    "copy-on-write fault": Row("copy-on-write fault", ("", "3,914", "2,144", ""), 1320),
    "pipe write+read": Row("pipe, write + read of 1 byte", ("10,271", "3,024", "1,161", ""), 330),
    "pipe ping-pong": Row("pipe, ping-pong, one way", ("13,623", "6,869", "2,204", ""), 620),
    "signal": Row("a signal, sent to oneself and handled", ("", "5,046", "", ""), 1500),
    "copy of a KiB": Row("a KiB copied by rep movsl, for comparison", ("", "256", "", ""), 256),
    "read of a KiB": Row("read of a KiB that is in memory", ("", "426", "", ""), 332),
    "read of a KiB, disk": Row("... of a file on the disk, cached", ("", "377", "", ""), 332),
    "open+close": Row("open + close", ("", "9,946", "", ""), 1700),
    "stat": Row("stat of a path of four names", ("", "8,440", "", ""), 2400),
    "create+unlink": Row("create + close + unlink, in /tmp", ("", "39,682", "", ""), 3500),
    "getdents of 100": Row("getdents64 of 100 names", ("", "38,145", "", ""), 19000),
    "fork+exec+exit+wait, disk": Row("fork + exec + exit + wait, from the disk, cached",
                                     ("", "324,907", "", ""), 9000),
    "trace event": Row("one event of the trace", NOBODY, 40),
    "ticks lost": Row("ticks lost while 4,000 sleepers wake, 20 times", NOBODY, 0),
    "boot": Row("boot, to the first of init", ("39 M", "6,832 M", "105 M", "580 M"), 1000000),
    "live processes": Row("live processes in 128 MiB that have run",
                          ("62", "1,721", "2,075", ""), 7400, True),
    "size": Row("kernel text + data + bss, bytes (without names for backtraces)",
                ("86 K", "15 M", "579 K", "100 K"), 229376),
}

POSIX = "posix"

RACERS = (2, 64, 1024, 4000)
SWITCH_GOALS = {(policy, count): goal for policy in ("sjf", "stride", "fair")
                for count, goal in ((2, 320), (4000, 900))}


def guest_rows(image, *words):
    """Every `row: number` that the guest prints, and the time of init's first instruction
    if its trace is printed, too."""
    done = image.boot(*words)
    if done.returncode != 0 or "failed: " in done.stdout:
        fail(f"the guest ended with {done.returncode}\n{done.stdout}{done.stderr}")
    found = dict(re.findall(r"^([a-z][\w +,-]*): (\d+)$", done.stdout, re.MULTILINE))
    events = [line.split() for line in done.stdout.splitlines() if re.match(r"\d+ \d+ \w", line)]
    begin = next((int(event[0]) for event in events if event[2] == "boot"), 0)
    init = next((int(event[0]) for event in events if event[1:3] == ["1", "run"]), 0)
    return {name: int(value) for name, value in found.items()} | {"boot": init - begin}


def kernel_size(image):
    """Bytes of text, data and bss, without the names for the backtrace."""
    size = subprocess.run(["size", "-A", image.kernel], capture_output=True, text=True,
                          check=True).stdout
    sections = dict(re.findall(r"^(\.\w+) +(\d+)", size, re.MULTILINE))
    return sum(int(sections[name]) for name in (".boot", ".text", ".rodata", ".data", ".bss"))


def measure(image):
    """{row: number} of IMAGE, one of the folder bench."""
    found = {"size": kernel_size(image)}
    say("4,000 sleepers that wake at once")
    found |= guest_rows(image, "--hz", "1000", "--run", "bench storm")
    say("calls, switches and page faults")
    found |= guest_rows(image, "--run", "trace; bench")
    say("fork, exec, pipes and signals")
    found = guest_rows(image, "--run", POSIX) | found
    say("files")
    found = guest_rows(image, "--run", files.FILES) | found
    disk = files.disk(image)
    found = guest_rows(image, "--disk", disk, "--run", f"{files.FILES} {files.DISK}") | found
    say("an event of the trace")
    try:
        found["trace event"] = passes.trace_event(image)
    except plugin.NoPlugin as missing:
        print(f"(No row for an event of the trace: {missing})\n")
    return found


def own_policy():
    """The kernel with a policy from outside (make bench POLICY_SOURCE=FILE.c), and its name;
    None: there is none."""
    kernel = os.path.abspath(os.path.join(ROOT, os.environ.get("ROBIN_KERNEL") or "build/robin.elf"))
    with open(f"{os.path.dirname(kernel)}/policies.txt", encoding="ascii") as own, \
            open(f"{ROOT}/build/policies.txt", encoding="ascii") as usual:
        names = set(own.read().split()) - set(usual.read().split())
    return (kernel, names.pop()) if names else None


def measure_own(image):
    """The rows of a switch under the policy from outside, which is not watched here."""
    own = own_policy()
    if not own:
        return {}
    kernel, name = own
    rows = guest_rows(image, "--kernel", kernel, "--append", "guard=0", "--run",
                      f"bench switch {name}")
    return {row: value for row, value in rows.items() if row.startswith("switch ")}


def compared(row, value, clang):
    """A cell: Clang's figure, and by how much it is worse if that is too much."""
    percent = row.percent_worse(clang, value)
    mark = f" (+{percent:.0f} %)" if percent > CLANG_PERCENT_MAX else ""
    return f" {clang:,}{mark} |"


def print_rows(found, by_clang):
    """Tables of what was FOUND, and BY_CLANG beside it unless that is None."""
    print("| guest instructions | xv6 | Linux 6.1 | Tilck | Pintos | goal | **Robin** |"
          + (" Clang |" if by_clang else ""))
    print("|---|---|---|---|---|---|---|" + ("---|" if by_clang else ""))
    for key, row in ROWS.items():
        if key not in found:
            continue
        goal = f"{'>=' if row.is_more_better else '<='} {row.goal:,}"
        mark = "" if row.is_met(found[key]) else " (missed)"
        print(f"| {row.name} | {' | '.join(row.peers)} | {goal} | **{found[key]:,}**{mark} |"
              + (compared(row, found[key], by_clang[key]) if by_clang else ""))


def switch_cell(found, policy, count):
    value = found[f"switch {policy} {count}"]
    goal = SWITCH_GOALS.get((policy, count))
    return f"{value:,}" + (f" (missed: <= {goal})" if goal and value > goal else "")


def print_switches(found):
    print("\nA switch, by policy and processes that are ready:\n")
    print("| policy |" + "".join(f" {count:,} |" for count in RACERS) + "\n|---|---|---|---|---|")
    for policy in dict.fromkeys(name.split()[1] for name in found if name.startswith("switch ")):
        print(f"| {policy} |" + "".join(f" {switch_cell(found, policy, count)} |"
                                        for count in RACERS))


def print_cold(image):
    """So does this: it is told as a part of what the same disk takes without a file system."""
    done = image.boot("--disk", files.disk(image), "--run", f"{files.FILES} {files.COLD}",
                      counts=False)
    found = dict(re.findall(r"^(\w+ read): (\d+)$", done.stdout, re.MULTILINE))
    if len(found) != 2 or "failed: " in done.stdout:
        fail(f"files {files.COLD}: {done.stdout}{done.stderr}")
    cold, bare = int(found["cold read"]), int(found["bare read"])
    print(f"\nA file of 1 MiB that nobody has read, read from the disk: {cold / 1000:.1f} ms of"
          f" this host, {cold / bare:.2f} times of the bare device's")


def print_seconds():
    """The host's time depends on what else it does: it is told, and nothing follows."""
    seconds = []
    for _ in range(BOOTS):
        begin = time.monotonic()
        subprocess.run([f"{ROOT}/tools/boot", "--icount", "--run", "hello"], check=True,
                       stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=ENVIRONMENT)
        seconds.append(time.monotonic() - begin)
    print(f"\nOne boot and `hello` on this host: {statistics.median(seconds):.2f} s, the median"
          f" of {BOOTS} (goal: <= {SECONDS_GOAL} s)")
