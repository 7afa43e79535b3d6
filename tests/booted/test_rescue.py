"""Whatever programs do, the person at the console gets a prompt back."""

import re

import pytest
from conftest import PROMPT
from test_terminal import ask

SOME_POLICIES = ["rr", "fifo", "mlfq"]
EACH_OF_SOME = pytest.mark.parametrize("policy", SOME_POLICIES)


@pytest.fixture
def shell(terminal, programs):
    """shell(policy=...): a terminal at its first prompt, with the test programs."""
    def start(**options):
        child = terminal(**programs, **options)
        child.expect_exact(PROMPT)
        return child

    return start


def attack(child, how):
    child.send(f"claim {how}\r")
    child.expect_exact("mine\r\n")


def expect_shell(child):
    """There is a shell at a prompt."""
    child.expect_exact(PROMPT)
    child.send("echo st''ill here\r")
    child.expect_exact("\nstill here\r\n" + PROMPT)


@EACH_OF_SOME
def test_who_claims_the_console_and_suspends_itself_loses_it(shell, policy):
    child = shell(policy=policy)
    attack(child, "suspend")
    expect_shell(child)
    assert re.fullmatch(r"\d+ suspended claim suspend\n", ask(child, "jobs"))


@EACH_OF_SOME
def test_a_shell_that_suspends_itself_is_back_by_fg(shell, policy):
    child = shell(policy=policy)
    ask(child, "sh")
    nested = re.search(r"\n +(\d+) +2 .* sh\n", ask(child, "ps")).group(1)
    child.send(f"suspend {nested}\r")
    child.expect_exact(f"sh {nested}: suspended\r\n")
    expect_shell(child)
    child.send("fg\r")
    expect_shell(child)
    assert re.search(rf" {nested} +2 +0 blocked - .* sh\n", ask(child, "ps"))


@pytest.mark.parametrize("policy", ["rr", "mlfq"])  # under fifo its parent ends after it
def test_a_claimer_that_outlives_its_parent_loses_the_console(shell, policy):
    child = shell(policy=policy)
    attack(child, "orphan")
    expect_shell(child)
