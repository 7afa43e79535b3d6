"""The policies on the kernel: each alone, beside spinners, changed under load, compared
with the book; and one's own, as docs/policy.md says."""

import json
import re
import shutil
import subprocess

import pytest
from conftest import ENVIRONMENT, INITRD, ROOT

POLICIES = (ROOT / "build" / "policies.txt").read_text("utf-8").split()
COMPARE = ROOT / "tools" / "compare-schedule"
DOCS = ROOT / "docs"
SHELL, SPINNERS, SPIN_60 = 2, range(3, 7), 19  # pids
FOUR_SPINNERS = "spin & spin & spin & spin & "


def told(result):
    """What the commands printed: without the banner and the kernel's last lines."""
    return [line for line in result.lines[1:] if not line.startswith("robin: ")]


# --- Alone

@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_runs_alone(boot, policy):
    result = boot(run="hello; spin 3 & wait; policy", policy=policy)
    assert result.status == 0
    assert result.lines[1].startswith("Hello, I am process 3")
    assert result.lines[2].split()[0] == policy


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_is_chosen_while_running(boot, policy):
    shown = told(boot(run=f"policy {policy}; policy; spin 2 & spin 2 & wait; hello"))
    assert shown[0].split()[0] == policy
    assert shown[-1].startswith("Hello")


# --- The shell beside four spinners

def bounds():
    """(policy, ticks) for each row of the table of bounds in docs/scheduling.md."""
    text = (DOCS / "scheduling.md").read_text("utf-8")
    return re.findall(r"^\| `(\w+)` \| \*\*(\d+)\*\* \|", text, re.MULTILINE)


def waits(records, pid):
    """For how many ticks PID was ready each time before it ran."""
    found, ticks, since = [], 0, None
    for record in records:
        ticks += record.kind == "tick"
        if record.pid != pid:
            continue
        if record.kind in ("ready", "preempt"):
            since = ticks
        elif record.kind == "run" and since is not None:
            found.append(ticks - since)
            since = None
    return found


def test_the_bounds_are_stated_for_all_but_fifo_and_sjf():
    assert {policy for policy, _ in bounds()} == set(POLICIES) - {"fifo", "sjf"}


@pytest.mark.parametrize("policy, most", bounds())
def test_the_shell_runs_within_its_policys_bound_beside_four_spinners(boot, policy, most):
    pauses = "; ".join(f"sleep 0.{rest:02}; true" for rest in (1, 2, 3, 5, 8, 13))
    result = boot(run=f"{FOUR_SPINNERS} {pauses}; spin 60; {pauses}; jobs", policy=policy,
                  hz=1000, trace=True)
    assert len([line for line in told(result) if line.endswith("running spin")]) == 4
    assert len(waits(result.trace, SHELL)) >= 24
    for pid in (SHELL, *SPINNERS, SPIN_60):
        assert max(waits(result.trace, pid)) <= int(most)


def test_under_fifo_everybody_waits_for_who_came_first(boot):
    result = boot(run="spin 50 & spin 50 & hello", policy="fifo", trace=True)
    assert waits(result.trace, 5)[0] >= 98


# --- Changing

def test_ten_thousand_changes_under_load_lose_nobody(boot, programs):
    result = boot(run="policy_changes", hz=1000, icount=False,
                  qemu="-icount shift=3,sleep=off -rtc base=2024-01-01,clock=vm", **programs)
    assert "nobody was lost" in result.lines
    assert "robin: every page came back" in result.lines


@pytest.mark.parametrize("words, wrong", [
    ("nosuch", "nosuch"),
    ("nosuch quantum=4", "nosuch"),
    ("rr levels=3", "levels=3"),
    ("rr quantum=0", "quantum=0"),
    ("rr quantum=4 quantum=four", "quantum=four"),
    ("mlfq levels=3 quantum=2,4,8,16 boost=100", "quantum=2,4,8,16"),
    ("lottery tickets=5", "tickets=5"),
    ("fair quantum=", "quantum="),
])
def test_policy_names_the_wrong_word_and_nothing_changes(boot, words, wrong):
    shown = told(boot(run=f"policy rr quantum=7; policy {words}; echo $?; policy"))
    assert shown == [f"policy: wrong name, parameter or value: {wrong}", "2",
                     "rr quantum=7"]


def test_policy_shows_all_parameters(boot):
    words = "mlfq levels=3 quantum=2,4,8 allotment=1,2 boost=100 io_resets_allotment=1"
    shown = told(boot(run=f"policy {words}; policy"))
    assert shown == [f"{words} io_done_to_front=0"]


# --- What a process gets

