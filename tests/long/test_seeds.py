"""`seed=N` shifts the timer against the programs: whatever the phase, the process calls
do what they promise, and the trace makes sense. A seed that fails is in the name of its
test, and fails again: `make run SEED=N`, or this test alone."""

import pytest

SEEDS = range(1, 101)
PROGRAMS = ["hard_cases", "calls_wait", "calls_suspend", "calls_budget"]
RUN = "; ".join([*PROGRAMS, "stress 300"])


def run(boot, programs, seed, **options):
    return boot(run=RUN, seed=seed, trace=True, again=True, **programs, **options)


class World:
    """What the processes are doing, as the trace tells it. Each event must fit."""

    def __init__(self):
        self.running, self.ticks, self.latest, self.time_ns = 0, 0, 0, 0
        self.living, self.ended = set(), set()
        self.blocked, self.suspended = set(), set()

    def see(self, event):
        assert event.time_ns >= self.time_ns, event
        self.time_ns = event.time_ns
        getattr(self, event.kind, lambda event: None)(event)

    def create(self, event):
        assert event.pid > self.latest, event
        self.latest = event.pid
        self.living.add(event.pid)

    def run(self, event):
        assert event.a == self.running and event.pid != self.running, event
        assert event.pid == 0 or event.pid in self.living, event
        assert event.pid not in self.blocked, event
        assert event.pid not in self.suspended or event.reason == "ending", event
        self.running = event.pid

    def tick(self, event):
        assert event.pid == self.running, event
        assert event.b << 32 | event.a == self.ticks + 1, event
        self.ticks += 1

    def preempt(self, event):
        assert event.pid == self.running, event

    def block(self, event):
        assert event.pid == self.running and event.pid not in self.blocked, event
        self.blocked.add(event.pid)

    def wake(self, event):
        self.blocked.remove(event.pid)

    def suspend(self, event):
        assert event.pid in self.living and event.pid not in self.suspended, event
        self.suspended.add(event.pid)

    def resume(self, event):
        assert event.pid in self.living, event
        self.suspended.discard(event.pid)  # it is not there if it began suspended

    def exit(self, event):
        assert event.pid == self.running and event.pid not in self.blocked, event
        self.living.remove(event.pid)
        self.ended.add(event.pid)

    def reap(self, event):
        self.ended.remove(event.pid)


def check_trace(events):
    world = World()
    for event in events:
        world.see(event)
    assert world.ticks > 100
    assert world.living == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_calls_keep_their_promises_whatever_the_phase(boot, programs, seed):
    result = run(boot, programs, seed)
    assert [line for line in result.lines if line.startswith("FAIL ")] == []
    assert "stress: 300 rounds, all as they should be" in result.lines
    assert "robin: every page came back" in result.lines
    assert result.status == 0
    check_trace(result.trace)


def test_a_seed_gives_the_same_run_again_and_another_one_another(boot, programs):
    first, again, other = [run(boot, programs, seed) for seed in (7, 7, 8)]
    assert first.console == again.console
    assert first.trace_bytes == again.trace_bytes
    assert first.trace_bytes != other.trace_bytes
