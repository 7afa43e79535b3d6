"""How GDB gets from a frame of assembly code to its caller: out of the kernel into the program
that was interrupted, through the context switch, through a system call.

NASM notes no call frames, and what entry.asm pushes no compiler knows. So the code itself is
read: from a routine's first instruction on, each `push` and `pop` says how deep the stack is
then, and where which register lies.

             +------------------+
             | esp, ss          |   only of a program
             | eflags, cs       |
     top --> | eip              |   of who was interrupted; or a return address
             | what was pushed  |   top - 4, top - 8, ...
     esp --> +------------------+   `depth` bytes below top
"""

import re
import struct

import gdb
from gdb.unwinder import Unwinder, register_unwinder

from robin import boundary
from robin.kernel import kind

REGISTERS_PUSHA = ["eax", "ecx", "edx", "ebx", None, "ebp", "esi", "edi"]
KEPT, LOST = ["ebx", "ebp", "esi", "edi"], ["eax", "ecx", "edx"]  # by whoever is called
SEGMENTS = ["ds", "es", "fs", "gs"]
CALL_VECTOR, IRQ_VECTOR = 0x80, 32
VECTOR_DEPTH = 8  # the vector is the second word below top
ROUTINE_INSTRUCTIONS = 100
NO_CALLER = ("_start",)

# What has been pushed before these begin (see entry.asm): nothing, a vector and an error code,
# the whole of struct frame.
WORDS = [None, None]
FRAME = WORDS + REGISTERS_PUSHA + SEGMENTS
ENTRIES = {"call_entry": [], "trap_entry": WORDS, "leave_kernel": FRAME, "thread_entry": FRAME}
STUB = "trap_stub_"


class Depth:
    """How deep the stack is at an instruction, and what lies there: `pushed`, top first."""

    def __init__(self, pushed):
        self.pushed = pushed

    @property
    def bytes(self):
        return 4 * len(self.pushed)

    def saved(self):
        """(register, offset from top)."""
        return [(name, -4 * (i + 1)) for i, name in enumerate(self.pushed) if name]

    def after(self, instruction):
        """What it is behind INSTRUCTION, in GDB's words of either flavour."""
        name, *operands = instruction.replace("%", "").split()
        operand = operands[0] if operands else ""
        if name.startswith("pusha"):
            return Depth(self.pushed + REGISTERS_PUSHA)
        if name.startswith("popa"):
            return Depth(self.pushed[:-8])
        if name.startswith("push"):
            return Depth(self.pushed + [operand if operand.isalpha() else None])
        if name.startswith("pop"):
            return Depth(self.pushed[:-1])
        moved = re.fullmatch(r"(add|sub)l?\s+(?:esp,\$?0x(\w+)|\$0x(\w+),esp)",
                             instruction.replace("%", ""))
        if not moved:
            return self
        words = int(moved[2] or moved[3], 16) // 4
        return Depth(self.pushed[:-words] if moved[1] == "add" else self.pushed + [None] * words)


def symbol_before(pc):
    """(name, address) of the symbol that PC lies in."""
    text = gdb.Value(pc).cast(gdb.lookup_type("void").pointer()).format_string(symbols=True)
    match = re.search(r"<([^+>]+)(?:\+(\d+))?>", text)
    return (match[1], pc - int(match[2] or 0)) if match else (None, 0)


def routine_of(pc):
    """The same of the routine: NASM's labels within one have a dot."""
    name, start = symbol_before(pc)
    while name and "." in name:
        name, start = symbol_before(start - 1)
    return name, start


def is_assembly(pc):
    place = gdb.find_pc_line(pc)
    return bool(place.symtab) and place.symtab.filename.endswith(".asm")


def begin_of(name, instructions):
    """What has been pushed before the routine NAME begins."""
    has_error_code = name.startswith(STUB) and instructions[1]["asm"].startswith("jmp")
    return [None] if has_error_code else ENTRIES.get(name, [])


