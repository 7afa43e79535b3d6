"""The book's prediction of a `workload`: build/host/schedule runs its list of jobs
through the policy, tick by tick, without a kernel."""

import json
import os
import re
import shlex
import subprocess
import tempfile

from trace_file import ROOT

NO_WORKLOAD = [{"length": 1}], 0  # to be told no more than the policy's parameters
JOB = re.compile(r"(\d+),(\d+)(?:,(\d+))?(?:,(\d+))?")
PROGRAM = re.compile(r"(?:i|c\d+)(?:,(?:i|c\d+))*")  # a job as OSTEP 4 writes it
PROGRAM_IO_TIME = 5
FIELDS = "arrival", "length", "io_every", "tickets"


class NoPrediction(Exception):
    """Why there is none."""


class Prediction:
    """.words, the policy with all its parameters; .slices as (start, job, ticks), job -1
    being idle; .times by job: response, turnaround and waiting, in ticks."""

    def __init__(self, lines):
        self.words, self.slices, self.times = None, [], []
        for line in lines:
            word, *rest = line.split()
            if word == "policy":
                self.words = " ".join(rest)
            elif word == "slice":
                self.slices.append(tuple(map(int, rest)))
            elif word == "job":
                self.times.append(dict(zip(rest[1::2], map(int, rest[2::2]))))

    def by_tick(self):
        """Who has the CPU in each tick."""
        return [job for _, job, ticks in self.slices for _ in range(ticks)]


def commands(run):
    """The commands of the shell's text RUN, as lists of words."""
    lexer = shlex.shlex(run.replace("\n", ";"), posix=True, punctuation_chars=";&")
    lexer.whitespace_split = True
    found = [[]]
    try:
        for word in lexer:
            if set(word) <= set(";&"):
                found.append([])
            else:
                found[-1].append(word)
    except ValueError:  # a quote is not closed: the shell will say so
        return []
    return [words for words in found if words]


def read_jobs(words, files):
    """The jobs of a workload's arguments; one without a comma is a file of the guest."""
    if len(words) == 1 and "," not in words[0] and not PROGRAM.fullmatch(words[0]):
        path = os.path.join(files or "", os.path.relpath(words[0], "/files"))
        try:
            with open(path, encoding="ascii") as file:
                words = file.read().split()
        except (OSError, ValueError):
            return []
    if all(PROGRAM.fullmatch(word) for word in words):
        return [{"program": word} for word in words]
    matches = [JOB.fullmatch(word) for word in words]
    if not all(matches):
        return []
    return [{name: int(value) for name, value in zip(FIELDS, match.groups()) if value}
            for match in matches]


def find_workload(run, files=None):
    """The jobs of the first workload in RUN and their I/O time, None if the disk does their
    I/Os; or None."""
    for name, *words in commands(run):
        if os.path.basename(name) != "workload":
            continue
        io_time = 0
        if words[:1] == ["--io-time"] and words[1:2] and words[1].isdecimal():
            io_time, words = int(words[1]), words[2:]
        elif words[:1] == ["--disk"]:
            io_time, words = None, words[1:]
        jobs = read_jobs(words, files)
        return (jobs, io_time) if jobs else None
    return None


def kernel():
    """What tools/boot boots, too."""
    return os.environ.get("ROBIN_KERNEL") or f"{ROOT}/build/robin.elf"


def program():
    """Stands beside the kernel; with a policy of one's own in it, if the kernel has one."""
    own = os.path.join(os.path.dirname(kernel()), "host", "schedule")
    return own if os.path.exists(own) else f"{ROOT}/build/host/schedule"


def predict(workload, policy, tick_ns):
    """What the policy, in words, makes of WORKLOAD. Raises NoPrediction."""
    jobs, io_time = workload
    if io_time is None:
        raise NoPrediction("no prediction: the disk takes as long as it takes")
    if not os.path.exists(program()):
        raise NoPrediction("no prediction: make build/host/schedule builds what makes it")
    case = {"id": "workload", "words": policy, "tick_ns": tick_ns}
    if "program" in jobs[0]:
        case |= {"programs": [job["program"] for job in jobs],
                 "io_length": io_time or PROGRAM_IO_TIME}
    else:
        case |= {"jobs": [job if io_time else {**job, "io_every": 0} for job in jobs],
                 "io_time": io_time}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([case], file)
        file.flush()
        process = subprocess.run([program(), "--timeline", file.name], text=True,
                                 capture_output=True, check=False)
    if process.returncode:
        raise NoPrediction(f"no prediction: {process.stderr.strip()}")
    return Prediction(process.stdout.splitlines())
