"""A policy that makes a mistake is told so in one sentence: by the kernel, by tools/boot with
the line of its source, and by the host's driver. tests/policies/mistakes.c makes them."""

import json
import os
import re
import shutil
import subprocess

import pytest

from conftest import ENVIRONMENT, ROOT

SOURCE = ROOT / "tests" / "policies" / "mistakes.c"
PLACE = ROOT / "build" / "tests" / "mistakes"
RUN = "spin 5 & sleep 0.01; spin 3; policy rr; wait"
PANIC, NO_END = 240, 242

# What is made, where it is found, and in what words.
COUNTED = r"check\(\) counts \d in the queues then, and \d should be there"
MISTAKES = {
    "finds_nobody": ("pick", r"it finds nobody, though these are runnable: 3, 2"),
    "names_blocked": ("pick", r"it names 1, which is not runnable; runnable are: 3, 2"),
    "names_nonsense": ("pick", r"it names what is none of the runnable jobs, which are: 3, 2"),
    "takes_out": ("pick", COUNTED),
    "queues_twice": ("ready", r"list_push_back: the job is in a list already"),
    "forgets": ("ready", COUNTED),
    "leaves_in": ("leave", COUNTED),
    "loses": ("tick", COUNTED),
    "breaks_list": ("ready", r"it leaves a broken queue, as check\(\) finds"),
    "writes_null": ("ready", r"page fault .* tried to write to 00000004, near the null pointer"),
    "writes_code": ("ready", r"page fault .* tried to write to c01\w+, which is read-only"),
    "writes_kernel": ("ready", r"page fault .* tried to write to c01\w+, which is read-only"),
    "writes_behind": ("ready", r"it wrote behind the job's marks, of which there are 32 bytes"),
    "changes_ran": ("tick", r"it changed what only the mechanism may: .*ran_ticks.*"),
    "no_reason": ("tick", r"it returns 77, which is no reason"),
    "recurses": ("ready", r"kernel stack overflow: .*"),
    "keeps_in_take": ("take", r"it finds nobody, though these are left: \d+"),
    "no_list": ("start", r"it leaves a broken queue, as check\(\) finds"),
}

# The source of the line that is named, where that is not the beginning of the callback.
LINES = {
    "queues_twice": r"QUEUES_TWICE\)\)\n *list_push_back",
    "writes_null": r"WRITES_TO_NULL\)\)\n *\*",
    "writes_code": r"WRITES_TO_CODE\)\)\n *\*",
    "writes_kernel": r"WRITES_TO_THE_KERNEL\)\)\n *\*",
    "recurses": r"recurse\(volatile",
}


# See tools/build/lines.py: then it is the beginning of the callback that is named.
CALLERS_ARE_LOST = os.environ.get("CROSS") == "clang" and not shutil.which("llvm-addr2line")


@pytest.fixture(scope="module")
def kernel():
    """Robin with that policy, and with the host's driver beside it."""
    subprocess.run(["make", "--silent", "-C", ROOT, "policy", f"P={PLACE}",
                    f"POLICY_SOURCE={SOURCE}"], env=ENVIRONMENT, check=True)
    return {"kernel": f"{PLACE}/robin.elf"}


def line_of(mistake, callback):
    """The number of the line that is to be named."""
    text = SOURCE.read_text(encoding="utf-8")
    pattern = LINES.get(mistake, rf"^static [\w ]+[ *]{callback}\(")
    return text.count("\n", 0, re.search(pattern, text, re.M).end()) + 1


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_in_one_sentence(boot, kernel, mistake):
    callback, words = MISTAKES[mistake]
    result = boot(run=RUN, policy=f"mistakes mistake={mistake}", check=False, **kernel)
    assert result.status == PANIC
    assert re.search(rf"^robin: panic: in {callback}\(\) of policy mistakes, called for "
                     rf"(CPU 0|\d+ \(\w+\)): {words}$", result.console, re.M)
    said = result.errors.splitlines()[0]
    found = re.fullmatch(rf"tools/boot: policy mistakes: in {callback} \(mistakes\.c:(\d+)\), "
                         rf"called for (CPU 0|\d+ \(\w+\)): {words}", said)
    assert found, said
    lines = {line_of(mistake, callback)}
    if CALLERS_ARE_LOST:
        lines.add(line_of(None, callback))
    assert any(int(found[1]) in range(line - 2, line + 5) for line in lines)  # as compilers see it


