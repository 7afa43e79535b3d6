"""What must hold in every trace, that a breach of it is noticed, and comparing traces.

The conftest checks each trace that a test makes; here are the checks themselves, on
traces made by hand, and runs that try each policy's bound on waiting."""

import struct
import subprocess

import pytest

from conftest import ROOT, trace_file
import trace_check
from trace_history import BrokenInvariant

TICK_NS = 1000
HEADER = struct.pack("<4I", trace_file.MAGIC, trace_file.VERSION, 24, TICK_NS)
NUMBERS = {
    "kind": {name: value for value, name in trace_file.KINDS.items()},
    "reason": {name: value for value, name in trace_file.REASONS.items()},
}
NEW, READY, RUNNING, BLOCKED = 1, 2, 3, 4

TWO_BEGIN = ["create 1", "ready 1 a=1", "run 1 idle_over", "create 2 a=1", "ready 2 a=1"]
TWO_SWITCH = [*TWO_BEGIN, "preempt 1 slice_over", "run 2 slice_over a=1"]


def trace(events):
    """The bytes of a trace; an event is 'KIND PID [REASON] [a=A] [b=B] [at=TIME]'. A time
    that is not given is 10 ns after the one before."""
    data, time = HEADER, 0
    for event in events:
        kind, pid, *rest = event.split()
        words = dict(word.split("=") for word in rest if "=" in word)
        reason = next((word for word in rest if "=" not in word), "none")
        time = int(words.get("at", time + (0 if kind == "run" else 10)))
        data += trace_file.RECORD.pack(
            time, NUMBERS["kind"][kind], NUMBERS["reason"][reason], int(pid),
            int(words.get("a", 0)), int(words.get("b", 0)))
    return data


def ticks(pid, first, count):
    return [f"tick {pid} a={number}" for number in range(first, first + count)]


def test_a_life_in_order_is_accepted():
    history = trace_check.check(trace([
        *TWO_SWITCH, *ticks(2, 1, 1), "block 2 a=1", "run 1 blocked a=2",
        "suspend 2 a=1", "wake 2 time", "ready 2 a=4", "resume 2 a=1",
        "preempt 1 preempted", "run 2 preempted a=1", "exit 2 exited", "run 1 ended a=2",
        "reap 2 a=1", "block 1 a=2", "run 0 blocked a=1", *ticks(0, 2, 3)]))
    process = history.processes[2]
    assert [span.state for span in process.spans] == [
        "new", "ready", "running", "blocked", "suspended", "ready", "running", "zombie"]
    assert (process.switches, process.preempted) == (2, 0)
    assert process.ending == "exited, code=0"


BREACHES = {
    "never created": ["ready 1 a=1"],
    "there has been a process 1": ["create 1", "create 1"],
    "is ready, not new": [*TWO_BEGIN, "ready 2 a=1"],
    "was blocked": [*TWO_BEGIN, "block 1 a=1", "run 2 blocked a=1", "ready 1 a=1"],
    "1 has the CPU, not 2": [*TWO_BEGIN, "tick 2 a=1"],
    "1 has the CPU, not idle": [*TWO_BEGIN, "run 2 preempted a=0"],
    "1 has the CPU already": [*TWO_BEGIN, "run 1 preempted a=1"],
    "1 was not preempted": [*TWO_BEGIN, "run 2 slice_over a=1"],
    "1 was preempted": [*TWO_BEGIN, "preempt 1 yielded", "run 2 yielded a=1"],
    "nobody got it": [*TWO_BEGIN, "preempt 1 slice_over", "tick 1 a=1"],
    "is new, not ready": ["create 1", "run 1 idle_over"],
    "is ready, not blocked": [*TWO_BEGIN, "wake 2 time"],
    "is blocked, not ready": [*TWO_SWITCH, "block 2 a=1", "run 1 blocked a=2",
                              "preempt 1 preempted", "run 2 preempted a=1"],
    "is suspended already": [*TWO_BEGIN, "suspend 2", "suspend 2"],
    "is not suspended": [*TWO_BEGIN, "resume 2"],
    "is suspended, and runs": [*TWO_BEGIN, "suspend 2", "preempt 1 ending",
                               "run 2 ending a=1", "tick 2 a=1"],
    "is suspended, ran, and has not ended": [
        *TWO_BEGIN, "suspend 2", "preempt 1 ending", "run 2 ending a=1",
        "run 1 yielded a=2"],
    "is running, not zombie": [*TWO_BEGIN, "reap 1"],
    "was reaped before": [*TWO_SWITCH, "exit 2 exited", "run 1 ended a=2", "reap 2",
                          "reap 2"],
    "is zombie, not new": [*TWO_SWITCH, "exit 2 exited", "run 1 ended a=2", "suspend 2"],
    "time goes back": [*TWO_BEGIN, "tick 1 a=1 at=5"],
    "tick 3 after tick 1": [*TWO_BEGIN, "tick 1 a=1", "tick 1 a=3"],
    "serves 2, who is not first": [*TWO_BEGIN, "disk_request 1 a=8", "disk_request 2 a=9",
                                   "disk_transfer 2 a=9"],
    "serves 1, who is not first": [*TWO_BEGIN, "disk_request 1 a=8", "disk_transfer 1 a=8",
                                   "disk_done 1 a=8", "disk_done 1 a=8"],
}


