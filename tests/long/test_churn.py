"""Very many times: nothing is lost on the way."""

TIMES = 100_000
HOST_SECONDS = 900


def test_children_sleep_wake_and_are_destroyed_100_000_times(boot, programs):
    result = boot(run=f"hard_many churn {TIMES}; ps", timeout=HOST_SECONDS, **programs)
    assert result.status == 0
    assert "robin: every page came back" in result.lines
    rows = [line.split() for line in result.lines[2:5]]
    assert [row[-1] for row in rows] == ["init", "sh", "ps"]
    assert int(rows[2][0]) == 3 + TIMES + 1


def test_stress_of_100_000_rounds_is_as_it_should_be(boot):
    result = boot(run=f"stress {TIMES}", hz=1000, timeout=HOST_SECONDS)
    assert result.status == 0
    assert "robin: every page came back" in result.lines
