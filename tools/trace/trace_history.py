"""The life of each process, as a trace tells it.

A History takes the events one by one and keeps the state that each process is in, and
what it went through. An event that cannot follow those before it raises BrokenInvariant:
only legal ways from state to state get through. docs/trace.md lists them.
"""

import trace_file
from trace_file import TraceError

IDLE = 0  # the pid of the idle loop
ON_CPU = "running"


class BrokenInvariant(TraceError):
    """An event that cannot come where it stands."""


class Span:
    """A process was in STATE from START to END (ns); WHY it came to that."""

    __slots__ = ("state", "start", "end", "why")

    def __init__(self, state, start, why):
        self.state, self.start, self.end, self.why = state, start, start, why

    def __repr__(self):
        return f"Span({self.state} {self.start}-{self.end} {self.why})"


class Process:
    """One process: .state and .suspended as they are now, .spans so far."""

    def __init__(self, pid, parent):
        self.pid, self.parent = pid, parent
        self.name = "idle" if pid == IDLE else ""
        self.tickets = 0  # 0: the policy's standard
        self.length = 0  # in ticks, as declared; 0: it is not
        self.state, self.suspended = "new", False
        self.why = self.waited_on = ""
        self.spans = []
        self.arrival = self.first_run = self.ended = None  # ns; None: not yet
        self.arrival_tick = None
        self.ending = ""
        self.switches = self.preempted = 0

    @property
    def is_runnable(self):
        """Whether the policy can pick it."""
        return self.state in ("ready", ON_CPU) and not self.suspended

    def total(self, state):
        """Nanoseconds spent in STATE."""
        return sum(span.end - span.start for span in self.spans if span.state == state)

    def __str__(self):
        return f"{self.name} {self.pid}".strip()


class Decision:
    """At TIME the process PID got the CPU, which BEFORE had; REASON says why."""

    __slots__ = ("time", "pid", "before", "reason")

    def __init__(self, time, pid, before, reason):
        self.time, self.pid, self.before, self.reason = time, pid, before, reason


