"""Time sharing, as the trace shows it."""

import re

import pytest
from conftest import trace_file

SPINNERS = 3, 4, 5
TICKS = 24
THREE = f"spin {TICKS} & spin {TICKS} & spin {TICKS} & wait"


def slices(result):
    """(pid, ticks, reason of its end) for each stretch of time that one had the CPU."""
    found, pid, ticks = [], 0, 0
    for record in result.trace:
        if record.kind == "tick":
            ticks += 1
        elif record.kind == "run":
            found.append((pid, ticks, record.reason))
            pid, ticks = record.pid, 0
    return found


def of_spinners(result):
    return [piece for piece in slices(result) if piece[0] in SPINNERS]


def kinds_of(result, pid):
    return [record.kind for record in result.trace if record.pid == pid]


def test_a_spinning_program_never_keeps_the_others_from_running(boot):
    result = boot(run="spin & spin & spin & hello; ps; exit 9", trace=True)
    assert "Hello, I am process 6, and my parent is 2." in result.lines
    assert result.status == 9
    for pid in SPINNERS:
        assert "preempt" in kinds_of(result, pid)


@pytest.mark.parametrize("quantum", [1, 4, 10])
def test_a_slice_lasts_one_quantum(boot, quantum):
    result = boot(run=THREE, quantum=quantum, trace=True)
    full = [ticks for _, ticks, reason in of_spinners(result) if reason == "slice_over"]
    assert set(full) == {quantum}
    assert len(full) >= 3 * (TICKS // quantum - 1)


def test_the_standard_quantum_is_4_ticks(boot):
    ticks = {ticks for _, ticks, reason in of_spinners(boot(run=THREE, trace=True))
             if reason == "slice_over"}
    assert ticks == {4}


def test_round_robin_takes_everybody_in_turn(boot):
    turns = [pid for pid, _, _ in of_spinners(boot(run=THREE, trace=True))]
    in_full = turns[:3 * (TICKS // 4 - 1)]
    assert in_full == list(SPINNERS) * (TICKS // 4 - 1)


def test_spinners_get_the_same_time(boot):
    result = boot(run=THREE, trace=True)
    ran = {pid: 0 for pid in SPINNERS}
    for pid, ticks, _ in of_spinners(result):
        ran[pid] += ticks
        assert max(ran.values()) - min(ran.values()) <= 4 + 1
    assert min(ran.values()) >= TICKS


def test_fifo_never_takes_the_cpu_away(boot):
    result = boot(run=THREE, policy="fifo", trace=True)
    assert [pid for pid, _, _ in of_spinners(result)] == list(SPINNERS)
    assert all("preempt" not in kinds_of(result, pid) for pid in SPINNERS)
    assert [ticks >= TICKS for _, ticks, _ in of_spinners(result)] == [True] * 3


def test_calls_mean_the_same_under_another_policy(boot, programs):
    assert boot(run="calls_files", policy="fifo", **programs).status == 0


def test_a_long_sleep_takes_guest_time_and_hardly_an_event(boot):
    result = boot(run="sleep 100", hz=19, trace=True)
    records = result.trace
    assert records[-1].time_ns - records[0].time_ns >= 100_000_000_000
    assert len([record for record in records if record.kind != "tick"]) < 50
    idle = [record for record in records if (record.kind, record.pid) == ("tick", 0)]
    assert len(idle) >= 100 * 19 - 1


@pytest.mark.parametrize("hz", [19, 100, 1000])
def test_there_are_hz_ticks_a_second(boot, hz):
    result = boot(run="sleep 1", hz=hz, trace=True)
    ticks = [record for record in result.trace if record.kind == "tick"]
    gaps = {later.time_ns - earlier.time_ns for earlier, later in zip(ticks, ticks[1:])}
    assert hz <= len(ticks) <= hz + hz // 10 + 2
    assert min(gaps) > 0.99e9 / hz
    assert max(gaps) < 1.01e9 / hz


def test_a_resumed_process_goes_to_the_tail_with_a_new_slice(boot):
    result = boot(run="spin & spin & suspend 3; suspend 4; resume 3; resume 4; sleep 0.2",
                  trace=True)
    records = result.trace
    resumed = [at for at, record in enumerate(records) if record.kind == "resume"]
    assert [records[at].pid for at in resumed] == [3, 4]
    runs = [record.pid for record in records[resumed[1]:] if record.kind == "run"]
    assert runs.index(3) < runs.index(4)
    full = [ticks for pid, ticks, reason in slices(result)
            if pid in (3, 4) and reason == "slice_over"]
    assert set(full[-4:]) == {4}


def test_the_trace_command_and_the_trace_file_agree(boot):
    result = boot(run="spin 6 & hello; false; trace", trace=True)
    printed = [line for line in result.lines if line[:1].isdigit()]
    assert len(printed) > 20
    assert printed == [str(record) for record in result.trace[:len(printed)]]


def test_the_trace_tells_the_story_of_a_process(boot):
    result = boot(run="spin & suspend $!; resume $!; kill $!; wait", trace=True)
    kinds = [kind for kind in kinds_of(result, 3) if kind != "tick"]
    story = ["create", "ready", "run", "suspend", "resume", "exit", "reap"]
    places = [kinds.index(kind) for kind in story]
    assert places == sorted(places)


def test_every_record_has_a_known_kind_and_times_ascend(boot):
    records = boot(run=THREE, trace=True).trace
    assert {record.kind for record in records} <= set(trace_file.KINDS.values())
    assert {record.reason for record in records} <= set(trace_file.REASONS.values())
    times = [record.time_ns for record in records]
    assert times == sorted(times)


def test_nothing_is_lost_from_a_trace_longer_than_the_ring(boot):
    result = boot(run="hello; sleep 1", hz=1000, append="ring=4", trace=True)
    ticks = [record.b << 32 | record.a for record in result.trace
             if record.kind == "tick"]
    assert len(ticks) >= 1000
    assert ticks == list(range(1, len(ticks) + 1))


def test_a_ring_of_n_records_keeps_the_last_n_events(boot):
    lines = boot(run="spin 20; trace", append="ring=10").lines
    events = [line for line in lines if re.match(r"\d+ \d+ \w+", line)]
    assert len(events) == 10
    assert any(" name=trace" in line for line in events)


# --- Computing between the ticks [OSTEP 8.4]

def shares_beside_a_dodger(boot, policy):
    """Milliseconds of one that sleeps over each tick, and of one that spins. The kernel's
    checks would take a tick's time now and then, and so catch the first one at the next."""
    result = boot(run="dodge & spin & sleep 0.4; status 3; status 4", policy=policy,
                  hz=1000, shift=2, check=False)
    runs = re.findall(r"^run: (\d+)\.\d+ ms, (\d+) ticks$", "\n".join(result.lines), re.MULTILINE)
    return [(int(ms), int(ticks)) for ms, ticks in runs]


def test_by_ticks_who_sleeps_over_each_starves_another_and_is_charged_none(boot):
    (dodger, charged), (spinner, _) = shares_beside_a_dodger(boot, "mlfq boost=0")
    assert charged == 0
    assert dodger > 8 * spinner


def test_by_time_mlfq_moves_down_who_sleeps_over_each_tick(boot):
    (dodger, charged), (spinner, _) = shares_beside_a_dodger(boot, "mlfq boost=0 charge=time")
    assert abs(charged - dodger) <= 1
    assert spinner > 4 * dodger


@pytest.mark.parametrize("policy", ["rr", "rr quantum=1", "stcf", "lottery", "stride", "fair"])
def test_by_time_nobody_has_more_than_a_share(boot, policy):
    (dodger, charged), (spinner, _) = shares_beside_a_dodger(boot, f"{policy} charge=time")
    assert abs(charged - dodger) <= 1
    assert dodger <= 1.05 * spinner


def test_by_time_who_does_not_sleep_is_scheduled_as_by_ticks(boot):
    by_ticks, by_time = (boot(run="workload 0,30 0,12,4 8,16 20,6", policy=policy, hz=1000, shift=2).lines[1:]
                         for policy in ("mlfq", "mlfq charge=time"))
    assert by_time == by_ticks


def test_by_time_stcf_takes_off_what_was_run(boot):
    """Who declares a tick and sleeps over each is not the shortest for ever."""
    run = "run -b -l 1 dodge; run -b -l 300 spin; sleep 0.2; status 3; status 4"
    by_ticks, by_time = (
        [int(ms) for ms in re.findall(r"^run: (\d+)\.", "\n".join(
            boot(run=run, policy=policy, hz=1000, shift=2, check=False).lines), re.MULTILINE)]
        for policy in ("stcf", "stcf charge=time"))
    assert by_ticks[0] > 8 * by_ticks[1]
    assert by_time[1] > 8 * by_time[0]
