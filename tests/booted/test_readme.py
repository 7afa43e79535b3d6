"""The transcript of the README is what really comes out: its commands are typed into a
terminal, and each line is compared. Other numbers may stand only in the columns TICKS,
SWITCHES and PAGES of `ps`, which depend on how long somebody takes to type, and in the
memory for programs: how large the kernel and its programs are depends on the compiler,
and what is left may round to another MiB."""

import re

from conftest import comes_true, PROMPT, ROOT, trace_file

KEYS = {"^C": "\x03", "^Z": "\x1a"}
ROW_OF_PS = re.compile(r"^( +\d+ +\d+ +\d+ \S+ +\S+) +\d+ +\d+ +\d+ (\S+)$")


def transcript():
    """The lines of the README's first block that shows a prompt."""
    for block in re.findall(r"^```\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"),
                            re.MULTILINE | re.DOTALL):
        if PROMPT in block:
            return block.splitlines()
    raise AssertionError("no transcript")


def without_varying(line):
    line = re.sub(r"\d+ MiB for programs", "N MiB for programs", line)
    return ROW_OF_PS.sub(r"\1 TICKS SWITCHES PAGES \2", line)


def commands(lines):
    """(command, the key that ends it or None) for each prompt in LINES."""
    for line, following in zip(lines, [*lines[1:], ""]):
        if line.startswith(PROMPT):
            yield line[len(PROMPT):], KEYS.get(following)


def wait_until_it_runs(trace, pid):
    """Until a tick has found PID on the CPU: from then on the keyboard is its own. A
    record may be there in part."""
    header, record = trace_file.HEADER.size, trace_file.RECORD.size

    def has_run():
        content = trace.read_bytes()
        whole = content[:len(content) - (len(content) - header) % record]
        return len(whole) > header and any(event.kind == "tick" and event.pid == pid
                                           for event in trace_file.parse(whole))

    assert comes_true(has_run), f"process {pid} never runs"


def test_the_transcript_of_the_readme_comes_out(terminal, tmp_path):
    first, *expected = transcript()
    assert first == "$ make run"
    trace = tmp_path / "trace"
    child = terminal(check=False, trace=trace)
    shown = ""
    for pid, (command, key) in enumerate(commands(expected), 3):  # 1 is init, 2 the shell
        child.expect_exact(PROMPT)
        shown += child.before + PROMPT
        child.send(f"{command}\r")
        if key:
            child.expect_exact(command)
            shown += child.before + command
            wait_until_it_runs(trace, pid)
            child.send(key)
    child.expect_exact("status 0")
    shown += child.before + "status 0"
    lines = [line for line in shown.replace("\r", "").splitlines()
             if not line.startswith("tools/boot:")]
    assert [*map(without_varying, lines)] == [*map(without_varying, expected)]
