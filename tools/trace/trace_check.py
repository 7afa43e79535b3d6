#!/usr/bin/python3
"""Check what must hold in every trace: tools/trace/trace_check.py [--policy WORDS] FILE...

The invariants and each policy's bound on waiting are in docs/trace.md. Exit status: 0 all
hold, 1 one is broken, 2 unusable file.
"""

import argparse
import re
import sys

import trace_file
from trace_file import TraceError
from trace_history import IDLE, ON_CPU, BrokenInvariant, History

BROKEN, UNUSABLE = 1, 2
STANDARD_TICKETS = 100
STANDARD_POLICY = "rr"
MILLISECOND = 1000000


def standard(policy, constant):
    """A standard value, as the policy's own file says it."""
    with open(f"{trace_file.ROOT}/kernel/policy/{policy}.c", encoding="utf-8") as file:
        return int(re.search(rf"\b{constant} = (\d+)", file.read()).group(1))


def parameters(words):
    """'mlfq quantum=2,4' as its name and {'quantum': 2}: of a list the first value. With
    charge=time a slice that begins within a tick ends one tick later: it has 'more': 1."""
    name, *pairs = words.split()
    given = [pair.split("=", 1) for pair in pairs]
    found = {key: int(value.strip("'\"").split(",")[0]) for key, value in given
             if re.match(r"\d", value)}
    return name, found | {"more": int(["charge", "time"] in given)}


def slice_ticks(policy, given):
    """At most so many ticks find a slice."""
    return given.get("quantum", standard(policy, "QUANTUM_STANDARD")) + given["more"]


def tickets(process):
    return process.tickets or STANDARD_TICKETS


# --- The bounds: how long PROCESS may be ready, given how many others were runnable when its
# --- wait began, and who else did at any time of it. In ticks that found somebody.

class RoundRobin:
    """Who is ahead has a slice each; who comes later stands behind."""

    def __init__(self, given, _):
        self.quantum = slice_ticks("rr", given)

    def at_least(self, ahead):
        return ahead * self.quantum

    def bound(self, _process, ahead, _others):
        return self.at_least(ahead)


class Boosted:
    """At the next boost all stand in one queue. Until the boost after that as many slices
    of the top level are used up as fit in; the one that it cuts short begins anew."""

    def __init__(self, given, _):
        self.quantum = slice_ticks("mlfq", given)
        self.boost = given.get("boost", standard("mlfq", "BOOST_STANDARD"))
        self.whole_slices = self.boost // self.quantum
        self.has_bound = self.whole_slices > 0 and not given.get("io_done_to_front")

    def at_least(self, ahead):
        if not self.has_bound:
            return float("inf")
        boosts, slices = divmod(ahead, self.whole_slices)
        return (1 + boosts) * self.boost + slices * self.quantum

    def bound(self, _process, _ahead, others):
        return self.at_least(len(others))


