"""The transcript of the README is what really comes out: its commands are typed into a
terminal, and each line is compared. Only the columns TICKS, SWITCHES and PAGES of `ps`,
which depend on how long somebody takes to type, may hold other numbers."""

import re
import time

from conftest import PROMPT, ROOT

TYPING_SECONDS = 1  # how long a program runs before a key ends it
KEYS = {"^C": "\x03", "^Z": "\x1a"}
ROW_OF_PS = re.compile(r"^( +\d+ +\d+ +\d+ \S+ +\S+) +\d+ +\d+ +\d+ (\S+)$")


def transcript():
    """The lines of the README's first block that shows a prompt."""
    for block in re.findall(r"^```\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"),
                            re.MULTILINE | re.DOTALL):
        if PROMPT in block:
            return block.splitlines()
    raise AssertionError("no transcript")


def without_times(line):
    return ROW_OF_PS.sub(r"\1 TICKS SWITCHES PAGES \2", line)


def commands(lines):
    """(command, the key that ends it or None) for each prompt in LINES."""
    for line, following in zip(lines, [*lines[1:], ""]):
        if line.startswith(PROMPT):
            yield line[len(PROMPT):], KEYS.get(following)


def test_the_transcript_of_the_readme_comes_out(terminal):
    first, *expected = transcript()
    assert first == "$ make run"
    child = terminal(check=False)
    shown = ""
    for command, key in commands(expected):
        child.expect_exact(PROMPT)
        shown += child.before + PROMPT
        child.send(f"{command}\r")
        if key:
            child.expect_exact(command)
            shown += child.before + command
            time.sleep(TYPING_SECONDS)
            child.send(key)
    child.expect_exact("status 0")
    shown += child.before + "status 0"
    lines = [line for line in shown.replace("\r", "").splitlines()
             if not line.startswith("tools/boot:")]
    assert [*map(without_times, lines)] == [*map(without_times, expected)]
