"""robin thread: a process that does not run, as if GDB stood where it does."""

import contextlib

import gdb

from robin import programs
from robin.kernel import command, complete_pids, find, on_this_stack, trace_file

# Commands that only look: no other may run while the CPU's registers are lent.
LOOKS = ("backtrace bt where frame f up down info i list l print p output printf x ptype whatis "
         "disassemble").split()


def register():
    command("robin thread", gdb.COMMAND_STACK, complete_pids)(thread)()


def state_in_words(process):
    if process.runs:
        return "about to get the CPU"
    on = trace_file.WAITS[int(process.thread["blocked_on"])]
    return f"{process.state}{f' on {on}' if process.state == 'blocked' else ''}" \
           f"{', and suspended' if process.thread['suspended'] else ''}"


def print_registers(process):
    frame = process.frame
    for names in (("eip", "esp", "ebp", "eflags"), ("eax", "ebx", "ecx", "edx", "esi", "edi")):
        print("  " + " ".join(f"{name}={int(frame[name]):08x}" for name in names))


def saved_registers(process):
    """Those with which arch_switch will go on, before it pops the others from the stack."""
    switch = int(gdb.parse_and_eval("(unsigned)arch_switch"))
    code = gdb.selected_inferior().architecture().disassemble(switch, count=40)
    pop = next(instruction for instruction in code if instruction["asm"].startswith("pop"))
    return {"eip": pop["addr"], "esp": int(process.stack["saved_esp"]),
            "cr3": int(process.stack["directory"])}


@contextlib.contextmanager
def standing_in(process):
    """The CPU's registers, and the memory that it sees, are those of PROCESS meanwhile."""
    level = gdb.selected_frame().level()
    gdb.newest_frame().select()
    new = saved_registers(process)
    old = {name: int(gdb.parse_and_eval(f"(unsigned)${name}")) for name in new}
    program = programs.shown()
    try:
        set_registers(new)
        programs.show(process.name)
        yield
    finally:
        gdb.newest_frame().select()
        set_registers(old)
        programs.show(program)
        gdb.execute(f"frame {level}", to_string=True)


def set_registers(values):
    for name, value in values.items():
        gdb.execute(f"set var ${name} = {value:#x}")


def thread(pid, *words):
    """robin thread PID [COMMAND...]: where a process stands that does not run.

Shows the registers with which its program entered the kernel, and the backtrace from the switch
in which it left the CPU through the kernel into the program. COMMAND is carried out there instead
of `backtrace`, if it is one that only looks: `robin thread 3 frame 5`, `robin thread 3 frame apply
level 5 info locals`. The CPU's registers are lent to it meanwhile."""
    process = find(pid)
    here = on_this_stack()
    if here and here.pid == process.pid:
        raise gdb.GdbError(f"{process} has the CPU: `backtrace` and `info registers` show it.")
    if not process.stack:
        raise gdb.GdbError(f"{process} has ended: it has no stack any more.")
    if words and words[0] not in LOOKS:
        raise gdb.GdbError(f"`robin thread` carries out what looks, and not `{words[0]}`.")
    with standing_in(process):
        if words:
            gdb.execute(" ".join(words))
            return
        print(f"{process} is {state_in_words(process)}. The registers of its program:")
        print_registers(process)
        gdb.execute("backtrace")
