"""tools/boot and `make run`, as scripts and graders use them."""

import os
import random
import re
import subprocess
import time

import pexpect
import pytest
from conftest import BOOT, ENVIRONMENT, HOST_SECONDS, PROMPT, ROOT, trace_file

POWER_OFF = re.compile(r"robin: power off, status (\d+)")
GOOD = '#include <stdio.h>\nint main(void)\n{\n    puts("mine");\n    return 11;\n}\n'


@pytest.mark.parametrize("command, status, told", [
    ("true", 0, 0),
    ("exit 7", 7, 7),
    ("exit 239", 239, 239),
    ("exit 255", 239, 255),
    ("poweroff 300", 239, 300),
    ("poweroff", 0, 0),
    ("poweroff 42; echo x", 42, 42),
])
def test_the_exit_status_is_the_guests(boot, command, status, told):
    result = boot(run=command)
    assert result.status == status
    assert POWER_OFF.fullmatch(result.lines[-1]).group(1) == str(told)


def test_a_panic_is_240(boot):
    assert boot(append="provoke=panic").status == 240


def interrupts(result):
    """The last ones that tools/boot told of, each as its words, and where in the kernel."""
    told = result.errors.split("tools/boot: the last interrupts:\n")[1].splitlines()
    found = [re.fullmatch(r"    \w\w ([\w -]+)(?:, error \w+)?, at \w{8} in the kernel: \S+  (\w+)"
                          r"|    \w\w ([\w -]+)(?:, error \w+)?, at \w{8} in a program", line)
             for line in told]
    return [(words or others, function) for words, function, others in (m.groups() for m in found)]


def test_a_triple_fault_is_241_and_told_with_the_last_interrupts(boot):
    result = boot(append="provoke=triple-fault")
    assert result.status == 241
    assert "tools/boot: triple fault: the CPU gave up" in result.errors
    assert ("call", None) in interrupts(result)
    assert interrupts(result)[-4:] == [
        ("timer", "sti_hlt_cli"), ("invalid opcode", "arch_crash"),
        ("protection", "arch_crash"), ("double fault", "arch_crash")]


def when_it_has_come_that_far(boot, sign, **options):
    """The first boot that ends by a time-out with SIGN in what tools/boot says: a host that is
    slow, or has other work, needs more seconds."""
    for seconds in 1, 4, 16, 64:
        result = boot(timeout=seconds, **options)
        assert (result.status, f"no end after {seconds} seconds: " in result.errors) == (242, True)
        if sign in result.errors:
            break
    return result


def test_a_hang_is_242_and_told_with_the_last_interrupts_and_the_kernels_own_words(boot):
    where = re.compile(r": the kernel runs, with interrupts off, at c0\w{6} "
                       r"\(kernel/debug/debug\.c:\d+  fail_without_a_word\)")
    result = when_it_has_come_that_far(boot, "fail_without_a_word", append="provoke=hang")
    assert where.search(result.errors)
    assert interrupts(result)[-2:] == [("timer", "sti_hlt_cli"),
                                       ("non-maskable interrupt", "fail_without_a_word")]
    assert "robin: no end: in the kernel, with interrupts off for seconds" in result.lines
    assert re.search(r"    kernel/debug/debug\.c:\d+  debug_look_at_tick", result.errors)
    assert "has the CPU at tick 1" in result.lines[-2]


def test_a_time_out_says_what_the_cpu_did(boot):
    doing = "the CPU waits for an interrupt, with interrupts on, at c0"
    result = when_it_has_come_that_far(boot, doing, run="cat")
    assert doing in result.errors
    assert "robin: no end" not in result.console
    assert "the last interrupts" not in result.errors


def test_the_last_interrupts_of_any_run_are_shown_if_asked_for(boot):
    doing = "a program runs, with interrupts on, at 08"
    result = when_it_has_come_that_far(boot, doing, run="spin", interrupts=True)
    assert doing in result.errors
    assert interrupts(result)[-1] == ("timer", None)


