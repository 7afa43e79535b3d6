"""What the verbs of the Makefile say to who waits for them; `make -n` only tells it."""

import functools
import re
import subprocess

import pytest
from conftest import ENVIRONMENT, ROOT


@functools.cache
def told(verb):
    done = subprocess.run(["make", "-n", verb], cwd=ROOT, env=ENVIRONMENT, check=True,
                          capture_output=True, encoding="utf-8")
    return re.findall(rf"^echo 'make {verb}: (.*)' >&2$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("verb", ["bench", "test", "timeline"])
def test_a_verb_that_takes_long_says_first_how_long(verb):
    assert re.match(r"about \w+ (seconds|minutes)\b", told(verb)[0])


def test_the_parts_of_all_tests_are_counted():
    assert told("test")[1:] == ["1/3 the build", "2/3 check and host-tests", "3/3 booted-tests"]
