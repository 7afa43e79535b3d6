"""Booting: both loaders, what they bring, and what is said where it cannot be used."""

import os
import re
import subprocess
import tarfile

import pytest
from conftest import HOST_SECONDS, INITRD, KERNEL, Monitor

BANNER = re.compile(r"^Robin: (\d+) MiB of memory, (\d+) MiB for programs; "
                    r"policy (\w+), (\d+) ticks a second$", re.MULTILINE)
FIRMWARE_FOLDERS = "/usr/share/qemu", "/usr/share/seabios"
HELLO = "Hello, I am process 3, and my parent is 2."
QUOTES = """echo "two  words" 'and $?'; false; echo $? "$?" '"'; exit 5"""
QUOTED = ["two  words and $?", '1 1 "']
QEMU = ["qemu-system-i386", "-m", "64", "-nodefaults", "-display", "none", "-no-reboot",
        "-vga", "std", "-kernel", KERNEL]


def banner(result):
    return BANNER.search(result.console).groups()


def test_a_boot_by_qemu_runs_programs(boot):
    result = boot(run="hello; ps")
    assert result.status == 0
    assert HELLO in result.lines
    assert result.lines[-1] == "robin: power off, status 0"


def test_a_boot_by_grub_runs_programs(boot):
    result = boot(iso=True, run="hello; exit 3")
    assert result.status == 3
    assert HELLO in result.console
    assert result.lines[-1] == "robin: power off, status 3"


@pytest.mark.parametrize("memory, least, most",
                         [pytest.param(6, 3, 6, marks=pytest.mark.exact), (7, 4, 7),
                          (64, 56, 64), (3072, 700, 768)])
def test_memory_from_6_mib_to_3_gib_is_used_up_to_768(boot, memory, least, most):
    result = boot(memory=memory, run="hello")
    total, usable, _, _ = banner(result)
    assert memory - 1 <= int(total) <= memory
    assert least <= int(usable) <= most
    assert HELLO in result.lines


@pytest.mark.parametrize("memory", [2, 5])
def test_too_little_memory_is_said_by_the_kernel(boot, memory):
    result = boot(qemu=f"-m {memory}", run="hello")
    assert result.status == 240
    assert re.search(rf"cannot boot: too little memory: {memory} MiB, of which kernel and archive"
                     r" leave \d+ KiB; Robin needs 6 MiB", result.console)


def test_too_little_memory_is_said_under_grub(boot):
    result = boot(qemu="-m 5", run="hello", iso=True)
    assert result.status == 240
    assert "cannot boot: too little memory: 5 MiB" in result.console


def test_too_little_memory_is_said_before_booting(boot):
    result = boot(memory=5, run="hello")
    assert (result.status, result.console) == (243, "")
    assert result.errors == "tools/boot: --memory 5: Robin needs 6 MiB\n"


@pytest.mark.exact
def test_the_least_memory_does_under_grub(boot):
    result = boot(memory=6, run="hello", iso=True)
    assert (result.status, HELLO in result.lines) == (0, True)


@pytest.mark.exact
def test_the_least_memory_does_for_a_shell_with_jobs(boot):
    result = boot(memory=6, run="spin 30 & spin 30 & workload 0,3 0,2; ps; wait; stress 20 1")
    assert result.status == 0
    assert result.lines[-1] == "robin: power off, status 0"


@pytest.mark.parametrize("cpu", ["486", "pentium"])
def test_a_cpu_that_is_too_old_is_said(boot, cpu):
    result = boot(cpu=cpu)
    assert result.status == 240
    assert "robin: this CPU is too old: PSE, TSC, PGE and CMOV" in result.console


@pytest.mark.parametrize("memory", [8, 64, 3072])
@pytest.mark.parametrize("cpu", ["qemu32", "pentium3", "max"])
@pytest.mark.parametrize("machine", ["pc", "q35"])
def test_programs_take_turns_on_each_machine(boot, machine, cpu, memory):
    result = boot(qemu=f"-M {machine}", cpu=cpu, memory=memory, policy="rr quantum=1",
                  run="workload 0,3 0,3")
    slices = [line for line in result.lines if line.startswith("slice ")]
    assert slices == [f"slice {tick} {tick % 2} 1" for tick in range(6)]
    assert result.lines[-2:] == ["robin: every page came back", "robin: power off, status 0"]


