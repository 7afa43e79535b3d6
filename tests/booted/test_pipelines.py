"""The programs that read files and pipes, and what the shell puts between them."""

import re

import pytest
from conftest import PROMPT

TOOLS = [
    ("wc /files/lines", ["4 5 14 /files/lines"], 0),
    ("wc -l /files/lines /files/empty", ["4 /files/lines", "0 /files/empty", "4 total"], 0),
    ("head -n 1 /files/lines", ["ten 10"], 0),
    ("head -2 /files/lines", ["ten 10", "-3"], 0),
    ("grep -n '^[a-t]' /files/lines", ["1:ten 10", "4:b"], 0),
    ("grep -c x /files/lines", ["0"], 1),
    ("grep x /nothing", ["grep: /nothing: No such file or directory"], 2),
    ("sort /files/lines", ["-3", "7", "b", "ten 10"], 0),
    ("sort -nr /files/lines", ["7", "ten 10", "b", "-3"], 0),
    ("sort /files/empty", [], 0),
    ("seq 9 -4 1", ["9", "5", "1"], 0),
    ("env -i A=1 B=2", ["A=1", "B=2"], 0),
    ("env A=1 nothing", ["env: nothing: No such file or directory"], 127),
    ("cat /files/empty /files/lines", ["ten 10", "-3", "7", "b"], 0),
]


@pytest.mark.parametrize("command, shown, status", TOOLS)
def test_a_tool_shows_what_is_asked_for(outputs, programs, command, shown, status):
    found = outputs([command for command, _, _ in TOOLS], **programs)
    assert found[command] == (shown, status)


PIPELINES = [
    ("seq 3 | cat", ["1", "2", "3"], 0),
    ("cat /bin/grep /bin/sort | cat | cat | wc -l > /tmp/n; cat /bin/grep /bin/sort | wc -l "
     "| grep -c x; cat /tmp/n /tmp/n | sort -u | wc -l", ["0", "1"], 0),
    ("seq 100000 | wc", ["100000 100000 588895"], 0),
    ("yes | head -n 2", ["y", "y"], 0),
    ("seq 1000000 | head -n 1", ["1"], 0),
    ("yes | yes | true", [], 0),
    ("true | false", [], 1),
    ("false | true", [], 0),
    ("sh -c 'exit 7' | sh -c 'exit 9'", [], 9),
    ("! true", [], 1),
    ("nothing | wc -c", ["sh: nothing: not found", "0"], 0),
    ("nothing 2>&1 | wc -w", ["4"], 0),
    ("true | nothing", ["sh: nothing: not found"], 127),
    ("spin & jobs | wc -l; kill $!; wait $!", ["1", "spin: destroyed"], 137),
    ("exit 5 | exit 6", [], 6),
    ("A=1; A=2 | true; echo $A", ["1"], 0),
    ("sleep 0.1 | act exit 3 & wait $!", [], 3),
    ("act exit 3 && echo x & wait $!", [], 3),
    ("echo 'yes | cat | wc -c; echo $?; echo > /tmp/n' | act shell_of_few_files 4",
     ["sh: |: Too many open files", "126", "sh: /tmp/n: Too many open files"], 1),
    ("echo 'true 2>&1 | true; echo $?' | act shell_of_few_files 8",
     ["sh: redirection: Too many open files"] * 2 + ["126"], 0),
    ("yes | wc -c & kill $!; wait", ["wc: destroyed"], 0),
    ("true && echo a || echo b && echo c", ["a", "c"], 0),
    ("false && echo a || echo b && echo c", ["b", "c"], 0),
    ("false || false", [], 1),
]

REDIRECTIONS = [
    ("seq 3 > /tmp/a; seq 4 5 >> /tmp/a; wc -l < /tmp/a", ["5"], 0),
    ("echo x >/tmp/a >/tmp/b; cat /tmp/a /tmp/b", ["x"], 0),
    ("> /tmp/a; > /tmp/b; ls /tmp | grep '^[ab]$'; rm /tmp/a; ls /tmp | grep '^[ab]$'; rm /tmp/a",
     ["a", "b", "b", "rm: /tmp/a: No such file or directory"], 1),
    ("> /tmp/a; wc -c /tmp/a", ["0 /tmp/a"], 0),
    ("cat /nothing 2> /tmp/e; wc -l < /tmp/e", ["1"], 0),
    ("cat < /nothing", ["sh: /nothing: No such file or directory"], 1),
    ("sh -c 'echo o; echo e >&2' 2>&1 > /dev/null | cat", ["e"], 0),
    ("sh -c 'echo o; echo e >&2' 3>&1 1>&2 2>&3 | grep -v e", ["o"], 1),
    ("help > /tmp/h; grep -c '^  jobs' < /tmp/h; echo on", ["1", "on"], 0),
    ("echo x > /dev/x", ["sh: /dev/x: Permission denied"], 1),
    ("echo x 2>&5", ["sh: 5: Bad file descriptor"], 1),
    ("echo x >&-", ["echo: output: Bad file descriptor"], 1),
    ("yes > /tmp/big; wc -c /tmp/big; rm /tmp/big", ["yes: output: File too large", "4194304 /tmp/big"], 0),
    ("seq 9 >&-", ["seq: output: Bad file descriptor"], 1),
    ("F='/tmp/a b'; echo x > $F; cat '/tmp/a b'", ["x"], 0),
    ("echo 'echo one; echo two |' > /tmp/s; sh /tmp/s",
     ["sh: line 2: `|` without a command behind it"], 2),
    ("echo 'echo one' > /tmp/s; echo 'echo a; ; echo b' >> /tmp/s; echo 'echo two' >> /tmp/s; "
     "sh /tmp/s; sh < /tmp/s", ["one", "sh: line 2: `;` without a command",
                                "one", "sh: `;` without a command"], 2),
    ("echo x >| /tmp/a; cat /tmp/a", ["x"], 0),
    ("echo x > /tmp/b; echo 'cat; exit 4' > /tmp/s; sh /tmp/s < /tmp/b", ["x"], 4),
    ("echo 'echo hi; exit 4' | sh", ["hi"], 4),
    ("seq 3 | tee /tmp/a | tee -a /tmp/a | wc -l; sort /tmp/a | wc -l", ["3", "6"], 0),
]

