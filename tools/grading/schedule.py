"""A schedule: what the policy made of a job list, slice by slice. Where it differs from what is
expected, in words and as a picture of characters; and properties that it may have to have."""

import re
from itertools import zip_longest

IDLE = -1
COLUMNS = 72  # of a picture
BEFORE = 24  # ticks of it before the first difference
RUNS, READY, WAITS, NOT_THERE = "#.~ "


class Broken(Exception):
    """What came out is no schedule of these jobs."""


def parse(text):
    """The slices [start, job, ticks] in the words of workload and build/host/schedule."""
    return [[int(number) for number in found.groups()] for found in
            re.finditer(r"^slice (\d+) (-?\d+) (\d+)$", text, re.MULTILINE)]


def who_runs(slices):
    """The job, or IDLE, in each tick."""
    ticks = []
    for start, job, count in slices:
        if start != len(ticks) or count <= 0:
            raise Broken(f"a slice begins at tick {start}, where tick {len(ticks)} comes next")
        ticks += [job] * count
    return ticks


class Life:
    """What became of one job: its state in each tick of TICKS, from who ran alone. Nobody's
    word is taken for a job's times."""

    def __init__(self, number, job, io_time, ticks):
        self.arrival, self.length = job.get("arrival", 0), job["length"]
        self.states = [NOT_THERE] * len(ticks)
        self.first_run = self.end = None
        ran, wakes = 0, self.arrival
        for tick, running in enumerate(ticks):
            if running == number:
                if self.end is not None or tick < wakes:
                    raise Broken(f"job {number} runs in tick {tick}, when it cannot")
                self.states[tick] = RUNS
                self.first_run = tick if self.first_run is None else self.first_run
                ran += 1
                if ran == self.length:
                    self.end = tick + 1
                elif job.get("io_every") and ran % job["io_every"] == 0:
                    wakes = tick + 1 + io_time
            elif tick >= self.arrival and self.end is None:
                self.states[tick] = READY if tick >= wakes else WAITS
        self.ran = ran

    @property
    def waits(self):
        """How long it was ready, each time."""
        return [len(wait) for wait in re.findall(re.escape(READY) + "+", "".join(self.states))]


def lives(item, slices):
    ticks = who_runs(slices)
    found = [Life(number, job, item.get("io_time", 0), ticks)
             for number, job in enumerate(item["jobs"])]
    if set(ticks) - set(range(len(found))) - {IDLE}:
        raise Broken("a job runs that is not in the list")
    for number, life in enumerate(found):
        if life.end is None:
            raise Broken(f"job {number} has not ended")
    return found


# --- Properties: a name, what it counts, and in words

PROPERTIES = {
    "longest_wait": ("the longest wait of a job for the CPU, in ticks",
                     lambda found, _: max((wait for life in found for wait in life.waits),
                                          default=0)),
    "longest_response": ("the longest time from a job's arrival to its first tick",
                         lambda found, _: max(life.first_run - life.arrival for life in found)),
    "longest_turnaround": ("the longest time from a job's arrival to its end",
                           lambda found, _: max(life.end - life.arrival for life in found)),
    "mean_response": ("the mean time from arrival to first tick",
                      lambda found, _: mean(life.first_run - life.arrival for life in found)),
    "mean_turnaround": ("the mean time from arrival to end",
                        lambda found, _: mean(life.end - life.arrival for life in found)),
    "switches": ("how often another job got the CPU",
                 lambda _, slices: len([job for _, job, _ in slices if job != IDLE]) - 1),
}


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def broken_property(item, slices, name, limit):
    """Why the schedule does not have the property NAME, or None."""
    words, count = PROPERTIES[name]
    value = count(lives(item, slices), slices)
    return f"{words}, is {value:g}; it may be at most {limit}" if value > limit else None


# --- The first difference

def called(job):
    return "nobody" if job in (IDLE, None) else f"job {job}"


def first_difference(expected, got):
    """(tick, in words) where GOT parts from EXPECTED; None: nowhere."""
    for tick, (want, have) in enumerate(zip_longest(who_runs(expected), who_runs(got))):
        if want != have:
            return tick, f"in tick {tick} {called(want)} should run, and {called(have)} does"
    return None


def times_difference(item, slices):
    """The same of the times that a case may say; they are counted from who ran."""
    found = lives(item, slices)
    counted = {"finish": [life.end for life in found],
               "response": [life.first_run - life.arrival for life in found],
               "turnaround": [life.end - life.arrival for life in found]}
    for name, values in counted.items():
        for job, (want, have) in enumerate(zip(item.get(name, values), values)):
            if want != have:
                return f"{name} of job {job} should be {want}, and is {have}"
    return None


# --- The picture

def states(item, slices):
    """A row of characters for each job. What is no schedule is drawn as who ran."""
    ticks = who_runs(slices)
    rows = []
    for number, job in enumerate(item["jobs"]):
        try:
            rows.append("".join(Life(number, job, item.get("io_time", 0), ticks).states))
        except Broken:
            rows.append("".join(RUNS if tick == number else NOT_THERE for tick in ticks))
    return rows


def ruler(first, count):
    return "".join(f"{tick:<5}" for tick in range(first, first + count, 5))[:count]


def picture(item, expected, got, tick):
    """The two schedules, one below the other, from a little before TICK on, where they part."""
    first = max(tick - BEFORE, 0) // 5 * 5
    count = min(max(sum(ticks for *_, ticks in slices) for slices in (expected, got)) - first,
                COLUMNS)
    margin = len("expected  job 00  ")
    lines = [" " * margin + ruler(first, count)]
    for name, slices in ("expected", expected), ("got", got):
        for number, row in enumerate(states(item, slices)):
            label = f"{name if number == 0 else '':<10}{called(number):<8}"
            lines.append(label + row[first:first + count])
    lines.append(" " * (margin + tick - first) + "^ here they part")
    lines.append(f"({RUNS} runs, {READY} is ready, {WAITS} waits)")
    return "\n".join(line.rstrip() for line in lines)
