"""The policies on the kernel: each alone, beside spinners, changed under load, compared
with the book; and one's own, as docs/policy.md says."""

import fcntl
import json
import os
import re
import shutil
import subprocess

import pytest
from conftest import ENVIRONMENT, INITRD, ROOT

POLICIES = (ROOT / "build" / "policies.txt").read_text("utf-8").split()
COMPARE = ROOT / "tools" / "compare-schedule"
SCHEDULE = ROOT / "build" / "host" / "schedule"
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
    assert {policy for policy, _ in bounds()} == set(POLICIES) - {"fifo", "sjf", "process-run"}


@pytest.mark.parametrize("policy, most", bounds())
def test_the_shell_runs_within_its_policys_bound_beside_four_spinners(boot, policy, most):
    pauses = "; ".join(f"sleep 0.{rest:02}; true" for rest in (1, 2, 3, 5, 8, 13))
    result = boot(run=f"{FOUR_SPINNERS} {pauses}; spin 60; {pauses}; jobs", policy=policy,
                  hz=1000, trace=True, shift=2)
    assert len([line for line in told(result) if line.endswith("running spin")]) == 4
    assert len(waits(result.trace, SHELL)) >= 24
    for pid in (SHELL, *SPINNERS, SPIN_60):
        assert max(waits(result.trace, pid)) <= int(most)


def test_under_fifo_everybody_waits_for_who_came_first(boot):
    result = boot(run="spin 50 & spin 50 & hello", policy="fifo", trace=True)
    assert waits(result.trace, 5)[0] >= 98


# --- Changing

@pytest.mark.slow
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
    assert shown[-4].split()[:2] == ["1", "100"]  # none are declared
    assert shown[-2].split() == ["3", "250", "5", "3", "0", "0", "spin"]


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
    ("99 length=4", "schedule: 99: No such process"),
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

def compare(path, program=COMPARE):
    process = subprocess.run([program, path], capture_output=True, text=True,
                             env=ENVIRONMENT, check=False)
    return process.returncode, process.stdout.splitlines(), process.stderr


def write_cases(tmp_path, cases):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    return path


def cases_of(name):
    return json.loads((ROOT / "tests" / "ostep" / name).read_text("utf-8"))


def test_a_fifth_of_the_books_schedules_come_out_tick_for_tick(tmp_path):
    cases = cases_of("schedules.json")[::5]
    status, lines, errors = compare(write_cases(tmp_path, cases))
    assert [line for line in lines if not line.endswith(" PASS")] == ["40 of 40"], errors
    assert status == 0


def test_the_books_examples_come_out_tick_for_tick():
    status, lines, errors = compare(ROOT / "tests" / "ostep" / "extra.json")
    assert [line for line in lines if not line.endswith(" PASS")] == ["8 of 8"], errors
    assert status == 0


def test_a_tenth_of_chapter_4s_tables_come_out_tick_for_tick(tmp_path):
    cases = cases_of("process_run.json")[::10]
    status, lines, errors = compare(write_cases(tmp_path, cases))
    assert [line for line in lines if not line.endswith(" PASS")] == ["10 of 10"], errors
    assert status == 0


@pytest.mark.parametrize("program", [COMPARE, SCHEDULE])
def test_an_io_may_take_no_time(tmp_path, program):
    assert make(ROOT, "build/host/schedule").returncode == 0
    case = {"policy": "process-run", "switch": "switch_on_io", "io_done": "io_run_later",
            "id": "none", "io_length": 0, "programs": ["i,c1", "c2"], "ticks": [
                ["io", "ready"], ["ready", "cpu"], ["ready", "cpu"], ["io_done", "done"],
                ["cpu", "done"]]}
    assert compare(write_cases(tmp_path, [case]), program)[:2] == (0, ["none PASS", "1 of 1"])


