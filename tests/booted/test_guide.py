"""The guide is true: what its pages show is what comes out when their commands are typed, and
each function that they name stands in the file that they name beside it."""

import re

import pytest
import sessions
from conftest import ROOT

GUIDE = ["walk", "tick", "call", "life"]
SESSIONS = [*GUIDE, "debugging"]
# `function` (`file`), and, in a sentence, `function` in `file`.
BESIDE = re.compile(r"`(\w+)` (?:\(|in )`([\w/]+\.(?:c|h|asm))`")


def page(name):
    return ROOT / "docs" / f"{name}.md"


@pytest.fixture(scope="module", name="results")
def run_sessions(tmp_path_factory):
    """By page: what is shown, and what came out."""
    folders = {name: tmp_path_factory.mktemp(name) for name in SESSIONS}
    return {name: [step for session in sessions.sessions(page(name))
                   for step in session.run(folders[name])] for name in SESSIONS}


@pytest.mark.parametrize("name", SESSIONS)
def test_what_the_page_shows_is_what_comes_out(results, name):
    assert len(results[name]) > 10
    for command, shown, came in results[name]:
        sessions.expect_same(command, shown, came)


@pytest.mark.parametrize("name", GUIDE)
def test_each_function_stands_in_the_file_that_is_named_beside_it(name):
    pairs = BESIDE.findall(re.sub(r"\s+", " ", page(name).read_text("utf-8")))
    assert len(pairs) >= 5
    for function, file in pairs:
        text = (ROOT / file).read_text("utf-8")
        name = "trap_stub_ %" if function == "trap_stub_32" else rf"{function}\b"
        assert re.search(rf"^(?:\S.*\b)?{name}", text, re.MULTILINE), f"{function} in {file}"


def words_of_code():
    """Each name that a source has."""
    names = set()
    for pattern in ("**/*.c", "**/*.h", "**/*.asm", "**/*.py", "*.ld", "Makefile", "tools/*"):
        for file in ROOT.glob(pattern):
            if file.is_file() and file.relative_to(ROOT).parts[0] not in ("build", "docs"):
                names.update(re.findall(r"\w+", file.read_text("utf-8", errors="replace")))
    return names


def test_each_name_that_a_page_quotes_is_one_of_the_code():
    known = words_of_code()
    for name in GUIDE:
        quoted = re.findall(r"`([a-z]+_[a-z_0-9]+)(?:\(\))?`", page(name).read_text("utf-8"))
        unknown = {word for word in quoted if word not in known} - {"trap_stub_32"}
        assert unknown == set(), name