def test_parameters_are_seen_in_status_and_ps(boot):
    shown = told(boot(run="run -s -b -n 250 -l 4000 -p 3 spin; schedule 3 length=5; "
                          "status 3; ps -s"))
    assert {"tickets: 250", "priority: 3", "length: 5 ticks", "level: 0",
            "tickets_that_count: 0"} <= set(shown)
    assert shown[-5].split() == "PID TICKETS LENGTH PRIORITY LEVEL PASS COMMAND".split()
    assert shown[-2].split() == ["3", "0", "5", "3", "0", "0", "spin"]


@pytest.mark.parametrize("policy", ["lottery", "stride", "fair"])
def test_ps_shows_the_tickets_that_count(boot, policy):
    shown = told(boot(run="run -s -b -n 250 spin; run -s -b spin; ps -s", policy=policy))
    assert [line.split()[1] for line in shown if line.endswith("spin")] == ["250", "100"]


def test_ps_shows_level_and_pass(boot):
    shown = told(boot(run="spin & sleep 0.3; ps -s", policy="mlfq boost=0"))
    assert next(line.split() for line in shown if line.endswith("spin"))[4] == "2"
    shown = told(boot(run="spin & sleep 0.3; ps -s", policy="stride"))
    assert int(next(line.split() for line in shown if line.endswith("spin"))[5]) > 0


@pytest.mark.parametrize("words, complaint", [
    ("99 length=4", "schedule: 99: no such process"),
    ("2 lenght=4", "schedule: wrong parameter or value: lenght=4"),
    ("2 tickets=1000001", "schedule: wrong parameter or value: tickets=1000001"),
    ("2 tickets=", "schedule: wrong parameter or value: tickets="),
])
def test_schedule_says_what_is_wrong(boot, words, complaint):
    assert told(boot(run=f"schedule {words}")) == [complaint]


@pytest.mark.parametrize("policy, tolerance", [("stride", 1), ("fair", 2), ("lottery", 30)])
def test_tickets_give_shares(boot, policy, tolerance):
    commands = "".join(f"run -b -n {tickets} spin; " for tickets in (100, 200, 300))
    shown = told(boot(run=f"{commands}sleep 0.6; ps", policy=policy, hz=1000))
    ran = [int(line.split()[5]) for line in shown if line.endswith("spin")]
    for ticks, share in zip(ran, (100, 200, 300)):
        assert abs(ticks - share) <= tolerance + share // 50


@pytest.mark.parametrize("policy", ["stride", "fair"])
def test_changed_tickets_change_the_share(boot, policy):
    shown = told(boot(run="run -b spin; run -b spin; schedule 3 tickets=300; "
                          "sleep 0.4; ps", policy=policy, hz=1000))
    ran = [int(line.split()[5]) for line in shown if line.endswith("spin")]
    assert abs(ran[0] - 3 * ran[1]) <= 12


# --- The book

def compare(path):
    process = subprocess.run([COMPARE, path], capture_output=True, text=True,
                             env=ENVIRONMENT, check=False)
    return process.returncode, process.stdout.splitlines(), process.stderr


def write_cases(tmp_path, cases):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    return path


def cases_of(name):
    return json.loads((ROOT / "tests" / "ostep" / name).read_text("utf-8"))


def test_a_third_of_the_books_schedules_come_out_tick_for_tick(tmp_path):
    cases = cases_of("schedules.json")[::3]
    status, lines, errors = compare(write_cases(tmp_path, cases))
    assert [line for line in lines if not line.endswith(" PASS")] == ["67 of 67"], errors
    assert status == 0


def test_the_books_examples_come_out_tick_for_tick():
    status, lines, errors = compare(ROOT / "tests" / "ostep" / "extra.json")
    assert [line for line in lines if not line.endswith(" PASS")] == ["6 of 6"], errors
    assert status == 0


def test_a_difference_is_named(tmp_path):
    cases = cases_of("extra.json")[:3]
    cases[0]["timeline"][1][2] += 1
    cases[1]["timeline"].pop()
    cases[2]["turnaround"][2] += 1
    assert compare(write_cases(tmp_path, cases))[:2] == (1, [
        "fifo-convoy FAIL slice 1: expected 100 1 11, got 100 1 10",
        "sjf-late-arrivals FAIL slice 2: expected nothing, got 110 2 10",
        "stcf-late-arrivals FAIL turnaround of job 2: expected 21, got 20",
        "0 of 3"])


