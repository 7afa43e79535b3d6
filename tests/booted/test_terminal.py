"""Robin as one talks to it: editing, history, Ctrl-C and Ctrl-Z, jobs, a shell's end."""

import re

import pytest
from conftest import PROMPT

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
CTRL_C, CTRL_D, CTRL_Z, BACKSPACE = "\x03", "\x04", "\x1a", "\x7f"


@pytest.fixture
def shell(terminal):
    """A terminal whose shell has shown its first prompt."""
    child = terminal()
    child.expect_exact(PROMPT)
    return child


def ask(child, line):
    """Enters LINE and returns what is shown up to the next prompt."""
    child.send(line + "\r")
    child.expect_exact("\n")
    child.expect_exact(PROMPT)
    return child.before.replace("\r", "")


def start_announcer(terminal, programs, **options):
    """A terminal in which a program has the foreground that never lets go of the CPU."""
    child = terminal(**programs, **options)
    child.expect_exact(PROMPT)
    child.send("act announce 999\r")
    child.expect_exact("here I am\r\n")
    return child


def test_there_is_a_short_banner_and_a_prompt(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    banner = [line for line in child.before.splitlines()
              if not line.startswith("tools/boot")]
    assert 1 <= len(banner) <= 5
    assert banner[0].startswith("Robin: ")


def test_a_line_is_edited_with_arrows(shell):
    keys = "echo bd" + LEFT + "c" + LEFT * 2 + "a" + RIGHT * 2 + "!"
    assert ask(shell, keys) == "abc!d\n"
    assert ask(shell, "echo wrong" + BACKSPACE * 5 + "right") == "right\n"


def test_the_history_is_walked_with_arrows(shell):
    assert ask(shell, "echo first") == "first\n"
    assert ask(shell, "echo second") == "second\n"
    assert ask(shell, UP) == "second\n"
    assert ask(shell, UP * 3) == "first\n"
    assert ask(shell, "echo draft" + UP * 2 + DOWN * 2) == "draft\n"
    assert ask(shell, UP * 2 + BACKSPACE * 5 + "third") == "third\n"


def test_the_history_is_searched_by_what_was_typed(shell):
    for line in "echo first", "ps", "echo second", "hello":
        ask(shell, line)
    assert ask(shell, "ec" + UP * 2) == "first\n"


def test_tab_completes_commands_and_files(terminal, programs):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    assert ask(child, "hel\tx") == "sh: helx: not found\n"
    assert ask(child, "hell\t") .startswith("Hello")
    assert ask(child, "cat /fi\tle\t") == "abcdefghijklmnopqrstuvwxyz"
    assert ask(child, "ech\tone") == "one\n"
    ask(child, "cd /fi\t")
    assert ask(child, "cat le\t") == "abcdefghijklmnopqrstuvwxyz"


def test_a_second_tab_lists_the_choices(shell):
    shell.send("st\t\t")
    shell.expect_exact("\nstatus  stress\r\n" + PROMPT + "st")
    assert ask(shell, "at\t") .startswith("pid: ")


def test_a_line_of_1023_bytes_arrives_and_more_is_refused(shell):
    text = "".join(chr(ord("a") + i % 26) for i in range(1023 - len("echo ")))
    assert ask(shell, f"echo {text}x") == text + "\n"


def test_utf8_passes_through_and_is_edited_by_characters(shell):
    assert ask(shell, "echo ü€漢字" + BACKSPACE) == "ü€漢\n"
    assert ask(shell, "echo ü€" + LEFT * 2 + "x") == "xü€\n"
    shell.send("cat\r")
    shell.send("aü" + BACKSPACE + "b\r")
    shell.expect_exact("\r\nab\r\n")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)


def test_what_is_typed_ahead_is_taken_by_whom_it_is_for(shell):
    shell.send("cat\rone\r" + CTRL_D + "echo two\r")
    shell.expect_exact(PROMPT + "echo two\r\ntwo\r\n" + PROMPT)
    assert shell.before.endswith("one\r\none\r\n")


