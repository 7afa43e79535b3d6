"""A suite: the folder of a teacher, with suite.toml and what that names. docs/grading.md says
what may stand there. Whatever is wrong in it is an Unusable: file, field, and why."""

import fnmatch
import json
import os
import re
import tomllib

from grading import schedule

NAME = re.compile(r"[A-Za-z_]\w*")
VISIBILITIES = "visible", "hidden", "after_due_date", "after_published"  # Gradescope's
LIMITS = {"cpu_seconds": 10, "memory_mib": 2048, "output_kib": 256, "ticks": 3000, "hz": 1000}

# Fields of suite.toml, of a case, and of what build/host/schedule reads, with their types.
TOP = {"title": str, "policy": str, "programs": bool, "reference": str, "required": list,
       "forbidden": list, "limits": dict, "case": list}
ALL_CASES = {"name": str, "points": int, "hint": str, "visibility": str, "boot": bool,
             "invariants": bool, **{name: int for name in schedule.PROPERTIES}}
SCHEDULE = {"id": str, "policy": str, "words": str, "jobs": list, "quantum": int, "levels": list,
            "boost": int, "io_time": int, "io_resets_allotment": (bool, int),
            "io_done_to_front": (bool, int), "random": list, "timeline": list, "finish": list,
            "response": list, "turnaround": list, "tick_ns": int}
CONSOLE = {"run": str, "words": str, "console": str, "console_matches": str, "status": int}
VARIATIONS = {"count": int, "words": list, "jobs": list, "arrival": list, "length": list,
              "io_every": list, "io_time": list, "tickets": list}
JOB = {"arrival": int, "length": int, "io_every": int, "tickets": int}


class Unusable(Exception):
    """The suite cannot be used: exit status 2."""


class Case:
    """One thing to try: .item in the format of build/host/schedule, or .run, commands for the
    shell; .expected is the timeline, once it is known; .title names it."""

    def __init__(self, where, fields):
        self.where = where
        self.title = fields.get("name", fields.get("id", ""))
        self.points = fields.get("points", 1)
        self.hint = fields.get("hint", "")
        self.visibility = fields.get("visibility", "visible")
        self.run, self.status = fields.get("run"), fields.get("status")
        self.console = fields.get("console")
        self.console_matches = fields.get("console_matches")
        self.words = fields.get("words", "")
        self.boots = bool(fields.get("boot") or self.run is not None)
        self.has_invariants = fields.get("invariants", False)
        self.properties = {name: fields[name] for name in schedule.PROPERTIES if name in fields}
        self.item = None if self.run is not None else \
            {name: fields[name] for name in SCHEDULE if name in fields}
        self.expected = (self.item or {}).get("timeline")
        self.variations = fields.get("variations")

    @property
    def needs_reference(self):
        """Whether the schedule has to be what the reference solution makes of it."""
        return self.item is not None and self.expected is None and not self.properties \
            and not self.has_invariants


class Suite:
    """.folder, .title, .policy (None: programs), .reference (a path, or None), .cases"""

    def __init__(self, folder, fields):
        self.folder = os.path.realpath(folder)
        self.policy = fields.get("policy")
        self.title = fields.get("title", os.path.basename(self.folder))
        self.reference = fields.get("reference") and os.path.join(folder, fields["reference"])
        self.required = fields.get("required", [])
        self.forbidden = fields.get("forbidden", [])
        self.limits = LIMITS | fields.get("limits", {})
        self.cases = []

    @property
    def boots(self):
        return any(case.boots for case in self.cases)

    @property
    def uses_host(self):
        return any(not case.boots for case in self.cases)


def expect(condition, where, field, why):
    if not condition:
        raise Unusable(f"{where}: {field}: {why}")


def is_of(value, kind):
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def check_fields(where, fields, known):
    """That each of FIELDS is KNOWN, and is of its type."""
    expect(isinstance(fields, dict), where, "it", "is no table of fields")
    for name, value in fields.items():
        expect(name in known, where, name, "there is no such field")
        expect(is_of(value, known[name]), where, name, f"{value!r} is of the wrong type")
        expect(not is_of(value, int) or value >= 0, where, name, "is less than 0")


def check_texts(where, fields, names):
    for name in names:
        expect(all(isinstance(text, str) for text in fields.get(name, [])), where, name,
               "is no list of texts")


def job_of(where, job):
    """A job as build/host/schedule reads it; "0,5,2" is {arrival: 0, length: 5, io_every: 2}."""
    if isinstance(job, str):
        numbers = job.split(",")
        expect(2 <= len(numbers) <= 4 and all(map(str.isdecimal, numbers)), where, "jobs",
               f"{job!r} is not ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]")
        job = dict(zip(JOB, map(int, numbers)))
    check_fields(f"{where}: jobs", job, JOB)
    expect(job.get("length", 0) > 0, where, "jobs", "a job has no length")
    return job


def is_slice(piece):
    return isinstance(piece, list) and len(piece) == 3 and all(is_of(n, int) for n in piece)


