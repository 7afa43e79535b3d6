"""What the guest does just now, by QEMU's monitor."""

import os
import re
import socket

import lines

ANSWER_SECONDS, CHUNK_BYTES = 5, 65536
EFLAGS_INTERRUPT = 0x200


class Monitor:
    """The one at the socket `monitor` in FOLDER. All its methods raise OSError if QEMU does not
    answer."""

    def __init__(self, folder):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(ANSWER_SECONDS)
        place = os.open(folder, os.O_PATH)  # as the path of a socket must be short
        self.socket.connect(f"/proc/self/fd/{place}/monitor")
        self.read()

    def read(self):
        answer = b""
        while not answer.endswith(b"(qemu) "):
            part = self.socket.recv(CHUNK_BYTES)
            if not part:
                raise OSError("QEMU's monitor has gone")
            answer += part
        return answer.decode("utf-8", "replace")

    def ask(self, command):
        self.socket.sendall(command.encode() + b"\n")
        return self.read()

    def cpu(self):
        return Cpu(self.ask("info registers"), self.ask("info pic"))


class Cpu:
    """The CPU, as REGISTERS and the interrupt controllers' state, PIC, tell of it."""

    def __init__(self, registers, pic):
        found = re.search(r"EIP=(\w+) EFL=(\w+).* CPL=(\d).* HLT=(\d)", registers)
        if not found:
            raise OSError("QEMU's monitor told no registers")
        self.eip, eflags, ring, halts = found.groups()
        self.is_program, self.halts = ring == "3", halts == "1"
        self.is_kernel = ring == "0" and self.eip >= lines.KERNEL
        self.has_interrupts_on = bool(int(eflags, 16) & EFLAGS_INTERRUPT)
        timer = re.search(r"pic0: irr=\w(\w)", pic)
        self.tick_waits = bool(timer and int(timer[1], 16) & 1)

    @property
    def is_deaf(self):
        """Whether the kernel does not let a tick in that has come: for a moment, or it hangs."""
        return self.is_kernel and not self.has_interrupts_on and self.tick_waits

    def describe(self, kernel):
        what = ("the CPU waits for an interrupt" if self.halts else
                "the kernel runs" if self.is_kernel else
                "a program runs" if self.is_program else "what boots the kernel runs")
        place = lines.places(kernel, [self.eip])[0] if self.is_kernel else []
        where = [f" ({lines.shown(file)}:{line}  {function})" for function, file, line in place[:1]]
        switch = "on" if self.has_interrupts_on else "off"
        return f"{what}, with interrupts {switch}, at {self.eip}{''.join(where)}"
