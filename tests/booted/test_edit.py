"""user/edit, as somebody at the terminal sees it."""

import os
import subprocess

from conftest import PROMPT

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
HOME, END, DELETE, PAGE_UP, PAGE_DOWN = "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[5~", "\x1b[6~"
SAVE, QUIT, FIND = "\x13", "\x11", "\x06"


def shows(child, command, expected):
    child.send(command + "\r")
    child.expect_exact(f"{command}\r\n{expected}{PROMPT}")


def edit(child, name, keys):
    child.send(f"edit {name}\r")
    child.expect_exact("^S save")
    child.send(keys)


def test_a_file_is_made_changed_and_searched(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    edit(child, "/tmp/a", "one\rtwo\rthree" + SAVE)
    child.expect_exact("saved")
    child.send(QUIT)
    child.expect_exact(PROMPT)
    shows(child, "cat /tmp/a; echo", "one\r\ntwo\r\nthree\r\n")
    keys = HOME + DELETE + UP + END + "\x7fü" + LEFT + "x" + PAGE_UP + RIGHT * 4 + "\x7f" + HOME + "\x7f"
    edit(child, "/tmp/a", keys + PAGE_DOWN + END + "!\t." + SAVE)
    child.expect_exact("saved")
    child.send(QUIT)
    child.expect_exact(PROMPT)
    shows(child, "cat /tmp/a; echo", "nxüto\r\nthree!\t.\r\n")
    edit(child, "/tmp/a", FIND + "ree\r" + "_" + FIND + "none\r")
    child.expect_exact("not found")
    child.send(QUIT)
    child.expect_exact("quit all the same?")
    child.send("n\r" + SAVE)
    child.expect_exact("saved")
    child.send("lost" + QUIT)
    child.expect_exact("quit all the same?")
    child.send("y\r")
    child.expect_exact(PROMPT)
    shows(child, "cat /tmp/a; echo", "nxüto\r\nth_ree!\t.\r\n")


def test_long_lines_scroll_and_errors_are_told(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    edit(child, "/tmp/a", "begin" + "x" * 100 + "end")
    child.expect_exact("end\x1b")
    child.send(HOME)
    child.expect_exact("\x1b[1;1H\x1b[Kbeginx")
    child.send(SAVE + QUIT)
    child.expect_exact(PROMPT)
    edit(child, "/bin/none/a", "x" + SAVE)
    child.expect_exact("not saved: No such file or directory")
    child.send(QUIT + "y\r")
    child.expect_exact(PROMPT)
    shows(child, "edit /bin", "edit: /bin: Is a directory\r\n")
    shows(child, "edit /dev/zero", "edit: /dev/zero: Invalid argument\r\n")


def test_a_file_keeps_its_mode_and_its_names(terminal):
    child = terminal()
    child.expect_exact(PROMPT)
    shows(child, "echo old > /tmp/a; chmod 640 /tmp/a", "")
    shows(child, "echo old > /tmp/b; ln /tmp/b /tmp/c", "")
    for name in "/tmp/a", "/tmp/b":
        edit(child, name, "new " + SAVE)
        child.expect_exact("saved")
        child.send(QUIT)
        child.expect_exact(PROMPT)
    shows(child, "cat /tmp/a /tmp/b /tmp/c; ls /tmp", "new old\r\n" * 3 + "a\r\nb\r\nc\r\n")
    child.send("ls -l /tmp\r")
    child.expect(r"-rw-r----- .* a\r\n")


def test_a_full_disk_does_not_take_the_old_text(terminal, tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "text").write_text("old\n", encoding="ascii")
    disk = tmp_path / "disk"
    disk.write_bytes(bytes(256 << 10))
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-O", "none,filetype", "-d", tmp_path / "files", disk],
                   check=True, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
    child = terminal(disk=disk, writable=True)
    child.expect_exact(PROMPT)
    shows(child, "cat /bin/* > /disk/filler", "cat: output: No space left on device\r\n")
    edit(child, "/disk/text", "new " + SAVE)
    child.expect_exact("not saved: No space left on device")
    child.send(QUIT + "y\r")
    child.expect_exact(PROMPT)
    shows(child, "cat /disk/text; ls /disk", "old\r\nfiller\r\nlost+found/\r\ntext\r\n")
