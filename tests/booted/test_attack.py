"""Programs of an ordinary user attack the kernel, with lots drawn from a seed: calls with odd
words, random code, damaged program files, process calls under all policies, floods. A seed that
failed is made again by `tests/soak --seed N`."""

import attacks
import pytest
from conftest import make_initrd, ROOT

SEED = 1
ONE, OTHER = ({name: attacks.USUAL[name] for name in names}
              for names in (("calls", "files", "moves"), ("codes", "share")))


@pytest.fixture(scope="module")
def attackers(tmp_path_factory):
    return make_initrd(ROOT / "tests" / "attack", "", tmp_path_factory.mktemp("attack"))


@pytest.mark.parametrize("counts", [ONE, OTHER], ids=" and ".join)
def test_attackers_harm_nobody_and_leave_nothing(boot, attackers, counts):
    result = boot(run=attacks.commands(SEED, counts), **attacks.OPTIONS, **attackers)
    assert attacks.problems(result.console, result.status, counts) == []
