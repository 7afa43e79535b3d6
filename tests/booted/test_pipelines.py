"""The programs that read files and pipes, and what the shell puts between them."""

import pytest

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
