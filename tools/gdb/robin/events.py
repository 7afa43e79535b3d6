"""robin trace, robin why, robin next-switch: the kernel's ring of events."""

import gdb

from robin import queues
from robin.kernel import command, expect_processes, of_thread, processes, trace_file, variable

TRACE_FILE = "kernel/debug/trace.c"
TIMER_FILE = "arch/x86/timer.c"
LINES = 20

# Why who had the CPU has lost it, by the reason of the `run`.
LOST = {
    "slice_over": "The slice of {} is over",
    "yielded": "{} lets the others go first",
    "blocked": "{} waits{}",
    "suspended": "{} is suspended",
    "ended": "{} has ended",
    "idle_over": "The CPU had nothing to do",
    "preempted": "{} has to give way",
    "ending": "{} has to wait",
    "boosted": "All go back to the highest level",
}
WAITING = {
    "sleep": "until its time has come", "wait": "for a child to end",
    "console": "for the console", "rest": "until it may go on",
    "pipe": "for the other end of a pipe", "poll": "until one of its files is ready",
    "signal": "for a signal", "disk": "for the disk",
}
# What each policy prefers.
RULES = {
    "rr": "is the longest in the queue",
    "fifo": "came first",
    "sjf": "is the shortest",
    "stcf": "has the least left",
    "mlfq": "stands first on the highest level that has a job",
    "lottery": "holds the ticket that was drawn",
    "stride": "has the least pass",
    "fair": "has the least virtual time",
    "process-run": "has the turn",
}


def register():
    command("robin trace")(trace)()
    command("robin why")(why)()
    command("robin next-switch", gdb.COMMAND_RUNNING)(next_switch)()


def records():
    """What the ring holds, the oldest first, as a trace file has it."""
    ring, slot, end = (int(value) for value in (
        variable("ring", TRACE_FILE), variable("trace_slot"), variable("trace_ring_end")))
    if not ring:
        raise gdb.GdbError("There is no trace yet: the kernel is still booting.")
    read = gdb.selected_inferior().read_memory
    data = bytes(read(ring, slot - ring)) if slot > ring else b""
    if int(variable("turns_count", TRACE_FILE)):
        data = bytes(read(slot, end - slot)) + data
    # In the ring are cycles: arch_nanoseconds makes them nanoseconds.
    factor, shift = (int(variable(name, TIMER_FILE)) for name in ("nanoseconds_factor", "SHIFT"))
    return [record._replace(time_ns=record.time_ns * factor >> shift)
            for record in trace_file.records(data)]


def trace(count=str(LINES)):
    """robin trace [N]: the last N events of the kernel's trace, 20 if you do not say.

The lines are those of `trace`: TIME_NS PID KIND key=value... docs/trace.md explains them."""
    if not count.isdigit() or int(count) == 0:
        raise gdb.GdbError("robin trace [N]: N is a number of events")
    for record in records()[-int(count):]:
        print(record)


# --- The last decision

def named(pid):
    """The process PID in a sentence."""
    if pid == 0:
        return "the idle loop"
    return next((str(process) for process in processes() if process.pid == pid),
                f"process {pid}, which is gone,")


def why_lost(decision, before):
    """Why who had the CPU before DECISION has lost it; BEFORE are the events until then."""
    blocked = next((record for record in reversed(before) if record.pid == decision.a), None)
    on = trace_file.WAITS.get(blocked.a) if blocked and blocked.kind == "block" else None
    waits = f" {WAITING[on]}" if on in WAITING else ""
    if decision.a == 0:
        return LOST["idle_over"]
    return LOST.get(decision.reason, "{}: " + decision.reason).format(named(decision.a), waits)


def ticks_waited(decision, before):
    """How many ticks came since who got the CPU could run; None: that is too long ago."""
    ticks = 0
    for record in reversed(before):
        if record.kind == "tick":
            ticks += 1
        is_its = record.pid == decision.pid and record.kind in ("ready", "preempt", "resume")
        has_left = record.kind == "run" and record.a == decision.pid
        if is_its or has_left:
            return ticks
    return None


def why_got(decision, before):
    if decision.pid == 0:
        return "nobody is ready"
    name = named(decision.pid)
    if decision.reason == "ending":
        return f"{name} goes on in the kernel alone, to give back what it holds"
    waited = ticks_waited(decision, before)
    since = "" if waited is None else f", which has waited {waited} tick{'s' * (waited != 1)}," \
        if waited else ", which has just come,"
    others = [process for process in processes()
              if process.pid != decision.pid and process.state == "ready"
              and not process.thread["suspended"]]
    if not others:
        return f"{name}{since} is the only one that can run"
    name_of_policy = queues.policy()["name"].string()
    return f"{name}{since} {RULES.get(name_of_policy, f'is who {name_of_policy} picked')}"


def explain():
    """The sentence for the last `run` of the trace, and how many ticks ago that was."""
    events = records()
    last = max((i for i, record in enumerate(events) if record.kind == "run"), default=None)
    if last is None:
        raise gdb.GdbError("Nobody has got the CPU yet.")
    decision, before = events[last], events[:last]
    text = f"{why_lost(decision, before)}; {why_got(decision, before)}."
    return text, sum(record.kind == "tick" for record in events[last:])


def why():
    """robin why: the last decision in a sentence: why the CPU was free, why this one got it.

What stood in the queues beside it shows `robin ready`; the events before it, `robin trace`."""
    expect_processes()
    sentence, ticks = explain()
    when = f" ({ticks} tick{'s' * (ticks != 1)} ago)" if ticks else ""
    running = of_thread(variable("boot_cpu")["running"])
    print(f"{sentence}{when}")
    print(f"{running or 'Nobody'} has the CPU.")


def next_switch():
    """robin next-switch: goes on to the next context switch, and stops at its first instruction.

There the kernel's `running` is who comes, and the stack is still that of who leaves: `backtrace`
shows how it came here, and `robin thread PID` where the other will go on."""
    stop = gdb.Breakpoint("*arch_switch", internal=True)
    stop.silent = True
    try:
        gdb.execute("continue")
        has_come = stop.is_valid() and stop.hit_count > 0
    finally:
        if stop.is_valid():
            stop.delete()
    if has_come:
        print(explain()[0])
        gdb.execute("frame")
