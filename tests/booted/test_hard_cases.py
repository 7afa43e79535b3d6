"""The end of process 1. (The hard cases of the calls are in tests/programs: hard_cases.c
and the calls_* programs.)"""

import re

import pytest

ENDS = {
    "hard_cases": "event 4, code 0, fault 1 at 00001000",
    "act": "event 1, code 98, fault 0 at 00000000",
}


@pytest.mark.parametrize("program", ENDS)
def test_the_end_of_process_1_is_a_panic_that_says_so(boot, programs, program):
    result = boot(append=f"init=/bin/{program}", **programs)
    assert result.status == 240
    assert f"robin: panic: init has ended: {ENDS[program]}" in result.lines
    assert re.search(rf"process 1 \({program}\), parent 0", result.console)
