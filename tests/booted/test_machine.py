"""The machine: screen, keyboard, serial line, and how the kernel itself fails."""

import re

import pytest
from conftest import PROMPT, Monitor, comes_true


def test_a_kernel_stack_overflow_is_reported_as_such(boot):
    result = boot(append="provoke=stack-overflow")
    assert result.status == 240
    assert "robin: panic: kernel stack overflow" in result.console
    assert "robin: double fault" in result.console


def test_the_backtrace_of_a_recursion_leaves_out_its_middle_and_shows_its_root(boot):
    told = boot(append="provoke=stack-overflow").console.split("called from:\n")[1]
    lines = told.split("  last events")[0].splitlines()
    left_out = [line for line in lines if re.fullmatch(r"    \.\.\. \d+ more \.\.\.", line)]
    assert len(left_out) == 1
    lines.remove(left_out[0])
    names = [re.fullmatch(r"    [0-9a-f]{8} (\w+)\S*\+\d+", line)[1] for line in lines]
    assert names[:2] == ["panic_at", "double_fault"]
    assert names[2] == "overflow_stack"
    assert names[-3:] == ["kernel_main", "boot_main", "kernel_enter"]


def test_a_fault_of_the_kernel_says_what_it_touched_and_where(boot):
    result = boot(append="provoke=fault")
    assert result.status == 240
    assert ("robin: panic: page fault in the kernel: it tried to write to 00001000, where nothing "
            "is") in result.lines
    backtrace = result.console.split("called from:")[1]
    assert "debug_begin" in re.findall(r"[0-9a-f]{8} (\w+)\S*\+\d+", backtrace)
    assert re.search(r"kernel/debug/debug.c:\d+  debug_begin", result.errors)


def test_a_failed_assertion_says_which(boot):
    result = boot(append="provoke=assertion")
    assert result.status == 240
    assert "robin: panic: assertion failed: options.provoke != PROVOKE_ASSERTION" in result.lines
    backtrace = result.console.split("called from:")[1]
    names = re.findall(r"[0-9a-f]{8} (\w+)\S*\+\d+", backtrace)
    assert names[:3] == ["panic_at", "assertion_failed", "debug_begin"]


def test_a_panic_says_why_and_where(boot):
    result = boot(append="provoke=panic")
    assert result.status == 240
    at = result.lines.index("robin: panic: provoked by the boot line")
    assert re.fullmatch(r"  at kernel/debug/debug\.c:\d+", result.lines[at + 1])
    backtrace = result.console.split("called from:")[1]
    names = re.findall(r"[0-9a-f]{8} (\w+)\S*\+\d+", backtrace)
    assert names[0] == "panic_at"
    assert names[-3:] == ["kernel_main", "boot_main", "kernel_enter"]
    assert result.lines[-1] == "robin: halted"


def test_a_panic_shows_the_process_and_the_last_events(boot):
    result = boot(append="init=/bin/true")
    assert result.status == 240
    assert "robin: panic: init has ended" in result.console
    assert re.search(r"process 1 \(true\), parent 0", result.console)
    assert re.search(r"eip=0804[0-9a-f]{4} esp=08047[0-9a-f]{3}", result.console)
    assert "call_entry" in result.console
    events = result.console.split("last events")[1].splitlines()[1:]
    happenings = [re.sub(r"^    \d+ us: ", "", line) for line in events]
    assert happenings[:5] == [
        "the idle loop boots", "1 (true) is created by the idle loop",
        "1 (true) is called true", "1 (true) is ready",
        "1 (true) gets the CPU after the idle loop, as nobody had anything to do"]


@pytest.fixture
def watched(terminal, tmp_path):
    """A terminal at its first prompt, with a screen, and QEMU's monitor."""
    path = tmp_path / "monitor"
    child = terminal(qemu=f"-vga std -monitor unix:{path},server,nowait")
    child.expect_exact(PROMPT)
    monitor = Monitor(str(path))
    yield child, monitor
    monitor.socket.close()


def interrupts(monitor, line):
    """How often IRQ LINE has come."""
    found = re.search(rf"^\s*{line}: (\d+)", monitor.ask("info irq"), re.M)
    return int(found.group(1)) if found else 0


def rows_of(text):
    """TEXT as the serial line shows it, in the rows that it takes on the screen."""
    return [line[at:at + 80].rstrip() for line in text.replace("\r", "").split("\n")
            for at in range(0, max(len(line), 1), 80)]


def test_the_screen_shows_what_the_serial_line_does(watched, tmp_path):
    child, monitor = watched
    text = "Robin:" + child.before.split("Robin:")[1] + PROMPT
    for command in ["help", "ps", "hello", "help", "nothing", "ps", "help"]:
        child.sendline(command)
        child.expect_exact(PROMPT)
        text += child.before + PROMPT
    expected = rows_of(text)
    assert len(expected) > 40
    assert monitor.screen(tmp_path / "screen") == expected[-25:]


