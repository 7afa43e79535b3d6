"""A trace as a schedule in JSON, one entry of a .schedule.json: docs/trace.md has the
format. Times are nanoseconds from time 0: of the workload, or of the boot."""

import trace_file
from timeline_picture import book
from trace_history import IDLE, ON_CPU

FORMAT, VERSION = "robin-schedule", 1
LAUNCHER = "workload"  # the program whose children are the jobs
QUEUE_MAX = 15  # pids that the trace tells of a queue

NAMES = {-1: "nobody", -2: "another process"}


def measured_tick(history, standard_ns):
    """Nanoseconds from tick to tick, which the timer chip rounds. Where the machine has lost
    ticks, as a host may let it wait for a disk, they are counted."""
    times = [time for time, _ in history.ticks]
    count = sum(max(round((end - begin) / standard_ns), 1)
                for begin, end in zip(times, times[1:]))
    return round((times[-1] - times[0]) / count) if count else standard_ns


def find_jobs(history):
    """The children of the program `workload`."""
    processes = history.processes.values()
    for launcher in processes:
        jobs = [process for process in processes if process.parent == launcher.pid]
        if launcher.name == LAUNCHER and jobs:
            return jobs
    return []


def why_different(policy):
    """What the book's ticks do not tell of POLICY, in words; or nothing."""
    name, *parameters = policy.split()
    if name == "lottery":
        return " (tickets were drawn before time 0)"
    if "charge=time" in parameters:
        return " (it charges the time that was run, the book whole ticks)"
    return ""