def test_a_policy_that_makes_no_mistake_is_left_alone(boot, kernel):
    result = boot(run=RUN, policy="mistakes", check=False, **kernel)
    assert result.status == 0 and not result.errors


def test_a_callback_that_does_not_end_is_found(boot, kernel):
    result = boot(run=RUN, policy="mistakes mistake=loops_in_pick", check=False, **kernel)
    assert result.status == NO_END
    assert "robin: no end: in pick() of policy mistakes, called for CPU 0" in result.lines
    assert re.match(r"tools/boot: no end: in pick \(mistakes\.c:\d+\), called for CPU 0\n",
                    result.errors)


def test_a_policy_can_be_left_unwatched(boot, kernel):
    result = boot(run="spin 5 & spin 3; wait", policy="mistakes mistake=no_reason",
                  append="guard=0", check=False, **kernel)
    assert result.status == 0 and not result.errors


def on_the_host(mistake, tmp_path):
    """What the host's driver says at last when the policy makes MISTAKE."""
    jobs = [{"arrival": 0, "length": 5}, {"arrival": 0, "length": 5, "io_every": 2},
            {"arrival": 1, "length": 4, "io_every": 3}, {"arrival": 3, "length": 3}]
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps([{"id": "a", "words": f"mistakes mistake={mistake}",
                                  "jobs": jobs, "io_time": 2}]))
    process = subprocess.run([f"{PLACE}/host/schedule", cases], text=True, check=False,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return process.returncode, process.stdout.splitlines()[-1]


BY_SANITIZER = {"writes_null", "recurses"}
NOT_ON_THE_HOST = {"keeps_in_take", "writes_kernel", "writes_code"}


@pytest.mark.parametrize("mistake", sorted(MISTAKES.keys() - NOT_ON_THE_HOST))
def test_the_host_names_the_same_mistake(kernel, tmp_path, mistake):
    callback, words = MISTAKES[mistake]
    words = r"it touches memory that it may not" if mistake in BY_SANITIZER else words
    status, said = on_the_host(mistake, tmp_path)
    assert status == 2
    assert re.fullmatch(rf"schedule: policy mistakes: in {callback} \(mistakes\.c:\d+\), "
                        rf"called for (CPU 0|job \d): {re.sub('[0-9], [0-9]+', '[0-9, ]+', words)}",
                        said), said


@pytest.mark.parametrize("callback", [
    "pick", pytest.param("ready", marks=pytest.mark.slow), pytest.param("check", marks=pytest.mark.slow)])
def test_the_host_finds_a_callback_that_does_not_end(kernel, tmp_path, callback):
    status, said = on_the_host(f"loops_in_{callback}", tmp_path)
    assert status == 2
    assert re.fullmatch(rf"schedule: no end: in {callback} \(mistakes\.c:\d+\), called for "
                        r"(CPU 0|job \d)", said), said


def test_a_policy_without_a_callback_is_refused_by_name(boot, tmp_path):
    source = tmp_path / "whole.c"
    text = SOURCE.read_text(encoding="utf-8").replace("policy_mistakes", "policy_whole")
    text = text.replace('"mistakes"', '"whole"').replace("    .pick = pick,\n", "")
    source.write_text(text, encoding="utf-8")
    make = ["make", "--silent", "-C", ROOT, f"POLICY_SOURCE={source}", f"P={tmp_path}/whole"]
    refused = subprocess.run([*make, "policy"], env=ENVIRONMENT, capture_output=True, text=True,
                             check=False)
    assert refused.returncode != 0
    assert f"robin: {source}: policy whole has no pick()" in refused.stderr.splitlines()
    subprocess.run([*make, f"{tmp_path}/whole/robin.elf"], env=ENVIRONMENT, check=True)
    result = boot(run="hello", kernel=f"{tmp_path}/whole/robin.elf")
    assert result.status == PANIC
    assert "robin: panic: policy whole has no pick()" in result.lines