VARIABLES = [
    ("A='x  y'; echo $A \"$A\" '$A' ${A}z", ["x y x  y $A x yz"], 0),
    ("A= B=; echo $A$B \"$A\" z", [" z"], 0),
    ("E=1; env | grep E=", [], 1),
    ("E=1 env | grep E=; env | grep E=", ["E=1"], 1),
    ("export F=2 G; G=3; env | grep '^[FG]='", ["F=2", "G=3"], 0),
    ("export F=\"it's  so\"; export | grep F=", ["export F='it'\\''s  so'"], 0),
    ("export F; unset F; env | grep F=", [], 1),
    ("export 1=2", ["sh: export: 1=2: not a name"], 1),
    ("PATH=/tmp:/bin true; PATH=/tmp true", ["sh: true: not found"], 127),
    ("sh -c 'A=b; echo $A | sh'", ["sh: b: not found"], 127),
]


def without_pids(lines):
    return [re.sub(r" \d+: (destroyed) .*", r": \1", line) for line in lines]


CASES = PIPELINES + REDIRECTIONS + VARIABLES


@pytest.mark.parametrize("command, shown, status", CASES)
def test_a_line_of_the_shell(outputs, programs, command, shown, status):
    found, found_status = outputs([command for command, _, _ in CASES], **programs)[command]
    assert (without_pids(found), found_status) == (shown, status)


BUSY_SHELL = "A=12345678;" + "A=$A$A$A$A$A$A$A$A;" * 6 + "true | true | act raw < /dev/tty; echo $?;"


@pytest.mark.parametrize("policy", ["mlfq levels=3 quantum=1", "fair"])
def test_the_last_of_a_pipeline_has_the_terminal_though_the_first_has_ended(
        boot, programs, policy):
    """The shell has computed so much that each program that it starts runs before it."""
    result = boot(run=f"spin & spin & {BUSY_SHELL}", policy=policy, **programs)
    assert result.lines[1:2] == ["0"]


# --- In a terminal

CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"


def ask(child, line):
    child.send(line + "\r")
    child.expect_exact("\n")
    child.expect_exact(PROMPT)
    return child.before.replace("\r", "")


def test_ctrl_c_and_ctrl_z_reach_a_whole_pipeline(terminal, programs):
    child = terminal(**programs)
    child.expect_exact(PROMPT)
    child.send("cat | cat\r")
    child.send("one\r")
    child.expect_exact("one\r\none\r\n")
    child.send(CTRL_Z)
    child.expect(r"cat (\d+): suspended\r\n")
    pid = child.match.group(1)
    child.expect_exact(PROMPT)
    assert ask(child, "echo $?; jobs") == f"148\n{pid} suspended cat | cat\n"
    assert ask(child, "ps | grep -c 'yes .* cat'") == "2\n"
    child.send("fg\r")
    child.send("two\r")
    child.expect_exact("two\r\ntwo\r\n")
    child.send(CTRL_D)
    child.expect_exact(PROMPT)
    for command in ("cat | act announce 999", "true | act announce 999",
                    "A=1 act announce 999", "cat | sh -c 'cat | act announce 999'"):
        child.send(f"{command}\r")
        child.expect_exact("here I am\r\n" * 3)  # by then the shell waits for it
        child.send(CTRL_C)
        child.expect(r"(cat|act) \d+: destroyed from the console\r\n")
        child.expect_exact(PROMPT)
    assert ask(child, "jobs; ps | grep -c ' act$'") == "0\n"
    ask(child, "sh -c 'A=1 sleep 9' &")  # takes no terminal from the background
    child.send("A=1 cat | cat\r")  # the first is forked from the shell
    child.send("three\r")
    child.expect_exact("three\r\nthree\r\n")
    child.send(CTRL_Z)
    child.expect(r"cat \d+: suspended\r\n")
    child.expect_exact(PROMPT)
    child.send("fg\r")
    child.send("four\r")
    child.expect_exact("four\r\nfour\r\n")
    child.send(CTRL_D)
    child.expect_exact(PROMPT)
