"""The sessions that the pages of docs/ show: a block of code whose first line is a command of the
host's, then what it prints; after `$ make debug ...` also GDB's prompts, in further blocks, too."""

import functools
import re
import shlex
import subprocess

from conftest import ENVIRONMENT, HOST_SECONDS, KERNEL, ROOT, trace_file

# What any change of a source moves, or another compiler makes otherwise.
VARIES = re.compile(r"(?<= at )0x\w+: file .*|0x\w+|\b[0-9a-f]{8}\b|\b\d{6,}\b|\b\d+ bytes"
                    r"|\btick=\d+")
# At which breakpoint GDB has stopped; the function may be one that was put into that one.
STOPPED = re.compile(r"^((?:Temporary b|B)reakpoint \d+, )(?:0x\w+ in )?\w+ \(.*")
# In a row of `ps`, how much each has used.
PROCESS = re.compile(r"^( +\d+ +\d+ +\d+ \w+ +(?:-|yes)) .* (\w+)$")
# Lines that another compiler, or GDB, may do without: frames, the place where it has stopped and
# the line that is next, pages that lie side by side or not; and
# what the guest says, which has a console of its own here.
LEFT_OUT = re.compile(r"^#\d+ |^(?:0x\w+ in )?\w+ \(.*\) at \S+:\d+$|^\d+\t|^  0x|^[Rr]obin: |^Hello, "
                      r"|^qemu-system-i386: warning|^\[Inferior 1 .*killed\]")


class Session:
    """A command of the host's, and what was typed to GDB under it."""

    def __init__(self, command):
        self.command, self.output, self.steps = command, "", []

    @property
    def settings(self):
        """What make gives its tools by the environment."""
        words = shlex.split(self.command)
        return {f"ROBIN_{name}": value for name, value in
                (word.split("=", 1) for word in words[2:])}

    @property
    def verb(self):
        """That of make; "": it is another command."""
        words = self.command.split()
        return words[1] if words[0] == "make" else ""

    def run(self, folder):
        """What came out: [(command, what is shown, what came)]."""
        recorded = folder / "record"
        if self.verb == "record":
            done = subprocess.run([ROOT / "tools" / "boot", "--record", recorded], check=False,
                                  env={**ENVIRONMENT, **self.settings}, capture_output=True,
                                  stdin=subprocess.DEVNULL, encoding="utf-8", timeout=HOST_SECONDS)
            return [(self.command, self.output, done.stdout)]
        if not self.steps:
            done = subprocess.run(self.command, shell=True, cwd=ROOT, env=ENVIRONMENT,
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  encoding="utf-8", timeout=HOST_SECONDS)
            return [(self.command, self.output, done.stdout)]
        script = folder / "script"
        script.write_text(gdb_script([command for command, _ in self.steps]), encoding="utf-8")
        source = at_fourth_switch(recorded) if self.verb == "replay" else \
            {"ROBIN_QEMU": "-icount shift=0 -rtc base=2024-01-01,clock=vm"}
        environment = {**ENVIRONMENT, **self.settings, **source, "ROBIN_CONSOLE_TO": "/dev/null"}
        done = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script], cwd=ROOT,
                              stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                              env=environment, timeout=HOST_SECONDS, check=False)
        print(done.stdout, done.stderr)
        said = re.split(r"^== step \d+\n", done.stdout, flags=re.MULTILINE)[1:]
        said += [""] * (len(self.steps) - len(said))
        return [(*step, text) for step, text in zip(self.steps, said)]


def at_fourth_switch(recorded):
    """When that comes is another time in each recording: the firmware waits in real time. A reader
    takes it from the timeline."""
    events = trace_file.parse((recorded / "trace").read_bytes())
    switches = [event for event in events if event.kind == "run"]
    return {"ROBIN_REPLAY": str(recorded), "ROBIN_AT": str(switches[3].time_ns)}


def gdb_script(commands):
    """Each command behind a line with its number; what GDB refuses it says, and goes on."""
    lines = ["python", "def say(command):", "    try:", "        gdb.execute(command)",
             "    except gdb.error as error:", "        print(error)", "end"]
    for number, command in enumerate(commands):
        lines += [rf"echo \n== step {number}\n", f"python say({command!r})"]
    return "\n".join([*lines, "kill", ""])


def sessions(page):
    """The sessions of the file PAGE, in order."""
    found = []
    for block in re.findall(r"^```\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for part in re.split(r"^(?=\$ |\(gdb\) )", block, flags=re.MULTILINE):
            first, _, rest = part.partition("\n")
            if first.startswith("$ "):
                found.append(Session(first[2:]))
                found[-1].output = rest
            elif first.startswith("(gdb) "):
                found[-1].steps.append((first[6:], rest))
    return [each for each in found if each.steps or each.output or each.verb == "record"]


def comparable(text):
    """The lines of TEXT that are the same whoever compiles the kernel."""
    lines = [STOPPED.sub(r"\1", PROCESS.sub(r"\1 \2", line.rstrip()))
             for line in text.splitlines() if line and not LEFT_OUT.match(line)]
    return [VARIES.sub("N", line) for line in lines]


def frames(text):
    """The functions of the backtraces in TEXT."""
    return re.findall(r"^#\d+ +(?:0x\w+ in )?([\w<][\w <>:]*?>?)(?: \(.*)?$", text, re.MULTILINE)


@functools.cache
def functions_of_their_own():
    """Those that each compiler keeps; static ones it may put into their callers."""
    names = subprocess.check_output(["nm", KERNEL], encoding="utf-8")
    return {*re.findall(r" T (\w+)$", names, re.MULTILINE)}


def expect_same(command, shown, came):
    """What CAME is what is SHOWN, but for what differs from build to build: frames of other
    functions may stand between."""
    assert comparable(came)[:len(comparable(shown))] == comparable(shown), command
    there = iter(frames(came))
    for name in frames(shown):
        if name.startswith("<") or name in functions_of_their_own():
            assert name in there, (command, name, came)
