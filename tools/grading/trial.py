"""Tries a case on what was built: on the host, or in a boot of its own. What is expected is
never in the sandbox: there it only says what it does, and is compared here."""

import contextlib
import importlib.machinery
import importlib.util
import json
import os
import re
import signal
import sys
import tempfile

from grading import build, schedule
from grading.build import TooSlow
from grading.sandbox import ROOT, Limits

WALL_SECONDS = 600  # a safety net: the limits are CPU time on the host, and ticks in a boot
BOOT_MEMORY_MIB = 8192  # of addresses: QEMU takes 1 GiB for what it has translated
NO_ENDS_MAX = 3  # so many cases without an end are waited for
NOT_TRIED = f"not tried, as {NO_ENDS_MAX} cases before it did not end"
NO_END = "no end: "
FAILURE = 240  # from here on a status of tools/boot tells of no orderly end
BANNER = re.compile(r"^(Robin: .*|robin: power off, status \d+)$")
TRACE = "/out/run.trace"


class Trial:
    """What came of a case: .problem, a sentence, or None if it did as it should; .slices, or
    None; .picture, characters, or ""."""

    def __init__(self, problem=None, slices=None, picture=""):
        self.problem, self.slices, self.picture = problem, slices, picture


def load(name, path):
    """A tool's own code, where that has no .py at its end."""
    loader = importlib.machinery.SourceFileLoader(name, path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


sys.path.insert(0, f"{ROOT}/tools/trace")
import trace_check  # noqa: E402  (their folder has to be on the path first)
import trace_file  # noqa: E402

compare_schedule = load("compare_schedule", f"{ROOT}/tools/compare-schedule")


# --- What is compared

def judged(case, slices):
    """SLICES against all that CASE expects."""
    try:
        return judge(case, slices)
    except schedule.Broken as error:
        return Trial(f"this is no schedule of its jobs: {error}", slices)


def judge(case, slices):
    difference = case.expected is not None and schedule.first_difference(case.expected, slices)
    if difference:
        tick, words = difference
        picture = schedule.picture(case.item, case.expected, slices, tick)
        return Trial(words, slices, picture)
    problems = [schedule.broken_property(case.item, slices, name, limit)
                for name, limit in case.properties.items()]
    problems.append(schedule.times_difference(case.item, slices))
    return Trial(next(filter(None, problems), None), slices)


# --- On the host

class Died(Exception):
    """The host's driver did not come to its end: a sentence."""


def last_words(outcome, suite):
    if outcome.is_out_of_cpu:
        return f"no end: more than {suite.limits['cpu_seconds']} seconds of CPU time"
    if outcome.is_cut:
        return f"it said more than {suite.limits['output_kib']} KiB, and was stopped"
    said = [line for line in outcome.errors.splitlines() if line.startswith("schedule: ")]
    if said:
        return said[-1].removeprefix("schedule: ")
    if outcome.status in (-signal.SIGSEGV, 128 + signal.SIGSEGV):
        return "it crashed"
    return f"it ended with status {outcome.status} and without a word"


def file_of(words):
    """A file without a name, which whoever gets it may read."""
    file = tempfile.TemporaryFile("w+", encoding="ascii")
    os.fchmod(file.fileno(), 0o644)
    file.write(words)
    file.seek(0)
    return file


def on_host(box, suite, cases):
    """The slices of each of CASES, as the driver says them. Raises Died."""
    items = [{name: value for name, value in case.item.items()
              if name not in ("timeline", "finish", "response", "turnaround")} | {"id": str(number)}
             for number, case in enumerate(cases)]
    limits = Limits(suite.limits["cpu_seconds"], 0, suite.limits["output_kib"] << 10, WALL_SECONDS)
    with file_of(json.dumps(items)) as file:
        outcome = box.run([box.path("/out/host/schedule"), "--timeline", "/dev/stdin"], limits,
                          alone=True, read=file)
    if outcome.is_late:
        raise TooSlow(f"no end of the host's driver after {WALL_SECONDS} seconds")
    if outcome.status != 0 or outcome.is_cut:
        raise Died(last_words(outcome, suite))
    parts = re.split(r"^case (\d+)\n", outcome.output, flags=re.MULTILINE)[1:]
    if parts[::2] != [item["id"] for item in items]:
        raise Died("it does not say what became of each case")
    return [schedule.parse(text) for text in parts[1::2]]


def each_on_host(box, suite, cases):
    """A Trial for each: together if all goes well; else one by one, as one that crashes shall
    cost the others nothing."""
    try:
        return [judged(case, slices)
                for case, slices in zip(cases, on_host(box, suite, cases))]
    except Died:
        return one_by_one(lambda case: alone_on_host(box, suite, case), cases)


def alone_on_host(box, suite, case):
    try:
        return judged(case, on_host(box, suite, [case])[0])
    except Died as death:
        return Trial(str(death))


def one_by_one(attempt, cases):
    """ATTEMPT gives a Trial of each; those without an end take long."""
    trials = []
    for case in cases:
        is_hopeless = len(no_ends(trials)) == NO_ENDS_MAX
        trials.append(Trial(NOT_TRIED) if is_hopeless else attempt(case))
    return trials


def no_ends(trials):
    return [trial.problem for trial in trials if trial.problem and NO_END in trial.problem]


def exactly(box, suite, case, problem, booted_trials):
    """Where in a callback without an end the host's clock has stopped it is chance, within the
    loop. So the place is told as a boot finds it, where instructions are counted."""
    callback = re.match(rf"{NO_END}in (\w+) ", problem)
    if not callback:
        return problem
    found = no_ends(booted_trials)
    if not found:
        build.build_kernel(box, suite)
        found = [boot(box, suite, case)[2]]
    said = found[0][found[0].find(NO_END):]
    return said if said.startswith(callback[0]) else re.sub(r":\d+\)", ")", problem)


# --- In a boot

def policy_words(case):
    item = case.item
    if item is None:
        return case.words
    return item.get("words") or " ".join(compare_schedule.policy_words(item)[1:])


def workload(case):
    """The command of Robin's shell that runs the job list."""
    policy = policy_words(case).split()[0]
    return " ".join(compare_schedule.workload_words(case.item | {"policy": policy}))


def boot_command(box, suite, case):
    limits = suite.limits
    image = "/out" if suite.policy else "/robin/build"
    archive = "/robin/build" if suite.policy else "/out"
    commands = case.run if case.item is None else workload(case)
    command = [box.path("/robin/tools/boot"), "--icount", f"--hz={limits['hz']}",
               f"--timeout={WALL_SECONDS}", f"--append=ticks={limits['ticks']}",
               f"--kernel={box.path(image + '/robin.elf')}",
               f"--initrd={box.path(archive + '/initrd.tar')}", f"--run={commands}"]
    if policy_words(case):
        command.append(f"--policy={policy_words(case)}")
    if case.has_invariants or (case.item is None and case.properties):
        command.append(f"--trace={box.path(TRACE)}")
    return command


def boot(box, suite, case):
    """(status, console, tools/boot's sentence) of a boot. Raises TooSlow."""
    limits = Limits(WALL_SECONDS, BOOT_MEMORY_MIB, suite.limits["output_kib"] << 10,
                    WALL_SECONDS + 60)
    outcome = box.run(boot_command(box, suite, case), limits)
    has_no_time = f"no end after {WALL_SECONDS} seconds" in outcome.errors
    if outcome.is_late or outcome.is_out_of_cpu or has_no_time:
        raise TooSlow(f"no end of a boot after {WALL_SECONDS} seconds, or its clock was stopped")
    if outcome.is_cut:
        return None, outcome.output, \
            f"it said more than {suite.limits['output_kib']} KiB, and was stopped"
    said = [line for line in outcome.errors.splitlines() if line.startswith("tools/boot: ")]
    return outcome.status, outcome.output, said[0].removeprefix("tools/boot: ") if said else ""


def why_ended(status, said):
    """What is wrong about the end of a boot, or None."""
    if status is None:
        return said
    if status >= FAILURE:
        return f"status {status}: {said}"
    return None


def console_text(console):
    """What programs said: without the kernel's first and last line."""
    lines = [line.rstrip() for line in console.splitlines()]
    return "\n".join(line for line in lines if not BANNER.match(line)).strip("\n")


def line_difference(expected, got):
    pairs = list(zip(expected.splitlines() + [None], got.splitlines() + [None]))
    for number, (want, have) in enumerate(pairs, 1):
        if want != have:
            return f"line {number} of the console: expected {quoted(want)}, got {quoted(have)}"
    return f"line {len(pairs)} of the console: the rest differs"


def quoted(line):
    return "its end" if line is None else f"`{line}`"


def judge_console(case, status, console):
    text = console_text(console)
    expected = None if case.console is None else \
        "\n".join(line.rstrip() for line in case.console.strip("\n").splitlines())
    if expected is not None and text != expected:
        return line_difference(expected, text)
    if case.console_matches is not None and \
            not re.search(case.console_matches, text, re.MULTILINE):
        return f"nothing on the console matches `{case.console_matches}`"
    if case.status is not None and status != case.status:
        return f"the status should be {case.status}, and is {status}"
    return None


def trace_path(box):
    return f"{box.out}/{os.path.basename(TRACE)}"


def no_link(path, flags):
    return os.open(path, flags | os.O_NOFOLLOW)


def ready_ticks(data, history):
    """The longest that a process was ready, in whole ticks."""
    tick_ns = trace_file.HEADER.unpack_from(data)[3]
    spans = [span.end - span.start for process in history.processes.values()
             for span in process.spans if span.state == "ready"]
    return max(spans, default=0) // tick_ns


def judge_trace(box, case):
    """Its invariants, and how long anybody waited."""
    try:
        with open(trace_path(box), "rb", opener=no_link) as file:
            data = file.read()
        history = trace_check.check(data, policy_words(case) or None)
    except (OSError, trace_file.TraceError) as error:
        return f"an invariant of the trace is broken: {error}" if case.has_invariants else None
    limit = case.properties.get("longest_wait") if case.item is None else None
    longest = ready_ticks(data, history)
    if limit is not None and longest > limit:
        return f"somebody was ready for {longest} ticks; it may be at most {limit}"
    return None


def booted(box, suite, case):
    """A Trial of CASE in a boot of its own."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(trace_path(box))  # of the boot before
    status, console, said = boot(box, suite, case)
    problem = why_ended(status, said)
    if problem:
        return Trial(problem)
    trial = Trial()
    if case.item is None:
        trial.problem = judge_console(case, status, console)
    elif status != 0:
        trial.problem = f"status {status}: {console_text(console)[:200]}"
    else:
        trial = judged(case, schedule.parse(console))
    if not trial.problem and os.path.lexists(trace_path(box)):
        trial.problem = judge_trace(box, case)
    return trial


def all_cases(box, suite, cases):
    """A Trial for each of CASES, in their order."""
    by_boot = [case for case in cases if case.boots]
    by_host = [case for case in cases if not case.boots]
    booted_trials = one_by_one(lambda case: booted(box, suite, case), by_boot)
    host_trials = each_on_host(box, suite, by_host) if by_host else []
    for case, trial in zip(by_host, host_trials):
        if trial.problem:
            trial.problem = exactly(box, suite, case, trial.problem, booted_trials)
    trials = dict(zip(map(id, by_boot + by_host), booted_trials + host_trials))
    return [trials[id(case)] for case in cases]
