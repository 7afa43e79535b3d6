"""/proc on the booted kernel, in the formats of the host's own."""

import pathlib
import re

COMMANDS = [
    "cat /proc/self/stat", "cat /proc/self/status", "cat /proc/self/maps", "cat /proc/uptime",
    "cat /proc/meminfo", "cat /proc/loadavg", "cat /proc/mounts", "cat /proc/stat",
    "cat /proc/self/cmdline; echo", "echo mlfq > /proc/policy; cat /proc/policy; policy rr",
    "cat /proc/trace | head -n 1", "cd /proc/self/fd; pwd; cat 0", "ls /proc"]


def on_host(path):
    return pathlib.Path("/proc", path).read_text("ascii")


def shape(line):
    """A line with each number as 0, hexadecimal ones too."""
    return re.sub(r"\b[0-9a-f]*[0-9][0-9a-f]*\b", "0", line)


def test_files_of_proc_have_linuxs_formats(outputs):
    told = {command: lines for command, (lines, status) in outputs(COMMANDS).items()}

    def of(path):
        return told[f"cat /proc/{path}"]
    assert len(of("self/stat")[0].split()) == len(on_host("self/stat").split()) == 52
    assert of("self/stat")[0].split()[1:3] == ["(cat)", "R"]
    for path in ["uptime", "loadavg"]:
        assert shape(of(path)[0]) == shape(on_host(path).strip())
    assert len(of("mounts")[0].split()) == len(on_host("mounts").splitlines()[0].split())
    assert len(of("stat")[0].split()) == len(on_host("stat").splitlines()[0].split())
    for path in ["self/status", "meminfo"]:  # Linux has each of these lines, in this order
        keys = [line.split(":")[0] for line in of(path)]
        theirs = [line.split(":")[0] for line in on_host(path).splitlines()]
        assert [key for key in theirs if key in keys] == keys
    one = r"[0-9a-f]{8}-[0-9a-f]{8} [r-][w-][x-][ps] [0-9a-f]{8} \d\d:\d\d \d+ "
    assert all(re.match(one, line) for line in of("self/maps"))
    assert [line[49:] for line in of("self/maps")] == ["[stack]", "/bin/cat", "/bin/cat"]
    assert told[COMMANDS[8]] == ["cat\0/proc/self/cmdline\0"]
    assert told[COMMANDS[9]][0].startswith("mlfq levels=")
    assert re.fullmatch(r"\d+ \d+ \w+( \w+=\S+)*", told[COMMANDS[10]][0])
    assert re.fullmatch(r"/proc/\d+/fd", told[COMMANDS[11]][0])
    assert {"self/", "1/", "2/", "version", "policy"} <= set(told[COMMANDS[12]])
