"""What `make record` keeps is what `make replay` does once more, to the instruction, and GDB goes
back in it."""

import json
import re
import socket
import subprocess

import pexpect
import pytest
import sessions
from conftest import ENVIRONMENT, HOST_SECONDS, PROMPT, ROOT, trace_file

RUN = "spin 10 & spin 6; ps"


def boot(*arguments):
    done = subprocess.run([ROOT / "tools" / "boot", *arguments], env=ENVIRONMENT, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                          timeout=HOST_SECONDS)
    print(done.stderr)
    return done


@pytest.fixture(scope="module", name="record")
def recorded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded") / "record"
    done = boot("--record", folder, "--run", RUN)
    assert done.returncode == 0
    return folder


def runs_of(folder):
    events = trace_file.parse((folder / "trace").read_bytes())
    return [event for event in events if event.kind == "run"]


def runs(ps, pid):
    """Whether PID has the CPU, by what `robin ps` says."""
    return re.search(rf"^ +{pid} +\d+ +\d+ running ", ps, re.MULTILINE)


def replay(folder, *commands, **settings):
    """What GDB says to each of COMMANDS in the run recorded in FOLDER."""
    script = folder.parent / "script"
    script.write_text(sessions.gdb_script(commands), encoding="utf-8")
    done = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script], capture_output=True,
                          env={**ENVIRONMENT, "ROBIN_REPLAY": str(folder), **settings}, check=False,
                          stdin=subprocess.DEVNULL, encoding="utf-8", timeout=HOST_SECONDS)
    print(done.stdout, done.stderr)
    return re.split(r"^== step \d+\n", done.stdout, flags=re.MULTILINE)


def test_a_replay_says_what_was_said(record):
    done = boot("--replay", record)
    assert done.returncode == 0
    assert done.stdout == (record / "console.log").read_text("utf-8").replace("\r", "")
    assert "spin" in done.stdout


def test_back_over_a_switch_the_earlier_process_runs(record):
    later, earlier = runs_of(record)[4], runs_of(record)[3]  # from one spinner to the other
    assert (later.a, later.reason) == (earlier.pid, "slice_over")
    begin, trace, ps, step, _, _, before, back, then, *_ = replay(
        record, "robin trace 1", "robin ps", "reverse-stepi", "tbreak scheduler_switch",
        "reverse-continue", "robin ps", "robin prev-switch", "robin ps",
        ROBIN_AT=str(later.time_ns))
    assert str(later) in begin and trace.startswith(f"{later}\n")
    assert runs(ps, later.pid) and not runs(ps, earlier.pid)
    assert "switch_to" in step or "scheduler_switch" in step
    assert runs(before, earlier.pid) and not runs(before, later.pid)
    assert f"; spin {earlier.pid}, which has" in back and "arch_switch" in back
    assert runs(then, earlier.pid)


def test_to_any_instant_forward_and_back(record):
    all_runs = runs_of(record)
    middle = (all_runs[4].time_ns + all_runs[5].time_ns) // 2  # in the midst of a slice
    *_, tick, ps, first, early, wrong = replay(
        record, f"robin at {middle}", "robin ps", f"robin at {all_runs[1].time_ns}", "robin at 5",
        "robin at noon")
    assert re.search(rf"^\d+ {all_runs[4].pid} tick tick=\d+\n", tick)
    assert runs(ps, all_runs[4].pid)
    assert first.startswith(f"{all_runs[1]}\n")
    assert f"Nobody had run by 5 ns; the first one begins at {all_runs[0].time_ns} ns." in early
    assert "robin at NANOSECONDS" in wrong


def test_before_the_first_switch_there_is_no_way_back(record):
    _, back, registers, *_ = replay(record, "robin prev-switch", "info registers eip")
    assert "There is no switch before this: the run has just begun." in back
    assert re.search(r"<boot_main(\+\d+)?>", registers)  # beyond what Clang does first there


def test_without_a_recording_there_is_no_way_back(tmp_path):
    script = tmp_path / "script"
    script.write_text(sessions.gdb_script(["robin prev-switch", "robin at 5"]), encoding="utf-8")
    done = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script], capture_output=True,
                          env=ENVIRONMENT, check=False, stdin=subprocess.DEVNULL, encoding="utf-8",
                          timeout=HOST_SECONDS)
    assert done.stdout.count("This run is not recorded: `make record RUN='...'`, then "
                             "`make replay`.") == 2


