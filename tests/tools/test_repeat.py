"""tests/repeat: which tests failed how often."""

import subprocess

import pytest
from conftest import ENVIRONMENT, ROOT

# The second test fails at every second run.
FLAKY = """
import pathlib

def test_good():
    pass

def test_flaky_now_and_then():
    runs = pathlib.Path(__file__).with_name("runs")
    count = len(runs.read_text()) if runs.exists() else 0
    runs.write_text("x" * (count + 1))
    assert count % 2 == 0
"""


def repeat(*arguments):
    environment = {name: value for name, value in ENVIRONMENT.items()
                   if not name.startswith("PYTEST_")} | {"TMPDIR": str(arguments[-1])}
    done = subprocess.run([ROOT / "tests" / "repeat", *arguments], env=environment,
                          capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def test_what_fails_now_and_then_is_counted(tmp_path):
    (tmp_path / "test_it.py").write_text(FLAKY, encoding="ascii")
    status, told = repeat("2", "", tmp_path)
    assert status == 1
    assert "run 2 of 2: " in told
    counts = [line.split()[0] for line in told.splitlines() if "test_flaky_now_and_then" in line]
    assert counts == ["1"]
    assert "test_good" not in told


def test_what_never_fails_is_no_failure(tmp_path):
    (tmp_path / "test_it.py").write_text(FLAKY, encoding="ascii")
    status, told = repeat("1", "good", tmp_path)
    assert (status, told.count("1 passed")) == (0, 1)


@pytest.mark.parametrize("arguments, told", [
    (("0",), "'0' is no number of times"), (("many",), "'many' is no number of times"),
    (("1", "nobody_is_named_so_either"), "run 1 of 1: no tests ran")])
def test_what_cannot_be_repeated_is_said(tmp_path, arguments, told):
    status, output = repeat(*arguments, *([""] * (2 - len(arguments))), tmp_path)
    assert status == 2
    assert told in output
