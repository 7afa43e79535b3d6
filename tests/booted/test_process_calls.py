"""The programs of tests/programs, each in a boot of its own: every behaviour in their
lists is a test here."""

import re

import pytest
from conftest import ROOT

FOLDER = ROOT / "tests" / "programs"


def behaviours():
    """(program, behaviour) for each one that the sources list."""
    for source in sorted(FOLDER.glob("*.c")):
        for name in re.findall(r"\bBEHAVIOUR\((\w+)\)", source.read_text("utf-8")):
            yield pytest.param(source.stem, name, id=f"{source.stem}-{name}")


@pytest.mark.parametrize("program, behaviour", behaviours())
def test_process_calls(boot, programs, program, behaviour):
    result = boot(run=program, **programs)
    failures = [line for line in result.lines if line.startswith(f"FAIL {behaviour}:")]
    assert failures == []
    assert f"ok {behaviour}" in result.lines


@pytest.mark.parametrize("program", sorted({case.values[0] for case in behaviours()}))
def test_every_page_comes_back_after(boot, programs, program):
    assert "robin: every page came back" in boot(run=program, **programs).lines


def test_processes_that_want_all_memory_do_no_harm_to_others(boot, programs):
    result = boot(run="act eat; echo $?; act eat; echo $?; hello", memory=8, **programs)
    endings = [line for line in result.lines if line.startswith("act ")]
    assert len(endings) == 2
    assert all("no memory left for a page" in line for line in endings)
    assert result.lines.count("139") == 2
    assert any(line.startswith("Hello, I am process") for line in result.lines)
