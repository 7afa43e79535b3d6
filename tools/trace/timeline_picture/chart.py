"""One trace as a chart: what the pictures show, ready to be written as JSON.

Times are in nanoseconds from the chart's origin: time 0 of the workload, or the boot.
"""

from timeline_picture import book
from trace_history import ON_CPU

STATES = ["running", "ready", "blocked", "suspended", "zombie", "new"]

# Reasons of a decision, where there is no room for words.
LETTERS = {"slice over": "s", "yielded": "y", "blocked": "b", "suspended": "z", "ended": "e",
           "idle over": "i", "preempted": "p", "ending": "d", "boosted": "B"}

# What the book's ticks do not tell.
WHY_DIFFERENT = {
    "lottery": " (tickets were drawn before time 0)",
    "fair": " (nanoseconds decide where the book's ticks are equal)",
}


class Chart:
    """.data is the chart; .title names the policy."""

    def __init__(self, history, tick_ns, policy, workload=None):
        self.history, self.policy, self.tick_ns = history, policy, tick_ns
        self.workload = workload
        self.jobs = self._find_jobs()
        self.origin = self._find_origin()
        self.difference, self.note, self.prediction = None, "", None
        self.whys = {}  # each reason's number
        if self.jobs:
            self._compare_with_book()
        if history.policy_changes and not self.note:
            self.note = "dotted: the policy is changed"
        self.data = self._describe()

    # --- Jobs of a workload, and its time 0

    def _find_jobs(self):
        """Who ran the jobs: all children of one process, ended by their budgets."""
        if not self.workload:
            return []
        children = {}
        for process in self.history.processes.values():
            children.setdefault(process.parent, []).append(process)
        for found in children.values():
            jobs = [process for process in found if process.ending.startswith("used_up")]
            if len(jobs) == len(found) == len(self.workload[0]):
                return jobs
        return []

    def _tick_time(self, number):
        """When tick NUMBER was, or would have been."""
        ticks = self.history.ticks
        if not ticks:
            return self.history.first_time
        first = self.history.tick - len(ticks) + 1
        if first <= number <= self.history.tick:
            return ticks[number - first][0]
        return ticks[0][0] + (number - first) * self.tick_ns

    def _zero_tick(self):
        if not self.jobs:
            return 0
        return self.jobs[0].arrival_tick - self.workload[0][0]["arrival"]

    def _find_origin(self):
        return self._tick_time(self._zero_tick())

    # --- The book

    def _compare_with_book(self):
        changes = [time for time, _ in self.history.policy_changes]
        if changes and changes[0] < self.jobs[0].ended:
            self.note = "no prediction: the policy was changed"
            return
        try:
            self.prediction = book.predict(self.workload, self.policy, self.tick_ns)
        except book.NoPrediction as reason:
            self.note = str(reason)
            return
        expected, got = self.prediction.by_tick(), self._jobs_by_tick()
        for tick in range(max(len(expected), len(got))):
            if expected[tick:tick + 1] != got[tick:tick + 1]:
                self._differ(tick, expected[tick:tick + 1], got[tick:tick + 1])
                return
        self.note = "as the book says, tick for tick"

    def _jobs_by_tick(self):
        """Who had the CPU in each tick since time 0: a job, -1 nobody, -2 another."""
        numbers = {job.pid: i for i, job in enumerate(self.jobs)}
        numbers[0] = -1
        end = max(job.ended for job in self.jobs)
        return [numbers.get(pid, -2) for time, pid in self.history.ticks
                if self.origin < time <= end]

    def _differ(self, tick, expected, got):
        names = {-1: "nobody", -2: "another process"}
        said, ran = ([names.get(job, f"job {job}") for job in jobs] or ["the end"]
                     for jobs in (expected, got))
        self.difference = self._tick_time(self._zero_tick() + tick) - self.origin
        self.note = (f"first difference in tick {tick}: the book has {said[0]}, "
                     f"here it is {ran[0]}")
        self.note += WHY_DIFFERENT.get(self.policy.split()[0], "")

    # --- As JSON

    def _ordered(self):
        """Jobs first, then the others by pid; without the idle loop."""
        others = [process for pid, process in sorted(self.history.processes.items())
                  if pid and process not in self.jobs]
        return [*self.jobs, *others]

    def _label(self, pid):
        process = self.history.processes.get(pid)
        if process in self.jobs:
            return f"job {self.jobs.index(process)}"
        return str(process) if process and pid else "idle"

    def _describe(self):
        last = max((job.ended for job in self.jobs), default=self.history.time)
        first = self.origin if self.jobs else self.history.first_time
        margin = self.tick_ns if self.jobs else 0
        lanes = self._lanes()
        return {
            "policy": self.policy,
            "tickNs": self.tick_ns,
            "since": "the workload's time 0" if self.jobs else "the boot",
            "first": self.history.first_time - self.origin,
            "last": self.history.time - self.origin,
            "view": [first - margin - self.origin, last + margin - self.origin],
            "states": STATES,
            "lanes": lanes,
            "whys": list(self.whys),
            "policyChanges": [time - self.origin
                              for time, _ in self.history.policy_changes],
            "difference": self.difference,
            "note": self.note,
        }

    def _lanes(self):
        befores = {(decision.time, decision.pid): decision.before
                   for decision in self.history.decisions}
        return [self._lane(process, befores) for process in self._ordered()]

    def _lane(self, process, befores):
        is_job = process in self.jobs
        spans = []
        for span in process.spans:
            why = span.why.replace("_", " ")
            if span.state == ON_CPU:
                before = befores.get((span.start, process.pid), 0)
                why = f"{why}; before: {self._label(before)}"
            spans.append([STATES.index(span.state), span.start - self.origin,
                          span.end - self.origin,
                          self.whys.setdefault(why, len(self.whys))])
        number = self.jobs.index(process) if is_job else None
        return {"pid": process.pid, "label": self._label(process.pid), "job": number,
                "name": str(process), "spans": spans, "book": self._book_slices(number),
                "times": self._times(process, number)}

    def _book_slices(self, number):
        """When the book has job NUMBER on the CPU, in ns."""
        if self.prediction is None or number is None:
            return []
        return [[start * self.tick_ns, (start + ticks) * self.tick_ns]
                for start, job, ticks in self.prediction.slices if job == number]

    def _times(self, process, number):
        """The table's row, in ns; None: it never came to that."""
        def since_arrival(time):
            return None if time is None else time - process.arrival

        times = {
            "arrival": None if process.arrival is None else process.arrival - self.origin,
            "response": since_arrival(process.first_run),
            "turnaround": since_arrival(process.ended),
            "waiting": process.total("ready"),
            "ran": process.total(ON_CPU),
            "switches": process.switches,
            "preempted": process.preempted,
            "ending": process.ending.replace("_", " "),
        }
        if self.prediction and number is not None:
            times["book"] = self.prediction.times[number]
        return times
