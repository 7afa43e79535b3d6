"""The shell as scripts use it, and the programs whose output scripts read."""

import re

import pytest


def lines_of(result):
    """What the commands printed: without the banner and the last words."""
    return [line for line in result.lines if not re.match(r"[Rr]obin: ", line)]


WORDS = [
    ("echo two   words", "two words"),
    ("echo 'two   words'", "two   words"),
    ('echo "two   words"', "two   words"),
    (r"echo two\ \ \ words", "two   words"),
    (r"""echo 'a"b' "a'b" a\'b""", """a"b a'b a'b"""),
    ("echo a'b'\"c\"d", "abcd"),
    ("echo a # b", "a"),
    ("echo a#b '# c'", "a#b # c"),
    (r"echo \# \; \& \\", r"# ; & \ ".rstrip()),
    ("echo ';' '&' \";&\"", "; & ;&"),
    ("echo '$?' \\$?", "$? $?"),
    ('false; echo "$?"', "1"),
    ("echo '' x", " x"),
    ("echo -n a; echo b", "ab"),
]


@pytest.mark.parametrize("command, shown", WORDS)
def test_words_and_quotes(outputs, command, shown):
    assert outputs([command for command, _ in WORDS])[command] == ([shown], 0)


STATUSES = [
    ("true", 0),
    ("false", 1),
    ("echo", 0),
    ("act exit 42", 42),
    ("nothing", 127),
    ("/bin/nothing", 127),
    ("/files/garbage", 126),
    ("/files", 126),
    ("sh /bin/true", 126),
    ("act divide", 136),
    ("act read_at 0", 139),
    ("act cli", 139),
    ("act fpu", 136),
    ("act destroy_itself", 137),
    ("act suspend_itself", 148),
    ("spin & kill $!; wait $!", 137),
    ("spin & kill -TERM $!; wait $!", 143),
    ("sleep 100 & kill -s sigusr1 $!; wait $!", 138),
    ("act exit 3 & wait $!", 3),
    ("spin & suspend $!; wait $!", 148),
    ("act exit 3 & wait", 0),
    ("sh -c 'exit 9'", 9),
    ("sh -c 'false; exit'", 1),
    ("sh -c 'exit 300'", 44),
    ("sh -c 'echo \"unclosed'", 2),
    ("spin 1 &", 0),
    ("A=$(seq 9000); echo $A > /dev/null; ! grep -q 'RSS.*[0-9][0-9][0-9][0-9][0-9] kB' /proc/$$/status", 0),
    ("jobs", 0),
    ("wait 12345", 127),
    ("fg 12345", 1),
    ("bg 12345", 1),
    ("exit x", 2),
]


@pytest.mark.parametrize("command, status", STATUSES)
def test_the_status_of_a_command(outputs, programs, command, status):
    found = outputs([command for command, _ in STATUSES], **programs)
    assert found[command][1] == status


def test_the_last_status_is_the_guests(boot):
    assert boot(run="false").status == 1
    assert boot(run="false; true").status == 0
    assert boot(run="nothing").status == 127


UNUSUAL_ENDS = [
    ("act divide", r"act \d+: faulted: divide error, .*"),
    ("act read_at 0x10", r"act \d+: faulted: .*unmapped.* 0x00000010, .*"),
    ("act write_text", r"act \d+: faulted: .*read-only.*"),
    ("act read_at 0xC0100000", r"act \d+: faulted: .*kernel.* 0xc0100000, .*"),
    ("act recurse 20000", r"act \d+: faulted: stack overflow.*"),
    ("act cli", r"act \d+: faulted: privileged.*"),
    ("act fpu", r"act \d+: faulted: floating-point error, .*"),
    ("spin & kill $!; wait", r"spin \d+: destroyed by \d+"),
    ("act destroy_itself", r"act (\d+): destroyed by \1"),
    ("act suspend_itself", r"act \d+: suspended"),
]


