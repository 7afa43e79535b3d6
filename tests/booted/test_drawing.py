"""What `tools/timeline` writes on every machine: page, schedules, Perfetto's file; also
when a run has no orderly end. How it looks is tested in test_timeline.py."""

import json
import os
import re
import signal
import subprocess
import types

import pytest
from conftest import ENVIRONMENT, ROOT, comes_true, trace_check, trace_file
from drawing import JOBS, TIMELINE, draw, jobs_of, slices_of  # noqa: F401 (a fixture)
from timeline_picture import book, difference, page, perfetto
from timeline_picture.schedule import Schedule, measured_tick

TRACE_MODULE = ROOT / "web" / "timeline" / "trace.mjs"


# --- Runs without an orderly end

def test_a_run_that_does_not_end_is_drawn_until_its_time_limit(draw):  # noqa: F811
    drawn = draw("--run", "workload 0,5; spin", "--timeout", "2")
    assert drawn.status == 242
    assert drawn.schedules[0]["cut"] == {"reason": "no end after 2 seconds"}
    assert drawn.data["runs"][0]["cut"] == {"reason": "no end after 2 seconds"}
    assert drawn.schedules[0]["slices"][-1][2] > 4  # spin has the CPU at the end


def test_a_panic_is_drawn_with_its_sentence(draw):  # noqa: F811
    drawn = draw("--append", "provoke=panic")
    assert drawn.status == 240
    assert drawn.schedules[0]["cut"] == {"reason": "panic: provoked by the boot line"}


@pytest.fixture(scope="session")
def mistakes():
    """A kernel with a policy that makes the mistake which it is told to make."""
    folder = ROOT / "build" / "tests" / "drawn-mistakes"
    for target in "all", f"{folder}/host/schedule":
        subprocess.run(["make", "--silent", "-C", ROOT, target, f"P={folder}",
                        f"POLICY_SOURCE={ROOT}/tests/policies/mistakes.c"], env=ENVIRONMENT,
                       stdout=subprocess.DEVNULL, check=True)
    return f"{folder}/robin.elf"


def test_what_an_own_policy_did_is_drawn_up_to_its_mistake(draw, mistakes):  # noqa: F811
    drawn = draw("--kernel", mistakes, "--policy", "mistakes mistake=loses",
                 "--run", "spin 5 & spin 5; wait")
    assert drawn.status == 240, drawn.errors
    schedule = drawn.schedules[0]
    assert "of policy mistakes" in schedule["cut"]["reason"]
    assert 3 in {pid for _, _, pid, *_ in schedule["slices"]}
    assert drawn.data["runs"][0]["cut"] == schedule["cut"]


def test_the_book_knows_an_own_policy(draw, mistakes):  # noqa: F811
    drawn = draw("--kernel", mistakes, "--policy", "mistakes", "--run", JOBS)
    assert drawn.schedules[0]["note"] == "as the book says, tick for tick"


def test_a_run_that_is_interrupted_is_drawn_until_then(tmp_path):
    process = subprocess.Popen([TIMELINE, "--folder", tmp_path, "--name", "run", "--policy",
                                "rr; fifo", "--run", "spin"], env=ENVIRONMENT,
                               start_new_session=True, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True)
    trace = tmp_path / "run-rr.trace"
    assert comes_true(lambda: trace.exists() and trace.stat().st_size > 2000)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate()[1]
    assert process.returncode == 243, errors
    schedules = json.loads((tmp_path / "run.schedule.json").read_text("utf-8"))["schedules"]
    assert [schedule["cut"]["reason"] for schedule in schedules] == ["interrupted"]
    assert not (tmp_path / "run-fifo.trace").exists()