@pytest.mark.parametrize("end, told", [
    ("raw", ""), ("raw_and_abort", r"act \d+: ended by SIGABRT from \d+\r\n"),
    ("raw_and_suspend", r"act \d+: suspended\r\n")])
def test_a_program_that_leaves_the_terminal_raw_does_no_harm(terminal, programs, end, told):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    child.send(f"act {end}\r")
    child.expect(r"\n" + told + re.escape(PROMPT))
    child.send("cat\r")
    child.send("twx" + BACKSPACE + "o\r")
    child.expect_exact("o\r\ntwo\r\n")
    child.send(CTRL_C)
    child.expect_exact("^C")
    child.expect_exact(PROMPT)
    assert ask(child, "echo still here") == "still here\n"


def test_a_raw_program_is_raw_again_when_it_is_resumed(terminal, programs):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    child.send("act raw_read\r")
    child.expect_exact("raw\r\n")
    child.send("\x1c")
    child.expect_exact(PROMPT)
    child.send("fg\r")
    child.send(CTRL_C)
    child.expect_exact(PROMPT)
    assert ask(child, "echo $?") == "3\n"


def test_control_characters_at_the_prompt_do_no_harm(shell):
    assert ask(shell, CTRL_Z + "echo one") == "one\n"
    shell.send("sh\r")
    shell.expect_exact(PROMPT)
    assert ask(shell, "echo t" + CTRL_Z + "wo") == "two\n"
    shell.send(CTRL_D)
    shell.expect_exact("exit\r\n" + PROMPT)


def test_an_empty_line_does_nothing(shell):
    assert ask(shell, "") == ""
    assert ask(shell, "   # nothing") == ""


def test_a_status_is_known_on_the_next_line(shell):
    ask(shell, "false")
    assert ask(shell, "echo $?") == "1\n"


def test_an_error_does_not_end_the_shell(shell):
    assert ask(shell, "echo 'x") == "sh: unclosed quote\n"
    assert ask(shell, "nothing") == "sh: nothing: not found\n"
    assert ask(shell, "echo $?") == "127\n"


@pytest.mark.parametrize("policy", ["rr", "fifo"])
def test_ctrl_c_destroys_a_spinning_program(terminal, programs, policy):
    child = start_announcer(terminal, programs, policy=policy)
    child.send(CTRL_C)
    child.expect(r"act \d+: destroyed from the console\r\n")
    child.expect_exact(PROMPT)
    assert ask(child, "echo $?") == "137\n"


@pytest.mark.parametrize("policy", ["rr", "fifo"])
def test_ctrl_z_suspends_a_spinning_program(terminal, programs, policy):
    child = start_announcer(terminal, programs, policy=policy)
    child.send(CTRL_Z)
    child.expect(r"act (\d+): suspended\r\n")
    pid = child.match.group(1)
    child.expect_exact(PROMPT)
    assert ask(child, "echo $?") == "148\n"
    assert ask(child, "jobs") == f"{pid} suspended act announce 999\n"
    assert re.search(rf" {pid} +2 +0 +ready +yes ", ask(child, "ps"))


def test_fg_continues_a_suspended_program(terminal, programs):
    child = start_announcer(terminal, programs)
    child.send(CTRL_Z)
    child.expect(r"act (\d+): suspended\r\n")
    child.expect_exact(PROMPT)
    child.send("fg\r")
    child.expect_exact("here I am\r\n")
    child.send(CTRL_Z)
    child.expect(r"act (\d+): suspended\r\n")
    pid = child.match.group(1)
    child.expect_exact(PROMPT)
    child.send(f"fg {pid}\r")
    child.expect_exact("here I am\r\n")
    child.send(CTRL_C)
    child.expect(r"act \d+: destroyed from the console\r\n")
    child.expect_exact(PROMPT)
    assert ask(child, "jobs") == ""