@pytest.mark.parametrize("text", BREACHES)
def test_a_breach_is_noticed_and_named(text):
    with pytest.raises(BrokenInvariant, match=text):
        trace_check.check(trace(BREACHES[text]))


def test_who_was_suspended_may_run_only_to_end():
    trace_check.check(trace([
        *TWO_BEGIN, "suspend 2", "preempt 1 ending", "run 2 ending a=1",
        "exit 2 destroyed a=1", "run 1 ended a=2", "reap 2 a=1"]))


def test_who_is_woken_before_it_has_left_the_cpu_runs_on():
    trace_check.check(trace([*TWO_BEGIN, "block 1 a=4", "wake 1 time", "ready 1 a=4",
                             *ticks(1, 1, 1)]))


@pytest.mark.parametrize("policy, bound", [
    ("rr", 4), ("rr quantum=3", 3), ("mlfq boost=20 quantum=5", 25), ("stride", 2),
    ("stride quantum=2", 4), ("fair quantum=3 latency=0", 7),
    ("rr quantum=3 charge=time", 4), ("stride charge=time", 4)])
def test_a_wait_beyond_the_bound_is_noticed(policy, bound):
    trace_check.check(trace([*TWO_BEGIN, *ticks(1, 1, bound)]), policy)
    with pytest.raises(BrokenInvariant, match=f"ready for {bound + 1} ticks"):
        trace_check.check(trace([*TWO_BEGIN, *ticks(1, 1, bound + 1)]), policy)


@pytest.mark.parametrize("policy", [
    "fifo", "sjf", "stcf", "lottery", "mlfq boost=0", "mlfq io_done_to_front=1",
    "mlfq boost=1 quantum=2"])
def test_a_policy_without_a_bound_has_none(policy):
    trace_check.check(trace([*TWO_BEGIN, *ticks(1, 1, 1000)]), policy)


def test_tickets_are_part_of_the_bound():
    begin = [*TWO_BEGIN, "schedule 1 a=300", "schedule 2 a=100"]
    trace_check.check(trace([*begin, *ticks(1, 1, 4)]), "stride")
    with pytest.raises(BrokenInvariant, match="the bound is 4"):
        trace_check.check(trace([*begin, *ticks(1, 1, 5)]), "stride")


def test_a_change_of_policy_ends_the_bound():
    trace_check.check(trace([*TWO_BEGIN, "policy 1 a=1", *ticks(1, 1, 100)]), "rr")


BUSY = ("workload --io-time 3 0,40 0,30,2,300 5,20,1 9,25,,50 9,9; "
        "spin 30 & spin 40 & suspend $!; sleep 0.02; resume $!; ps; wait")


@pytest.mark.parametrize("policy", [
    "rr", "rr quantum=1", "fifo", "sjf", "stcf", "mlfq",
    "mlfq levels=2 quantum=2,8 boost=10", "lottery", "stride", "stride quantum=3",
    "fair", "fair quantum=1 latency=0"])
