"""Whatever programs do, the person at the console gets a prompt back: by itself where a
shell can know that it is its turn, else by Ctrl-\\."""

import re

import pytest
from conftest import PROMPT
from test_policies import POLICIES
from test_terminal import CTRL_C, CTRL_Z, ask

RESCUE = "\x1c"  # Ctrl-\
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


def rescue(child):
    """Presses the key; the kernel says what it has done, and there is a shell."""
    child.send(RESCUE)
    child.expect(r"\^\\\r\nrobin: processes suspended: (\d+); policy rr; "
                 r"the console is process (\d+)'s\r\n")
    suspended, shell = map(int, child.match.groups())
    expect_shell(child)
    return suspended, shell


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
    # It waits for ps, if that has not taken the CPU from it before it could.
    assert re.search(rf" {nested} +2 +0 (blocked|ready  ) - .* sh\n", ask(child, "ps"))


@pytest.mark.parametrize("policy", ["rr", "mlfq"])  # under fifo its parent ends after it
def test_a_claimer_that_outlives_its_parent_loses_the_console(shell, policy):
    child = shell(policy=policy)
    attack(child, "orphan")
    expect_shell(child)


@EACH_OF_SOME
def test_the_key_takes_the_console_from_who_does_not_let_go(shell, policy):
    child = shell()
    for how in ["spin", "two", "spin 1000", "two 1000"]:
        ask(child, f"policy {policy}")
        attack(child, how)
        child.send(CTRL_C + CTRL_Z)
        rescue(child)
        kill_all(child)


def test_who_did_not_let_go_is_suspended_and_not_destroyed(shell):
    child = shell()
    attack(child, "spin")
    assert rescue(child) == (1, 2)
    assert re.fullmatch(r"\d+ suspended claim spin\n", ask(child, "jobs"))
    ask(child, "bg")
    assert rescue(child) == (1, 2)


def test_the_key_helps_against_spinners_under_each_policy(shell):
    child = shell()
    for policy in POLICIES:
        ask(child, f"policy {policy}; spin &")
        child.send("spin &\r")  # under fifo and sjf nobody reads this
        assert rescue(child)[0] >= 1
        assert ask(child, "policy").startswith("rr ")
        kill_all(child)


def kill_all(child):
    """All but process 1 and the shell."""
    table = re.findall(r"\n +(\d+) +(\d+) .* (\w+)(?=\n)", ask(child, "ps"))
    pids = [pid for pid, parent, name in table if parent != "0" and name not in ("sh", "ps")]
    if pids:
        child.send(f"kill {' '.join(pids)}\r")
        child.expect_exact(PROMPT)


@pytest.mark.parametrize("how", ["war", "war 1000"])
def test_the_key_ends_a_war_against_the_shell_under_each_policy(shell, how):
    child = shell()
    for policy in POLICIES:
        ask(child, f"policy {policy}")
        attack(child, how)
        suspended, _ = rescue(child)
        assert suspended >= 1
        assert ask(child, "policy").startswith("rr ")
        kill_all(child)


GREEDY_BOMB = "fork_bomb 0 greedy"  # hundreds who never let go: a turn of rr takes seconds


def expect_all_memory_back(child):
    assert "fork_bomb" not in ask(child, "ps")
    child.send("poweroff\r")
    child.expect_exact("robin: every page came back\r\n")


def test_the_key_helps_amid_a_bomb_that_only_forks(shell):
    child = shell(memory=8)
    child.send(f"{GREEDY_BOMB} &\r")
    child.expect_exact("nothing is left\r\n")
    assert rescue(child)[0] > 100
    ask(child, "kill -KILL -$!; wait")
    expect_all_memory_back(child)


def test_ctrl_c_ends_a_bomb_that_only_forks(shell):
    child = shell(memory=8)
    child.send(f"{GREEDY_BOMB}\r")
    child.expect_exact("nothing is left\r\n")
    child.send(CTRL_C)
    child.expect(r"fork_bomb \d+: destroyed from the console\r\n")
    expect_all_memory_back(child)


def test_policy_fifo_beside_spinners_is_undone_by_the_key(shell):
    child = shell()
    ask(child, "spin &")
    ask(child, "spin &")
    child.send("policy fifo\r")
    child.send(CTRL_C)
    child.expect_exact("^C")
    assert rescue(child) == (2, 2)


def test_the_key_brings_the_first_of_nested_shells(shell):
    child = shell()
    child.send("sh\rsh\r")
    child.expect_exact(PROMPT)
    child.expect_exact(PROMPT)
    attack(child, "spin")
    assert rescue(child)[1] == 2
    child.send("fg\r")
    expect_shell(child)
    assert "suspended sh\n" in ask(child, "jobs")


def test_the_key_breaks_a_wait(shell):
    child = shell(policy="fifo")
    child.send("spin & wait\r")
    rescue(child)
    assert re.fullmatch(r"\d+ suspended spin\n", ask(child, "jobs"))


def test_the_key_leaves_a_full_screen_program(shell):
    child = shell()
    child.send("top\r")
    child.expect_exact("COMMAND")
    rescue(child)
    child.send("fg\r")
    child.expect_exact("COMMAND")
    child.send("q")
    expect_shell(child)


def test_a_shell_that_does_not_answer_the_key_is_replaced(shell):
    child = shell()
    child.send("spin; spin; spin\r")
    child.send(RESCUE)
    child.expect_exact("the console is process 2's\r\n")
    child.expect(r"spin \d+: suspended")
    child.send(RESCUE)
    child.expect_exact("sh 2: destroyed from the console\r\n")
    expect_shell(child)


def test_the_key_at_a_prompt_drops_the_line(shell):
    child = shell()
    child.send("echo dropped")
    assert rescue(child) == (0, 2)
    ask(child, "echo kept")
    assert rescue(child) == (0, 2)


def test_the_key_helps_between_two_shells(shell):
    child = shell(policy="fifo")
    ask(child, "true &")
    child.send("spin & exit\r")
    child.send(RESCUE)
    child.expect_exact("policy rr; the console is process ")
    expect_shell(child)
