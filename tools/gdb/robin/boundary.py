"""The step of a backtrace from the kernel down into the program that it was entered from.

GDB takes a stack that goes on at lower addresses for a broken one, but where the frame between is
a signal's. So a frame of that type is put there. It is that of no code: an ELF file with one
routine, at addresses where nothing is, and with its call frame information alone says where the
CPU has put EIP and so on; GDB reads that as any other, and believes it. [DWARF 5 6.4]
"""

import struct
import tempfile

import gdb
from gdb.FrameDecorator import FrameDecorator

CODE, CODE_BYTES = 0xFFFFFFE0, 16
PLACE = CODE + 8  # the EIP of such a frame; its ESP is where the CPU has put EIP
EFLAGS, CS = 9, 41  # numbers of registers [i386 psABI 2.4.2]

# How each such frame reads, by its ESP.
titles = {}


def call_frames():
    """A .debug_frame: the CFA is ESP, from there on lie EIP, CS, EFLAGS; and ESP, if CS is not the
    kernel's."""
    esp = bytes([
        0x12, 0x23, 4, 0x06,  # dup, plus_uconst 4, deref: CS
        0x08, 3, 0x1A,        # const1u 3, and: its ring
        0x16, 0x23, 12, 0x16, # swap, plus_uconst 12, swap: where ESP lies, or what it is
        0x28, 3, 0,           # bra: of a program,
        0x2F, 1, 0,           # skip
        0x06])                # deref: what lies there
    rules = bytes([
        0x0C, 4, 0,             # def_cfa esp, 0
        0x80 | 8, 0,            # offset eip, 0
        0x11, CS, 0x7F,         # offset_extended_sf cs, -1 (times -4)
        0x11, EFLAGS, 0x7E,     # offset_extended_sf eflags, -2
        0x16, 4, len(esp)]) + esp  # val_expression esp
    # version 1, z: lengths are told, S: a signal's; units of 1 and -4, EIP is register 8
    common = entry(struct.pack("<I", 0xFFFFFFFF) + b"\x01zS\0" + bytes([1, 0x7C, 8, 0]))
    return common + entry(struct.pack("<III", 0, CODE, CODE_BYTES) + b"\0" + rules)


def entry(content):
    content += bytes(-len(content) % 4)  # nops
    return struct.pack("<I", len(content)) + content


def elf():
    """The file: its header, .debug_frame, the names of sections, and their table. [ELF 1]"""
    names = b"\0.text\0.debug_frame\0.shstrtab\0"
    frames = call_frames()
    at = 52 + len(frames)
    sections = [
        [0] * 10,
        [names.index(b".text"), 8, 6, CODE, 52, CODE_BYTES, 0, 0, 1, 0],
        [names.index(b".debug_frame"), 1, 0, 0, 52, len(frames), 0, 0, 1, 0],
        [names.index(b".shstrtab"), 3, 0, 0, at, len(names), 0, 0, 1, 0],
    ]
    header = struct.pack("<16sHHIIIIIHHHHHH", b"\x7fELF\1\1\1", 2, 3, 1, 0, 0, at + len(names), 0,
                         52, 0, 0, 40, len(sections), 3)
    return header + frames + names + b"".join(struct.pack("<10I", *each) for each in sections)


class Titled(FrameDecorator):
    """Such a frame says why the kernel was entered there; an assembler's says its routine, which
    GDB's own decorator looks for behind the call."""

    def function(self):
        frame = self.inferior_frame()
        if frame.type() != gdb.SIGTRAMP_FRAME:
            return super().function() if frame.function() else frame.name()
        return titles.get(int(frame.read_register("esp")) & 0xFFFFFFFF, "<the kernel is entered>")

    def frame_args(self):
        """Those that can be read: GDB would end the backtrace at another."""
        return [each for each in super().frame_args() or [] if self.is_readable(each.symbol())]

    def is_readable(self, symbol):
        try:
            self.inferior_frame().read_var(symbol).fetch_lazy()
        except gdb.MemoryError:
            return False
        return True

    def address(self):
        return None if self.inferior_frame().type() == gdb.SIGTRAMP_FRAME else super().address()


class Titles:
    """A filter of GDB's `backtrace`. The first routine of a program has no caller."""

    def __init__(self):
        self.name, self.priority, self.enabled = "robin-boundary", 100, True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        return (Titled(frame) for frame in frames if frame.inferior_frame().pc())


def register():
    # It is there as long as GDB, which reads it when it wants.
    file = register.file = tempfile.NamedTemporaryFile(prefix="robin-", suffix=".elf")
    file.write(elf())
    file.flush()
    gdb.execute(f"add-symbol-file {file.name}", to_string=True)
    Titles()
