"""The programs that show and try what the kernel does, and the shell's run and help."""

import re
import subprocess

import pytest
from conftest import INITRD, PROMPT

ENDED = {
    "null": (139, "touched unmapped memory at 0x00000000"),
    "divide": (136, "divide error"),
    "privileged": (139, "privileged instruction, port or bad segment"),
    "port": (139, "privileged instruction, port or bad segment"),
    "jump": (139, "touched the kernel's memory at 0xc0100000"),
    "overflow": (139, "stack overflow at 0x07847[0-9a-f]{3}"),
    "text": (139, "wrote to read-only memory at 0x0804[0-9a-f]{4}"),
    "opcode": (139, "illegal instruction"),
    "fpu": (136, "floating-point error"),
}


def told_by(boot, run, **options):
    """What the commands printed: without the banner and the last words."""
    lines = boot(run=run, **options).lines
    return [line for line in lines if not re.match(r"[Rr]obin: ", line)]


# --- crash

def test_crash_lists_its_kinds(boot):
    told = told_by(boot, "crash")
    assert [line.split()[1] for line in told] == list(ENDED)
    assert all(len(line.split()) > 2 for line in told)


CRASHES = [f"crash {kind}" for kind in ENDED]


@pytest.mark.parametrize("kind", ENDED)
def test_the_shell_says_how_a_crash_ended(outputs, kind):
    told, status = outputs(CRASHES)[f"crash {kind}"]
    expected, words = ENDED[kind]
    assert status == expected
    assert len(told) == 1
    assert re.fullmatch(rf"crash \d+: faulted: {words}, instruction 0x[0-9a-f]{{8}}",
                        told[0])


def test_a_crash_names_the_instruction(outputs):
    found = outputs(CRASHES).values()
    instructions = {told[0].split("instruction ")[1] for told, _ in found}
    assert len(instructions) == len(ENDED)
    assert "0xc0100000" in instructions
    assert sum(address.startswith("0x0804") for address in instructions) == len(ENDED) - 1


# --- run

RUNS = {
    "run echo x": (0, "x"),
    "run false": (1, None),
    "run -e 5 spin": (152, r"spin \d+: used up its budget"),
    "run -s spin": (148, r"spin \d+: suspended"),
    "run crash divide": (136, r"crash \d+: faulted: divide error, .*"),
    "run -b sleep 99": (0, r"\d+"),
    "run nothing": (127, "sh: nothing: not found"),
    "run": (2, r"usage: run \[OPTION\.\.\.\] COMMAND"),
    "run -b": (2, r"usage: run \[OPTION\.\.\.\] COMMAND"),
    "run -x true": (2, "sh: run: -x: .*"),
    "run -ee 5 true": (2, "sh: run: -ee: .*"),
    "run - true": (2, "sh: run: -: .*"),
    "run -e": (2, "sh: run: -e: .*"),
    "run -e 0 true": (2, "sh: run: -e: .*"),
    "run -e -1 true": (2, "sh: run: -e: .*"),
    "run -r 5 true": (2, "sh: run: -r: .*"),
    "run -r 5,0 true": (2, "sh: run: -r: .*"),
    "run -r 5, true": (2, "sh: run: -r: .*"),
    "run -n 4294967296 true": (2, "sh: run: -n: .*"),
    "sleep 0.02; run -t +18446744073709551615 true": (2, "sh: run: -t: .*"),
}


@pytest.mark.parametrize("command", RUNS)
def test_run_starts_a_program_and_says_how_it_ended(outputs, command):
    told, status = outputs(RUNS)[command]
    expected, words = RUNS[command]
    assert status == expected
    assert words is None or re.fullmatch(words, told[0])


def test_run_starts_suspended(boot):
    told = told_by(boot, "run -s hello; jobs; echo before; fg; run -s hello & "
                         "resume $!; wait")
    assert told == ["hello 3: suspended", "3 suspended hello", "before",
                    "Hello, I am process 3, and my parent is 2.",
                    "hello 5: suspended", "Hello, I am process 5, and my parent is 2."]


def test_run_starts_later(boot):
    told = told_by(boot, "run -t +30 status & ps; wait; run -t 100 status; "
                         "run -t 5 status")
    assert re.search(r"^ +3 +2 +0 new ", "\n".join(told), re.MULTILINE)
    first, second, third = [int(line.split()[-2]) for line in told
                            if line.startswith("first_run: ")]
    assert 30 <= first <= 32
    assert second == 100
    assert 100 <= third <= 102


def test_run_rests_a_program(boot):
    told = told_by(boot, "run -r 2,10 spin 7; status 0")
    now = next(int(line.split()[-2]) for line in told if line.startswith("created: "))
    assert 7 + 3 * 10 <= now <= 7 + 3 * 10 + 5


def test_run_hands_over_what_policies_look_at(boot):
    told = told_by(boot, "run -n 7 -l 8 -p 9 status")
    assert {"tickets: 7", "length: 8 ticks", "priority: 9"} <= set(told)


# --- status