@pytest.mark.parametrize("command, words", UNUSUAL_ENDS)
def test_an_unusual_end_is_told_on_one_line(outputs, programs, command, words):
    told, _ = outputs([command for command, _ in UNUSUAL_ENDS], **programs)[command]
    assert len(told) == 1
    assert re.fullmatch(words, told[0])


SYNTAX_ERRORS = [
    ("""sh -c "echo before; echo 'x" """, "sh: unclosed quote"),
    ("""sh -c 'echo before; echo "x' """, "sh: unclosed quote"),
    ("sh -c 'echo before; ; echo x'", "sh: `;` without a command"),
    ("sh -c 'echo before; & echo x'", "sh: `&` without a command"),
]


@pytest.mark.parametrize("command, error", SYNTAX_ERRORS)
def test_a_line_with_a_syntax_error_runs_nothing(outputs, command, error):
    assert outputs([command for command, _ in SYNTAX_ERRORS])[command] == ([error], 2)


def test_an_empty_value_is_nothing(boot):
    assert lines_of(boot(run="echo a$!b")) == ["ab"]


def test_run_echoes_nothing(boot):
    hello = "Hello, I am process 3, and my parent is 2."
    assert lines_of(boot(run="hello; echo x")) == [hello, "x"]


def test_background_jobs_are_not_waited_for(boot):
    result = boot(run="spin & sleep 1000 & echo x; exit 4")
    assert result.status == 4
    assert lines_of(result) == ["x"]


def test_wait_waits_for_all_that_run(boot):
    result = boot(run="sleep 2 & spin & suspend $!; sleep 1 & wait; ps; kill 4")
    commands = [line.split()[-1] for line in result.lines if re.match(r" *\d+ ", line)]
    assert commands == ["init", "sh", "spin", "ps"]


def test_jobs_are_listed_suspended_and_resumed(boot):
    told = lines_of(boot(run="spin 20 & sleep 1000 & jobs; suspend 3; jobs; bg 3; jobs; "
                             "suspend 3; fg 3; jobs; kill 4; jobs"))
    assert told == [
        "3 running spin 20", "4 running sleep 1000",
        "spin 3: suspended",
        "3 suspended spin 20", "4 running sleep 1000",
        "3 running spin 20", "4 running sleep 1000",
        "spin 3: suspended",
        "4 running sleep 1000",
        f"sleep 4: {told[-1].split(': ')[1]}",
    ]


JOBS = """\
spin & sleep 8 | sleep 9 & sleep 7 & jobs -l
kill %2; wait %2; echo $?; suspend 3; jobs -l; kill %9 || echo no
kill %sle; wait %3; kill -TERM -- %; bg %1; wait %1; echo $?
sh -c 'sleep 4 | sleep 5 & kill %1; wait %1; echo $?'; kill %- || kill % || bg %%
"""


def test_jobs_have_numbers_and_names(boot):
    told = lines_of(boot(run=JOBS))
    assert [re.sub(r" \d+: (.*) \d+$", r": \1", line) for line in told] == [
        "[1]  3 running spin", "[2]- 4 running sleep 8 | sleep 9", "[3]+ 6 running sleep 7",
        "sleep: destroyed by", "sleep: destroyed by", "137", "spin 3: suspended",
        "[1]+ 3 suspended spin", "[3]- 6 running sleep 7", "sh: kill: %9: no such job", "no",
        "sleep: destroyed by", "spin 3: ended by SIGTERM", "143",
        "sleep: destroyed by", "137", "sh: kill: %-: no such job",
        "sh: kill: %: no such job", "sh: bg: %%: no such job"]


def test_the_last_background_pid_is_known(boot):
    assert lines_of(boot(run="spin & echo $!; sleep 9 & echo $! \"$!\"; echo $!")) == [
        "3", "5 5", "5"]


def test_help_names_every_builtin(boot):
    shown = boot(run="help").console
    for name in "exit", "wait", "jobs", "fg", "bg", "help":
        assert re.search(rf"^ *{name}\b", shown, re.MULTILINE)


HEADER = ["PID", "PPID", "UID", "STATE", "SUSP", "TICKS", "SWITCHES", "PAGES", "COMMAND"]


