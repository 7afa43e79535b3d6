"""Grades one submission: takes it, builds it, tries each case, counts points."""

import os
import shutil
import tempfile

from grading import build, sandbox, submission, suite as suites, trial, variants


class Result:
    """Of one case: .points of .case.points, .problem (None: none) and .picture."""

    def __init__(self, case, found):
        self.case, self.trial = case, found
        self.problem, self.picture = found.problem, found.picture
        self.points = 0 if found.problem else case.points


class Grade:
    """Of one submission: .results, or .not_graded, why there are none; .details is what the
    compiler said."""

    def __init__(self, name, results=(), not_graded=None, details=""):
        self.name, self.results, self.not_graded = name, list(results), not_graded
        self.details = details

    @property
    def points(self):
        return sum(result.points for result in self.results)

    @property
    def maximum(self):
        return sum(result.case.points for result in self.results)

    @property
    def is_full(self):
        return not self.not_graded and self.points == self.maximum


class Workplace:
    """A folder with /submission and /out of a sandbox; gone at the end of `with`."""

    def __init__(self, has_walls):
        self.has_walls = has_walls

    def __enter__(self):
        self.place = tempfile.mkdtemp(prefix="robin-grade-")
        os.chmod(self.place, 0o755)
        return sandbox.Sandbox(*(sandbox.folder(self.place, name)
                                 for name in ("submission", "out")), self.has_walls)

    def __exit__(self, *_):
        shutil.rmtree(self.place, ignore_errors=True)


class Grader:
    """Grades submissions by SUITE, each with the cases of its seed."""

    def __init__(self, suite, has_walls, seed=None):
        self.suite, self.has_walls, self.seed = suite, has_walls, seed
        self.reference = None

    def __enter__(self):
        self.workplace = Workplace(self.has_walls)
        box = self.workplace.__enter__()
        if self.suite.reference:
            self.reference = box
            self.build_reference()
        return self

    def __exit__(self, *arguments):
        self.workplace.__exit__(*arguments)

    def build_reference(self):
        suite, box = self.suite, self.reference
        submission.copy(suite.reference, f"{suite.policy}.c", box.submission)
        try:
            if suite.policy:
                build.build_host(box, suite)
        except build.Failed as failure:
            raise suites.Unusable(f"{suite.reference}: reference: {failure}") from failure

    def cases_for(self, name):
        """The cases of the submission NAME, with what is expected of each."""
        seed = variants.seed_of(self.suite, name) if self.seed is None else self.seed
        cases = variants.expand(self.suite, seed)
        scheduled = [case for case in cases if case.item is not None]
        if not self.reference or not scheduled:
            return cases
        try:
            answers = trial.on_host(self.reference, self.suite, scheduled)
        except trial.Died as death:
            raise suites.Unusable(f"{self.suite.reference}: reference: {death}") from death
        for case, slices in zip(scheduled, answers):
            if case.needs_reference:
                case.expected = slices
            found = trial.judged(case, slices)
            if found.problem:
                raise suites.Unusable(f"{case.where}: timeline: the reference solution gets "
                                      f"something else: {found.problem}")
        return cases

    def grade(self, path):
        """The Grade of the submission at PATH."""
        name = submission.name_of(path, self.suite)
        cases = self.cases_for(name)
        with Workplace(self.has_walls) as box:
            try:
                submission.take(path, self.suite, box.submission)
                build.build(box, self.suite)
                found = trial.all_cases(box, self.suite, cases)
            except (submission.Refused, build.Failed) as failure:
                found = [trial.Trial(str(failure)) for _ in cases]
                return Grade(name, map(Result, cases, found),
                             details=getattr(failure, "details", ""))
            except build.TooSlow as late:
                return Grade(name, not_graded=f"the machine was too slow: {late}")
            return Grade(name, map(Result, cases, found))