class History:
    """All that happened up to the event that was applied last."""

    def __init__(self):
        idle = Process(IDLE, None)
        idle.state = ON_CPU
        self.processes = {IDLE: idle}
        self.holder = idle  # who has the CPU
        self.first_time = self.time = None
        self.tick = 0
        self.ticks = []  # (time, pid that it found), the first being tick 1
        self.decisions = []
        self.policy_changes = []  # (time, number of the policy)
        self._requests = []  # of the disk, as (pid, sector): it is at the first
        self._preempted = None  # who lost the CPU in the event before
        self._ends_now = None  # got the CPU though suspended: only to end

    def apply(self, record):
        """The next event. Raises BrokenInvariant if it cannot have come here."""
        if self.first_time is None:
            self.first_time = self.time = record.time_ns
            self._show(self.holder, "")
        if record.time_ns < self.time:
            raise BrokenInvariant("time goes back")
        self.time = record.time_ns
        if self._preempted and record.kind != "run":
            raise BrokenInvariant(f"{self._preempted} lost the CPU, and nobody got it")
        handle = getattr(self, "_on_" + record.kind, None)
        if handle:
            handle(record)

    def close(self):
        """After the last event: what was going on ends there."""
        for process in self.processes.values():
            if process.spans and process.state != "reaped":
                process.spans[-1].end = self.time

    # --- Checks

    def _find(self, pid):
        process = self.processes.get(pid)
        if not process:
            raise BrokenInvariant(f"process {pid} was never created")
        if process.state == "reaped":
            raise BrokenInvariant(f"{process} was reaped before")
        return process

    def _expect(self, process, *states):
        if process.state not in states:
            wanted = " or ".join(states)
            raise BrokenInvariant(f"{process} is {process.state}, not {wanted}")

    def _find_holder(self, record):
        """Who acts must have the CPU. It may have been woken before it had left it."""
        process = self._find(record.pid)
        if process is not self.holder:
            raise BrokenInvariant(f"{self.holder} has the CPU, not {process}")
        if process is self._ends_now:
            raise BrokenInvariant(f"{process} is suspended, and runs")
        if process.state == "ready":
            process.state = ON_CPU
        self._expect(process, ON_CPU)
        return process

    # --- What is seen from outside

    def _show(self, process, why):
        """Begins a new span if PROCESS looks different now."""
        if process is self.holder:
            state = ON_CPU
        elif process.suspended and process.state != "zombie":
            state = "suspended"
        else:
            state = process.state
        spans = process.spans
        if spans and spans[-1].state == state:
            return
        if spans:
            spans[-1].end = self.time
        if state != "reaped":
            spans.append(Span(state, self.time, why))

    # --- Events, by kind

    def _on_create(self, record):
        if record.pid in self.processes:
            raise BrokenInvariant(f"there has been a process {record.pid} before")
        self.processes[record.pid] = Process(record.pid, record.a)
        self._show(self.processes[record.pid], f"created by {record.a}")

    def _on_name(self, record):
        self._find(record.pid).name = record.name

    def _on_schedule(self, record):
        process = self._find(record.pid)
        process.tickets, process.length = record.a, record.b

    def _on_ready(self, record):
        process = self._find(record.pid)
        self._expect(process, "new", "blocked")
        if trace_file.STATES.get(record.a) != process.state:
            raise BrokenInvariant(f"{process} was {process.state}")
        why = f"woken: {process.why}" if process.state == "blocked" else "may begin"
        process.state, process.why = "ready", ""
        if process.arrival is None:
            process.arrival, process.arrival_tick = self.time, self.tick
        self._show(process, why)

    def _on_run(self, record):
        before, process = self._find(record.a), self._find(record.pid)
        if before is not self.holder:
            raise BrokenInvariant(f"{self.holder} has the CPU, not {before}")
        if process is before:
            raise BrokenInvariant(f"{process} has the CPU already")
        self._leave_cpu(before, record.reason)
        if process.pid != IDLE:
            self._expect(process, "ready")
        goes_on = process.suspended and process.waited_on == "disk"  # out of its call
        self._ends_now = process if process.suspended and not goes_on else None
        process.state = ON_CPU
        process.switches += 1
        if process.first_run is None:
            process.first_run = self.time
        self.decisions.append(Decision(self.time, process.pid, before.pid, record.reason))
        self.holder = process
        self._show(before, before.why or record.reason)
        before.why = ""
        self._show(process, record.reason)

    def _leave_cpu(self, before, reason):
        if before is self._ends_now:
            raise BrokenInvariant(f"{before} is suspended, ran, and has not ended")
        willing = before.state != ON_CPU or reason == "yielded" or before.pid == IDLE
        if willing == (self._preempted is before):
            raise BrokenInvariant(f"{before} {'was' if willing else 'was not'} preempted")
        self._preempted = None
        if before.state == ON_CPU:
            before.state = "ready"

    def _on_tick(self, record):
        number = record.b << 32 | record.a
        if self.ticks and number != self.tick + 1:
            raise BrokenInvariant(f"tick {number} after tick {self.tick}")
        self._find_holder(record)
        self.tick = number
        self.ticks.append((self.time, record.pid))

    def _on_preempt(self, record):
        self._preempted = self._find_holder(record)
        self._preempted.preempted += 1

    def _on_block(self, record):
        process, on = self._find(record.pid), trace_file.WAITS.get(record.a, str(record.a))
        # Whose budget was used up before it waited has to rest when it is woken.
        rests_without_running = on == "rest" and process.state == "ready"
        if process is self.holder or not rests_without_running:
            process = self._find_holder(record)
        process.state = "blocked"
        process.why, process.waited_on = "on " + on, on
        if process is not self.holder:
            self._show(process, "has to rest")

    def _on_wake(self, record):
        process = self._find(record.pid)
        self._expect(process, "blocked")
        process.why = record.reason

    def _on_suspend(self, record):
        process = self._find(record.pid)
        self._expect(process, "new", "ready", ON_CPU, "blocked")
        if process.suspended:
            raise BrokenInvariant(f"{process} is suspended already")
        process.suspended = True
        self._show(process, f"by {record.a}" if record.a else "by the console")

    def _on_resume(self, record):
        process = self._find(record.pid)
        if not process.suspended:
            raise BrokenInvariant(f"{process} is not suspended")
        process.suspended = False
        self._show(process, f"resumed by {record.a}")

    def _on_exit(self, record):
        process = self._find(record.pid)
        if process is self._ends_now:
            self._ends_now = None
        process = self._find_holder(record)
        process.state = "zombie"
        process.ended = self.time
        process.why = process.ending = describe_end(record)

    def _on_reap(self, record):
        process = self._find(record.pid)
        self._expect(process, "zombie")
        process.state = "reaped"
        self._show(process, "")

    def _on_disk_request(self, record):
        self._find(record.pid)
        self._requests.append((record.pid, record.a))

    def _on_disk_transfer(self, record):
        if self._requests[:1] != [(record.pid, record.a)]:
            raise BrokenInvariant(f"the disk serves {record.pid}, who is not first in its queue")

    def _on_disk_done(self, record):
        self._on_disk_transfer(record)
        self._requests.pop(0)

    def _on_policy(self, record):
        self.policy_changes.append((self.time, record.a))


def describe_end(record):
    """Of an exit: "exited, code=3", in the words of the text form."""
    return ", ".join(str(record).split()[3:]).removeprefix("reason=")

