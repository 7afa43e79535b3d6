"""What the attacks' tests and `make soak` look for at the end of a boot, without a boot."""

import random

import attacks
import pytest

COUNTS = {"calls": 20, "share": 1}
GOOD = """\
attack_calls: seed 1: 20 calls
16 that spin: echo took 64 ticks of at most 72
16 that flood the console: echo took 64 ticks of at most 72
16 that call: echo took 3 ticks of at most 72
16 that sleep: echo took 4 ticks of at most 72
16 that fork: echo took 64 ticks of at most 72
attack_share: seed 1: 5 kinds of attackers, and echo
witness ended with 0
  PID  PPID   UID STATE   SUSP    TICKS SWITCHES PAGES COMMAND
    1     0     0 blocked -           0       92     9 init
    2     1     0 blocked -           0        6    20 sh
  642     2     0 running -           0        0     8 ps
robin: every page came back
robin: power off, status 0
"""


def test_a_good_end_has_no_problem():
    assert attacks.problems(GOOD, 0, COUNTS) == []


@pytest.mark.parametrize("good, bad", [
    ("20 calls", "19 calls"),
    ("20 calls", "20 calls, but FAILED"),
    ("16 that sleep: echo took 4 ticks of at most 72\n", ""),
    ("witness ended with 0", "witness ended with 1"),
    ("6    20 sh", "6    20 sh\n    9     1  1000 zombie  -           0        6     0 a"),
    ("robin: every page came back\n", ""),
    ("robin: power off", "robin: panic: 7 page frames were free"),
])
def test_what_is_wrong_at_the_end_is_found(good, bad):
    assert good in GOOD
    assert attacks.problems(GOOD.replace(good, bad), 0, COUNTS) != []
    assert attacks.problems(GOOD, 7, COUNTS) != []


def test_a_panic_of_a_spoilt_boot_is_found_and_a_refusal_is_none():
    assert attacks.problems_of_spoilt("robin: the archive is damaged\n", 240) == []
    assert attacks.problems_of_spoilt("robin: panic: page fault\n", 240) != []
    assert attacks.problems_of_spoilt("", 240) != []
    assert attacks.problems_of_spoilt("Robin: 23 MiB\n", 241) != []
    assert attacks.problems_of_spoilt("Robin: 23 MiB\n", 242) != []


def test_the_numbers_of_a_boot_are_told_by_call_and_result():
    console = "call 3 9 12\ncall -1 38 7\nend 4 1 2\nrefused 8 87\n"
    assert attacks.numbers(console) == {("call", 3, 9): 12, ("call", -1, 38): 7,
                                        ("end", 4, 1): 2, ("refused", 8, 0): 87}


def test_the_same_lots_spoil_in_the_same_way():
    archive = (b"name".ljust(257, b"\0") + b"ustar").ljust(1024, b"\0")
    one, other = [(attacks.spoilt_archive(archive, random.Random(seed)),
                   attacks.spoilt_words(random.Random(seed))) for seed in (3, 3)]
    assert one == other and one[0] != archive