def test_all_invariants_hold_under_load(boot, policy):
    result = boot(run=BUSY.replace(",,", ",0,"), policy=policy, hz=1000, trace=True)
    assert result.status == 0
    history = trace_check.check(result.trace_bytes, policy)
    assert len(history.processes) > 10
    assert history.first_time > 0  # the firmware has had its time


def test_a_process_that_starts_suspended_does_not_wait(boot, programs):
    result = boot(run="calls_suspend; spin 50", policy="rr quantum=1", hz=1000,
                  trace=True, **programs)
    trace_check.check(result.trace_bytes, "rr quantum=1")


def test_who_used_its_budget_up_before_it_slept_rests_when_it_is_woken(boot):
    result = boot(run="run -r 3,4 -b dodge 30; spin 20; run -e 5 dodge 40", hz=1000, trace=True)
    assert "dodge 5: used up its budget" in result.lines
    trace_check.check(result.trace_bytes)


def run_tool(name, *arguments):
    return subprocess.run([ROOT / "tools" / name, *map(str, arguments)], text=True,
                          capture_output=True, check=False)


@pytest.fixture
def write(tmp_path):
    """write(NAME, EVENTS): a trace file of them."""

    def write_trace(name, events):
        path = tmp_path / name
        path.write_bytes(events if isinstance(events, bytes) else trace(events))
        return path

    return write_trace


def test_the_check_is_a_command(write):
    good, bad = write("good", TWO_SWITCH), write("bad", BREACHES["time goes back"])
    assert run_tool("trace/trace_check.py", good).returncode == 0
    done = run_tool("trace/trace_check.py", good, bad)
    assert done.returncode == 1
    assert "time goes back" in done.stdout
    done = run_tool("trace/trace_check.py", write("cut", trace(TWO_BEGIN)[:-1]))
    assert done.returncode == 2
    assert "ends inside a record" in done.stderr


def test_equal_schedules_are_the_same_whatever_the_times(write):
    a = write("a", TWO_SWITCH)
    b = write("b", [*TWO_SWITCH[:-1], "run 2 slice_over a=1 at=999"])
    done = run_tool("compare-traces", a, b)
    assert (done.returncode, done.stdout) == (0, "the same schedule: 7 events\n")
    assert run_tool("compare-traces", "--times", a, b).returncode == 1


def test_the_first_difference_is_shown_with_who_was_there(write):
    a = write("a", [*TWO_SWITCH, "tick 2 a=1"])
    b = write("b", [*TWO_SWITCH, "block 2 a=1"])
    done = run_tool("compare-traces", a, b)
    assert done.returncode == 1
    assert "event 7 differs" in done.stdout
    assert f"{a}: 60 2 tick tick=1" in done.stdout
    assert f"{b}: 60 2 block on=sleep" in done.stdout
    assert "there runs: 2\nready: 1\n" in done.stdout


def test_a_trace_that_goes_on_longer_differs(write):
    done = run_tool("compare-traces", write("a", TWO_SWITCH), write("b", TWO_BEGIN))
    assert done.returncode == 1
    assert "the end of the trace" in done.stdout


def test_what_is_no_trace_cannot_be_compared(write):
    done = run_tool("compare-traces", write("a", TWO_SWITCH), write("b", b"hello"))
    assert done.returncode == 2
    assert "no header" in done.stderr


def test_two_boots_make_the_same_schedule_another_policy_makes_another(boot, write):
    def traced(name, policy):
        result = boot(run="spin 9 & spin 9; wait", policy=policy, trace=True, again=True)
        return write(name, result.trace_bytes)

    a, b, c = traced("a", "rr"), traced("b", "rr"), traced("c", "fifo")
    assert run_tool("compare-traces", "--times", a, b).returncode == 0
    assert run_tool("compare-traces", a, c).returncode == 1


def test_a_trace_that_ends_before_the_first_tick_can_be_checked(boot, write):
    panicked = boot(append="provoke=panic", policy="fair", trace=True)
    assert panicked.status == 240
    done = run_tool("trace/trace_check.py", "--policy", "fair",
                    write("panic", panicked.trace_bytes))
    assert (done.returncode, done.stderr) == (0, "")
