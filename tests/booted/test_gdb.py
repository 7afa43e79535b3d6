"""What `make debug` promises, scripted: GDB stops at the kernel's first C function, then
steps through the first timer interrupt and the context switch into user mode."""

import re
import subprocess

import pytest
from conftest import ENVIRONMENT, HOST_SECONDS, KERNEL, ROOT

# Each step prints a line of its own: what the next one relies on.
SCRIPT = r"""
echo \n== start\n
backtrace 1
tbreak arch_switch
continue
echo \n== first switch\n
backtrace
while $eip >= 0xC0000000
    stepi
end
program init
echo \n== first program\n
info symbol $pc
printf "ring %d\n", $cs & 3
tbreak kernel_tick
continue
echo \n== first tick\n
backtrace
finish
echo \n== behind the tick\n
tbreak scheduler_switch if clock_ticks >= 12
continue
tbreak arch_switch
continue
echo \n== a switch\n
backtrace
while $eip >= 0xC0000000
    stepi
end
program spin
echo \n== another program\n
info symbol $pc
printf "ring %d\n", $cs & 3
kill
"""


def debug(script, **settings):
    """What GDB and the guest say while GDB carries out the file SCRIPT."""
    environment = {**ENVIRONMENT, **settings,
                   "ROBIN_QEMU": "-icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm"}
    done = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script],
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                          env=environment, timeout=HOST_SECONDS, check=False)
    print(done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="session")
def steps(tmp_path_factory):
    """What GDB said at each step, by the step's name."""
    script = tmp_path_factory.mktemp("gdb") / "script"
    script.write_text(SCRIPT, encoding="ascii")
    parts = re.split(r"^== (.*)\n", debug(script, ROBIN_RUN="spin & spin"),
                     flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def test_gdb_stops_at_the_first_c_function(steps):
    assert re.search(r"#0 +boot_main \(.*boot/boot\.c:\d+", steps["start"])


def test_gdb_breaks_at_the_context_switch(steps):
    assert re.search(r"#0 .*arch_switch", steps["first switch"])
    assert re.search(r"kernel_main", steps["first switch"])


def test_gdb_follows_the_switch_into_user_mode(steps):
    assert "_start in section .text" in steps["first program"]
    assert "ring 3" in steps["first program"]


def test_gdb_stops_in_the_first_timer_interrupt(steps):
    assert re.search(r"#0 +kernel_tick", steps["first tick"])
    assert re.search(r" trap \(", steps["first tick"])


def test_gdb_follows_a_switch_from_one_program_to_another(steps):
    assert re.search(r"#0 .*arch_switch", steps["a switch"])
    assert re.search(r"kernel_leave", steps["a switch"])
    assert re.search(r"(main|compute).* in section .text", steps["another program"])
    assert "ring 3" in steps["another program"]


# As if the function before kernel_main had ended in a call of panic_at.
PANIC = """
tbreak *panic_at
continue
set {unsigned}$esp = (unsigned)kernel_main
continue
"""


def test_a_call_at_the_end_of_a_function_is_not_taken_for_the_next_one(tmp_path):
    script = tmp_path / "script"
    script.write_text(PANIC, encoding="ascii")
    told = debug(script, ROBIN_APPEND="provoke=panic")
    text = re.findall(r" [Tt] (\w+)", subprocess.check_output(["nm", "-n", KERNEL], text=True))
    names = re.findall(r"^    [0-9a-f]{8} (\w+)\S*\+\d+", told, re.MULTILINE)
    assert names[:2] == ["panic_at", text[text.index("kernel_main") - 1]]


# As if the CPU had pushed flags that init never had: those by which it would reach devices, and
# the one of interrupts off.
FLAGS = """
tbreak trap if frame->vector == 14 && (frame->cs & 3) == 3
continue
set var frame->eflags = (frame->eflags | 0x3000) & ~0x200
tbreak leave_kernel
continue
while $eip >= 0xC0000000
    stepi
end
printf "ring %d, devices %d, interrupts %d", $cs & 3, ($eflags >> 12) & 3, ($eflags >> 9) & 1
kill
"""


def test_a_page_fault_leaves_a_program_no_power_over_the_machine(tmp_path):
    script = tmp_path / "script"
    script.write_text(FLAGS, encoding="ascii")
    assert "ring 3, devices 0, interrupts 1" in debug(script, ROBIN_RUN="hello")