def test_an_edited_line_looks_the_same_on_the_screen(watched, tmp_path):
    child, monitor = watched
    child.send("echo brown fox\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D")
    child.send("quick \x1b[F jumps over\x17\x17leaps\x01\x0b\x19")
    child.send("echo the quick frog\x7f\x7f\x7fox\r")
    child.expect_exact("the quick fox\r\n")
    child.expect_exact(PROMPT)
    rows = monitor.screen(tmp_path / "screen")
    at = rows.index("the quick fox")
    assert rows[at - 1] == PROMPT + "echo the quick fox"
    assert rows[at + 1] == PROMPT.rstrip()


def test_what_has_left_the_screen_is_scrolled_back(watched, tmp_path):
    child, monitor = watched
    text = PROMPT
    for _ in range(8):
        child.sendline("help")
        child.expect_exact(PROMPT)
        text += child.before + PROMPT
    rows = rows_of(text)
    assert len(rows) >= 25 + 200

    def expect(back, key=None):
        if key:
            monitor.ask(f"sendkey {key} 20")
        shown = rows[len(rows) - 25 - back:len(rows) - back]
        assert comes_true(lambda: monitor.screen(tmp_path / "screen") == shown), (back, shown)

    expect(0)
    for back in [*range(24, 200, 24), 200, 200]:
        expect(back, "shift-pgup")
    expect(176, "shift-pgdn")
    rows[-1] += " x"  # a key on the keyboard, and its echo
    expect(0, "x")
    expect(24, "shift-pgup")
    expect(0, "shift-pgdn")
    expect(24, "shift-pgup")
    rows[-1] += "y"  # output, here of what is typed on the serial line
    child.send("y")
    expect(0)


def test_a_key_ends_scrolling_though_nothing_is_shown_for_it(watched, tmp_path):
    child, monitor = watched
    child.sendline("help; top 1000")
    child.expect_exact("COMMAND")
    bottom = monitor.screen(tmp_path / "screen")
    for key, is_bottom in ("shift-pgup", False), ("x", True):
        monitor.ask(f"sendkey {key} 20")
        assert comes_true(lambda: (monitor.screen(tmp_path / "screen") == bottom) == is_bottom)


def test_the_keyboard_is_a_console_too(watched):
    child, monitor = watched
    before = interrupts(monitor, 1)
    for key in ["shift-e", "backspace", *"echo", "spc", "shift-a", "minus", "7",
                "shift-7", "backspace", "shift-1", "ret"]:
        monitor.ask(f"sendkey {key} 20")
    child.expect_exact("A-7!\r\n")
    child.expect_exact(PROMPT)
    assert interrupts(monitor, 1) > before


def test_the_keyboard_has_the_key_that_brings_the_shell_back(watched):
    child, monitor = watched
    child.sendline("spin")
    child.expect_exact("spin\r\n")
    monitor.ask("sendkey ctrl-backslash 20")
    child.expect_exact("the console is process 2's\r\n")
    child.expect_exact(PROMPT)


def test_the_arrows_of_the_keyboard_reach_the_history(watched):
    child, monitor = watched
    child.sendline("echo once")
    child.expect_exact("once\r\n" + PROMPT)
    for key in "up", "ret":
        monitor.ask(f"sendkey {key} 20")
    child.expect_exact("once\r\nonce\r\n" + PROMPT)


def test_serial_input_comes_by_interrupt(watched):
    child, monitor = watched
    before = interrupts(monitor, 4)
    child.sendline("echo 12345")
    child.expect_exact("\n12345\r\n")
    assert interrupts(monitor, 4) > before


def test_the_cpu_halts_when_there_is_nothing_to_run(watched):
    _, monitor = watched
    assert monitor.halts()


def test_the_cpu_does_not_halt_while_a_program_spins(watched):
    child, monitor = watched
    child.sendline("spin &")
    child.expect_exact(PROMPT)
    assert not any("HLT=1" in monitor.ask("info registers") for _ in range(10))


def test_the_date_is_that_of_the_machines_clock(boot, programs):
    result = boot(run="calls_time date", icount=False,
                  qemu="-icount shift=0,sleep=off -rtc base=2028-02-29T23:58:47,clock=vm",
                  **programs)
    assert any(line in result.lines for line in ("1835481527", "1835481528"))


def test_an_interrupt_in_virtual_8086_mode_is_charged_and_ends_the_program(
        boot, programs, tmp_path):
    log = tmp_path / "interrupts"
    result = boot(run="virtual_8086", hz=1000, trace=True, qemu=f"-d int -D {log}",
                  **programs)
    entries = re.findall(r" v=(\w\w) e=\w+ i=0 cpl=3 IP=0000:00000000", log.read_text())
    ends = [line for line in result.lines if line.startswith("event ")]
    if entries:
        assert "20" in entries
        assert len(entries) >= 96  # after a tick comes the fault
    else:  # QEMU 10 refuses as a CPU does: IRET enters the mode at CPL 0 alone, else faults
        assert len(re.findall(r" v=0d e=0000 i=0 cpl=3 IP=001b:", log.read_text())) >= 96
    assert len(ends) == 96
    assert {line.split(", ticks")[0] for line in ends} == {"event 4, fault 11"}
    assert "handled, status b00" in result.lines
    assert result.lines[-1] == "robin: power off, status 0"