@pytest.mark.parametrize("text", [
    "", "{}", "[1]", '[{"id": "a"}]', '[{"id": "a", "policy": "rr", "jobs": []}]',
    '[{"id": "a", "policy": "rr", "jobs": [{"length": 0}]}]',
    '[{"id": "a", "policy": "rr", "jobs": [{"length": 2, "arrival": -1}]}]',
    '[{"id": "a", "policy": "rr; poweroff", "jobs": [{"length": 2}]}]',
])
def test_unusable_cases_are_refused(tmp_path, text):
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    status, lines, errors = compare(path)
    assert (status, lines) == (2, [])
    assert errors.startswith("compare-schedule: ")


def test_an_unknown_policy_is_a_difference(tmp_path):
    cases = [{"id": "a", "policy": "nosuch", "jobs": [{"length": 2}]}]
    status, lines, _ = compare(write_cases(tmp_path, cases))
    assert (status, lines[-1]) == (1, "0 of 1")
    assert lines[0].startswith("a FAIL status 2")


# --- A policy of one's own, as docs/policy.md says

def documented(pattern):
    return re.search(pattern, (DOCS / "policy.md").read_text("utf-8"), re.DOTALL).group(1)


@pytest.fixture
def own_policy(tmp_path):
    path = tmp_path / "lifo.c"
    path.write_text(documented(r"```c\n(.*?)```"), encoding="utf-8")
    return path


def expect_documented_schedule(lines):
    expected = documented(r"You will see\n\n(.*?)\n\n")
    assert lines[1:-1] == [line.strip() for line in expected.splitlines()]


def make(folder, *words):
    """By counted instructions: a schedule must not depend on the host's time."""
    environment = dict(ENVIRONMENT, ROBIN_QEMU="-icount shift=0,sleep=off")
    return subprocess.run(["make", "--silent", *words], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)


def test_a_policy_outside_the_tree_is_built_and_run(own_policy):
    process = make(ROOT, "run", f"POLICY_SOURCE={own_policy}", "POLICY=lifo quantum=3",
                   "RUN=policy; workload 0,5 1,2")
    assert process.returncode == 0, process.stderr
    expect_documented_schedule(process.stdout.splitlines())


def test_a_policy_that_idles_unasked_is_named(own_policy):
    source = own_policy.with_name("idler.c")
    text, count = re.subn(r"return list_first_entry.*", "return NULL;",
                          own_policy.read_text("utf-8").replace("lifo", "idler"))
    assert count == 1
    source.write_text(text.replace("*pick(uint32_t cpu)\n{", "*pick(uint32_t cpu)\n{\n"
                                   "    (void)cpu;"), encoding="utf-8")
    process = make(ROOT, "run", f"POLICY_SOURCE={source}", "POLICY=idler", "RUN=true",
                   "APPEND=check=1")
    assert process.returncode != 0
    assert "in pick() of policy idler, called for CPU 0: it finds nobody" in process.stdout


def test_a_wrong_policy_is_told_what_the_docs_show(own_policy):
    lines = own_policy.read_text("utf-8").splitlines(keepends=True)
    own_policy.write_text("".join(line for line in lines if "list_push_front" not in line), "utf-8")
    process = make(ROOT, "run", f"POLICY_SOURCE={own_policy}", "POLICY=lifo", "RUN=true")
    said = process.stdout.splitlines() + process.stderr.splitlines()
    expected = documented(r"forgets the job:\n\n(.*?)\n\n")
    assert all(line.strip() in said for line in expected.splitlines())


def test_a_policy_outside_the_tree_may_not_take_a_name(tmp_path):
    source = tmp_path / "rr.c"
    source.touch()
    process = make(ROOT, "run", f"POLICY_SOURCE={source}")
    assert process.returncode != 0
    assert "Robin has a policy of this name already" in process.stderr


def test_a_policy_is_added_by_one_file_and_one_word(own_policy, tmp_path, boot):
    tree = tmp_path / "robin"
    for name in "arch", "boot", "include", "kernel", "lib", "tools", "build/kernel":
        shutil.copytree(ROOT / name, tree / name)
    shutil.copy(ROOT / "linker.ld", tree)
    shutil.move(own_policy, tree / "kernel" / "policy")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    changed = documented(r"\n    (POLICIES := [^\n]*)")
    makefile, count = re.subn(r"^POLICIES := .*", changed, makefile, flags=re.MULTILINE)
    assert count == 1
    (tree / "Makefile").write_text(makefile, encoding="utf-8")
    shutil.copystat(ROOT / "Makefile", tree / "Makefile")  # what is built is still good
    process = make(tree, "build/robin.elf")
    assert process.returncode == 0, process.stderr
    result = boot(kernel=tree / "build" / "robin.elf", initrd=INITRD,
                  run="policy lifo quantum=3; policy; workload 0,5 1,2")
    expect_documented_schedule(result.lines[:-2] + result.lines[-1:])