def read_map(told):
    """The rows of the map as (address, use, marks)."""
    at = next(i for i, line in enumerate(told) if re.match(r"FROM +MAP", line))
    rows = []
    for line in told[at + 1:]:
        address, inside, marks = line.split("|")
        rows.append((int(address, 16), inside.split(), marks.replace("<-", "").split()))
    return rows


TWO_SPIN = "spin & spin & sleep 0.1; status $!"


def test_status_shows_who_shares_a_region(boot):
    told = told_by(boot, TWO_SPIN)
    at = next(i for i, line in enumerate(told) if line.startswith("START"))
    columns = told[at].split()
    assert columns == ["START", "END", "MODE", "RESIDENT", "SHARED", "USE", "PRIVATE", "WITH"]
    regions = [dict(zip(columns, line.split())) for line in told[at + 1:told.index("", at)]]
    other = str(int(next(line for line in told if line.startswith("pid: "))[5:]) - 1)
    for region in regions:
        is_text = region["MODE"] == "r-x"
        assert region["WITH"] == (other if is_text else "-")
        is_there = region["RESIDENT"] != "0"
        assert (region["PRIVATE"] != "0") == (is_there and not is_text)
        assert int(region["PRIVATE"]) + int(region["SHARED"]) == int(region["RESIDENT"])


def test_status_draws_a_map_of_the_address_space(boot):
    told = told_by(boot, TWO_SPIN)
    keys = dict(line.split(": ", 1) for line in told if re.match(r"\w+: ", line))
    rows = read_map(told)
    assert 16 <= len(rows) <= 24
    addresses = [address for address, _, _ in rows]
    assert addresses == sorted(addresses, reverse=True)
    for key in "eip", "esp":
        marked = [i for i, (_, _, marks) in enumerate(rows) if key in marks]
        assert len(marked) == 1
        assert rows[marked[0]][0] <= int(keys[key], 16)
        assert marked[0] == 0 or int(keys[key], 16) < rows[marked[0] - 1][0]
    uses = [inside for _, inside, _ in rows if inside]
    assert uses == [["program", "rw-"], ["program", "r-x"], ["stack", "rw-"], ["..."]]


# --- top

HOME, ERASE_BELOW = "\x1b[H", "\x1b[J"
COLUMNS = ["PID", "STATE", "SUSP", "%CPU", "TICKS", "SWITCHES", "PAGES", "COMMAND"]


def pictures(text):
    """The pictures of top in TEXT, each as its lines."""
    found = re.findall(r"\x1b\[H(.*?)\x1b\[J", text, re.DOTALL)
    return [picture.replace("\x1b[K", "").replace("\r", "").splitlines()
            for picture in found]


