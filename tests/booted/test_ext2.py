"""ext2 on the disk, mounted at /disk."""

import os
import subprocess

import pytest
from conftest import ROOT

ENVIRONMENT = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin",
               "E2FSPROGS_FAKE_TIME": "1704067200"}
PROGRAMS = "hello", "cat", "ls", "wc"
NUMBERS = "".join(f"{i}\n" for i in range(20000))  # by indirect blocks of 1 KiB


def make_ext2(folder, path, block_bytes, options="none,filetype"):
    path.write_bytes(bytes(2 << 20))
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-b", str(block_bytes), "-O", options,
                    "-E", "root_owner=0:0", "-d", folder, path], check=True, env=ENVIRONMENT,
                   capture_output=True)
    return path


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ext2")
    (folder / "many").mkdir()
    for i in range(150):
        (folder / "many" / f"{i:0{1 + i % 40}}").write_text(f"file {i}\n", encoding="ascii")
    (folder / "numbers").write_text(NUMBERS, encoding="ascii")
    with open(folder / "holes", "wb") as file:
        file.seek(500000)
        file.write(b"at the end\n")
    (folder / "link").symlink_to("numbers")
    for name in PROGRAMS:
        (folder / name).write_bytes((ROOT / "build" / "initrd.root" / "bin" / name).read_bytes())
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture(scope="session", params=[1024, 4096])
def image(request, source, tmp_path_factory):
    return make_ext2(source, tmp_path_factory.mktemp("image") / "disk", request.param)


def test_files_and_names_are_those_of_the_image(boot, source, image):
    lines = boot(run="cat /disk/numbers; echo --; ls /disk/many; echo --;"
                 "wc /disk/holes; grep end /disk/holes | wc; ls /disk", disk=image).lines
    text = "\n".join(lines)
    assert NUMBERS in text
    names = text.split("--\n")[1].split()
    assert sorted(names) == sorted(os.listdir(source / "many"))
    assert "1 3 500011 /disk/holes" in lines
    names = {line.removesuffix("/") for line in lines}
    assert set(os.listdir(source)) | {"lost+found"} <= names


def test_programs_run_from_the_disk(boot, image):
    result = boot(run="/disk/hello; /disk/cat /disk/many/0 | /disk/wc; /disk/ls /disk/many | wc;"
                  "/disk/numbers", disk=image)
    assert any(line.startswith("Hello, I am process") for line in result.lines)
    assert "1 2 7" in result.lines
    assert result.status != 0


def test_nothing_is_written(boot, image):
    before = image.read_bytes()
    result = boot(run="echo x > /disk/new; echo x > /disk/numbers; rm /disk/numbers; cat /disk/link",
                  disk=image, writable=True)
    assert "sh: /disk/new: Read-only file system" in result.lines
    assert "sh: /disk/numbers: Read-only file system" in result.lines
    assert image.read_bytes() == before


@pytest.mark.parametrize("options, words", [
    ("extent", "robin: disk: ext2 with the feature extent"),
    ("none,filetype,flex_bg", "robin: disk: ext2 with the feature flex_bg"),
])
def test_a_feature_that_is_not_known_is_named(boot, source, tmp_path, options, words):
    disk = make_ext2(source, tmp_path / "disk", 1024, options)
    result = boot(run="ls /disk", disk=disk)
    assert words in result.lines
    assert "ls: /disk: No such file or directory" in result.lines


def test_damage_is_an_error(boot, source, tmp_path):
    disk = make_ext2(source, tmp_path / "disk", 1024)
    with open(disk, "r+b") as file:
        file.seek(1024 + 56)
        file.write(b"\0\0")
    lines = boot(run="ls /disk", disk=disk).lines
    assert "ls: /disk: No such file or directory" in lines
    assert not any("mounted" in line for line in lines)
    disk = make_ext2(source, tmp_path / "disk", 1024)
    subprocess.run(["debugfs", "-w", "-R", "set_inode_field numbers block[1] 3", disk],
                   check=True, env=ENVIRONMENT, capture_output=True)
    result = boot(run="cat /disk/numbers; cat /disk/many/0", disk=disk)
    assert "cat: /disk/numbers: Structure needs cleaning" in result.lines
    assert "file 0" in result.lines