def test_ps_has_its_columns(boot, programs):
    result = boot(run="spin & sleep 9 & spin & suspend $!; act orphan 1000; ps",
                  **programs)
    rows = [line.split() for line in lines_of(result)]
    assert rows[0] == HEADER
    table = {row[0]: dict(zip(HEADER, row)) for row in rows[1:]}
    assert all(len(row) == len(HEADER) for row in rows)
    states = {pid: (row["STATE"], row["SUSP"], row["COMMAND"])
              for pid, row in table.items()}
    assert states["1"] == ("blocked", "-", "init")
    assert states["2"] == ("blocked", "-", "sh")
    assert states["3"] == ("ready", "-", "spin")
    assert states["4"] == ("blocked", "-", "sleep")
    assert states["5"] == ("ready", "yes", "spin")
    assert states["8"] == ("blocked", "-", "act")
    assert states["9"] == ("running", "-", "ps")
    assert table["8"]["PPID"] == "1"
    assert table["3"]["PPID"] == "2"
    assert int(table["3"]["TICKS"]) > 0
    assert all(row["UID"] == "0" for row in table.values())


def test_status_is_laid_out_to_be_read(boot):
    result = boot(run="sleep 9 & sleep 0.1; status $!")
    told = lines_of(result)
    keys = dict(line.split(": ", 1) for line in told if re.match(r"\w+: ", line))
    assert keys["pid"] == "3"
    assert keys["name"] == "sleep"
    assert keys["parent"] == "2"
    assert keys["group"] == "3"
    assert keys["session"] == "2"
    assert keys["state"] == "blocked"
    assert keys["blocked_on"] == "sleep"
    assert keys["suspended"] == "no"
    assert re.fullmatch(r"0x0804[0-9a-f]{4}", keys["eip"])
    assert "ended" not in keys or "18446744073709551615" not in keys["ended"]
    at = next(i for i, line in enumerate(told) if line.startswith("START"))
    assert re.fullmatch(r"0x07848000 0x08048000 rw- +\d+ +\d+ stack +\d+ \S+", told[at + 1])
    assert re.fullmatch(r"0x08048000 0x\w+ r-x +\d+ +\d+ program +\d+ \S+", told[at + 2])
    at = next(i for i, line in enumerate(told) if line.split()[:1] == ["FD"])
    assert told[at + 1].split() == ["0", "rw", "0", "/dev/console"]


COMPLAINTS = [
    ("status 12345", 1, "status: 12345: "),
    ("kill 12345", 1, "kill: 12345: "),
    ("kill 1", 1, "kill: 1: "),
    ("suspend 1", 1, "suspend: 1: "),
    ("resume 12345", 1, "resume: 12345: "),
    ("kill", 2, "usage: kill"),
    ("kill x", 2, "usage: kill"),
    ("kill -NONE 1", 2, "usage: kill"),
    ("kill -TERM", 2, "usage: kill"),
    ("kill -TERM 12345", 1, "kill: 12345: "),
    ("kill -l 99", 2, "usage: kill"),
    ("spin x", 2, "usage: spin"),
    ("sleep", 2, "usage: sleep"),
    ("sleep -1", 2, "usage: sleep"),
    ("ps x", 2, "usage: ps"),
    ("status x", 2, "usage: status"),
    ("poweroff x", 2, "usage: poweroff"),
    ("cat /files/nothing", 1, "cat: /files/nothing: "),
]


@pytest.mark.parametrize("command, status, complaint", COMPLAINTS)
def test_a_program_complains_and_fails(outputs, command, status, complaint):
    told, found = outputs([case[0] for case in COMPLAINTS])[command]
    assert found == status
    assert told[0].startswith(complaint)


def test_spin_uses_as_many_ticks_as_it_is_told(boot):
    result = boot(run="spin 30 & sleep 0.1; wait", trace=True)
    ticks = [record for record in result.trace
             if (record.kind, record.pid) == ("tick", 3)]
    assert len(ticks) in (30, 31)