def check_schedule(where, fields):
    check_fields(where, fields, ALL_CASES | SCHEDULE | {"variations": dict})
    expect("words" in fields or "policy" in fields or "variations" in fields, where, "words",
           "is missing: the policy and its parameters")
    if "variations" in fields:
        return
    expect(0 < len(fields.get("jobs", [])) <= 64, where, "jobs", "there must be 1 to 64")
    fields["jobs"] = [job_of(where, job) for job in fields["jobs"]]
    expect(all(map(is_slice, fields.get("timeline", []))), where, "timeline",
           "is not made of [START, JOB, TICKS]")


def check_console(where, fields):
    check_fields(where, fields, ALL_CASES | CONSOLE)
    expect({"console", "console_matches", "status", "invariants"} & fields.keys() or
           schedule.PROPERTIES.keys() & fields.keys(), where, "console",
           "is missing: nothing is expected")
    try:
        re.compile(fields.get("console_matches", ""))
    except re.error as error:
        raise Unusable(f"{where}: console_matches: {error}") from error


def is_range(value):
    return isinstance(value, list) and len(value) == 2 and \
        all(is_of(number, int) and number >= 0 for number in value) and value[0] <= value[1]


def check_variations(where, fields):
    check_fields(f"{where}: variations", fields, VARIATIONS)
    check_texts(where, fields, ["words"])
    expect(fields.get("words"), where, "variations.words", "is missing")
    expect(fields.get("count", 1) > 0, where, "variations.count", "must be at least 1")
    for name in VARIATIONS.keys() - {"count", "words"}:
        expect(name not in fields or is_range(fields[name]), where, f"variations.{name}",
               "is not [LEAST, GREATEST]")
    for name in "jobs", "length":
        expect(name in fields and fields[name][0] > 0, where, f"variations.{name}",
               "is missing, or its least is 0")
    expect(fields["jobs"][1] <= 64, where, "variations.jobs", "there can be 64")


def check_case(where, fields, policy):
    expect(isinstance(fields, dict), where, "case", "is no table of fields")
    if "run" in fields or not policy:
        expect("run" in fields, where, "run", "is missing: what the shell is to do")
        check_console(where, fields)
    else:
        check_schedule(where, fields)
    if "variations" in fields:
        check_variations(where, fields["variations"])
    expect(fields.get("visibility", "visible") in VISIBILITIES, where, "visibility",
           f"is none of {' '.join(VISIBILITIES)}")
    expect(not fields.get("invariants") or fields.get("boot") or "run" in fields, where,
           "invariants", "only a boot has a trace: boot = true is missing")


def read_json(path, where):
    try:
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
    except (OSError, ValueError) as error:
        raise Unusable(f"{where}: file: {error}") from error
    expect(isinstance(cases, list), path, "it", "is no list of cases")
    return cases


def cases_of(folder, where, fields):
    """The fields of each case that an entry of suite.toml stands for."""
    if "file" not in fields:
        return [(where, fields)]
    others = {name: value for name, value in fields.items() if name != "file"}
    expect(isinstance(fields["file"], str), where, "file", "is no text")
    path = os.path.join(folder, fields["file"])
    return [(f"{path}: case {number}", {"name": case.get("id", "")} | others | case
             if isinstance(case, dict) else case)
            for number, case in enumerate(read_json(path, where), 1)]


def read_cases(suite, path, entries):
    for number, entry in enumerate(entries, 1):
        where = f"{path}: case {number}"
        expect(isinstance(entry, dict), where, "case", "is no table of fields")
        for place, fields in cases_of(suite.folder, where, entry):
            check_case(place, fields, suite.policy)
            case = Case(place, fields)
            expect(case.title, place, "name", "is missing")
            expect(not (case.needs_reference and not suite.reference), place, "timeline",
                   "is missing, and there is no reference solution that says it")
            suite.cases.append(case)
    titles = [case.title for case in suite.cases]
    for title in titles:
        expect(titles.count(title) == 1, path, "name", f"two cases are called {title!r}")


def check_top(path, fields):
    check_fields(path, fields, TOP)
    check_texts(path, fields, ["required", "forbidden"])
    expect(("policy" in fields) != bool(fields.get("programs")), path, "policy",
           "there must be a policy, or programs = true")
    expect(NAME.fullmatch(fields.get("policy", "x")), path, "policy", "is no name in C")
    expect(fields.get("case"), path, "case", "there is none")
    check_fields(f"{path}: limits", fields.get("limits", {}), {name: int for name in LIMITS})
    for name, value in fields.get("limits", {}).items():
        expect(value > 0, path, f"limits.{name}", "must be at least 1")


def read(folder):
    """The suite in FOLDER. Raises Unusable."""
    path = os.path.join(folder, "suite.toml")
    try:
        with open(path, "rb") as file:
            fields = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(f"{path}: {error}") from error
    check_top(path, fields)
    suite = Suite(folder, fields)
    expect(not suite.reference or os.path.isfile(suite.reference), path, "reference",
           f"there is no file {fields.get('reference')}")
    read_cases(suite, path, fields["case"])
    return suite


def is_forbidden(suite, name):
    """The pattern of the suite that the file NAME fits, or None."""
    return next((pattern for pattern in suite.forbidden if fnmatch.fnmatch(name, pattern) or
                 fnmatch.fnmatch(os.path.basename(name), pattern)), None)