def test_a_trace_may_be_cut_anywhere_at_its_end_alone(draw):  # noqa: F811
    drawn = draw("--run", JOBS, "--policy", "rr")
    data = (drawn.folder / "run-rr.trace").read_bytes()
    for end in range(len(data) - 100, len(data), 7):
        trace_check.check(data[:end], "rr", is_cut=True)
    with pytest.raises(trace_file.TraceError, match="inside a record"):
        trace_check.check(data[:-1], "rr")
    middle = 16 + 24 * (len(data) // 48)
    with pytest.raises(trace_check.BrokenInvariant):
        trace_check.check(data[:middle] + data[middle + 240:], "rr", is_cut=True)
    history = trace_check.history_until_broken(data[:middle] + data[middle + 240:])
    assert history.first_time < history.time < trace_file.parse(data)[-1].time_ns


@pytest.mark.parametrize("options, status, text", [
    (["--policy", "nope"], 243, "unknown policy"),
    (["--kernel", "/nowhere"], 243, "nothing was traced"),
    (["--policy", " "], 243, "no policy"),
    (["--folder", "/dev/null/x"], 243, "Not a directory"),
    (["--draw", "/dev/null"], 243, "/dev/null: no schedule"),
])
def test_a_failure_is_named(draw, options, status, text):  # noqa: F811
    drawn = draw(*options)
    assert drawn.status == status
    assert text in drawn.errors
    assert not drawn.page.exists()


def test_the_guests_status_is_passed_on(draw):  # noqa: F811
    drawn = draw("--run", "spin 2; exit 7")
    assert drawn.status == 7
    assert drawn.page.exists()


def test_the_page_has_each_module_after_those_that_it_imports():
    files = {file.stem for file in page.WEB.glob("*.mjs")} - {"command"}
    assert files == set(page.MODULES)
    for place, name in enumerate(page.MODULES):
        text = (page.WEB / f"{name}.mjs").read_text(encoding="utf-8")
        assert set(re.findall(r'from "\./(\w+)\.mjs"', text)) <= set(page.MODULES[:place])
    assert not re.search(r"^(import|export)\b", page.program(), re.MULTILINE)


def test_without_what_draws_pictures_it_is_said_how_to_get_it():
    with pytest.raises(page.NoPicture, match="no nowhere-node: tools/build/setup timeline-png"):
        page.run_tool(["nowhere-node"], b"")
    with pytest.raises(page.NoPicture, match="No such file"):
        page.run_tool(["cat", "/nowhere"], b"")


# --- Schedules

def test_the_schedule_has_the_slices_of_the_trace(draw):  # noqa: F811
    drawn = draw("--run", JOBS, "--policy", "mlfq boost=50")
    whole, records = drawn.json(".schedule.json"), drawn.trace("mlfq")
    assert (whole["format"], whole["version"], whole["command"]) == ("robin-schedule", 1, JOBS)
    schedule = whole["schedules"][0]
    assert schedule["words"].startswith("mlfq levels=3 quantum=2,4,8 allotment=1 boost=50")
    zero = records[0].time_ns - schedule["first"]
    for job, pid in enumerate(sorted(jobs_of(records))):
        assert schedule["jobs"][job]["pid"] == pid
        assert [(start + zero, end + zero) for start, end, who, *_ in schedule["slices"]
                if who == pid] == slices_of(records, pid)
    assert schedule["slices"][0][0] == schedule["first"]
    assert schedule["slices"][-1][1] == schedule["last"]


def test_the_schedule_has_the_times_of_the_console(draw):  # noqa: F811
    drawn = draw("--run", JOBS, "--policy", "rr")
    schedule = drawn.schedules[0]
    lines = [line for line in drawn.console.splitlines() if line.startswith("job ")]
    assert len(lines) == 3
    for line, job in zip(lines, schedule["jobs"]):
        found = [time / schedule["tick_ns"] for time in
                 (job["first_run"] - job["arrival"], job["ended"] - job["arrival"],
                  job["waiting"])]
        assert found == pytest.approx([int(word) for word in line.split()[3::2]], abs=0.1)
        assert job["ending"] == "done"


def test_what_the_policy_thinks_is_in_the_schedule():
    queue = [trace_file.Record(9, "queue", "none", 3, 4, 5),
             trace_file.Record(9, "queue", "none", 6, 0, 0),
             trace_file.Record(10, "queue", "none", 0, 0, 0)]
    records = [trace_file.Record(5, "level", "none", 3, 2, 0),
               trace_file.Record(6, "pass", "none", 3, 1, 1),
               trace_file.Record(7, "draw", "none", 3, 8, 300), *queue]
    assert [*thoughts(records)] == [
        [5, "level", 3, 2], [6, "pass", 3, 2**32 + 1], [7, "draw", 3, 8, 300],
        [9, "queue", 3, 4, 5, 6], [10, "queue"]]


def test_a_tick_is_as_long_as_most_are_though_the_machine_has_lost_some():
    history = types.SimpleNamespace(ticks=[(number * 999, 0) for number in (1, 2, 3, 13, 14)])
    assert measured_tick(history, 1000) == 999
    history.ticks = history.ticks[:1]
    assert measured_tick(history, 1000) == 1000


def thoughts(records):
    schedule = Schedule.__new__(Schedule)
    schedule.origin = 0
    return schedule.thoughts(records)


def test_what_the_disk_did_is_in_the_schedule_and_in_the_file_for_perfetto():
    write = trace_file.DISK_WRITE
    records = [trace_file.Record(*words) for words in [
        (5, "disk_request", "none", 3, 8, 2), (5, "disk_transfer", "none", 3, 8, 2),
        (6, "disk_request", "none", 4, 8, write + 1), (7, "disk_request", "none", 3, 0, 0),
        (8, "disk_transfer", "none", 3, 8, 2), (9, "disk_done", "none", 3, 8, 5),
        (10, "disk_transfer", "none", 4, 8, write + 1)]]
    schedule = Schedule.__new__(Schedule)
    schedule.origin = 1
    disk = schedule.transfers(records)
    assert disk == [[4, 4, 8, 3, "read", 8, 2, 5], [5, 9, None, 4, "write", 8, 1, 0],
                    [6, None, None, 3, "flush", 0, 0, 0]]
    jobs = [{"pid": 3, "label": "job 0"}, {"pid": 4, "label": "job 1"}]
    events = perfetto.events([{"words": "rr", "first": 0, "jobs": jobs, "slices": [],
                               "waits": [], "disk": disk}])["traceEvents"]
    assert [(event["name"], event["tid"], event["ts"], event["dur"]) for event in events
            if event.get("cat") == "disk"] == [("read for job 0", 2, 0.004, 0.004)]


def test_the_disks_lane_has_the_reads_of_a_workloads_jobs(draw):  # noqa: F811
    drawn = draw("--run", "workload --disk 0,6,2 0,9", "--seek", "10", "--hz", "1000")
    schedule = drawn.schedules[0]
    pid = schedule["jobs"][0]["pid"]
    reads = [read for read in schedule["disk"] if read[3] == pid]
    assert [read[4:] for read in reads] == [["read", 0, 8, 0]] * 2
    waits = [wait for wait in schedule["waits"] if wait[2] == pid and wait[4] == "on disk"]
    for (asked, begun, done, *_), (start, end, *_) in zip(reads, waits, strict=True):
        assert asked <= begun <= start < done <= end
    assert schedule["note"] == "no prediction: the disk takes as long as it takes"


def test_the_book_says_the_same_or_the_first_difference_is_told(draw):  # noqa: F811
    drawn = draw("--run", JOBS, "--policy", "mlfq boost=50; lottery")
    same, other = drawn.schedules
    assert same["note"] == "as the book says, tick for tick"
    assert same["difference"] is None
    assert [list(map(int, line.split()[1:])) for line in drawn.console.splitlines()
            if line.startswith("slice ") and " -1 " not in line][:len(same["book"])] == \
        [[start, job, end - start] for start, end, job in same["book"]]
    assert re.fullmatch(r"first difference in tick \d+: .*\(tickets were drawn before time 0\)",
                        other["note"])


def test_fair_does_as_the_book_says_unless_it_charges_time(draw):  # noqa: F811
    """And with a tick that is a nanosecond longer the book says something else."""
    drawn = draw("--run", "workload --io-time 2 0,3,0,150 0,4,2,150 3,4,0,300",
                 "--policy", "fair; fair charge=time")
    same, other = drawn.schedules
    assert same["note"] == "as the book says, tick for tick"
    assert re.fullmatch(r"first difference in tick \d+: .* \(it charges the time that was run, "
                        r"the book whole ticks\)", other["note"])


def test_the_file_for_perfetto_has_each_slice(draw):  # noqa: F811
    drawn = draw("--run", JOBS, "--policy", "rr")
    events, records = drawn.json(".json")["traceEvents"], drawn.trace("rr")
    lanes = {event["args"]["name"]: event["tid"] for event in events
             if event["name"] == "thread_name"}
    first = records[0].time_ns
    for job, pid in enumerate(sorted(jobs_of(records))):
        slices = [(event["ts"] * 1000, event["dur"] * 1000) for event in events
                  if event["name"] == "running" and event["ph"] == "X"
                  and event["tid"] == lanes[f"job {job}"]]
        assert slices == [pytest.approx((start - first, end - start))
                          for start, end in slices_of(records, pid)]
        decisions = [event for event in events
                     if event["ph"] == "i" and event["tid"] == lanes[f"job {job}"]]
        assert len(decisions) == len(slices)
    assert all(event.get("ts", 0) >= 0 for event in events)


# --- Differences

EXPECTED = {"policy": "lifo", "timeline": [[0, 0, 4], [4, 1, 3], [7, 0, 2]]}


@pytest.mark.parametrize("timeline, tick, words", [
    ([[0, 0, 4], [4, 1, 3], [7, 0, 2]], None, "the same schedule"),
    ([[0, 0, 2], [2, 0, 2], [4, 1, 3], [7, 0, 2], [9, -1, 5]], None, "the same schedule"),
    ([[0, 0, 4], [4, 2, 3]], 4, "in tick 4: expected job 1, got job 2"),
    ([[0, 0, 6], [6, 1, 3]], 4, "in tick 4 job 0 runs on, which should not"),
    ([[0, 0, 3], [3, 1, 3]], 3, "in tick 3 job 0 should still run, and does not"),
    ([[0, 0, 4], [4, -1, 1], [5, 1, 3]], 4, "in tick 4: expected job 1, got nobody"),
    ([[0, 0, 4], [4, 1, 3]], 7, "in tick 7: expected job 0, got nobody"),
    ([[0, 0, 4], [4, 1, 3], [7, 0, 2], [9, 1, 1]], 9, "in tick 9: expected nobody, got job 1"),
])
def test_the_first_difference_is_found(tmp_path, draw, timeline, tick, words):  # noqa: F811
    files = tmp_path / "expected.json", tmp_path / "got.json"
    got = {"policy": "lifo", "timeline": timeline}
    for file, schedule in zip(files, (EXPECTED, got)):
        file.write_text(json.dumps(schedule), encoding="utf-8")
    drawn = draw("--difference", *map(str, files))
    assert (drawn.status, drawn.console) == (int(tick is not None), words + "\n")
    assert [run["difference"] for run in drawn.data["runs"]] == [tick, tick]


def test_a_run_of_the_kernel_is_compared_in_whole_ticks(draw):  # noqa: F811
    schedule = draw("--run", JOBS, "--policy", "rr").schedules[0]
    lines = [line.split() for line in draw("--run", JOBS, "--policy", "rr").console.splitlines()]
    timeline = [[*map(int, words[1:])] for words in lines if words[:1] == ["slice"]]
    assert difference.first_difference({"timeline": timeline}, schedule) is None


# --- Workloads, and what is written twice

@pytest.mark.parametrize("run, jobs", [
    ("ps; workload 0,5 3,4,1 &", [{"arrival": 0, "length": 5},
                                  {"arrival": 3, "length": 4, "io_every": 1}]),
    ("/bin/workload '1,2,3,4'",
     [{"arrival": 1, "length": 2, "io_every": 3, "tickets": 4}]),
    ("workload 1,x", None), ("workload", None), ("workload nowhere", None),
    ("echo 'workload 1,2'", None), ("workload '1,2", None), ("# workload 1,2", None),
])
def test_a_workload_is_found_in_what_is_run(run, jobs):
    found = book.find_workload(run)
    assert (found and found[0]) == jobs


def test_a_workloads_jobs_may_stand_in_a_file(tmp_path):
    (tmp_path / "list").write_text("0,5\n3,4\n", encoding="ascii")
    jobs, io_time = book.find_workload("workload --io-time 7 /files/list", tmp_path)
    assert io_time == 7
    assert book.find_workload("workload --disk c1,i", tmp_path) == ([{"program": "c1,i"}], None)
    assert [job["length"] for job in jobs] == [5, 4]


@pytest.mark.parametrize("list_name, names", [
    ("KINDS", trace_file.KINDS), ("REASONS", trace_file.REASONS),
    ("WAITS", trace_file.WAITS), ("FAULTS", trace_file.FAULTS)])
def test_the_page_knows_the_numbers_of_the_headers(list_name, names):
    text = TRACE_MODULE.read_text(encoding="utf-8")
    body = re.search(rf"export const {list_name} = \[(.*?)\];", text, re.DOTALL)[1]
    found = re.findall(r'"(\w+)"', body)
    assert found == [name for _, name in sorted(names.items()) if name != "kinds"]