@pytest.mark.parametrize("program", [COMPARE, SCHEDULE])
def test_a_difference_in_a_table_is_named(tmp_path, program):
    assert make(ROOT, "build/host/schedule").returncode == 0
    cases = [dict(case, id=str(i)) for i, case in enumerate(
        [{"policy": "process-run", "switch": "switch_on_end", "io_done": "io_run_immediate",
          "io_length": 1, "programs": ["i", "c1"], "ticks": [
              ["io", "ready"], ["blocked", "ready"], ["io_done", "ready"], ["done", "cpu"]],
          "total": 4, "cpu_busy": 3, "io_busy": 1}] * 5)]
    cases[1]["ticks"] = cases[1]["ticks"][:1] + [["blocked", "cpu"]]
    cases[2]["ticks"] = cases[2]["ticks"][:3]
    cases[3]["io_busy"] = 2
    cases[4]["switch"] = "switch_on_io"
    assert compare(write_cases(tmp_path, cases), program)[:2] == (1, [
        "0 PASS",
        "1 FAIL tick 1: expected blocked cpu, got blocked ready",
        "2 FAIL tick 3: expected nothing, got done cpu",
        "3 FAIL io_busy: expected 2, got 1",
        "4 FAIL tick 1: expected blocked ready, got blocked cpu",
        "1 of 5"])


def test_workload_prints_the_table_of_the_docs(boot):
    text = (DOCS / "scheduling.md").read_text("utf-8")
    table = re.search(r"workload (--io-time 3 .*)\n((?:    .*\n|\n)+)", text)
    result = boot(run=f"policy process-run; workload {table[1]}", hz=1000)
    assert told(result) == [line.removeprefix("    ") for line in table[2].rstrip().split("\n")]


@pytest.mark.parametrize("jobs", ["c1,", "c0", "c", "c1 0,3", "i,x", ",", "c99999999999"])
def test_a_program_that_is_none_is_refused(boot, jobs):
    assert boot(run=f"workload c3 {jobs}").status == 2


def test_keys_reach_who_rests_while_the_cpu_is_kept_idle(terminal):
    """Under switch=end the shell has to answer although a job waits for its I/O."""
    child = terminal(policy="process-run switch=end")
    for key, word in ("\x03", "destroyed"), ("\x1a", "suspended"):
        child.send("workload --io-time 100 c1,i,c1 c1\r")
        child.expect_exact("c1\r\n")
        child.send(key)
        child.expect_exact(word)
        child.send("echo he''re\r")
        child.expect_exact("here\r\n")


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


MAKE_SECONDS = 100  # what takes longer waits for a lock that it must not need


def make(folder, *words):
    """By counted instructions: a schedule must not depend on the host's time."""
    environment = dict(ENVIRONMENT, ROBIN_QEMU="-icount shift=3,sleep=off")
    return subprocess.run(["make", "--silent", *words], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False, timeout=MAKE_SECONDS)


def test_a_policy_outside_the_tree_is_built_and_run(own_policy):
    process = make(ROOT, "run", f"POLICY_SOURCE={own_policy}", "POLICY=lifo quantum=3",
                   "RUN=policy; workload 0,5 1,2")
    assert process.returncode == 0, process.stderr
    expect_documented_schedule(process.stdout.splitlines())
    expect_queues_in_gdb(own_policy)


def expect_queues_in_gdb(policy):
    """What `make debug POLICY_SOURCE=` would show of POLICY, which has been built."""
    folder = subprocess.check_output([ROOT / "tools" / "build" / "own-policy", policy], text=True)
    environment = dict(ENVIRONMENT, ROBIN_QEMU="-icount shift=0,sleep=off", ROBIN_POLICY="lifo",
                       ROBIN_KERNEL=f"{ROOT}/build/custom-policy/{folder.strip()}/robin.elf",
                       ROBIN_RUN="spin 9 & spin 9")
    commands = ["tbreak kernel_tick if clock_ticks > 2", "continue", "robin ready", "kill"]
    said = subprocess.run([ROOT / "tools" / "debug", "-batch",
                           *(word for command in commands for word in ("-ex", command))],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env=environment, timeout=MAKE_SECONDS).stdout
    assert re.search(r"^policy lifo quantum=\d+\nqueue\[0\]: spin \d, which has the CPU; ", said,
                     re.MULTILINE), said


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
    said = [re.sub(r"lifo\.c:2\d", "lifo.c:23", line) for line in said]  # as compilers see it
    assert all(line.strip() in said for line in expected.splitlines())


