"""What the commands read of the kernel: variables, lists, processes, and who runs."""

import os
import struct
import sys

import gdb

ROOT = os.path.realpath(f"{__file__}/../../../..")
sys.path.append(f"{ROOT}/tools/trace")
import trace_file  # noqa: E402  (its folder has to be on the path first)

KERNEL_BASE = 0xC0000000
PAGE_BYTES = 4096
LIST_MAX = 100_000  # a list that is longer has lost its way


def command(words, category=gdb.COMMAND_STATUS, complete=None):
    """Makes a function GDB's command WORDS, with its first text as help. It gets the arguments,
    and says by gdb.GdbError what is wrong. COMPLETE(words before, word) lists what may stand
    there."""
    def make(function):
        class Command(gdb.Command):
            __doc__ = function.__doc__

            def __init__(self):
                super().__init__(words, category)

            def invoke(self, argument, _from_tty):
                try:
                    function(*gdb.string_to_argv(argument))
                except gdb.MemoryError as error:
                    raise gdb.GdbError(f"The kernel's memory cannot be read here: {error}")
                except gdb.error as error:
                    raise gdb.GdbError(str(error))
                except TypeError as error:
                    if error.__traceback__.tb_next:  # it is not the number of arguments
                        raise
                    raise gdb.GdbError(function.__doc__.splitlines()[0])

            def complete(self, text, word):
                word = word or ""  # None, while GDB asks where words begin
                before = text[:len(text) - len(word)].split()
                found = complete(before, word) if complete else []
                if not isinstance(found, list):
                    return found
                return [each for each in found if each.startswith(word)]

        return Command
    return make


# --- Variables and types. A program may have some of the same name: the kernel's file counts.

def variable(name, file=None):
    """The kernel's variable NAME; if it is static, of FILE."""
    if file:
        return gdb.parse_and_eval(f"'{file}'::{name}")
    symbol = gdb.objfiles()[0].lookup_global_symbol(name)
    if not symbol:
        raise gdb.GdbError(f"This kernel has no variable {name}: was it built with -g?")
    return symbol.value()


def kind(name):
    """The kernel's type NAME."""
    return gdb.lookup_type(name, kernel_block())


def kernel_block():
    symbol = gdb.objfiles()[0].lookup_global_symbol("kernel_main")
    return gdb.block_for_pc(int(symbol.value().address))


def offset(name, member):
    """Where MEMBER stands in the struct NAME; it may be in a part without a name."""
    return offset_in(kind(name), member)


def offset_in(struct, member):
    for field in struct.fields():
        place = field.bitpos // 8
        if field.name == member:
            return place
        if not field.name:
            within = offset_in(field.type.strip_typedefs(), member)
            if within is not None:
                return place + within
    return None


def words_at(physical):
    """The page of words at the address PHYSICAL, which the kernel sees from KERNEL_BASE on."""
    memory = gdb.selected_inferior().read_memory(physical + KERNEL_BASE, PAGE_BYTES)
    return struct.unpack("<1024I", bytes(memory))


def container(address, name, member):
    """The struct NAME whose MEMBER lies at ADDRESS."""
    place = gdb.Value(int(address) - offset(name, member))
    return place.cast(kind(name).pointer()).dereference()


def list_nodes(head):
    """The addresses of the nodes of the `struct list` HEAD, in order."""
    first, previous = int(head.address), int(head.address)
    node = head["next"]
    for _ in range(LIST_MAX):
        if int(node) == first:
            return
        if not int(node) or int(node["prev"]) != previous:
            raise gdb.GdbError(f"A list is broken, at {int(node):#x}: stop when the kernel is "
                               "not just changing it.")
        yield int(node)
        previous, node = int(node), node["next"]
    raise gdb.GdbError("A list does not end.")


# --- Processes

class Process:
    """One entry of the process table. What it holds is `value`, a struct process."""

    def __init__(self, value):
        self.value = value
        self.thread = value["thread"]
        self.pid = int(self.thread["id"])
        self.name = value["name"].string(errors="replace")

    def __str__(self):
        return f"{self.name} {self.pid}"

    @property
    def runs(self):
        """Whether the kernel says so."""
        return int(variable("boot_cpu")["running"]) == int(self.thread.address)

    @property
    def state(self):
        """As `ps` says it."""
        return "running" if self.runs else word(trace_file.STATES, self.thread["state"])

    @property
    def stack(self):
        """Its struct arch_stack, or None if it has ended."""
        return self.thread["stack"].dereference() if int(self.thread["stack"]) else None

    @property
    def frame(self):
        """The registers with which its program entered the kernel: a struct frame."""
        top = int(self.thread["stack"])
        return gdb.Value(top).cast(kind("struct frame").pointer())[-1]


def word(names, value):
    return names.get(int(value), str(int(value)))


def processes():
    """All, in the order of their pids."""
    head = variable("all_processes")
    if not int(head["next"]):
        return []  # before process_init
    return [Process(container(node, "struct process", "in_table"))
            for node in list_nodes(head)]


def expect_processes():
    if not gdb.selected_inferior().pid:
        raise gdb.GdbError("Robin does not run: leave GDB and begin anew.")
    found = processes()
    if not found:
        raise gdb.GdbError("There is no process yet: the kernel is still booting.")
    return found


def find(pid):
    """The process that the text PID names."""
    found = expect_processes()
    for process in found:
        if str(process.pid) == pid:
            return process
    there = " ".join(str(process.pid) for process in found)
    raise gdb.GdbError(f"There is no process {pid}. There are: {there}")


def complete_pids(before, _word):
    return [] if before else [str(process.pid) for process in processes()]


def of_thread(address):
    """The process of the struct thread at ADDRESS; None: it is the idle loop, or nothing yet."""
    cpu = variable("boot_cpu")
    if int(address) in (0, int(cpu["idle"].address)):
        return None
    return Process(container(address, "struct process", "thread"))


def on_this_stack():
    """The process on whose kernel stack the CPU is, or whose program it executes. In the middle
    of a switch that is not the one that the kernel calls running."""
    running = of_thread(variable("boot_cpu")["running"])
    if int(gdb.parse_and_eval("(unsigned)$pc")) < KERNEL_BASE:
        return running
    pointer = int(gdb.parse_and_eval("(unsigned)$esp"))
    top = (pointer | (PAGE_BYTES - 1)) + 1 - kind("struct arch_stack").sizeof
    for process in [running] if running else []:
        if int(process.thread["stack"]) == top:
            return process
    for process in processes():
        if int(process.thread["stack"]) == top:
            return process
    return None
