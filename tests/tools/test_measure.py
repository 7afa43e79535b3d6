"""tools/bench and tools/bench-cache: the plugins count exactly, on a kernel of a few lines
whose instructions are known; and they find their way in Robin."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from conftest import INITRD, KERNEL as KERNEL_FILE, ROOT

sys.path.insert(0, str(ROOT / "tools" / "measure"))
import files  # noqa: E402  (their folder has to be on the path first)
import plugin  # noqa: E402
import rows  # noqa: E402
import stretches  # noqa: E402
from robin import Image  # noqa: E402

# "Programs" lie below 3 GiB, the kernel lies above: the same 4 MiB, mapped twice.
KERNEL = """\
        bits 32
        org 0x100000
        dd 0x1BADB002, 0x10000, -(0x1BADB002 + 0x10000)
        dd 0x100000, 0x100000, 0, 0, start
start:  mov esp, 0x200000
        mov al, 0xFF
        out 0x21, al                    ; no device interrupts
        mov dword [0x300000], 0x83
        mov dword [0x300000 + 0xC00], 0x83
        mov eax, 0x300000
        mov cr3, eax
        mov eax, cr4
        or eax, 0x10
        mov cr4, eax
        mov eax, cr0
        or eax, 0x80000000
        mov cr0, eax
        mov eax, 0xC0101000             ; a first call: it is booted
        call eax
        xchg bx, bx
        mov eax, 0xC0104000
        call eax
        xchg dx, dx
        out 0xF4, al
        times 0x1000 - ($ - $$) nop
        ret                             ; call_entry
        times 0x2000 - ($ - $$) nop
exception:
        times 10 nop
        ret
        times 0x3000 - ($ - $$) nop
interrupt:
        times 10 nop
        ret
        times 0x4000 - ($ - $$) nop