@pytest.mark.parametrize("run, policy", [("spin", "rr"), ("cat", "rr"), ("spin & ps", "fifo")])
def test_a_limit_in_ticks_ends_whatever_goes_on_with_242(boot, run, policy):
    result = boot(run=run, policy=policy, append="ticks=40", icount=True)
    assert result.status == 242
    assert result.lines[-2:] == ["robin: no end: not over after 40 ticks", "robin: halted"]
    assert result.errors == "tools/boot: no end: not over after 40 ticks\n"


def test_a_limit_in_ticks_that_is_not_reached_changes_nothing(boot):
    result = boot(run="spin 5", append="ticks=40", icount=True)
    assert result.status == 0 and not result.errors


@pytest.mark.parametrize("options, complaint", [
    ({"policy": "nope"}, "unknown policy 'nope'"),
    ({"policy": "nope quantum=3"}, "unknown policy 'nope'"),
    ({"quantum": "0"}, "quantum"),
    ({"memory": "x"}, "memory"),
    ({"nonsense": True}, "nonsense"),
    ({"kernel": "/nowhere"}, "no file /nowhere"),
    ({"programs": "/nowhere"}, "no folder /nowhere"),
    ({"cpu": "abacus"}, "abacus"),
])
def test_wrong_usage_is_243(boot, options, complaint):
    result = boot(run="true", **options)
    assert result.status == 243
    assert complaint in result.errors
    assert result.console == ""


@pytest.mark.parametrize("options, complaint", [
    ({"hz": 0}, "boot word `hz=0` is unknown or malformed: hz takes 19 to 1000"),
    ({"hz": 5000}, "boot word `hz=5000` is unknown or malformed: hz takes 19 to 1000"),
    ({"hz": "ten"}, "boot word `hz=ten` is unknown or malformed: hz takes 19 to 1000"),
    ({"seed": -1}, "boot word `seed=-1` is unknown or malformed: seed takes 0 to 4294967295"),
    ({"policy": "fifo", "quantum": 3},
     "policy `fifo quantum=3`: wrong from `quantum=3` on: fifo takes no parameters"),
    ({"policy": "rr quantum=0"},
     "policy `rr quantum=0`: wrong from `quantum=0` on: quantum takes 1 to 1000000"),
    ({"policy": "rr levels=2"},
     "policy `rr levels=2`: wrong from `levels=2` on: rr takes quantum, charge"),
    ({"policy": "rr charge=no"},
     "policy `rr charge=no`: wrong from `charge=no` on: charge takes tick or time"),
    ({"append": "polcy=rr"}, "boot word `polcy=rr` is unknown or malformed"),
    ({"append": "trace=paper"}, "boot word `trace=paper` is unknown or malformed: trace takes "
                                "serial"),
    ({"append": "root=hdb"}, "boot word `root=hdb` is unknown or malformed: root takes hda"),
    ({"append": "seed=1 " * 400}, "the boot line is too long: it is cut off"),
])
def test_what_the_kernel_would_not_understand_ends_before_booting(boot, options, complaint):
    options = {"run": "true", **options}
    result = boot(**options)
    assert (result.status, result.console) == (243, "")
    assert f"tools/boot: {complaint}" in result.errors.splitlines()
    lenient = boot(**options, lenient=True)
    assert lenient.status == 0
    assert f"tools/boot: warning: {complaint}" in lenient.errors.splitlines()