@pytest.mark.parametrize("name, text, complaint", [
    ("rr.c", "", "Robin has a policy of this name already"),
    ("all.c", "", "POLICY=all means all policies"),
    ("my-own.c", "", "policy_my-own must be a C name"),
    ("mine.cc", "", "its name ends in .c"),
    ("absent.c", None, "there is no such file"),
    ("misnamed.c", "lifo", "its .name is lifo, and must be misnamed, as the file's"),
    ("other.c", "int policy_lifo;\n", "does not define `const struct policy policy_other`"),
])
def test_a_file_that_is_no_policy_is_refused_in_a_sentence(own_policy, tmp_path, name, text,
                                                           complaint):
    if text == "lifo":
        text = own_policy.read_text("utf-8").replace("policy_lifo", "policy_misnamed")
    if text is not None:
        (tmp_path / name).write_text(text, encoding="ascii")
    process = make(ROOT, "run", f"POLICY_SOURCE={tmp_path / name}", "RUN=true")
    assert process.returncode != 0
    assert complaint in process.stderr
    assert len(process.stderr.splitlines()) <= 12  # with what make says of its steps
    assert process.stdout == ""


@pytest.fixture
def eager_policy(own_policy, tmp_path):
    """Another policy of the same name, whose slices are shorter, in a folder with a blank."""
    path = tmp_path / "of another" / own_policy.name
    path.parent.mkdir()
    path.write_text(own_policy.read_text("utf-8").replace("QUANTUM_STANDARD = 4",
                                                          "QUANTUM_STANDARD = 1"), "utf-8")
    return path


JOBS = '[{"id": "two", "policy": "lifo", "jobs": [{"length": 5}, {"arrival": 1, "length": 4}]}]'
SLICES = ["slice 0 0 1", "slice 1 1 4", "slice 5 0 4"]
EAGER_SLICES = [*(f"slice {tick} {tick % 2} 1" for tick in range(8)), "slice 8 0 1"]


def slices(lines):
    return [line for line in lines if line.startswith("slice ")]


def host_slices(folder, cases):
    process = subprocess.run([folder / "host" / "schedule", "--timeline", cases],
                             capture_output=True, text=True, check=False)
    return slices(process.stdout.splitlines())


