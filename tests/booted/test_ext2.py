"""ext2 on the disk, mounted at /disk."""

import os
import shutil
import signal
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
    os.mkfifo(folder / "pipe")
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


def test_what_is_no_file_cannot_be_opened(boot, image):
    result = boot(run="cat /disk/link; cat /disk/pipe; echo x > /disk/pipe; ls -l /disk/pipe", disk=image)
    assert "cat: /disk/link: Too many levels of symbolic links" in result.lines
    assert "cat: /disk/pipe: No such device or address" in result.lines
    assert any(line.startswith("prw") and line.endswith(" /disk/pipe") for line in result.lines)


def test_nothing_is_written_unless_it_may_be(boot, image):
    result = boot(run="echo x > /disk/new; echo x > /disk/numbers; rm /disk/numbers; cat /disk/link",
                  disk=image)
    assert "sh: /disk/new: Read-only file system" in result.lines
    assert "sh: /disk/numbers: Read-only file system" in result.lines


def expect_clean(image):
    check = subprocess.run(["e2fsck", "-fn", image], env=ENVIRONMENT, capture_output=True,
                           encoding="utf-8", check=False)
    assert check.returncode == 0 and "Fix" not in check.stdout, check.stdout
    assert "not cleanly" not in check.stdout


def on_disk(image, command):
    return subprocess.run(["debugfs", "-R", command, image], env=ENVIRONMENT, check=True,
                          capture_output=True, encoding="utf-8").stdout


def test_what_is_written_is_on_the_disk(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    result = boot(run="echo one > /disk/a; echo two >> /disk/a; cat /disk/a; mkdir /disk/d /disk/e;"
                  "seq 9000 > /disk/d/seq; wc /disk/d/seq; mv /disk/d/seq /disk/e/moved;"
                  "mv /disk/e/moved /disk/many/0; rmdir /disk/d; ln /disk/a /disk/e/link;"
                  "rm /disk/a /disk/link; echo > /disk/numbers; chmod 600 /disk/numbers;"
                  "rm /disk/hello; /disk/wc /disk/numbers; rm /disk/wc; cat < /disk/cat > /disk/e/cat;"
                  "rm -r /disk/lost+found; rmdir /disk/e", disk=disk, writable=True)
    assert ["one", "two"] == result.lines[2:4]
    assert "rmdir: /disk/e: Directory not empty" in result.lines
    expect_clean(disk)
    assert on_disk(disk, "cat e/link") == "one\ntwo\n"
    assert on_disk(disk, "cat many/0") == "".join(f"{i}\n" for i in range(1, 9001))
    assert "Mode:  0600" in on_disk(disk, "stat numbers") and "Links: 1" in on_disk(disk, "stat e/link")
    names = {line.split("/")[5] for line in on_disk(disk, "ls -p /").splitlines() if line}
    assert names == {".", "..", "many", "numbers", "holes", "cat", "ls", "e", "pipe"}


def test_who_waits_for_others_at_the_disk_does_not_keep_the_cpu_idle(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    lines = boot(run="cat /disk/numbers /disk/ls > /dev/null & cp /disk/numbers /disk/copy & policy process-run switch=end;"
                 "wait; policy rr; wc -l /disk/copy", disk=disk, writable=True).lines
    assert "20000 /disk/copy" in lines


def test_a_folder_goes_to_a_disk_as_a_whole_or_not_at_all(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    lines = boot(run="mkdir -p /tmp/d/x /disk/d/y; mv /tmp/d /disk; ls /disk/d; rmdir /disk/d/y; mv /tmp/d /disk;"
                 "ls /disk/d; cp -r /dev/ /disk/dev; ls /disk/dev; mv /disk/d /disk/d/d", disk=disk, writable=True).lines
    assert lines[2:5] == ["mv: /disk/d: Directory not empty", "y/", "x/"]
    assert "cp: /dev//zero: is no file that -r can copy" in lines
    assert lines[-3] == "mv: /disk/d: would be in itself"
    expect_clean(disk)


def test_a_full_disk_is_an_error_and_stays_whole(boot, image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    fill = "cat " + "/disk/numbers " * 6
    result = boot(run=f"{fill} > /disk/f1; {fill} > /disk/f2; {fill} > /disk/f3; {fill} > /disk/f4;"
                  f"mkdir /disk/d; rm /disk/f1 /disk/f2; {fill} > /disk/f4; echo again $?; wc -c /disk/f4",
                  disk=disk, writable=True)
    assert "cat: output: No space left on device" in result.lines
    assert "again 0" in result.lines
    assert f"{6 * len(NUMBERS)} /disk/f4" in result.lines
    expect_clean(disk)


@pytest.mark.parametrize("number", [9, 11])
def test_a_lack_of_memory_is_an_error_and_the_disk_stays_whole(boot, image, tmp_path, number):
    disk = shutil.copy(image, tmp_path / "disk")
    result = boot(run="mkdir /disk/d; echo new > /disk/new; cat /disk/new", disk=disk, writable=True,
                  append=f"fail_pid=3 fail_at={number}")
    assert "mkdir: /disk/d: Cannot allocate memory" in result.lines
    assert {"new", "robin: every page came back"} <= set(result.lines)
    expect_clean(disk)


def test_what_was_synced_outlives_the_machine(image, tmp_path):
    disk = shutil.copy(image, tmp_path / "disk")
    arguments = [ROOT / "tools" / "boot", "--disk", disk, "--writable", "--run",
                 "seq 3000 > /disk/seq; mv /disk/many/0 /disk/moved; sync; echo synced; echo x > /disk/x; spin"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8",
                          start_new_session=True) as machine:
        assert any("synced" in line for line in machine.stdout)
        os.killpg(machine.pid, signal.SIGKILL)
    subprocess.run(["e2fsck", "-fy", disk], env=ENVIRONMENT, check=False, capture_output=True)
    expect_clean(disk)
    assert on_disk(disk, "cat seq") == "".join(f"{i}\n" for i in range(1, 3001))
    assert on_disk(disk, "cat moved") == "file 0\n"


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
