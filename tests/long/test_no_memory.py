"""Each allocation of a program, and of the shell that runs it, fails once."""

import re

import pytest

NAMED = re.compile(r"(create|open|child|sbrk|m(un)?map|mprotect|trace_read|status|list|sh: \w+): "
                   r"(ENOMEM|Cannot allocate memory)|"
                   r"(bad_memory|sh|true) \d+: faulted: no memory left for a page at .*")
SHELL, PROGRAM = 2, 3
LAST = {SHELL: 140, PROGRAM: 110}  # neither makes more allocations than that


def fails(boot, programs, pid, number):
    """Whether something has failed; it must have done so by name, with nothing lost."""
    result = boot(run="bad_memory; true", append=f"fail_pid={pid} fail_at={number}",
                  **programs)
    assert "robin: every page came back" in result.lines
    told = [line for line in result.lines[1:]
            if not line.startswith(("robin: ", "bad_memory: "))]
    assert [line for line in told if not NAMED.fullmatch(line)] == []
    return bool(told)


@pytest.mark.parametrize("pid, number", [
    (pid, number) for pid in LAST for number in range(1, LAST[pid])])
def test_an_allocation_that_fails_has_a_name_and_leaks_nothing(boot, programs, pid,
                                                               number):
    fails(boot, programs, pid, number)


@pytest.mark.parametrize("pid", LAST)
def test_the_sweep_goes_beyond_the_last_allocation(boot, programs, pid):
    assert not fails(boot, programs, pid, LAST[pid])
