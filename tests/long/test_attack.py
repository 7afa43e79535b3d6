"""The attacks with other seeds, on other CPUs, and with spoilt archives and boot lines."""

import random

import attacks
import pytest
from conftest import make_initrd, PROMPT, ROOT

CPUS = ["qemu32", "pentium3", "max"]
SEEDS = range(2, 6)  # with each CPU: twelve boots, each of what `make test` has in two
SPOILT = range(48)
KEYS, KEYS_AT_ONCE = 8_000, 200
LEAVES = "\x1d"  # Ctrl-], with which QEMU's own keys begin
TO_A_SHELL = "\x1c\x03\r"  # Ctrl-\\, Ctrl-C, a line
ON_BOCHS = {"calls": 10_000, "codes": 500, "files": 100, "moves": 1_000, "share": 4}


@pytest.fixture(scope="module")
def attackers(tmp_path_factory):
    return make_initrd(ROOT / "tests" / "attack", "", tmp_path_factory.mktemp("attack"))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("cpu", CPUS)
def test_attackers_harm_nobody_and_leave_nothing(boot, attackers, cpu, seed):
    seed += 10 * CPUS.index(cpu)
    result = boot(run=attacks.commands(seed, attacks.USUAL), cpu=cpu, seed=seed,
                  **attacks.OPTIONS, **attackers)
    assert attacks.problems(result.console, result.status, attacks.USUAL) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_disk_that_attackers_write_to_stays_whole(boot, attackers, tmp_path, seed):
    counts, disk = {"calls": attacks.USUAL["calls"]}, tmp_path / "disk"
    attacks.make_disk(disk, random.Random(seed))
    result = boot(run=attacks.commands(seed, counts), disk=disk, writable=True,
                  **attacks.OPTIONS, **attackers)
    assert attacks.problems(result.console, result.status, counts) == []
    assert attacks.problems_of_disk(disk) == []


def test_a_seed_makes_the_same_attack_again(boot, attackers):
    run = attacks.commands(7, attacks.USUAL, tell=True)
    first, again = [boot(again=True, run=run, **attacks.OPTIONS, **attackers) for _ in range(2)]
    assert first.console == again.console
    assert sum(attacks.numbers(first.console).values()) > attacks.USUAL["calls"]


@pytest.mark.parametrize("seed", SPOILT)
def test_a_spoilt_archive_or_boot_line_is_no_panic(boot, attackers, tmp_path, seed):
    lots, content = random.Random(seed), open(attackers["initrd"], "rb").read()
    archive = tmp_path / "initrd.tar"
    archive.write_bytes(attacks.spoilt_archive(content, lots) if seed % 2 else content)
    result = boot(run="hello; ps", lenient=True, initrd=archive,
                  append=f"ticks=400 {attacks.spoilt_words(lots)}")
    assert attacks.problems_of_spoilt(result.console + result.errors, result.status) == []


@pytest.mark.parametrize("seed", range(6))
def test_any_keys_while_attackers_flood_leave_a_shell_that_obeys(terminal, attackers, seed):
    lots, child = random.Random(seed), terminal(append="user_processes=16", **attackers)
    child.expect_exact(PROMPT)
    child.sendline(f"attack_share {seed} 1 & attack_moves {seed} 4000 &")
    for _ in range(KEYS // KEYS_AT_ONCE):
        keys = (chr(lots.randrange(lots.choice([32, 128, 128, 256]))) for _ in range(KEYS_AT_ONCE))
        child.send("".join(keys).replace(LEAVES, ""))
    child.send(TO_A_SHELL)
    child.sendline("poweroff")
    child.expect_exact("robin: every page came back")
    child.expect_exact("robin: power off, status 0")


def test_another_cpu_allows_attackers_no_more(bochs, attackers):
    console = "\n".join(bochs(attacks.commands(1, ON_BOCHS), "user_processes=8",
                              **attackers))
    assert attacks.problems(console, 0, ON_BOCHS) == []
