"""tools/grade: what right, wrong, crashing, looping and cheating submissions get, what is
written of it, and what is wrong with a suite."""

import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from conftest import ENVIRONMENT, ROOT

sys.path.insert(0, str(ROOT / "tools"))
from grading import build, report, sandbox, schedule, suite as suites, variants  # noqa: E402
from grading.grade import Grader, Workplace  # noqa: E402

# Where a machine allows no sandbox (a chroot, some containers), its walls cannot be tried;
# and Node.js is installed only where somebody asks for a picture.
NO_WALLS = sandbox.why_no_walls()
HAS_NODE = bool(shutil.which("node"))
needs_walls = pytest.mark.skipif(bool(NO_WALLS),
                                 reason=f"this machine allows no sandbox: {NO_WALLS}")
needs_node = pytest.mark.skipif(not HAS_NODE, reason="no Node.js: make timeline SVG=1 installs it")

LIFO = ROOT / "suites" / "lifo"
REFERENCE = (LIFO / "reference" / "lifo.c").read_text("utf-8")
ALL = 13
ON_HOST = """
policy = "lifo"
[limits]
cpu_seconds = 3
[[case]]
name = "who comes last runs at once"
points = 3
words = "lifo quantum=3"
jobs = ["0,5", "1,2"]
timeline = [[0, 0, 1], [1, 1, 2], [3, 0, 4]]
"""

WRONG = REFERENCE.replace("list_push_front", "list_push_back")
CRASHING = REFERENCE.replace("return list_first_entry", "return NULL; (void)list_first_entry")
LOOPING = REFERENCE.replace("return list_first_entry",
                            "for (volatile int i = 0; i >= 0; i = 1)\n        continue;\n"
                            "    return list_first_entry")
LINE = re.compile(r"^static struct job \*pick", re.M)