def test_bg_continues_a_suspended_program_behind_the_prompt(terminal, programs):
    child = start_announcer(terminal, programs)
    child.send(CTRL_Z)
    child.expect(r"act (\d+): suspended\r\n")
    pid = child.match.group(1)
    child.expect_exact(PROMPT)
    child.send("bg\r")
    child.expect_exact(PROMPT)
    child.expect_exact("here I am\r\n")
    child.send("jobs\r")
    child.expect_exact(f"{pid} running act announce 999\r\n")
    child.send(f"kill {pid}\r")
    child.expect(rf"act {pid}: destroyed by \d+\r\n")
    child.expect_exact(PROMPT)


def test_ctrl_c_does_not_reach_the_background(terminal, programs):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    child.send("act announce 999 &\r")
    child.expect_exact("here I am\r\n")
    child.send(CTRL_C + CTRL_Z)
    child.expect_exact("here I am\r\n")
    child.send("jobs\r")
    child.expect(r"\d+ running act announce 999\r\n")


def test_ctrl_c_at_the_prompt_drops_the_line(shell):
    shell.send("echo dropped" + CTRL_C)
    shell.expect_exact(PROMPT)
    assert "dropped\r\ndropped" not in shell.before
    assert ask(shell, "echo kept") == "kept\n"


def test_a_program_reads_lines_and_ctrl_d_ends_them(shell):
    shell.send("cat\r")
    shell.send("one\r")
    shell.expect_exact("one\r\none\r\n")
    shell.send("twx" + BACKSPACE * 2 + "ho\r")
    shell.expect_exact("tho\r\n")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)
    assert ask(shell, "echo $?") == "0\n"


def test_ctrl_c_breaks_a_program_that_reads(shell):
    shell.send("cat\r")
    shell.send("one\r")
    shell.expect_exact("one\r\none\r\n")
    shell.send(CTRL_C)
    shell.expect(r"cat \d+: destroyed from the console\r\n")
    shell.expect_exact(PROMPT)


def test_the_background_does_not_take_what_the_shell_reads(shell):
    shell.send("cat &\r")
    shell.expect_exact(PROMPT)
    assert "cat 3: suspended\n" in ask(shell, "echo mine")
    assert ask(shell, "jobs") == "3 suspended cat\n"
    shell.send("fg\r")
    shell.send("yours\r")
    shell.expect_exact("yours\r\nyours\r\n")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)


def test_a_background_job_says_its_pid_and_its_end(shell):
    pid = ask(shell, "true &").strip()
    assert pid.isdigit()
    assert f"{pid} done true" in ask(shell, "sleep 0.1")
    pid = ask(shell, "false &").strip()
    assert f"{pid} exit 1 false" in ask(shell, "sleep 0.1")


def test_ctrl_c_in_what_a_word_stands_for_breaks_off_its_command(shell):
    shell.send("echo not $(echo begun >&2; spin)\r")
    shell.expect_exact("\nbegun\r\n")
    shell.send(CTRL_C)
    shell.expect_exact("\n" + PROMPT)
    assert "not" not in shell.before
    assert ask(shell, "echo $?") == "137\n"


def test_ctrl_d_ends_the_shell_and_init_starts_another(shell):
    assert re.search(r"\n +2 +1 .* sh\n", ask(shell, "ps"))
    shell.send(CTRL_D)
    shell.expect_exact("exit\r\ninit: another shell; `poweroff` leaves Robin\r\n" + PROMPT)
    table = ask(shell, "ps")
    assert re.search(r"\n +4 +1 .* sh\n", table)
    assert not re.search(r"\n +2 ", table)


def test_the_shell_warns_once_that_suspended_jobs_would_end_with_it(shell):
    warning = "sh: jobs are suspended; end the shell again, and they end, too\n"
    assert "suspended" in ask(shell, "run -s spin")
    assert ask(shell, "exit 3") == warning
    assert ask(shell, "echo $?") == "1\n"
    for _ in range(2):
        shell.send(CTRL_D)
        shell.expect_exact(warning.replace("\n", "\r\n") + PROMPT)
        ask(shell, "")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)
    shell.send(CTRL_D)
    shell.expect_exact("exit\r\ninit: another shell")
    shell.expect_exact(PROMPT)
    assert " spin" not in ask(shell, "ps")