"""
SYMBOLS = [(0xC0101000, "call_entry"), (0xC0102000, "trap_stub_14"),
           (0xC0103000, "trap_stub_32")]


class Tiny(Image):
    """KERNEL, which does CODE between the markers."""

    def __init__(self, folder, code):
        source, self.kernel, self.initrd = folder / "code.asm", folder / "kernel", INITRD
        source.write_text(f"{KERNEL}{code}\n ret\n", encoding="ascii")
        subprocess.run(["nasm", "-f", "bin", source, "-o", self.kernel], check=True)

    def symbols(self):
        return SYMBOLS


def measured(name, folder, code):
    _, lines = plugin.boot(Tiny(folder, code), name)
    return lines[0].split()


IRET = "pushfd\n push cs\n push dword 0xC0000000 + back\n iret\n"


@pytest.mark.parametrize("code, length, begin", [
    pytest.param("times 100 nop", 101, 0xC0104000, id="from a call to its return"),
    pytest.param("times 100 nop\n sti\n nop\n cli\n times 50 nop", 102, 0xC0104000,
                 id="to the point where they are opened"),
    pytest.param("times 50 nop\n sti\n nop\n cli\n times 100 nop", 102, 0xC0104034,
                 id="from the point where they are closed again"),
    pytest.param("times 20 nop\n call exception", 20 + 1 + 11 + 1, 0xC0104000,
                 id="through an exception in the kernel"),
    pytest.param("times 9 nop\n call interrupt\n times 5 nop", 11 + 5 + 1, 0xC0103000,
                 id="from an interrupt, which found them open"),
    pytest.param(f"{IRET}back: times 9 nop\n call exception", 4 + 9 + 1 + 11 + 1, 0xC0104000,
                 id="through a return to the kernel"),
    pytest.param(IRET.replace("back", "exception") + "back:", 11, 0xC0102000,
                 id="from an exception in place of a program's first instruction"),
])
def test_a_stretch_reaches(code, length, begin, tmp_path):
    found = measured("stretch", tmp_path, code)
    assert (int(found[0]), int(found[1], 16)) == (length, begin)


@pytest.mark.parametrize("code, counts", [
    pytest.param("times 63 nop", (64, 1, 1, 0, 0), id="a line of code"),
    pytest.param("times 64 nop", (65, 2, 1, 0, 0), id="two lines of code"),
    pytest.param("times 64 nop\n mov [0xC0201000], eax\n mov [0xC0201004], eax\n"
                 " mov [0xC0201040], eax\n mov al, [0xC0202000]",
                 (69, 2, 1, 3, 2), id="lines and pages of data"),
    pytest.param("mov [0xC020103E], eax", (2, 1, 1, 2, 1), id="a word across two lines"),
])
def test_what_is_touched_is(code, counts, tmp_path):
    found = measured("lines", tmp_path, code)
    assert tuple(int(word) for word in found[:5]) == counts


class Robin(Image):
    """The one that the tests boot."""

    def __init__(self):
        self.kernel, self.initrd = KERNEL_FILE, INITRD


def test_robins_own_entries_are_known():
    robin = Robin()
    _, lines = plugin.boot(robin, "stretch", "--run", "true")
    length, begin, _ = (int(word, 0) for word in lines[-1].split())
    assert length > 1000
    assert stretches.place(robin.symbols(), begin) == "call"


@pytest.mark.parametrize("length, is_bounded", [(100000, True), (100001, False)])
def test_a_stretch_is_marked_above_the_bound(length, is_bounded, monkeypatch, capfd):
    monkeypatch.setattr(stretches, "image", Robin)
    monkeypatch.setattr(stretches, "GROUPS", {"one": ()})
    monkeypatch.setattr(stretches, "loads", lambda *_: [("a load", length, 0, 0)])
    assert stretches.measure() == is_bounded
    assert ("(above)" in capfd.readouterr().out) != is_bounded


def test_a_plugin_that_cannot_be_loaded_is_told(monkeypatch):
    monkeypatch.setattr(plugin, "built", lambda name: f"/nowhere/{name}.so")
    with pytest.raises(plugin.NoPlugin, match="/nowhere/stretch.so"):
        plugin.boot(Robin(), "stretch", "--run", "true")


def test_each_load_is_told_before_it_is_measured(monkeypatch, capsys):
    told = []

    def loads(_, group):
        told.append((group, capsys.readouterr().err))
        return [(group, 1, SYMBOLS[0][0], SYMBOLS[0][0])]

    monkeypatch.setattr(stretches, "image", lambda: SimpleNamespace(symbols=lambda: SYMBOLS))
    monkeypatch.setattr(stretches, "loads", loads)
    assert stretches.measure()
    assert [group for group, _ in told] == list(stretches.GROUPS)
    for number, (group, error) in enumerate(told, 1):
        assert error.endswith(f": loads {group}, {number} of {len(told)}\n")


def test_each_group_of_loads_is_one_of_its_program():
    for group in stretches.GROUPS:
        program = stretches.PROGRAMS.get(group, "loads")
        assert f'{{"{group}", ' in (ROOT / f"bench/loads/{program}.c").read_text()


# --- The rows of `make bench` ---

class Prints(Image):
    """Its boots print CONSOLE."""

    def __init__(self, console):
        self.console = console

    def boot(self, *_words, **_options):
        return SimpleNamespace(returncode=0, stdout=self.console, stderr="")


def test_a_row_is_read_by_the_name_that_its_program_prints():
    found = rows.guest_rows(Prints("read of a KiB, disk: 316\nread of a KiB: 284\nfiles: x: 1\n"))
    assert found == {"read of a KiB, disk": 316, "read of a KiB": 284, "boot": 0}


def test_what_a_boot_has_found_is_kept_though_a_later_one_tells_it_too(monkeypatch):
    boots = iter([{"ticks lost": 0, "boot": 0}, {"null call": 49, "boot": 7}, {"null call": 51},
                  {"stat": 2, "boot": 0}, {"read of a KiB, disk": 3, "boot": 0}])
    monkeypatch.setattr(rows, "guest_rows", lambda *_: next(boots))
    monkeypatch.setattr(rows, "kernel_size", lambda _: 4)
    monkeypatch.setattr(rows.passes, "trace_event", lambda _: 5)
    monkeypatch.setattr(files, "disk", lambda _: "disk")
    assert rows.measure(None) == {"size": 4, "ticks lost": 0, "boot": 7, "null call": 49, "stat": 2,
                                  "read of a KiB, disk": 3, "trace event": 5}


def test_a_call_that_fails_while_it_is_measured_ends_the_measurement():
    with pytest.raises(SystemExit):
        rows.guest_rows(Prints("stat: 5\nfiles: failed: stat\n"))


def test_each_row_is_printed_by_a_program():
    sources = "".join(path.read_text() for path in (ROOT / "bench").glob("*.c"))
    others = {"size", "boot", "trace event"}
    missing = {key for key in rows.ROWS if f'"{key}"' not in sources and f'"{key}: ' not in sources}
    assert missing - others == {f"yield {count}" for count in rows.RACERS if count > 2}


def test_a_goal_that_is_missed_is_marked(capsys):
    rows.print_rows({"read of a KiB": 332, "stat": 99999}, None)
    out = capsys.readouterr().out
    assert "| <= 332 | **332** |" in out and "**99,999** (missed)" in out


def test_a_cold_read_is_told_beside_the_bare_device(monkeypatch, capsys):
    monkeypatch.setattr(files, "disk", lambda _: "disk")
    rows.print_cold(Prints("cold read: 1500\nbare read: 1200\n"))
    assert "1.5 ms of this host, 1.25 times" in capsys.readouterr().out