class Schedule:
    """What happened in a run: .json(RECORDS) is the entry. CUT says why it has no orderly
    end, or is None."""

    def __init__(self, history, tick_ns, policy, workload=None, cut=None):
        self.history, self.policy, self.cut = history, policy, cut
        self.tick_ns = measured_tick(history, tick_ns) or 1
        self.jobs = find_jobs(history)
        self.arrivals = [job.get("arrival", 0) for job in workload[0]] if workload else [0]
        self.zero_tick = self._find_zero_tick()
        self.origin = self._tick_time(self.zero_tick)
        self.words, self.note, self.difference, self.prediction = policy, "", None, None
        self._ask_book(workload, tick_ns)
        if history.policy_changes and not self.note:
            self.note = "dotted: the policy is changed"

    def _find_zero_tick(self):
        if not self.jobs or self.jobs[0].arrival_tick is None:
            return 0
        return self.jobs[0].arrival_tick - self.arrivals[0]

    def _tick_time(self, number):
        """When tick NUMBER was, or would have been."""
        ticks = self.history.ticks
        if not ticks:
            return self.history.first_time or 0
        first = self.history.tick - len(ticks) + 1
        if first <= number <= self.history.tick:
            return ticks[number - first][0]
        return ticks[0][0] + (number - first) * self.tick_ns

    # --- The book

    def _ask_book(self, workload, charged_ns):
        """What the policy's file makes of the same jobs, and its parameters in full. A tick is
        as long as the kernel takes it to be: a nanosecond may decide who is behind."""
        try:
            prediction = book.predict(workload or book.NO_WORKLOAD, self.policy, charged_ns)
        except book.NoPrediction as reason:
            self.note = str(reason) if workload else ""
            return
        self.words = prediction.words or self.words
        if workload and len(self.jobs) == len(workload[0]) and not self._is_changed():
            self.prediction = prediction
            self._compare()

    def _is_changed(self):
        changes = self.history.policy_changes
        if not changes or changes[0][0] >= (self.jobs[0].ended or self.history.time):
            return False
        self.note = "no prediction: the policy was changed"
        return True

    def _compare(self):
        expected, got = self.prediction.by_tick(), self._jobs_by_tick()
        if self.cut:
            expected = expected[:len(got)]
        for tick in range(max(len(expected), len(got))):
            if expected[tick:tick + 1] != got[tick:tick + 1]:
                self._differ(tick, expected[tick:tick + 1], got[tick:tick + 1])
                return
        self.note = "as the book says, tick for tick"

    def _jobs_by_tick(self):
        """Who had the CPU in each tick since time 0: a job, -1 nobody, -2 another."""
        numbers = {job.pid: i for i, job in enumerate(self.jobs)} | {IDLE: -1}
        ends = [job.ended for job in self.jobs]
        end = self.history.time if None in ends else max(ends)
        return [numbers.get(pid, -2) for time, pid in self.history.ticks
                if self.origin < time <= end]

    def _differ(self, tick, expected, got):
        said, ran = ([NAMES.get(job, f"job {job}") for job in jobs] or ["the end"]
                     for jobs in (expected, got))
        self.difference = tick
        self.note = (f"first difference in tick {tick}: the book has {said[0]}, "
                     f"here it is {ran[0]}")
        self.note += why_different(self.policy)

    def book_slices(self):
        """As [start, end, job], in ticks."""
        slices = self.prediction.slices if self.prediction else []
        return [[start, start + ticks, job] for start, job, ticks in slices if job >= 0]

    # --- As JSON

    def json(self, records):
        return {
            "policy": self.policy.split()[0], "words": self.words, "tick_ns": self.tick_ns,
            "since": "workload" if self.jobs else "boot",
            "first": self._since(self.history.first_time),
            "last": self._since(self.history.time),
            "jobs": [self._job(process) for process in self._ordered()],
            "slices": self._slices(), "waits": self._waits(),
            "disk": self.transfers(records), "thoughts": [*self.thoughts(records)],
            "book": self.book_slices(), "difference": self.difference, "note": self.note,
            "cut": {"reason": self.cut} if self.cut else None,
        }

    def _since(self, time):
        return None if time is None else time - self.origin

    def _ordered(self):
        """Jobs first, then the others by pid; without the idle loop."""
        others = [process for pid, process in sorted(self.history.processes.items())
                  if pid and process not in self.jobs]
        return [*self.jobs, *others]

    def _job(self, process):
        number = self.jobs.index(process) if process in self.jobs else None
        ending = process.ending.replace("_", " ")
        return {
            "pid": process.pid, "job": number, "name": process.name, "parent": process.parent,
            "label": str(process) if number is None else f"job {number}",
            "tickets": process.tickets, "length": process.length,
            "arrival": self._since(process.arrival),
            "first_run": self._since(process.first_run), "ended": self._since(process.ended),
            "waiting": process.total("ready"), "ran": process.total(ON_CPU),
            "switches": process.switches, "preempted": process.preempted,
            "ending": "done" if number is not None and ending == "used up" else ending,
        }

    def _slices(self):
        """[start, end, pid, why it began, why it ended]: all time, pid 0 being idle."""
        decisions = self.history.decisions
        starts = [(self.history.first_time, IDLE, ""),
                  *((decision.time, decision.pid, decision.reason) for decision in decisions)]
        ends = [*starts[1:], (self.history.time, None, "")]
        return [[self._since(start), self._since(end), pid, began.replace("_", " "),
                 ended.replace("_", " ")]
                for (start, pid, began), (end, _, ended) in zip(starts, ends)]

    def _waits(self):
        """[start, end, pid, state, why], in order."""
        return sorted([self._since(span.start), self._since(span.end), process.pid,
                       span.state, span.why.replace("_", " ")]
                      for process in self._ordered() for span in process.spans
                      if span.state != ON_CPU)

    def transfers(self, records):
        """[asked, begun, done, pid, what, first sector, count, errno]: what the disk did."""
        found, open_ = [], []  # those that are not done
        for record in records:
            if record.kind == "disk_request":
                count = record.b & ~trace_file.DISK_WRITE
                what = "flush" if not count else "read" if record.b == count else "write"
                found.append([self._since(record.time_ns), None, None, record.pid, what,
                              record.a, count, 0])
                open_.append(found[-1])
            elif record.kind in ("disk_transfer", "disk_done"):
                self._go_on(open_, record)
        return found

    def _go_on(self, open_, record):
        """The first of OPEN_ that RECORD is about begins, or is done."""
        for transfer in open_:
            if (transfer[3], transfer[5]) != (record.pid, record.a):
                continue
            if record.kind == "disk_transfer":
                if transfer[1] is None:  # it may begin again, after an error
                    transfer[1] = self._since(record.time_ns)
            else:
                transfer[2], transfer[7] = self._since(record.time_ns), record.b
                open_.remove(transfer)
            return

    def thoughts(self, records):
        """[time, kind, pid, value...]; of a queue the pids in its order."""
        queue = []  # so far: it goes on in the next record
        for record in records:
            time = self._since(record.time_ns)
            if record.kind in ("level", "tickets"):
                yield [time, record.kind, record.pid, record.a]
            elif record.kind == "pass":
                yield [time, "pass", record.pid, record.b << 32 | record.a]
            elif record.kind == "draw":
                yield [time, "draw", record.pid, record.a, record.b]
            elif record.kind == "queue":
                queue += [record.pid, *map(trace_file.signed, (record.a, record.b))]
                if 0 in queue or len(queue) == QUEUE_MAX:
                    yield [time, "queue", *(pid for pid in queue if pid)]
                    queue = []