def test_top_shows_who_uses_the_cpu(boot):
    result = boot(run="sleep 99 & spin & run -r 5,5 spin & suspend 3; top 0.5 & "
                      "sleep 2.2; kill $!")
    found = pictures(result.console)
    assert 4 <= len(found) <= 5
    for picture in found:
        assert re.fullmatch(r"tick \d+: \d processes, \d+\.\d% idle; q leaves",
                            picture[0])
        assert picture[1].split() == COLUMNS
        assert all(len(line) < 80 for line in picture)
    rows = [dict(zip(COLUMNS, line.split())) for line in found[-1][2:]]
    shares = [float(row["%CPU"]) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert 99 <= sum(shares) <= 100.1
    assert [row["PID"] for row in rows[:2]] == ["4", "5"]
    assert shares[0] > 60 and shares[1] > 20
    table = {row["PID"]: row for row in rows}
    assert (table["3"]["STATE"], table["3"]["SUSP"]) == ("blocked", "yes")
    assert int(table["4"]["TICKS"]) > 100


def test_top_shows_the_idle_share(boot):
    found = pictures(boot(run="top & sleep 2; kill $!").console)
    assert found[-1][0].split(", ")[1].startswith("99.")


def test_top_shows_the_first_screenful_of_many(boot):
    run = "; ".join(["run -b sleep 99"] * 40) + "; top & sleep 0.5; kill $!"
    picture = pictures(boot(run=run).console)[0]
    assert ": 44 processes, " in picture[0]
    assert len(picture) == 23


def test_top_is_left_by_q_and_by_ctrl_c(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    child.send("top 60\r")
    child.expect_exact(ERASE_BELOW)
    child.send("x")  # which draws no picture, nor does it leave
    child.send("q")
    child.expect_exact(PROMPT)
    assert HOME not in child.before
    child.send("echo $?\r")
    child.expect_exact("\r\n0\r\n" + PROMPT)
    child.send("top 60\r")
    child.expect_exact(ERASE_BELOW)
    child.send("\x03")
    child.expect(r"top \d+: destroyed from the console\r\n")
    child.expect_exact(PROMPT)
    child.send("ps | top 60\r")  # whose keys are not what it could read
    child.expect_exact(ERASE_BELOW)
    child.send("q")
    child.expect_exact(PROMPT)


# --- stress

@pytest.mark.parametrize("policy", ["rr", "fifo"])
def test_stress_finds_all_as_it_should_be(boot, policy):
    told = told_by(boot, "stress 400 7; echo $?", policy=policy)
    assert told == ["stress: 400 rounds, all as they should be", "0"]


# --- help

def in_bin():
    listing = subprocess.run(["tar", "-tf", INITRD], capture_output=True, text=True,
                             check=True)
    return {name[len("bin/"):] for name in listing.stdout.split()
            if name.startswith("bin/")} - {""}


def helped(told):
    return {line.split()[0] for line in told if line.startswith("  ")}


def test_help_lists_every_program(boot):
    builtins = {"exec", "exit", "wait", "jobs", "fg", "bg", "run", "export", "unset", "cd", "pwd",
                "shift", "help"}
    told = told_by(boot, "help")
    assert helped(told) == in_bin() | builtins
    assert [line for line in told if len(line) > 80] == []


# Programs that take any arguments, and policy, which says which of them is wrong.
WITHOUT_WRONG_ARGUMENTS = {"echo", "false", "policy", "true", "yes"}


def test_a_program_and_help_give_the_same_usage(outputs):
    names = sorted(in_bin() - WITHOUT_WRONG_ARGUMENTS)
    found = outputs([f"{name} -? ? ? ?" for name in names]
                    + [f"help {name}" for name in names])
    for name in names:
        told, status = found[f"{name} -? ? ? ?"]
        usage, line = found[f"help {name}"][0]
        assert usage in told and status == 2
        assert line


def test_help_knows_one_thing(outputs):
    found = outputs(["help run", "help nothing", "help a b"])
    assert found["help run"][0][0] == "usage: run [OPTION...] COMMAND"
    assert found["help nothing"] == (["sh: help: nothing on nothing"], 1)
    assert found["help a b"] == (["usage: help [NAME]"], 2)


def test_init_is_started_by_the_kernel_only(boot):
    told = told_by(boot, "init; init -c true; echo $?")
    assert told[-1] == "2"
    assert len(told) == 5


# --- workload

@pytest.mark.parametrize("content, told", [
    (None, "workload: /files/jobs: No such file or directory"),
    ("0,5\n\n1,2,x\n", "workload: /files/jobs:3: not a job: 1,2,x"),
    ("0,1\n" * 65, "workload: /files/jobs:65: more than 64 jobs"),
    ("0,5 " * 1500, "workload: /files/jobs: longer than 4095 bytes"),
])
def test_workload_names_the_file_and_the_line_that_are_wrong(boot, tmp_path, content, told):
    if content is not None:
        (tmp_path / "jobs").write_text(content, encoding="ascii")
    result = boot(run="workload /files/jobs", files=tmp_path)
    assert result.lines[1] == told
    assert result.status in (1, 2)


def test_jobs_of_a_workload_may_share_the_cpu_with_others(boot):
    lines = boot(run="spin & spin & workload 0,10 0,5").lines
    assert [line for line in lines if line.startswith("slice ") and " -1 " not in line] == [
        "slice 7 0 4", "slice 11 1 4", "slice 23 0 4", "slice 27 1 1", "slice 36 0 2"]


def test_a_job_that_is_destroyed_ends_a_workload(boot):
    lines = boot(run="workload 0,50 & sleep 0.2; kill -KILL 5; wait").lines
    assert "workload: job 0 has not ended as it should" in lines


def test_a_workload_that_fails_halfway_leaves_no_job(boot):
    result = boot(run="workload --draws 1,,2 0,10 0,500; ps", policy="lottery")
    assert "workload: --draws: Invalid argument" in result.lines
    assert "spin" not in result.console


# --- more, and colours

def test_more_shows_a_screen_at_a_time(terminal, tmp_path):
    (tmp_path / "long").write_text("".join(f"line {i}\n" for i in range(1, 61)))
    child = terminal(files=tmp_path)
    child.expect_exact(PROMPT)
    child.send("more /files/long\r")
    child.expect_exact("line 24\r\n--more--")
    child.send("\r")
    child.expect_exact("\r\x1b[Kline 25\r\n--more--")
    child.send(" ")
    child.expect_exact("line 49\r\n--more--")
    child.send("q")
    child.expect_exact("\r\x1b[K" + PROMPT)


def test_more_waits_in_the_background_for_its_turn(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    child.send("seq 60 | more &\r")
    child.expect_exact("--more--")
    child.send("\r")
    child.expect_exact(f"seq 3: suspended\r\n{PROMPT}")
    child.send("fg\r")
    child.expect_exact("more\r\n")
    child.send("\r")
    child.expect_exact("25\r\n--more--")
    child.send("q")
    child.expect_exact(PROMPT)


def test_states_have_colours_only_where_somebody_asks_for_them(boot, terminal):
    assert "\x1b" not in boot(run="ps").console
    assert re.search(r" \x1b\[32mrunning -   \x1b\[0m +\d", boot(run="ps -c").console)
    child = terminal()
    child.expect_exact(PROMPT)
    child.send("top\r")
    child.expect_exact("\x1b[32mrunning -   \x1b[0m")
    child.send("q")
    child.expect_exact(PROMPT)
