"""tests/topic: what it runs, and what it says where nothing is named so."""

import subprocess

import pytest
from conftest import ENVIRONMENT, ROOT

pytestmark = pytest.mark.slow


def topic(word):
    environment = {name: value for name, value in ENVIRONMENT.items()
                   if not name.startswith("PYTEST_")}
    done = subprocess.run(["make", "test", f"T={word}"], cwd=ROOT, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def test_a_word_of_one_test_runs_that_test_alone():
    status, told = topic("remainder_may")
    assert status == 0, told
    assert "tests/topic: build/host/unit/divide, tests *remainder_may*\n" in told
    assert "Running 1 test(s)" in told
    assert "build/host/hosted" not in told


def test_a_word_of_a_files_name_runs_all_of_its_tests():
    status, told = topic("scancode")
    assert status == 0, told
    assert "tests/topic: build/host/unit/scancode, tests *\n" in told
    assert "Running 9 test(s)" in told


# The ids must not hold the words: these tests would start themselves.
@pytest.mark.parametrize("word, told", [
    pytest.param("nobody_is_named_so", "tests/topic: no test is named *nobody_is_named_so*",
                 id="unknown"),
    pytest.param("two words", "tests/topic: 'two words' cannot be in a test's name",
                 id="blank"),
])
def test_a_word_that_no_test_has_is_a_failure(word, told):
    status, output = topic(word)
    assert status != 0
    assert told in output