def test_a_typo_does_not_pass_by_make_run_or_the_environment():
    for words in ["POLICY=fifo", "QUANTUM=3"], ["POLICY=rr quantum=0"], ["HZ=5000"]:
        process = subprocess.run(["make", "--silent", "-C", ROOT, "run", "RUN=true", *words],
                                 env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert process.returncode != 0 and process.stdout == ""
        assert "Error 243" in process.stderr


def test_standard_output_is_the_console_alone_without_carriage_returns(boot):
    result = boot(run="hello; nothing")
    assert "\r" not in result.console
    assert len(result.lines) == 5
    assert result.lines[0].startswith("Robin: ")
    assert "tools/boot" not in result.console


def test_a_policy_is_handed_on(boot):
    assert "policy fifo" in boot(policy="fifo", run="true").console
    result = boot(policy="rr quantum=9", run="true")
    assert "policy rr" in result.console
    assert "warning" not in result.console


def test_programs_of_a_folder_become_commands_though_they_warn(boot, tmp_path):
    (tmp_path / "mine.c").write_text(GOOD, encoding="ascii")
    (tmp_path / "sloppy.c").write_text("int main() { int unused; return 3; }\n", "ascii")
    result = boot(run="mine; echo $?; sloppy", programs=tmp_path)
    assert result.lines[1:3] == ["mine", "11"]
    assert result.status == 3
    assert "warning" in result.errors


def test_a_program_that_does_not_compile_is_243(boot, tmp_path):
    (tmp_path / "wrong.c").write_text("int main(void) { return }\n", encoding="ascii")
    result = boot(run="wrong", programs=tmp_path)
    assert result.status == 243
    assert "wrong.c:1" in result.errors


def test_a_header_of_this_machine_is_not_robins(boot, tmp_path):
    (tmp_path / "wide.c").write_text("#include <wchar.h>\nint main(void) {}\n", "ascii")
    result = boot(run="wide", programs=tmp_path)
    assert result.status == 243
    assert re.search(r"wide\.c:1:\d+: fatal error: .*wchar\.h.*(No such file|not found)",
                     result.errors)
    assert result.errors.count("error: ") == 1


HEADERS_OF_C = """\
#include <float.h>
#include <iso646.h>
#include <limits.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <stdio.h>
int main(void)
{
    printf("%d %d %u %ld %lu\\n", CHAR_BIT, INT_MIN, UINT_MAX, LONG_MAX, ULONG_MAX);
    printf("%lld %lld %llu %d %d\\n", LLONG_MIN, LLONG_MAX, ULLONG_MAX, UCHAR_MAX, SHRT_MIN);
    return sizeof(size_t) == 4 && UINT32_MAX == SIZE_MAX ? true : false;
}
"""


def test_a_program_has_the_headers_that_every_c_has(boot, tmp_path):
    (tmp_path / "sizes.c").write_text(HEADERS_OF_C, encoding="ascii")
    result = boot(run="sizes", programs=tmp_path)
    assert result.status == 1
    assert "warning" not in result.errors
    assert result.lines[1:3] == [
        "8 -2147483648 4294967295 2147483647 4294967295",
        "-9223372036854775808 9223372036854775807 18446744073709551615 255 -32768"]


def test_a_program_whose_name_robin_has_is_243(boot, tmp_path):
    (tmp_path / "ps.c").write_text(GOOD, encoding="ascii")
    result = boot(run="ps", programs=tmp_path)
    assert result.status == 243
    assert "ps" in result.errors


def test_an_edited_program_is_built_anew(boot, tmp_path):
    source = tmp_path / "mine.c"
    source.write_text(GOOD, encoding="ascii")
    assert boot(run="mine", programs=tmp_path).status == 11
    source.write_text(GOOD.replace("11", "12"), encoding="ascii")
    assert boot(run="mine", programs=tmp_path, again=True).status == 12


def test_files_of_a_folder_are_under_files(boot, tmp_path):
    content = "".join(random.Random(1).choices("abc \n", k=20000)) + "\n"
    (tmp_path / "below").mkdir()
    (tmp_path / "text").write_text(content, encoding="ascii")
    (tmp_path / "below" / "note").write_text("a note\n", encoding="ascii")
    result = boot(run="cat /files/text /files/below/note", files=tmp_path)
    assert content + "a note\n" in result.console


def test_folders_and_files_may_have_blanks_in_their_names(boot, tmp_path):
    programs, files = tmp_path / "my programs", tmp_path / "my $files: 'mine'"
    for folder in programs, files:
        folder.mkdir()
    (programs / "mine.c").write_text(GOOD, encoding="ascii")
    (files / "a note").write_text("noted\n", encoding="ascii")
    result = boot(run="mine; cat '/files/a note'", programs=programs, files=files)
    assert result.lines[1:3] == ["mine", "noted"], result.errors
    (files / "a note").write_text("edited\n", encoding="ascii")
    assert "edited" in boot(run="cat '/files/a note'", again=True, files=files).lines


def test_a_program_whose_name_has_a_blank_is_refused_by_name(boot, tmp_path):
    (tmp_path / "my program.c").write_text(GOOD, encoding="ascii")
    result = boot(run="true", programs=tmp_path)
    assert result.status == 243
    assert "make cannot use a program named 'my program.c'" in result.errors


def test_the_trace_is_kept_in_a_file(boot, tmp_path):
    path = tmp_path / "trace"
    result = boot(run="hello", trace=True)
    path.write_bytes(result.trace_bytes)
    done = subprocess.run([ROOT / "tools" / "trace" / "trace_file.py", path], capture_output=True,
                          encoding="ascii", check=True)
    assert done.stdout.splitlines() == [str(record) for record in result.trace]
    assert re.match(r"\d+ 0 boot\n\d+ 1 create parent=0\n\d+ 1 name name=init\n",
                    done.stdout)
    tick_ns = trace_file.HEADER.unpack_from(result.trace_bytes)[3]
    assert 9990000 < tick_ns < 10010000


def piped(text, *options, command=(BOOT, "--interactive", f"--timeout={HOST_SECONDS}")):
    """What the console showed, without the banner, and the status, when TEXT was piped in.
    The end stands in the pipe behind it from the beginning."""
    reading_end, writing_end = os.pipe()
    with open(writing_end, "wb") as pipe:
        pipe.write(text)
    with open(reading_end, "rb") as pipe:
        done = subprocess.run([*command, *options], stdin=pipe, capture_output=True, cwd=ROOT,
                              env=ENVIRONMENT, check=False, timeout=HOST_SECONDS)
    return done.stdout.decode("ascii").split("\n", 1)[1], done.returncode


def test_piped_input_is_the_console_if_asked_for():
    assert piped(b"echo piped\npoweroff 5\n") == (
        "robin$ echo piped\npiped\nrobin$ poweroff 5\nrobin: power off, status 5\n", 5)


def test_the_end_of_piped_input_ends_robin_with_the_last_status():
    assert piped(b"echo piped; false") == (
        "robin$ echo piped; false\npiped\n"
        "robin$ poweroff $?\nrobin: power off, status 1\n", 1)


def test_the_end_of_piped_input_ends_the_programs_that_read_it():
    assert piped(b"cat\nthis\n") == (
        "robin$ cat\nthis\nthis\nrobin$ poweroff $?\nrobin: power off, status 0\n", 0)


def test_no_line_of_a_long_piped_input_is_lost():
    numbers = range(100)  # more than twice what a terminal of Linux keeps
    text = "".join(f"echo {number} {'x' * 100}\n" for number in numbers)
    shown, status = piped(text.encode("ascii"))
    assert status == 0
    assert re.findall(r"^(\d+) x{100}$", shown, re.M) == [str(number) for number in numbers]


def read_after(seconds, command):
    """What is shown to who lets it lie for SECONDS."""
    with subprocess.Popen([BOOT, "--icount", f"--timeout={HOST_SECONDS}", f"--run={command}"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          env=ENVIRONMENT) as process:
        time.sleep(seconds)
        return process.stdout.read().decode("ascii")


def test_who_reads_late_reads_the_same():
    shown = read_after(1, "seq 40000; ps")
    assert [line for line in shown.splitlines() if line.isdecimal()] == [
        str(number) for number in range(1, 40001)]
    assert shown == read_after(0, "seq 40000; ps")


def test_input_that_is_still_coming_passes_as_it_comes():
    with subprocess.Popen([BOOT, "--interactive", f"--timeout={HOST_SECONDS}"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT,
                          bufsize=0) as process:
        process.stdin.write(b"echo first\n")
        while process.stdout.readline() not in (b"first\n", b""):
            pass
        process.stdin.write(b"poweroff 3\n")
        assert process.stdout.read().endswith(b"robin: power off, status 3\n")
    assert process.returncode == 3


@pytest.mark.parametrize("text, shown", [
    (b"", "robin$ poweroff $?\nrobin: power off, status 0\n"),
    (b"echo made\n", "robin$ echo made\nmade\nrobin$ poweroff $?\n"
                     "robin: power off, status 0\n"),
])
def test_make_run_ends_at_the_end_of_its_input(text, shown):
    assert piped(text, command=("make", "-s", "run")) == (shown, 0)


def make(*arguments):
    return subprocess.run(["make", "-s", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL,
                          capture_output=True, encoding="utf-8", env=ENVIRONMENT,
                          check=False, timeout=HOST_SECONDS)


def test_make_run_hands_on_quotes_and_dollars():
    done = make("run", "RUN=echo \"two  words\" 'and $?'; false; echo $? \"$?\" $!; true")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1:3] == ["two  words and $?", "1 1"]


def test_make_run_hands_on_settings_and_fails_with_the_guest():
    done = make("run", "RUN=exit 3", "POLICY=fifo", "HZ=50", "MEMORY=16")
    assert done.returncode != 0
    assert re.match(r"Robin: 1[56] MiB .* policy fifo, 50 ticks", done.stdout)
    assert "robin: power off, status 3" in done.stdout


def test_make_iso_makes_a_cd_that_boots_to_a_prompt():
    assert make("iso").returncode == 0
    cd = ROOT / "build" / "robin.iso"
    qemu = pexpect.spawn("qemu-system-i386", ["-m", "64", "-display", "none", "-monitor",
                         "none", "-nic", "none", "-serial", "stdio", "-cdrom", str(cd)],
                         timeout=HOST_SECONDS, encoding="utf-8", codec_errors="replace")
    try:
        qemu.expect_exact(PROMPT)
    finally:
        qemu.close(force=True)


# --- A window for the screen

def boot_with_screen(tmp_path, kinds, **environment):
    """tools/boot --screen, with a QEMU that knows KINDS of windows and just prints how it is
    called."""
    fake = tmp_path / "qemu-system-i386"
    fake.write_text('#!/bin/sh\nif [ "$2" = help ]; then printf "%s\\n" ' + kinds +
                    '; else echo "$@"; fi\n', encoding="ascii")
    fake.chmod(0o755)
    clean = {name: value for name, value in ENVIRONMENT.items()
             if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run([BOOT, "--screen", "--run", "hello"], text=True, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          env={**clean, **environment, "PATH": f"{tmp_path}:{os.environ['PATH']}"})


def test_a_screen_without_a_display_is_refused(tmp_path):
    result = boot_with_screen(tmp_path, "gtk")
    assert result.returncode == 243
    assert "--screen: there is no display here" in result.stderr


def test_a_screen_without_a_window_says_what_installs_it(tmp_path):
    result = boot_with_screen(tmp_path, "none", DISPLAY=":0")
    assert result.returncode == 243
    assert "tools/build/setup screen installs" in result.stderr


@pytest.mark.parametrize("kinds, chosen", [("none gtk sdl", "gtk"), ("none sdl", "sdl")])
def test_a_screen_is_a_window_of_qemu(tmp_path, kinds, chosen):
    result = boot_with_screen(tmp_path, kinds, DISPLAY=":0")
    assert f"-display {chosen} -vga std" in result.stdout


@pytest.mark.parametrize("verb", ["run", "run-iso"])
@pytest.mark.parametrize("display, is_installed", [("", False), (":0", True)])
def test_a_window_is_installed_only_where_there_is_a_display(verb, display, is_installed):
    steps = subprocess.run(["make", "-n", verb, "SCREEN=1"], cwd=ROOT, check=True, text=True,
                           capture_output=True, stdin=subprocess.DEVNULL,
                           env={**ENVIRONMENT, "DISPLAY": display, "WAYLAND_DISPLAY": ""}).stdout
    assert ("tools/build/setup screen" in steps) == is_installed
    assert "tools/boot --" in steps and "--screen" in steps