class Stride:
    """Nobody's pass is more than its own stride ahead of the least. The others catch up,
    and each may have one slice more."""

    def __init__(self, given, _):
        self.quantum = slice_ticks("stride", given)

    def at_least(self, ahead):
        return 2 * self.quantum * ahead

    def bound(self, process, _ahead, others):
        return sum(self.quantum * (-(-tickets(other) // tickets(process)) + 1)
                   for other in others)


class Fair:
    """As stride, in virtual time: who has waited may begin `latency` behind. One tick
    more for all: a slice ends at the first tick after its time."""

    def __init__(self, given, tick_ns):
        self.quantum = slice_ticks("fair", given)
        latency = given.get("latency", standard("fair", "LATENCY_STANDARD"))
        self.latency = latency * MILLISECOND / tick_ns

    def at_least(self, ahead):
        return self.quantum * ahead

    def bound(self, process, _ahead, others):
        lead = self.quantum / tickets(process) + self.latency / STANDARD_TICKETS
        return 1 + sum(lead * tickets(other) + self.quantum for other in others)


BOUNDS = {"rr": RoundRobin, "mlfq": Boosted, "stride": Stride, "fair": Fair}


class Wait:
    """A process is ready since START; so many others were AHEAD."""

    __slots__ = ("start", "first_tick", "ahead")

    def __init__(self, start, first_tick, ahead):
        self.start, self.first_tick, self.ahead = start, first_tick, ahead


class Waits:
    """Who waits for the CPU now, and whether it was too long. Not after a change of the
    policy: what its parameters are then, the trace does not say."""

    def __init__(self, history, policy):
        self.history, self.policy = history, policy
        self.waiting = {}  # pid -> Wait
        self.runnable = set()
        self.left = {}  # pid -> when it was runnable last
        self.busy_ticks = 0

    def observe(self, record):
        if record.kind == "policy":
            self.policy = None
        elif record.kind == "tick":
            self.busy_ticks += record.pid != IDLE
        elif record.kind == "schedule":
            self.end(record.pid)  # it goes to the tail
        if record.kind == "run":
            self.look(record.a)
        self.look(record.pid)

    def look(self, pid):
        process = self.history.processes.get(pid)
        if not process or pid == IDLE:
            return
        if process.is_runnable:
            self.runnable.add(pid)
        elif pid in self.runnable:
            self.runnable.remove(pid)
            self.left[pid] = self.history.time
        waits = process.is_runnable and process is not self.history.holder
        if waits and pid not in self.waiting:
            self.waiting[pid] = Wait(self.history.time, self.busy_ticks,
                                     len(self.runnable) - 1)
        elif not waits:
            self.end(pid)

    def end(self, pid):
        wait = self.waiting.pop(pid, None)
        if not wait or not self.policy:
            return
        ticks = self.busy_ticks - wait.first_tick
        if ticks <= self.policy.at_least(wait.ahead):
            return
        others = self.others(pid, wait.start)
        process = self.history.processes[pid]
        bound = self.policy.bound(process, wait.ahead, others)
        if ticks > bound:
            raise BrokenInvariant(f"{process} was ready for {ticks} ticks beside "
                                  f"{len(others)} others; the bound is {bound:g}")

    def others(self, pid, since):
        """All but PID that have been runnable since then."""
        pids = self.runnable | {other for other, when in self.left.items()
                                 if when >= since}
        return [self.history.processes[other] for other in pids if other != pid]

    def end_all(self):
        for pid in list(self.waiting):
            self.end(pid)


def check_total(history):
    total = sum(process.total(ON_CPU) for process in history.processes.values())
    expected = history.time - history.first_time
    if total != expected:
        raise BrokenInvariant(f"slices and idle time make {total} ns, but from the first "
                              f"event to the last it is {expected} ns")


def check(data, policy=None, quantum=None, is_cut=False):
    """Checks a trace file's bytes; POLICY and QUANTUM as tools/boot got them. Raises
    BrokenInvariant, with the event at which something is wrong; returns the history. One
    that IS_CUT may end anywhere."""
    records = trace_file.parse(trace_file.whole_records(data) if is_cut else data)
    tick_ns = trace_file.HEADER.unpack_from(data)[3]
    words = policy or STANDARD_POLICY
    name, given = parameters(words if quantum is None else f"{words} quantum={quantum}")
    history = History()
    has_bound = name in BOUNDS and tick_ns  # 0: it ended before the clock had started
    waits = Waits(history, BOUNDS[name](given, tick_ns) if has_bound else None)
    for number, record in enumerate(records):
        try:
            history.apply(record)
            waits.observe(record)
        except BrokenInvariant as error:
            raise BrokenInvariant(f"event {number} ({record}): {error}") from error
    history.close()
    waits.end_all()
    if records:
        check_total(history)
    return history


def history_until_broken(data):
    """What is told up to the first event that cannot have come there."""
    history = History()
    for record in trace_file.parse(data):
        try:
            history.apply(record)
        except BrokenInvariant:
            break
    history.close()
    return history


def main():
    parser = argparse.ArgumentParser(prog="tools/trace/trace_check.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--policy", metavar="WORDS", help="that it ran under, default rr")
    parser.add_argument("--quantum", metavar="N")
    parser.add_argument("--cut", action="store_true", help="of a run that broke off")
    parser.add_argument("files", metavar="FILE", nargs="+")
    options = parser.parse_args()
    status = 0
    for path in options.files:
        try:
            with open(path, "rb") as file:
                data = file.read()
            check(data, options.policy, options.quantum, options.cut)
            print(f"{path}: all invariants hold")
        except BrokenInvariant as error:
            print(f"{path}: {error}")
            status = max(status, BROKEN)
        except (OSError, TraceError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            status = UNUSABLE
    return status


if __name__ == "__main__":
    sys.exit(main())