def test_a_shell_that_is_destroyed_is_replaced(shell):
    shell.send("kill 2\r")
    shell.expect(r"sh 2: destroyed by \d+\r\n")
    shell.expect_exact(PROMPT)
    assert "Hello" in ask(shell, "hello")


def test_poweroff_gives_its_status_to_the_host(shell):
    shell.send("poweroff 5\r")
    shell.expect_exact("robin: power off, status 5\r\n")
    shell.wait()
    assert shell.exitstatus == 5


def test_the_console_comes_back_from_a_child_whose_parent_has_ended(terminal, programs):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    ask(child, "thief")
    child.send("sleep 1; echo still here\r")
    child.expect_exact("\r\nstill here\r\n")


def test_a_suspended_shell_is_resumed_by_init(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    child.send("suspend 2\r")
    child.expect_exact("init: nobody could resume the shell")
    child.send("echo still here\r")
    child.expect_exact("\r\nstill here\r\n")


# --- The first minute

def test_the_banner_says_how_to_get_help_how_to_leave_and_what_to_try(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    assert re.search(r"`help`.*`poweroff`.*Three things to try", child.before, re.DOTALL)
    tried = re.findall(r"^tools/boot:   (.*?)  ", child.before, re.MULTILINE)
    assert len(tried) == 3
    for line in tried[:2]:
        assert "job 2 response" in ask(child, line)


def test_the_current_job_is_what_was_suspended_last(shell):
    for _ in range(2):
        shell.send("cat\r")
        shell.send("here\r")
        shell.expect_exact("here\r\nhere\r\n")
        shell.send(CTRL_Z)
        shell.expect_exact(PROMPT)
    ask(shell, "sleep 99 &")
    assert ask(shell, "jobs -l").splitlines() == [
        "[1]- 3 suspended cat", "[2]+ 4 suspended cat", "[3]  5 running sleep 99"]
    assert ask(shell, "bg %3") == "5 running sleep 99\n"
    shell.send("fg %-\r")
    shell.expect_exact("\ncat\r\n")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)
    shell.send("fg\r")
    shell.expect_exact("\ncat\r\n")
    shell.send(CTRL_D)
    shell.expect_exact(PROMPT)
    assert ask(shell, "kill %3; wait %3; echo $?").endswith("\n137\n")
    ask(shell, "true &")
    ask(shell, "sleep 0.1")
    assert "[1]+ 10 running sleep 9" in ask(shell, "sleep 9 & jobs -l")


LATER = "sh -c 'sleep 0.3; echo now; spin' &"  # says when what comes behind it has begun


@pytest.mark.parametrize("wait", ["wait", "wait 3", "wait 3 4"])
def test_ctrl_c_breaks_a_wait_and_destroys_nothing(shell, wait):
    shell.send(f"spin & {LATER} {wait}\r")
    shell.expect_exact("now\r\n")
    shell.send(CTRL_C)
    shell.expect_exact("^C\r\n" + PROMPT)
    assert ask(shell, "echo $?") == "130\n"
    assert re.findall(r"^(\d) running", ask(shell, "jobs"), re.MULTILINE) == ["3", "4"]


def test_ctrl_c_still_reaches_a_job_in_the_foreground(shell):
    shell.send(f"{LATER} fg\r")
    shell.expect_exact("now\r\n")
    shell.send(CTRL_C)
    shell.expect_exact("destroyed from the console")
    shell.expect_exact(PROMPT)
    assert ask(shell, "jobs") == ""


def test_top_keeps_its_own_clock_whatever_is_typed(shell):
    shell.send("top 1\r")
    shell.expect(r"tick (\d+):")
    first = int(shell.match.group(1))
    shell.send("x y zzz")
    for _ in range(2):
        shell.expect(r"tick (\d+):")
    assert int(shell.match.group(1)) - first in range(190, 300)
    shell.send("q")
    shell.expect_exact(PROMPT)