@pytest.mark.slow
def test_keys_that_were_typed_are_typed_again(terminal, tmp_path):
    folder = tmp_path / "record"
    child = terminal(check=False, record=folder)
    for line in "echo one two", "spin 2", "poweroff 7":
        child.expect_exact(PROMPT)
        child.send(f"{line}\r")
    child.expect_exact("status 7")
    child.wait()
    done = boot("--replay", folder)
    assert done.returncode == 7
    assert "robin$ echo one two\none two\nrobin$ spin 2\nrobin$ poweroff 7\n" in done.stdout


def test_the_page_of_a_recorded_run_says_how_to_go_there(record):
    done = subprocess.run([ROOT / "tools" / "timeline", "--recorded", record], env=ENVIRONMENT,
                          check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    page = (record / "timeline.html").read_text("utf-8")
    data = json.loads(re.search(r'id="data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert data["heading"] == RUN
    assert [run["recorded"] for run in data["runs"]] == [True]


@pytest.mark.parametrize("arguments, words", [
    (["--replay", "nowhere"], "nowhere: no recorded run (make record makes one)"),
    (["--record", "nowhere", "--seek", "3"], "--record and --seek: Robin does not record that"),
])
def test_what_cannot_be_recorded_or_replayed_is_refused(arguments, words):
    done = boot(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (243, "", f"tools/boot: {words}\n")


def test_what_was_not_recorded_is_not_drawn(record):
    drawn = record / "timeline.html"
    drawn.unlink(missing_ok=True)
    done = subprocess.run(["make", "-s", "-C", ROOT, "record", f"RECORD={record}", "RUN=true",
                           "POLICY=nonsense"], env=ENVIRONMENT, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                          timeout=HOST_SECONDS)
    assert "unknown policy 'nonsense'" in done.stderr
    assert done.returncode != 0 and not drawn.exists()


def test_what_else_lies_in_the_folder_of_a_recording_stays(tmp_path):
    (tmp_path / "mine").write_text("mine", encoding="ascii")
    assert boot("--record", tmp_path, "--run", "true").returncode == 0
    assert (tmp_path / "mine").read_text("ascii") == "mine"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture(name="editor")
def as_an_editor(record):
    """editor(COMMAND, until=...): what GDB says when an editor's extension has sent COMMAND, by the
    settings of .vscode/launch.json."""
    text = (ROOT / ".vscode" / "launch.json").read_text("utf-8")
    launch = json.loads(re.sub(r"^ *//.*$", "", text, flags=re.MULTILINE))["configurations"][1]
    port = str(free_port())
    with subprocess.Popen([ROOT / "tools" / "boot", "--replay", record, "--gdb", port],
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as boot_process:
        gdb = pexpect.spawn("gdb", ["-nx", "-q", "--interpreter=mi2"], cwd=str(ROOT), echo=False,
                            env=ENVIRONMENT, timeout=HOST_SECONDS, encoding="utf-8")

        def send(command, until=r"\^(?:done|running|connected|error)"):
            gdb.sendline(command)
            gdb.expect(until)
            said = gdb.before + gdb.after
            assert "^error" not in said, said
            return said

        send(f"-file-exec-and-symbols {record}/robin.elf")
        for setting in launch["setupCommands"]:
            words = setting["text"].replace("build/record", str(record))
            send(f"-interpreter-exec console {json.dumps(words)}")
        send(f"-target-select remote 127.0.0.1:{port}")
        yield send
        gdb.close(force=True)
        boot_process.terminate()


def test_an_editor_can_replay_a_recorded_run(editor, record):
    later, earlier = runs_of(record)[4], runs_of(record)[3]
    editor("-break-insert -t boot_main")
    editor("-exec-continue", until=r"\*stopped.*boot_main")
    editor(f'-interpreter-exec console "robin at {later.time_ns}"')
    said = editor('-interpreter-exec console "robin ps"')
    assert re.search(rf" {later.pid} +\d+ +\d+ running", said)
    editor("-break-insert -t kernel_tick")
    editor("-exec-continue --reverse", until=r"\*stopped.*kernel_tick")
    said = editor('-interpreter-exec console "robin ps"')
    assert re.search(rf" {earlier.pid} +\d+ +\d+ running", said)