@pytest.mark.parametrize("cpu", ["pentium2", "pentium3", "max"])
def test_other_cpus_compute_with_floating_point(boot, programs, cpu):
    result = boot(cpu=cpu, run="compute", hz=1000, **programs)
    assert (result.status, "robin: every page came back" in result.lines) == (0, True)


def test_a_cpu_that_cannot_save_floating_point_is_said(boot, programs):
    result = boot(cpu="qemu32,-fxsr", run="compute clean; hello", **programs)
    assert "robin: this CPU has no FXSAVE: programs cannot use floating point" in result.lines
    assert any("illegal instruction" in line for line in result.lines)
    assert HELLO.replace("3", "4") in result.lines


@pytest.mark.parametrize("chip, problem", [
    ("pit", "no timer ticks: the machine has no 8254"),
    ("pic", "no tick comes: the timer's interrupts do not reach the CPU")])
def test_a_machine_without_ticks_is_said(boot, chip, problem):
    result = boot(qemu=f"-M pc,{chip}=off", run="hello")
    assert result.status == 240
    assert f"robin: cannot boot: {problem}" in result.console


@pytest.mark.parametrize("firmware", ["qboot.rom", "bios-microvm.bin"])
def test_ticks_come_whatever_the_firmware_has_set_up(boot, firmware):
    if not any(os.path.exists(f"{folder}/{firmware}") for folder in FIRMWARE_FOLDERS):
        pytest.skip(f"there is no {firmware}")
    result = boot(qemu=f"-bios {firmware}", run="sleep 0.1; hello")
    assert (result.status, HELLO.replace("3", "4") in result.lines) == (0, True)


@pytest.mark.parametrize("name, content, problem", [
    ("empty", lambda tar: b"", "module is empty"),
    ("zeros", lambda tar: bytes(100000), "the module, a tar archive, is empty"),
    ("text", lambda tar: b"no tar" * 1000, "not a tar archive"),
    ("short", lambda tar: tar[:300], "not a tar archive"),
    ("cut", lambda tar: tar[:40000], "tar archive, is damaged or cut off"),
    ("spoilt", lambda tar: tar[:512] + b"X" + tar[513:], "damaged or cut off"),
    ("damaged", lambda tar: b"X" + tar[1:], "not a tar archive"),
])
def test_a_module_that_is_no_tar_is_said(boot, tmp_path, name, content, problem):
    module = tmp_path / name
    with open(INITRD, "rb") as tar:
        module.write_bytes(content(tar.read()))
    result = boot(initrd=module)
    assert result.status == 240
    assert "robin: cannot boot: " in result.console
    assert problem in result.console


def test_too_little_memory_for_an_archive_is_not_called_damage(boot, tmp_path):
    module = tmp_path / "many"
    with tarfile.open(module, "w", format=tarfile.USTAR_FORMAT) as tar:
        for number in range(40000):
            tar.addfile(tarfile.TarInfo(f"file-{number}"))
    told = {memory: boot(initrd=module, memory=memory).console for memory in (22, 26)}
    assert "too little memory: 22 MiB, of which kernel and archive leave " in told[22]
    assert "Robin needs 6 MiB, and more for a large archive" in told[22]
    assert "too little memory for the list of the archive's files" in told[26]


def test_a_boot_without_a_module_is_refused_under_test():
    device = ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    done = subprocess.run([*QEMU, "-serial", "stdio", *device],
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=HOST_SECONDS,
                          check=False)
    assert done.returncode == 0x23
    assert b"cannot boot: the loader passed no module" in done.stdout