@pytest.mark.slow
def test_two_policies_of_one_name_do_not_mix(own_policy, eager_policy):
    command = ["make", "--silent", "run", "RUN=workload 0,5 1,4"]
    runs = [subprocess.Popen([*command, f"POLICY_SOURCE={path}"], cwd=ROOT,
                             env=dict(ENVIRONMENT, ROBIN_QEMU="-icount shift=3,sleep=off"),
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for path in (own_policy, eager_policy)]
    found = [slices(run.communicate()[0].splitlines()) for run in runs]
    assert found == [SLICES, EAGER_SLICES]


def test_the_host_runs_the_policy_as_it_is_now(own_policy, eager_policy, tmp_path):
    cases = tmp_path / "cases.json"
    cases.write_text(JOBS, encoding="ascii")
    shutil.copystat(own_policy, eager_policy)  # which is new must not matter
    for text, expected in ((own_policy.read_bytes(), SLICES),
                           (eager_policy.read_bytes(), EAGER_SLICES)):
        own_policy.write_bytes(text)
        shutil.copystat(eager_policy, own_policy)
        process = make(ROOT, "policy", f"POLICY_SOURCE={own_policy}", f"P={tmp_path}/P")
        assert process.returncode == 0, process.stderr
        assert host_slices(tmp_path / "P", cases) == expected


@pytest.mark.slow
def test_a_policy_is_built_in_a_folder_without_the_lock_of_the_build(own_policy, tmp_path):
    assert make(ROOT, "policy", f"POLICY_SOURCE={own_policy}").returncode == 0
    with open(ROOT / "build" / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = make(ROOT, "policy", f"POLICY_SOURCE={own_policy}", f"P={tmp_path}/P")
    assert process.returncode == 0, process.stderr
    for name in "robin.elf", "policies.txt", "host/schedule":
        assert (tmp_path / "P" / name).is_file()
    assert (tmp_path / "P" / "policies.txt").read_text("utf-8").split() == [*POLICIES, "lifo"]


def write_two(tmp_path):
    """A file with the job list of the docs, and what it becomes under lifo with a quantum of 3."""
    cases = tmp_path / "two.json"
    cases.write_text('[{"id": "two", "policy": "lifo", "quantum": 3, "jobs": [{"length": 5}, '
                     '{"arrival": 1, "length": 2}], "timeline": [[0,0,1], [1,1,2], [3,0,4]]}]')
    return cases


@pytest.mark.slow
def test_job_lists_run_under_ones_own_policy(own_policy, tmp_path):
    cases = write_two(tmp_path)
    on_the_host = make(ROOT, "schedule", f"POLICY_SOURCE={own_policy}", f"CASES={cases}")
    assert on_the_host.stdout == "two PASS\n1 of 1\n", on_the_host.stderr
    booted = subprocess.run([ROOT / "tools" / "compare-schedule", "--policy-source", own_policy,
                             cases], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert booted.stdout == "two PASS\n1 of 1\n", booted.stderr


@pytest.mark.slow
def test_a_picture_has_robins_policies_and_ones_own(own_policy, tmp_path):
    process = make(ROOT, "timeline", f"POLICY_SOURCE={own_policy}", "POLICY=rr; lifo", "QUANTUM=3",
                   "RUN=workload 0,5 1,2", f"NAME={tmp_path}/own")
    assert process.returncode == 0, process.stderr
    runs = json.loads((tmp_path / "own.schedule.json").read_text("utf-8"))
    assert "lifo quantum=3" in json.dumps(runs)
    all_names = make(ROOT, "policy", f"POLICY_SOURCE={own_policy}", f"P={tmp_path}/P")
    assert all_names.returncode == 0


def test_gdb_stops_at_a_line_of_ones_own_policy(own_policy, tmp_path):
    make(ROOT, "policy", f"POLICY_SOURCE={own_policy}", f"P={tmp_path}/P")
    script = tmp_path / "script"
    line = own_policy.read_text("utf-8").split("list_push_front")[0].count("\n") + 1
    script.write_text(f"break lifo.c:{line}\ncontinue\nkill\n", encoding="ascii")
    environment = {**ENVIRONMENT, "ROBIN_KERNEL": f"{tmp_path}/P/robin.elf", "ROBIN_POLICY": "lifo"}
    told = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    stop = rf"Breakpoint 2, .*ready .* at .*lifo\.c:{line}\n"  # GDB may fold a long line
    assert re.search(stop, told.stdout, re.DOTALL), told.stdout


@pytest.mark.slow
def test_of_a_policys_old_folders_the_last_few_stay(own_policy):
    source = own_policy.rename(own_policy.with_name("aged.c"))
    source.write_text(source.read_text("utf-8").replace("lifo", "aged"), "utf-8")
    place = ROOT / "build" / "custom-policy"
    for folder in place.glob("aged-*"):
        shutil.rmtree(folder)
    for age in range(8):
        folder = place / f"aged-{age}"
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder, (age, age))
    assert make(ROOT, "policy", f"POLICY_SOURCE={source}").returncode == 0
    left = sorted(path.name for path in place.glob("aged-?"))
    assert left[-3:] == ["aged-5", "aged-6", "aged-7"]
    assert len([*place.glob("aged-*")]) == 4


@pytest.mark.slow
def test_the_names_in_a_policys_kernel_lead_to_its_file(own_policy, tmp_path):
    make(ROOT, "policy", f"POLICY_SOURCE={own_policy}", f"P={tmp_path}/P")
    kernel = tmp_path / "P" / "robin.elf"
    found = subprocess.run(["nm", "-l", kernel], capture_output=True, text=True, check=True)
    assert re.search(rf" yield\t{own_policy}:\d+$", found.stdout, re.MULTILINE)


@pytest.mark.slow
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
