"""Same input, same run."""

import subprocess
import sys

RUN = "calls_wait; spin 9 & spin 7 & sleep 0.05; ps; faults; trace; wait"


def test_two_boots_are_equal_to_the_byte_though_the_host_is_busy(boot, programs):
    first = boot(run=RUN, trace=True, again=True, **programs)
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            second = boot(run=RUN, trace=True, again=True, **programs)
        finally:
            busy.kill()
    assert first.status == second.status == 0
    assert len(first.trace) > 500
    assert first.console == second.console
    assert first.trace_bytes == second.trace_bytes