def depths_of(name, start, architecture):
    """The Depth at each address of the routine, along all its ways."""
    code = architecture.disassemble(start, count=ROUTINE_INSTRUCTIONS)
    at = {instruction["addr"]: instruction for instruction in code}
    depths, ways = {}, [(start, Depth(begin_of(name, code)))]
    while ways:
        address, depth = ways.pop()
        while address in at and address not in depths:
            depths[address] = depth
            text = at[address]["asm"]
            depth = depth.after(text)
            target = re.match(r"j(\w+)\s+0x(\w+)", text)
            if target:
                ways.append((int(target[2], 16), depth))
            if text.startswith(("jmp", "ret", "iret", "ud2", "hlt")):
                break
            address += at[address]["length"]
    return depths, at


class Routines:
    """The depths of the routines that have been met, by name and beginning."""

    def __init__(self):
        self.known = {}

    def depth(self, name, start, pc, architecture):
        """The Depth at PC, which may lie within an instruction; None: it is not known."""
        if (name, start) not in self.known:
            self.known[name, start] = depths_of(name, start, architecture)
        depths, at = self.known[name, start]
        place = max((address for address in at if address <= pc), default=None)
        if place in depths:
            return depths[place]
        # No way leads here but that of a fault (copy.asm): the depth is that of where it goes.
        while place in at and place not in depths:
            target = re.match(r"jmp\s+0x(\w+)", at[place]["asm"])
            place = int(target[1], 16) if target else place + at[place]["length"]
        return depths.get(place)


class FrameId:
    """By this GDB knows a frame again."""

    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


class Assembly(Unwinder):
    """For frames of .asm files."""

    def __init__(self):
        super().__init__("robin-assembly")
        self.routines = Routines()

    def __call__(self, pending):
        try:
            return self.unwind(pending)
        except gdb.MemoryError:
            return None

    def unwind(self, pending):
        number = gdb.lookup_type("unsigned int")
        # In a caller, PC is behind the call: what counts is the call.
        pc = int(pending.read_register("eip").cast(number)) - (pending.level() > 0)
        if pc < 0 or not is_assembly(pc):
            return None
        name, start = routine_of(pc)
        depth = name and self.routines.depth(name, start, pc, pending.architecture())
        if not depth:
            return None
        esp = int(pending.read_register("esp").cast(number))
        is_entry = name in ENTRIES or name.startswith(STUB)
        top = esp + depth.bytes
        caller = {register: word(top + offset) for register, offset in depth.saved()}
        if is_entry:
            caller |= {"eip": boundary.PLACE, "esp": top}
            boundary.titles[top] = title(top, name, depth)
        else:
            caller |= {"eip": return_address(name, word(top)), "esp": top + 4}
        for register in KEPT + (LOST if is_entry else []):
            if register not in caller:  # it is as it was
                caller[register] = int(pending.read_register(register).cast(number))
        # The routines of entry.asm, which jump from one to another, share a frame.
        code = gdb.Value(1 if is_entry else start)
        found = pending.create_unwind_info(FrameId(gdb.Value(top), code))
        for register, value in caller.items():
            found.add_saved_register(register, gdb.Value(value).cast(number))
        return found


def word(address):
    return struct.unpack("<I", bytes(gdb.selected_inferior().read_memory(address, 4)))[0]


def title(top, name, depth):
    """Why the kernel was entered, in words."""
    if name == "thread_entry" and not word(top - VECTOR_DEPTH):
        return "<begins>"
    vector = int(name[len(STUB):]) if name.startswith(STUB) else \
        word(top - VECTOR_DEPTH) if depth.bytes >= VECTOR_DEPTH else CALL_VECTOR
    if vector == CALL_VECTOR:
        return f"<system call {word(top - 4)}>" if depth.bytes else "<system call>"
    names = {field.enumval: field.name for field in kind("enum vector").fields()}
    words = names.get(vector, str(vector)).replace("VECTOR_", "").replace("_", " ").lower()
    return f"<{'interrupt' if vector >= IRQ_VECTOR else 'exception'}: {words}>"


def return_address(name, address):
    """A new thread has called nothing yet: the switch to it "returns" to a routine's begin."""
    if name in NO_CALLER:
        return 0
    return address + (symbol_before(address) == ("thread_entry", address))


def register():
    register_unwinder(None, Assembly(), replace=True)
