"""A checked build of the kernel (`make CHECKED=1`) tells what C leaves undefined, when it is about
to happen. tests/policies/undefined.c lets it happen."""

import re
import subprocess

import pytest

from conftest import ENVIRONMENT, ROOT

SOURCE = ROOT / "tests" / "policies" / "undefined.c"
PLACE = ROOT / "build" / "tests" / "undefined"
PANIC = 240

# How it is told, and the line that does it.
KINDS = {
    "adds": ("2147483647 + 4 does not fit into 'int'", "largest + four"),
    "subtracts": ("-2147483648 - 4 does not fit into 'int'", "least - four"),
    "multiplies": ("2147483647 * 4 does not fit into 'int'", "largest * four"),
    "negates": ("-(-2147483648) does not fit into 'int'", "-least"),
    "divides": ("4 / 0 has no result in 'int'", "four / zero"),
    "shifts": ("4, 'int', shifted by 40", "four << forty"),
    "wide": ("1, 'long long', shifted by -40", "one << -forty"),
    "indexes": ("index 4 of 'uint32_t [4]'", "words[four]"),
    "follows": ("a null pointer to 'const uint32_t'", "*null;"),
    "aligns": ("* is not aligned for 'const uint32_t'", "(uintptr_t)one"),
    "bool": ("2 is no value of '_Bool'", "const bool"),
    "moves": ("pointer * moved to *", "(uintptr_t)largest"),
    "counts": ("the bits of 0 are counted", "__builtin_ctz"),
    "comes": ("this line cannot be reached", "__builtin_unreachable"),
}


@pytest.fixture(scope="module", params=["", "clang"], ids=["first", "clang"])
def kernel(request):
    """A checked kernel with that policy, by the first compiler that is there, and by Clang."""
    folder = f"{PLACE}{request.param}"
    compiler = [f"CROSS={request.param}", f"B={folder}/all"] if request.param else []
    subprocess.run(["make", "--silent", "-C", ROOT, "policy", "CHECKED=1", f"P={folder}",
                    f"POLICY_SOURCE={SOURCE}", *compiler], env=ENVIRONMENT, check=True)
    return {"kernel": f"{folder}/robin.elf"}


@pytest.mark.parametrize("kind", KINDS)
def test_undefined_behaviour_is_a_panic_that_says_what_and_where(boot, kernel, kind):
    words, code = KINDS[kind]
    result = boot(run="true", policy=f"undefined does={kind}", **kernel)
    line = SOURCE.read_text("ascii").split(code)[0].count("\n") + 1
    assert result.status == PANIC
    pattern = re.sub(r"\\\*|'.*'", ".*", re.escape(words))  # each compiler names types its own way
    assert re.search(rf"undefined behaviour: {pattern}$", result.console, re.M)
    assert f"  at tests/policies/undefined.c:{line}\n" in result.console.replace(f"{ROOT}/", "")


@pytest.mark.parametrize("kind, words", [("behind", "somebody wrote behind .*"),
                                         ("after", ".* was written to after it had been freed"),
                                         ("twice", ".* is freed twice")])
def test_misuse_of_a_small_object_is_a_panic_with_its_name(boot, kernel, kind, words):
    result = boot(run="true", policy=f"undefined does={kind}", **kernel)
    assert result.status == PANIC
    assert re.search(rf": things: {words}$", result.console, re.M)


def test_a_buffer_that_was_too_short_is_a_panic_that_names_the_function(boot, kernel):
    result = boot(run="true", policy="undefined does=overflows", **kernel)
    assert result.status == PANIC
    assert re.search(r"a buffer on the stack overflowed, in overflow$", result.console, re.M)


def test_a_checked_kernel_runs_a_policy_that_does_nothing_undefined(boot, kernel):
    assert boot(run="true", policy="undefined", **kernel).status == 0
