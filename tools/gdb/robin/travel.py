"""robin prev-switch, robin at: back in time, in a run that `make record` has recorded."""

import contextlib
import json
import os

import gdb

from robin.events import explain, records
from robin.kernel import command, trace_file

NONE = "This run is not recorded: `make record RUN='...'`, then `make replay`."


def register():
    if is_recorded():
        with open(f"{os.environ['ROBIN_REPLAY']}/settings.json", encoding="utf-8") as file:
            os.environ["ROBIN_PROGRAMS"] = json.load(file)["programs"] or ""
    command("robin prev-switch", gdb.COMMAND_RUNNING)(prev_switch)()
    command("robin at", gdb.COMMAND_RUNNING)(at)()


def is_recorded():
    return bool(os.environ.get("ROBIN_REPLAY"))


@contextlib.contextmanager
def stop_at(place, ignored=0):
    """A breakpoint that says nothing, and passes IGNORED times; all others are off meanwhile.
    Whoever goes back stops where the kernel begins: before that QEMU would report a signal."""
    others = [each for each in gdb.breakpoints() if each.enabled]
    for each in others:
        each.enabled = False
    stops = [gdb.Breakpoint(where, internal=True) for where in (place, "*boot_main")]
    for each in stops:
        each.silent = True
    stops[0].ignore_count = ignored
    try:
        yield stops[0]
    finally:
        for each in stops:
            if each.is_valid():
                each.delete()
        for each in others:
            if each.is_valid():
                each.enabled = True


def go(how):
    """Without a word where it stops."""
    quiet = "suppress-cli-notifications"
    with contextlib.suppress(gdb.error):  # of a GDB before 12
        gdb.execute(f"set {quiet} on")
    try:
        gdb.execute(how)
    finally:
        with contextlib.suppress(gdb.error):
            gdb.execute(f"set {quiet} off")


def prev_switch():
    """robin prev-switch: back to the context switch before, to its first instruction.

In a run that `make replay` plays, in which GDB's reverse-stepi, reverse-step, reverse-next and
reverse-continue go back, too. `robin next-switch` goes forward again."""
    if not is_recorded():
        raise gdb.GdbError(NONE)
    has_come = False
    if has_begun():  # else one would go back to the machine's first instruction
        with stop_at("*arch_switch") as stop:
            go("reverse-continue")
            has_come = stop.hit_count > 0
    if not has_come:
        raise gdb.GdbError("There is no switch before this: the run has just begun.")
    print(explain()[0])
    gdb.execute("frame")


def last_until(events, time_ns):
    """The last run in EVENTS until TIME_NS, which one it is, and the ticks after it."""
    runs = [i for i, event in enumerate(events) if event.kind == "run" and event.time_ns <= time_ns]
    if not runs:
        raise gdb.GdbError(f"Nobody had run by {time_ns} ns; the first one begins at "
                           f"{next(e.time_ns for e in events if e.kind == 'run')} ns.")
    after = [event for event in events[runs[-1]:]
             if event.kind == "tick" and event.time_ns <= time_ns]
    return events[runs[-1]], len(runs), after


def at(nanoseconds):
    """robin at NANOSECONDS: go to that instant of the run, forward or back.

Time is that of the trace and of the timeline. Stops at the last context switch until then, or at
the last tick, if that came later."""
    if not is_recorded():
        raise gdb.GdbError(NONE)
    if not nanoseconds.isdigit():
        raise gdb.GdbError("robin at NANOSECONDS: a number, as the trace has it")
    with open(f"{os.environ['ROBIN_REPLAY']}/trace", "rb") as file:
        events = list(trace_file.parse(trace_file.whole_records(file.read())))
    run, number, ticks = last_until(events, int(nanoseconds))
    if has_begun():
        with stop_at("*boot_main"):
            go("reverse-continue")
    with stop_at("*arch_switch", number - 1):
        go("continue")
    if ticks:
        with stop_at("scheduler_tick", len(ticks) - 1):
            go("continue")
    print((ticks or [run])[-1])
    if not ticks:
        print(explain()[0])
    gdb.execute("frame")


def has_begun():
    """Whether the kernel may have switched already."""
    try:
        return bool(records())
    except (gdb.GdbError, gdb.MemoryError):  # no memory there yet: the boot code maps it
        return False