def grade(suite, out, *submissions, path="", **options):
    """(exit status, what it prints, what it says besides). PATH: where commands are found."""
    words = [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.run([ROOT / "tools" / "grade", f"--out={out}", *words, suite,
                              *submissions],
                             text=True, capture_output=True, check=False,
                             env=ENVIRONMENT | {"PATH": f"{path}:{os.environ['PATH']}"})
    return process.returncode, process.stdout, process.stderr


def suite_of(folder, text, **files):
    folder.mkdir()
    (folder / "suite.toml").write_text(text, "utf-8")
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def submissions(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.c").write_text(text, "utf-8")
    return [folder / f"{name}.c" for name in texts]


def pick_line(text):
    return text.count("\n", 0, LINE.search(text).start()) + 1


@pytest.fixture(scope="module", autouse=True)
def robin():
    """What is built already, the grader says nothing of."""
    shared = ["flock", "build/lock", "make", "--silent", "shared"]
    for command in ["make", "--silent", "all"], shared:
        subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The lifo suite on a right, a wrong and a crashing policy."""
    place = tmp_path_factory.mktemp("graded")
    files = submissions(place / "files", right=REFERENCE, wrong=WRONG, crashing=CRASHING)
    status, text, errors = grade(LIFO, place / "out", *files, "--svg", jobs=3, seed=1)
    return status, text, errors, place / "out"


def gradescope(out, name):
    return json.loads((out / name / "results.json").read_text("utf-8"))


def test_a_right_policy_gets_all_points(graded):
    status, text, errors, out = graded
    warnings = [line for line in errors.splitlines() if line.startswith("tools/grade: WARNING: ")]
    assert errors.splitlines() == warnings
    assert len(warnings) == bool(NO_WALLS) + (not HAS_NODE)
    assert f"right: {ALL} of {ALL}\n" in text
    results = gradescope(out, "right")
    assert results["score"] == ALL
    assert all(test["score"] == test["max_score"] and not test["output"]
               for test in results["tests"])


def test_a_wrong_policy_is_told_the_first_difference_with_a_picture(graded):
    status, text, _, out = graded
    assert status == 1
    test = gradescope(out, "wrong")["tests"][0]
    assert (test["score"], test["max_score"], test["visibility"]) == (0, 2, "visible")
    assert test["output"] == """\
in tick 1 job 1 should run, and job 0 does
Hint: ready() puts a job at the head of the queue
                  0    5
expected  job 0   #..####
          job 1    ##
got       job 0   ###..##
          job 1    ..##
                   ^ here they part
(# runs, . is ready, ~ waits)"""
    assert "  lost 2: who comes last runs at once\n    in tick 1 job 1 should run" in text


def test_a_crashing_policy_is_told_the_drivers_and_the_kernels_sentence(graded):
    tests = gradescope(graded[3], "crashing")["tests"]
    said = r"policy lifo: in pick \(lifo\.c:(\d+)\), called for CPU 0: it finds nobody, " \
           "though these are runnable: "
    host = re.match(said + "0\n", tests[0]["output"])
    kernel = re.match("status 240: " + said, tests[-1]["output"])
    for found in host, kernel:
        assert found and int(found[1]) - pick_line(CRASHING) in range(4)


@needs_node
def test_a_lost_schedule_is_drawn_as_svg(graded):
    pictures = sorted(path.name for path in graded[3].rglob("*.svg"))
    assert pictures == [f"case-{number}.svg" for number in (1, 2, 3, 5, 6, 7, 8, 9)]
    root = ElementTree.parse(graded[3] / "wrong" / "case-1.svg").getroot()
    words = " ".join(root.itertext())
    assert "who comes last runs at once" in words and "in tick 1" in words


def test_each_report_says_the_same(graded):
    out = graded[3]
    points = {name: gradescope(out, name)["score"] for name in ("right", "wrong", "crashing")}
    with open(out / "class.csv", encoding="utf-8") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert {name: int(row["points"]) for name, row in rows.items()} == points
    for name, score in points.items():
        result = json.loads((out / name / "result.json").read_text("utf-8"))
        assert (result["score"], result["max-score"]) == (score, ALL)
        assert result["schema"] == "classroom50/result/v1"
        assert sum(test["score"] for test in result["tests"]) == score
    report = json.loads((out / "ctrf.json").read_text("utf-8"))
    assert report["reportFormat"] == "CTRF"
    summary = report["results"]["summary"]
    failed = [test for test in report["results"]["tests"] if test["status"] == "failed"]
    assert (summary["failed"], summary["start"], summary["stop"]) == (len(failed), 0, 0)
    suites = ElementTree.parse(out / "junit.xml").getroot()
    assert len(suites.findall(".//failure")) == len(failed)
    assert {suite.get("name") for suite in suites} == set(points)


@pytest.mark.slow
def test_a_policy_that_does_not_end_is_told_where(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST)
    status, text, _ = grade(suite, tmp_path / "out", *submissions(tmp_path / "s", loop=LOOPING))
    assert status == 1
    found = re.search(r"    no end: in pick \(lifo\.c:(\d+)\), called for CPU 0\n", text)
    assert found and int(found[1]) - pick_line(LOOPING) in (2, 3)


FORGES = "void forge(void);\nvoid forge(void)\n{\n    %s;\n}\n"
CHEATS = {
    "reads_answers": (f'#include "{LIFO}/reference/lifo.c"\n', "No such file or directory"),
    "reads_near_answers": ('#include "../robin/suites/lifo/reference/lifo.c"\n',
                           "No such file or directory"),
    "takes_answers_in": (REFERENCE + f'__asm__(".incbin \\"{LIFO}/suite.toml\\"");\n',
                         f"file not found: {LIFO}/suite.toml"),
    "prints": (REFERENCE + "int puts(const char *);\n" + FORGES % 'puts("slice 0 0 1")',
               "the policy uses puts, which is not of lib/"),
    "prints_on_the_host": (REFERENCE + "#ifdef __SANITIZE_ADDRESS__\nint puts(const char *);\n" +
                           FORGES % 'puts("slice 0 0 1")' + "#endif\n",
                           "the policy uses puts, which is not of lib/"),
    "calls_the_system": (REFERENCE + FORGES % '__asm__ volatile("syscall")',
                         "the policy has the instruction `syscall`, which no plain C becomes"),
    "runs_first": (REFERENCE + "__attribute__((constructor)) static void first(void)\n"
                               "{\n    quantum = 1;\n}\n",
                   "the policy has code that runs before anybody calls it (.init_array)"),
    "keeps_the_compiler_busy": ("#if __INCLUDE_LEVEL__ < 150\n#include __FILE__\n"
                                "#include __FILE__\n#endif\n",
                                "the compiler was stopped after 3 seconds of its CPU time"),
    "floods": ("#define A _Pragma(\"GCC warning \\\"%s\\\"\")\n" % ("a" * 200) + "A\n" * 2000,
               "the compiler said more than 256 KiB, and was stopped"),
    "wants_memory": (REFERENCE + "static char much[1 << 30];\nchar *get(void);\n"
                                 "char *get(void)\n{\n    return much;\n}\n",
                     "the policy's variables take more than 16 MiB"),
}


@pytest.fixture(scope="module")
def cheated(tmp_path_factory):
    place = tmp_path_factory.mktemp("cheated")
    suite = suite_of(place / "suite", ON_HOST)
    files = submissions(place / "files", honest=REFERENCE,
                        **{name: text for name, (text, _) in CHEATS.items()})
    return grade(suite, place / "out", *files, jobs=4), place / "out"


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_gets_nothing_and_is_told_why(cheated, cheat):
    (status, text, _), out = cheated
    assert status == 1
    if "answers" in cheat and NO_WALLS:
        pytest.skip(f"this machine allows no sandbox: {NO_WALLS}")
    results = gradescope(out, cheat)
    assert results["score"] == 0
    assert CHEATS[cheat][1] in results["tests"][0]["output"]


def test_a_cheat_costs_nobody_else_anything(cheated):
    assert gradescope(cheated[1], "honest")["score"] == 3


def odd_folders(place):
    """Submissions that are folders, each with something odd."""
    for name in "link", "named", "forbidden", "empty":
        (place / name).mkdir()
        (place / name / "lifo.c").write_text(REFERENCE, "utf-8")
    (place / "link" / "answers").symlink_to(LIFO)
    (place / "named" / "$(shell touch here).c").touch()
    (place / "forbidden" / "Makefile").touch()
    (place / "empty" / "lifo.c").unlink()
    (place / "passwords.c").symlink_to("/etc/passwd")


@pytest.mark.parametrize("name, why", [
    ("link", "answers is a symbolic link, and links are not followed"),
    ("named", "'$(shell touch here).c' is no name that can be built"),
    ("forbidden", "Makefile is in it, and Makefile must not be"),
    ("empty", "lifo.c is missing"),
    ("passwords.c", "lifo.c is a symbolic link, and links are not followed"),
])
def test_what_is_odd_in_a_folder_is_refused(tmp_path, name, why):
    odd_folders(tmp_path)
    suite = suite_of(tmp_path / "suite", 'forbidden = ["Makefile"]\n' + ON_HOST)
    status, text, _ = grade(suite, tmp_path / "out", tmp_path / name)
    assert status == 1 and why in text


def sandboxed(script, alone=False):
    with Workplace(has_walls=True) as box:
        return box.run(["sh", "-c", script], sandbox.Limits(2, 1024, 4000, 120), alone)


@needs_walls
def test_a_fork_bomb_in_a_build_ends():
    outcome = sandboxed("bomb() { bomb | bomb & }; bomb; sleep 9")
    assert "Cannot fork" in outcome.errors and not outcome.is_late
    assert subprocess.run(["true"], check=False).returncode == 0


@needs_walls
@pytest.mark.parametrize("script, complaint", [
    ("/usr/bin/true; echo forked", "Cannot fork"),
    ("exec python3 -c 'import socket; socket.socket()'", "Operation not permitted"),
    ("echo > /out/file", "Read-only file system"),
])
def test_a_policy_on_the_host_can_begin_nothing(script, complaint):
    outcome = sandboxed(script, alone=True)
    assert complaint in outcome.errors and not outcome.output


@needs_walls
@pytest.mark.parametrize("path", [ROOT / "suites", ROOT / "tests", ROOT / ".git", "/etc/passwd",
                                  "/robin/suites", "/robin/tests", "/robin/.git"])
def test_a_sandbox_shows_no_answers(path):
    assert sandboxed(f"ls {path}").status == 2


@needs_walls
def test_a_sandbox_has_no_network():
    outcome = sandboxed("exec python3 -c 'import socket; "
                                  "socket.create_connection((\"127.0.0.1\", 9), 5)'")
    assert "refused" in outcome.errors or "unreachable" in outcome.errors
    interfaces = sandboxed("exec cat /proc/net/dev").output
    assert set(re.findall(r"^\s*(\w+):", interfaces, re.M)) == {"lo"}


@pytest.mark.slow
def test_ten_gradings_on_a_loaded_machine_are_equal(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST)
    names = [f"copy{number}" for number in range(10)]
    files = submissions(tmp_path / "files", **{name: WRONG for name in names})
    with subprocess.Popen(["sh", "-c", "while :; do :; done"]) as load:
        try:
            grade(suite, tmp_path / "out", *files, jobs=4, seed=3)
        finally:
            load.kill()
    assert len({json.dumps(gradescope(tmp_path / "out", name)) for name in names}) == 1


def test_another_seed_gives_other_cases():
    suite = suites.read(LIFO)
    lists = [[case.item for case in variants.expand(suite, seed)] for seed in (1, 1, 2)]
    assert lists[0] == lists[1] != lists[2]
    assert variants.seed_of(suite, "ann") == variants.seed_of(suite, "ann") != \
        variants.seed_of(suite, "bob")


def test_without_bubblewrap_there_is_a_warning(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST)
    walls = tmp_path / "bwrap"
    walls.write_text("#!/bin/sh\necho no namespaces >&2; exit 1\n", "ascii")
    walls.chmod(0o755)
    status, text, errors = grade(suite, tmp_path / "out",
                                 *submissions(tmp_path / "s", right=REFERENCE), path=tmp_path)
    assert "WARNING: bubblewrap does not work here (" in errors
    assert status == 0 and text == "right: 3 of 3\n"


def test_without_node_there_is_a_warning_and_no_picture(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST)
    tools = tmp_path / "bin"  # all that is there but node
    tools.mkdir()
    for folder in "/usr/bin", "/usr/sbin":
        for path in pathlib.Path(folder).iterdir():
            if not path.name.startswith("node") and not (tools / path.name).exists():
                (tools / path.name).symlink_to(path)
    done = subprocess.run([ROOT / "tools" / "grade", "--svg", "--out", tmp_path / "out", suite,
                           *submissions(tmp_path / "s", wrong=WRONG)], capture_output=True,
                          text=True, check=False, env={**ENVIRONMENT, "PATH": str(tools)})
    assert done.returncode == 1 and "wrong: 0 of 3" in done.stdout, done.stderr
    assert "WARNING: --svg: there is no node" in done.stderr
    assert not [*(tmp_path / "out").rglob("*.svg")]


@pytest.mark.parametrize("old, new, complaint", [
    ("points = 3", "ponts = 3", "ponts: there is no such field"),
    ("points = 3", "points = -3", "points: is less than 0"),
    ("points = 3", 'points = "3"', "points: '3' is of the wrong type"),
    ('policy = "lifo"', "", "policy: there must be a policy, or programs = true"),
    ('jobs = ["0,5", "1,2"]', 'jobs = ["0"]', "jobs: '0' is not ARRIVAL,LENGTH"),
    ("timeline = [[0, 0, 1], [1, 1, 2], [3, 0, 4]]", "",
     "timeline: is missing, and there is no reference solution"),
    ("[[0, 0, 1],", "[[0, 0],", "timeline: is not made of [START, JOB, TICKS]"),
    ("points = 3", 'invariants = true', "invariants: only a boot has a trace"),
    ("points = 3", "points = ", "Invalid value"),
    ("cpu_seconds = 3", "cpu_seconds = 0", "limits.cpu_seconds: must be at least 1"),
])
def test_what_is_wrong_with_a_suite_is_told_with_file_and_field(tmp_path, old, new, complaint):
    assert old in ON_HOST
    suite = suite_of(tmp_path / "suite", ON_HOST.replace(old, new))
    status, text, errors = grade(suite, tmp_path / "out", *submissions(tmp_path / "s", a=REFERENCE))
    assert status == 2 and not text
    assert f"{suite}/suite.toml" in errors and complaint in errors


def test_a_timeline_that_the_reference_contradicts_makes_a_suite_unusable(tmp_path):
    text = 'reference = "lifo.c"\n' + ON_HOST.replace("[3, 0, 4]", "[3, 0, 3]")
    suite = suite_of(tmp_path / "suite", text, **{"lifo.c": REFERENCE})
    status, _, errors = grade(suite, tmp_path / "out", *submissions(tmp_path / "s", a=REFERENCE))
    assert status == 2
    assert "timeline: the reference solution gets something else: in tick 6 nobody" in errors


def test_two_submissions_of_one_name_are_refused(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST)
    files = [*submissions(tmp_path / "s", a=REFERENCE), *submissions(tmp_path / "t", a=REFERENCE)]
    status, _, errors = grade(suite, tmp_path / "out", *files)
    assert status == 2 and "both are called a" in errors


PROGRAMS = """
programs = true
required = ["greet.c"]
[limits]
ticks = 300
output_kib = 16
[[case]]
name = "it greets"
points = 2
run = "greet"
console = "Good morning."
[[case]]
name = "it ends with 3"
run = "greet; exit $?"
status = 3
[[case]]
name = "it is fair"
points = 4
run = "greet & greet & wait"
console_matches = "^Good"
invariants = true
longest_wait = 20
"""
GREET = '#include <stdio.h>\nint main(void)\n{\n    printf("Good %s.\\n");\n    return 3;\n}\n'
FLOOD = '#include <stdio.h>\nint main(void)\n{\n    for (;;)\n        puts("Good morning.");\n}\n'
ENDLESS = '#include <stdio.h>\nint main(void)\n{\n    puts("Good");\n    for (;;)\n        ;\n}\n'


def test_a_policy_without_the_parameter_that_a_case_sets_loses_it(tmp_path):
    suite = suite_of(tmp_path / "suite", ON_HOST.replace("[[case]]", "[[case]]\nboot = true"))
    text = REFERENCE.replace('.name = "quantum"', '.name = "slice"')
    _, text, _ = grade(suite, tmp_path / "out", *submissions(tmp_path / "s", a=text))
    assert "a: 0 of 3\n" in text and "status 243: policy `lifo quantum=3`: wrong from" in text


@pytest.mark.slow
def test_programs_are_graded_by_what_they_say(tmp_path):
    suite = suite_of(tmp_path / "suite", PROGRAMS)
    texts = {"good": GREET % "morning", "late": GREET % "evening", "mad": ENDLESS, "loud": FLOOD}
    for name, text in texts.items():
        submissions(tmp_path / name, greet=text)
    status, text, _ = grade(suite, tmp_path / "out", *(tmp_path / name for name in texts))
    assert status == 1
    assert "good: 7 of 7\n" in text
    assert "late: 5 of 7\n  lost 2: it greets\n    line 1 of the console: expected " \
           "`Good morning.`, got `Good evening.`\n" in text
    assert "mad: 0 of 7\n  lost all: status 242: no end: not over after 300 ticks\n" in text
    assert "loud: 0 of 7\n  lost all: it said more than 16 KiB, and was stopped\n" in text


@needs_walls
def test_who_the_machine_was_too_slow_for_gets_no_grade(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "WALL_SECONDS", 0)
    suite = suites.read(suite_of(tmp_path / "suite", ON_HOST))
    file, = submissions(tmp_path / "s", a=REFERENCE)
    with Grader(suite, has_walls=True) as grader:
        found = grader.grade(str(file))
    assert found.not_graded.startswith("the machine was too slow: ") and not found.is_full
    assert "score" not in report.gradescope(found)
    assert report.ctrf([found], "t")["results"]["tests"][0]["status"] == "other"
    assert "<error message=\"the machine was too slow" in report.junit([found], "t")


# --- The parts

ITEM = {"jobs": [{"length": 4, "io_every": 2}, {"arrival": 1, "length": 3}], "io_time": 2}
SLICES = [[0, 0, 2], [2, 1, 3], [5, 0, 2]]


@pytest.mark.parametrize("name, value", [
    ("longest_wait", 1), ("longest_response", 1), ("longest_turnaround", 7),
    ("mean_response", 0.5), ("mean_turnaround", 5.5), ("switches", 2)])
def test_properties_are_counted_from_who_ran(name, value):
    assert schedule.broken_property(ITEM, SLICES, name, value) is None
    assert f"is {value:g}; it may be at most" in \
        schedule.broken_property(ITEM, SLICES, name, value - 0.5)


@pytest.mark.parametrize("slices", [
    [[0, 0, 3], [3, 1, 3], [6, 0, 1]],  # runs while it waits
    [[0, 1, 3], [3, 0, 2], [7, 0, 2]],  # before it has come, and with a gap
    [[0, 0, 2], [2, 1, 3]],  # does not end
    [*SLICES, [7, 5, 1]],
])
def test_what_cannot_be_a_schedule_of_its_jobs_is_found(slices):
    with pytest.raises(schedule.Broken):
        schedule.lives(ITEM, slices)


@pytest.mark.parametrize("line", [
    "   0:\t0f 05                \tsyscall", "   4:\tcd 80                \tint    $0x80",
    "   4:\tec                   \tin     (%dx),%al", "  1c:\tf4                   \thlt",
    "   0:\t0f 22 c0             \tmov    %eax,%cr0", "   0:\t0f 31                \trdtsc"])
def test_machine_code_that_no_plain_c_becomes_is_found(line):
    assert build.NO_PLAIN_C.search(line)


def test_all_policies_of_robin_are_plain_c():
    objects = sorted((ROOT / "build/kernel/kernel/policy").glob("*.o"))
    text = subprocess.run(["objdump", "-dw", *objects], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    names = subprocess.run(["nm", "-u", *objects], check=True, text=True,
                           stdout=subprocess.PIPE).stdout
    assert not build.NO_PLAIN_C.search(text)
    assert all(build.MAY_USE.fullmatch(name) for name in re.findall(r" U (\S+)", names))
