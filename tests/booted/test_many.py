"""Very many processes."""

import re

SLEEPERS = 5000


def test_5000_sleep_live_side_by_side_in_128_mib(boot, programs):
    # An instruction takes 64 ns: a tick has room for no look at all of them.
    result = boot(run=f"hard_many sleepers {SLEEPERS}; ps", memory=128, qemu="-icount shift=6", **programs)
    assert result.status == 0
    assert "robin: every page came back" in result.lines
    rows = [line.split() for line in result.lines if line.split()[-1:] == ["sleep"]]
    assert len(rows) == SLEEPERS
    assert len({row[0] for row in rows}) == SLEEPERS
    assert {row[3] for row in rows} == {"blocked"}
    commands = [line.split()[-1] for line in result.lines[-6:-2]]
    assert commands == ["COMMAND", "init", "sh", "ps"]


def test_a_program_that_is_refused_more_children_leaves_the_shell_usable(boot, programs):
    result = boot(run="hard_many refused & sleep 1; hello; wait; hello; ps", memory=8,
                  **programs)
    assert result.status == 0
    told = [line for line in result.lines[1:] if not line.startswith("sleep ")]
    assert told[0].startswith("hard_many: ") and told[0].endswith("then Cannot allocate memory")
    assert int(told[0].split()[1]) > 100
    # Whether a page is left for sleep and hello is chance: they end for want of one, or run.
    assert re.match(r"sh: hello: Cannot allocate memory$|hello \d+: |Hello, I am process ", told[1])
    assert told[2].startswith("Hello, I am process ")
    assert [line.split()[-1] for line in told[3:7]] == ["COMMAND", "init", "sh", "ps"]
    assert told[7] == "robin: every page came back"
