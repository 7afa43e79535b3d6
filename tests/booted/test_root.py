"""root=hda: the disk's ext2 is the root of all paths, and no archive is loaded."""

import os
import shutil
import subprocess

import pytest
from conftest import ROOT
from test_ext2 import expect_clean

ENVIRONMENT = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"}
SECTOR_BYTES, BLOCK_BYTES = 512, 1024
NOT_LOADED = "/nowhere/initrd.tar"


@pytest.fixture(scope="session")
def image(tmp_path_factory):
    """What `make disk` makes."""
    path = tmp_path_factory.mktemp("root") / "disk"
    subprocess.run([ROOT / "tools" / "build" / "make-disk", ROOT / "build" / "initrd.root", path],
                   check=True)
    return path


@pytest.fixture(scope="session")
def image_of_programs(programs, tmp_path_factory):
    """The same with the programs of tests/programs."""
    folder = tmp_path_factory.mktemp("root")
    subprocess.run(["tar", "-xf", programs["initrd"], "--one-top-level=tree"], cwd=folder, check=True)
    (folder / "tree" / "proc").mkdir()
    subprocess.run([ROOT / "tools" / "build" / "make-disk", folder / "tree", folder / "disk"], check=True)
    return folder / "disk"


def debugfs(image, *commands):
    done = subprocess.run(["debugfs", "-w", "-f", "-", image], input="\n".join(commands),
                          env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8")
    return "".join(line for line in done.stdout.splitlines(keepends=True)
                   if not line.startswith("debugfs:"))


def sectors_of(image, file):
    return {int(block) * BLOCK_BYTES // SECTOR_BYTES + half
            for block in debugfs(image, f"blocks {file}").split() for half in (0, 1)}


def test_all_comes_from_the_disk_and_only_what_is_touched(boot, image):
    result = boot(run="mount; seq 3 | sort -r | head -n 1; echo y > /tmp/x; cat /tmp/x; echo x > /new;"
                  "rm /bin/ls; rmdir /tmp; cd /tmp/..; pwd; cat /proc/self/maps; ls /dev; ls -l /",
                  root="hda", disk=image, initrd=NOT_LOADED, trace=True)
    assert result.status == 0
    assert result.lines[2:6] == ["/dev/hda on / type ext2 (ro)", "memory on /tmp type memory (rw)",
                                 "dev on /dev type dev (rw)", "proc on /proc type proc (rw)"]
    assert result.lines[6:12] == ["3", "y", "sh: /new: Read-only file system",
                                  "rm: /bin/ls: Read-only file system",
                                  "rmdir: /tmp: Read-only file system", "/"]
    assert any(line.endswith(" /bin/cat") for line in result.lines)
    assert {"console", "hda", "null", "tty", "zero"} <= set(result.lines)
    assert any(line.startswith("drwxrwxrwx") and line.endswith(" tmp/") for line in result.lines)
    by_programs = {sector for r in result.trace if r.kind == "disk_request" and r.pid > 1
                   for sector in range(r.a, r.a + r.b)}
    assert sectors_of(image, "/bin/seq") & by_programs
    assert sectors_of(image, "/bin/sh") - by_programs, "it has pages that nobody needed"
    assert "robin: every page came back" in result.lines


def test_what_is_written_is_there_at_the_next_boot(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    first = boot(run="mkdir /etc; echo 'echo hello from $1' > /etc/script; cp /bin/wc /bin/count;"
                 "rm /bin/wc; echo gone > /tmp/gone; rmdir /proc; rmdir /lost+found; mv /dev /x",
                 root="hda", disk=disk, writable=True)
    assert first.lines[2:-2] == ["rmdir: /proc: Device or resource busy",
                                 "mv: /dev: Device or resource busy"]
    expect_clean(disk)
    second = boot(run="sh /etc/script disk | count; wc; ls /tmp; du / | grep -c //; mount | head -n 1",
                  root="hda", disk=disk, writable=True, again=True)
    assert second.lines[2:-2] == ["1 3 16", "sh: wc: not found", "0", "/dev/hda on / type ext2 (rw)"]
    expect_clean(disk)


def test_calls_on_files_are_the_same_as_where_the_root_is_memory(boot, image_of_programs, programs,
                                                                 tmp_path):
    commands = "bad_pointers; calls_files; calls_permissions"
    disk = shutil.copy(image_of_programs, tmp_path / "disk")
    on_disk = boot(run=commands, root="hda", disk=disk, writable=True)
    assert "ok read_checks_its_buffer" in on_disk.lines
    assert on_disk.lines[2:] == boot(run=commands, **programs).lines[1:]
    expect_clean(disk)


def test_folders_to_mount_on_are_made_where_that_can_be(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    debugfs(disk, "rmdir /proc", "rmdir /dev", "rmdir /tmp")
    result = boot(root="hda", disk=disk)
    assert result.status == 240
    assert "robin: cannot boot: nothing can be mounted at /tmp: it is no folder, and none can be made" \
        in result.lines
    assert boot(run="echo > /tmp/x; cat /proc/mounts > /dev/null", root="hda", disk=disk,
                writable=True).status == 0
    assert {"dev", "proc", "tmp"} <= set(debugfs(disk, "ls -p /").split("/"))
    expect_clean(disk)


def no_ext2(disk):
    disk.write_bytes(bytes(1 << 20))


def a_feature(disk):
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-O", "extent", disk], check=True,
                   env=ENVIRONMENT, capture_output=True)


def no_inodes_in_a_group(disk):
    with open(disk, "r+b") as file:
        file.seek(1024 + 40)
        file.write(bytes(4))


def no_root(disk):
    debugfs(disk, "set_inode_field / mode 0100644")


def no_init(disk):
    debugfs(disk, "rm /bin/init")


def an_init_that_is_no_program(disk):
    debugfs(disk, "rm /bin/init", "write /dev/null /bin/init")


@pytest.mark.parametrize("spoil, words", [
    (no_ext2, ["robin: cannot boot: root=hda: the disk has no ext2 to be mounted"]),
    (a_feature, ["robin: disk: ext2 with the feature extent",
                 "robin: cannot boot: root=hda: the disk has no ext2 to be mounted"]),
    (no_inodes_in_a_group, ["robin: disk: not mounted: error 117",
                            "robin: cannot boot: root=hda: the disk has no ext2 to be mounted"]),
    (no_root, ["robin: disk: not mounted: error 117"]),
    (no_init, ["robin: cannot boot: cannot start /bin/init: error 2"]),
    (an_init_that_is_no_program, ["robin: cannot boot: cannot start /bin/init: error 13"]),
])
def test_a_disk_that_cannot_be_the_root_is_said(boot, image, tmp_path, spoil, words):
    disk = shutil.copy(image, tmp_path / "disk")
    spoil(disk)
    result = boot(root="hda", disk=disk)
    assert result.status == 240
    assert set(words) <= set(result.lines)


def without_sector(image, sector, folder):
    """IMAGE as a drive, of which SECTOR cannot be read. As for --disk, a guest that waits for it waits as long as its
    clock says."""
    rules = folder / "rules"
    rules.write_text(f'[inject-error]\nevent = "read_aio"\nerrno = "5"\nsector = "{sector}"\n',
                     encoding="ascii")
    return f"-icount sleep=on -drive file=blkdebug:{rules}:{image},format=raw,if=ide,snapshot=on"


def test_an_init_that_cannot_be_read_is_said(boot, image, tmp_path):
    sector = min(sectors_of(image, "/bin/init"))
    result = boot(append="root=hda", qemu=without_sector(image, sector, tmp_path))
    assert result.status == 240
    assert f"robin: disk: sectors {sector} to " in result.console
    assert "robin: cannot boot: cannot start /bin/init: error 5" in result.lines


def test_a_shell_that_cannot_be_read_does_not_fill_the_console(boot, image, tmp_path):
    sector = sorted(sectors_of(image, "/bin/sh"))[8]
    result = boot(append="root=hda ticks=500", hz=1000, qemu=without_sector(image, sector, tmp_path))
    assert result.status == 242
    assert any("its file could not be read" in line for line in result.lines)
    assert 1 <= sum("another shell" in line for line in result.lines) <= 500 / 50


def test_a_root_needs_a_disk_and_does_without_the_archive(boot, image):
    assert boot(root="hda").errors == "tools/boot: --root: there is no --disk\n"
    assert "robin: cannot boot: root=hda: there is no disk" in boot(append="root=hda").lines
    refused = boot(root="hda", disk=image, files=image.parent)
    assert (refused.status, refused.errors) == (
        243, "tools/boot: --programs and --files: they are in the archive, which --root does without\n")
    assert "/dev/hda on / type ext2 (ro)" in boot(append="root=hda", disk=image, run="mount").lines
