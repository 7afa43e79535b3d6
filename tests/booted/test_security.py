"""What keeps programs out of the kernel, and the kernel out of programs: docs/security.md."""

import re

import pytest
from conftest import ROOT

# A CPU that has SMEP, SMAP and UMIP, and one that has none of them.
GUARDED, PLAIN = "max", "qemu32"
PANIC = "robin: panic: page fault in the kernel: it tried to "
FLAG_AC = 0x40000


def panic_of(boot, provoked, run="spin", **options):
    """What the kernel says of a failure that is provoked at a tick, while a program runs."""
    result = boot(cpu=GUARDED, append=f"provoke={provoked}", run=run, **options)
    assert result.status == 240
    return [line.removeprefix(PANIC) for line in result.lines if line.startswith(PANIC)]


def test_the_kernel_cannot_read_a_programs_memory_by_mistake(boot):
    [told] = panic_of(boot, "smap")
    assert re.fullmatch(r"read 0804\w{4}, which is a program's \(SMAP\)", told)


def test_the_kernel_cannot_execute_a_programs_memory(boot):
    [told] = panic_of(boot, "smep")
    assert re.fullmatch(r"execute 0804\w{4}, which is a program's \(SMEP\)", told)


def test_a_programs_flag_does_not_open_its_memory_to_the_kernel(boot, programs):
    [told] = panic_of(boot, "smap", run="act open_access 9", hz=1000, **programs)
    assert told.endswith(" (SMAP)")


def test_a_cpu_without_smap_reads_what_it_should_not_and_boots(boot):
    result = boot(cpu=PLAIN, append="provoke=smap", run="spin 5")
    assert (result.status, result.lines[-1]) == (0, "robin: power off, status 0")


# In QEMU's log of interrupts: which came, at which privilege, and the flags there.
INTERRUPT = re.compile(r" v=(\w\w) e=\w+ i=\d cpl=(\d) IP=.*?EFL=(\w+)", re.S)
TIMER, PAGE_FAULT = "20", "0e"


def test_no_way_into_the_kernel_keeps_the_flag_that_opens_memory(boot, programs, tmp_path):
    log = tmp_path / "interrupts"
    result = boot(cpu=GUARDED, run="act open_access 10; echo code $?", hz=1000, shift=3,
                  qemu=f"-d int -D {log}", **programs)
    assert "code 0" in result.lines
    came = [(vector, int(level), int(flags, 16) & FLAG_AC != 0)
            for vector, level, flags in INTERRUPT.findall(log.read_text())]
    assert came.count((TIMER, 3, True)) >= 5
    assert came.count((TIMER, 0, False)) >= 12  # in pauses of long calls
    assert {vector for vector, level, flag in came if (level, flag) == (0, True)} == {PAGE_FAULT}


@pytest.mark.parametrize("cpu, code", [(GUARDED, 139), (PLAIN, 98)])
def test_where_the_kernels_tables_lie_is_not_told_where_the_cpu_can_refuse(
        boot, programs, cpu, code):
    assert f"code {code}" in boot(cpu=cpu, run="act tables; echo code $?", **programs).lines


def test_each_test_that_the_page_on_security_names_exists():
    rows = re.findall(r"^\|.*\| (.*) \|$", (ROOT / "docs/security.md").read_text("utf-8"), re.M)
    named = set(re.findall(r"`(\w+)`", " ".join(rows)))
    tests = "\n".join(path.read_text("utf-8") for folder in ("booted", "long", "hosted", "programs")
                      for path in (ROOT / "tests" / folder).rglob("*.[cp]*"))
    files = {path.stem for path in (ROOT / "tests" / "programs").glob("*.c")}
    missing = {name for name in named - files
               if not re.search(rf"(def test_|void ){name}\(", tests)}
    assert len(named) > 40
    assert missing == set()