def test_a_refusal_is_on_the_screen_too_and_the_machine_halts(tmp_path):
    path = tmp_path / "monitor"
    with subprocess.Popen([*QEMU, "-serial", "stdio", "-monitor",
                           f"unix:{path},server,nowait"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as qemu:
        try:
            assert any(b"halted" in line for line in qemu.stdout)
            monitor = Monitor(str(path))
            assert monitor.halts()
            text = " ".join(monitor.screen(tmp_path / "screen"))
            assert "cannot boot: the loader passed no module" in text
        finally:
            qemu.kill()


def test_the_quantum_counts_wherever_it_stands_on_the_boot_line(boot):
    for words in "quantum=9 policy=stcf", "policy=stcf quantum=9", "quantum=9":
        name = "stcf" if "stcf" in words else "rr"
        assert f"{name} quantum=9" in boot(append=words, run="policy").lines


def test_the_boot_line_sets_policy_quantum_and_hz(boot):
    result = boot(append="policy='rr quantum=7' hz=1000", run="true")
    assert banner(result)[2:] == ("rr", "1000")
    assert banner(boot(append="policy=fifo hz=19", run="true"))[2:] == ("fifo", "19")
    assert "warning" not in result.console


def test_quotes_arrive_unharmed_by_qemu(boot):
    result = boot(run=QUOTES)
    assert result.lines[1:3] == QUOTED
    assert result.status == 5


def test_quotes_arrive_unharmed_by_grub(boot):
    result = boot(iso=True, run=QUOTES)
    assert result.status == 5
    for line in QUOTED:
        assert line in result.lines


@pytest.mark.parametrize("words", [
    """run='echo "two  words"; exit 6'""",
    """run="echo 'two  words'; exit 6\"""",
    r"""run="echo \"two  words\"; exit 6" """,
    """"run=echo 'two  words'; exit 6\"""",
])
def test_words_may_be_quoted_in_every_way(boot, words):
    result = boot(append=words)
    assert result.lines[1] == "two  words"
    assert result.status == 6


WRONG_WORDS = ["colour=blue", "nonsense", "hz=18", "hz=1001", "hz=ten", "hz=", "seed=-1",
               "seed=4294967296", "check=2", "trace=paper", "ring=0", "provoke=nothing", "init=",
               "=", "=x", "quantum='4 boost=1'", "user_memory=0", "user_memory=101",
               "user_processes=0"]


@pytest.mark.parametrize("word", WRONG_WORDS)
def test_a_word_that_is_wrong_is_named_and_changes_nothing(boot, word):
    result = boot(append=" ".join(WRONG_WORDS), run="hello", lenient=True)
    shown = word.replace("'", "")
    warning = f"robin: warning: boot word `{shown}` is unknown or malformed; "
    assert warning in result.console
    assert banner(result)[2:] == ("rr", "100")
    assert HELLO in result.lines


@pytest.mark.parametrize("words", ["policy=nope", "policy=''", "policy='rr quantum=0'",
                                   "policy='rr boost=4'", "policy='fifo quantum=4'"])
def test_a_policy_that_is_wrong_is_named_and_changes_nothing(boot, words):
    result = boot(append=words, run="hello", lenient=True)
    assert "robin: warning: policy `" in result.console
    assert banner(result)[2] == "rr"
    assert HELLO in result.lines


def test_an_unclosed_quote_is_named(boot):
    result = boot(run="hello", append="hz=50 'init=/bin/true", lenient=True)
    assert "warning: boot word `init=/bin/true`" in result.console
    assert banner(result)[3] == "50"
    assert HELLO in result.lines


def test_a_boot_line_that_is_too_long_is_said(boot):
    result = boot(run="hello", append="seed=1 " * 400, lenient=True)
    assert re.search(r"robin: warning: .*(boot line|too long|cut off)", result.console)
    assert HELLO in result.lines


def test_an_init_that_is_not_there_ends_the_boot_with_its_name(boot):
    result = boot(append="init=/bin/nope")
    assert result.status == 240
    assert "robin: cannot boot: cannot start /bin/nope: error 2" in result.console


def test_init_can_be_another_program(boot):
    result = boot(append="init=/bin/poweroff")
    assert result.lines[-1] == "robin: power off, status 0"
