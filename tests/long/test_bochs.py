"""Bochs is another CPU than QEMU's, and stricter: what QEMU's emulation lets pass shows there.
It boots the image by its own BIOS and GRUB."""

import subprocess

import pytest
from conftest import ENVIRONMENT, HOST_SECONDS, ROOT

PC = """display_library: rfb, options="timeout=0"
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
megs: 32
cpu: model=p4_willamette, ips=20000000
clock: sync=none, time0=1704067200
ata0-master: type=cdrom, path=robin.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=console
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
panic: action=fatal
log: log
"""


@pytest.fixture
def bochs(tmp_path, programs):
    """bochs(COMMANDS): the lines on the console when the shell has run them there; with more WORDS
    on the boot line, and another INITRD. Debian's Bochs has a debugger, which waits to be told to begin."""
    def boot(commands, *words, initrd=programs["initrd"]):
        subprocess.run([ROOT / "tools/build/make-iso", tmp_path / "robin.iso",
                        f"run={commands}", "check=1", *words],
                       env=ENVIRONMENT | {"ROBIN_INITRD": initrd}, check=True)
        (tmp_path / "pc").write_text(PC, encoding="ascii")
        (tmp_path / "debugger").write_text("continue\n", encoding="ascii")
        process = subprocess.run(["bochs", "-q", "-f", "pc", "-rc", "debugger"], cwd=tmp_path,
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 timeout=HOST_SECONDS, check=False)
        print(process.stdout[-2000:], process.stderr[-2000:])
        console = (tmp_path / "console").read_text("utf-8", "replace")
        print(console)
        return console.splitlines()

    return boot


def test_an_error_of_sse_that_is_not_masked_ends_the_program(bochs):
    lines = bochs("compute divide_sse 0; echo code $?; compute")
    assert "code 136" in lines
    assert [line for line in lines if line.startswith("not ok")] == []
    assert "ok a_fork_copies_registers" in lines
    assert lines[-2:] == ["robin: every page came back", "robin: power off, status 0"]


def test_programs_share_the_cpu_there_as_the_book_says(bochs):
    lines = bochs("policy rr quantum=1; workload 0,3 0,3")
    slices = [line for line in lines if line.startswith("slice ")]
    assert slices == [f"slice {tick} {tick % 2} 1" for tick in range(6)]
