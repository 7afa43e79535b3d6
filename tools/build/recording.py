"""Recorded runs, for tools/boot --record and --replay: a folder with all that QEMU needs to do the
same once more, to the instruction, keys that were typed included.

QEMU notes all that comes from outside of the machine (rr.bin), and keeps the machine's state
before the first instruction (start.qcow2): from there it goes forward again to wherever GDB wants
to go back to.
"""

import json
import os
import shutil
import subprocess

# What QEMU reads and writes, by the names that it knows in the folder where it runs.
KERNEL, ARCHIVE, INPUTS, START, TRACE = "robin.elf", "initrd.tar", "rr.bin", "start.qcow2", "trace"
CONSOLE, SETTINGS = "console.log", "settings.json"


class Refused(OSError):
    """There is no such recording, or none can be made."""


def arguments(mode):
    """QEMU's for MODE, record or replay."""
    return ["-icount", f"shift=0,rr={mode},rrfile={INPUTS},rrsnapshot=start",
            "-rtc", "base=2024-01-01,clock=vm",
            "-drive", f"file={START},if=none,id=start,format=qcow2",
            # With it QEMU 7.2 waits for itself when it goes back.
            "-global", "apic-common.vapic=off"]


def begin(target, folder, command, settings):
    """Makes the folder TARGET ready for what QEMU writes, and FOLDER, where it will run by COMMAND
    and its images are, to record there. SETTINGS are noted, too."""
    if not shutil.which("qemu-img"):
        raise Refused("no qemu-img (tools/build/setup record installs it)")
    os.makedirs(target, exist_ok=True)
    for name in KERNEL, ARCHIVE, INPUTS, START, TRACE, CONSOLE, SETTINGS:
        if os.path.lexists(f"{target}/{name}"):
            os.unlink(f"{target}/{name}")
    for name in KERNEL, ARCHIVE:
        shutil.copyfile(f"{folder}/{name}", f"{target}/{name}")
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", f"{target}/{START}", "64M"],
                   check=True)
    for name in INPUTS, START, TRACE:
        os.symlink(os.path.abspath(f"{target}/{name}"), f"{folder}/{name}")
    note(target, command=command, **settings)


def note(target, **news):
    """Adds NEWS to what is known of the recording; without a status it has not ended in order."""
    path = f"{target}/{SETTINGS}"
    known = read(target) if os.path.exists(path) else {}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({**known, **news}, file, indent=1)


def read(target):
    """What was noted: SETTINGS and `command`."""
    try:
        with open(f"{target}/{SETTINGS}", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise Refused(f"{target}: no recorded run (make record makes one)") from error


def replay(target, folder):
    """QEMU's command that does it once more in FOLDER. What comes out is as before, and is not
    kept a second time."""
    command = read(target)["command"]
    for name in KERNEL, ARCHIVE, INPUTS, START:
        if not os.path.exists(f"{target}/{name}"):
            raise Refused(f"{target}: {name} is gone; make record makes all of it anew")
        os.symlink(os.path.abspath(f"{target}/{name}"), f"{folder}/{name}")
    return [word.replace("rr=record", "rr=replay") for word in command]
