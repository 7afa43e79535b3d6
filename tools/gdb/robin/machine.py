"""robin machine: what the timer, the stack and the page directory hold where the CPU stands."""

import re

import gdb

from robin.kernel import KERNEL_BASE, PAGE_BYTES, command, on_this_stack, processes, variable, \
    words_at

PAGING, INTERRUPTS = 1 << 31, 1 << 9  # of CR0 and EFLAGS
CLOCK_FILE = "kernel/clock/clock.c"
PRESENT, LARGE = 1, 0x80  # of a word of a page directory
RING_OF_PROGRAMS = 3


def register():
    command("robin machine")(machine)()


def value(expression):
    return int(gdb.parse_and_eval(f"(unsigned)({expression})"))


def timer():
    pic = re.search(r"^pic0: irr=(\w+) imr=(\w+) isr=(\w+)",
                    gdb.execute("monitor info pic", to_string=True), re.MULTILINE)
    asked, masked, served = (int(word, 16) & 1 for word in pic.groups())
    if not value("$cr0") & PAGING or not int(variable("timer_ticks")):
        said = "has not been started"
    else:
        said = f"each {int(variable('nanoseconds_per_tick', CLOCK_FILE)) // 1000} us, " \
               f"ticks so far: {int(variable('clock_ticks'))}"
        said += ", the next is due" if asked and not masked else ""
        said += ", one is being served" if served else ""
    return f"{said}; interrupts are {'on' if value('$eflags') & INTERRUPTS else 'off'}"


def stack():
    esp, first = value("$esp"), int(variable("first_stack").address)
    if value("$cs") & 3 == RING_OF_PROGRAMS:
        return f"the program's own, of {on_this_stack()}; its kernel stack is empty"
    # Before the jump to 3 GiB it is known by its place in memory.
    if 0 <= (esp | KERNEL_BASE) - first <= 2 * PAGE_BYTES:
        return used("first_stack", first + 2 * PAGE_BYTES - (esp | KERNEL_BASE))
    process = on_this_stack() if value("$cr0") & PAGING else None
    if not process:
        return "none of the kernel's"
    return used(f"the kernel stack of {process}", int(process.thread["stack"]) - esp)


def used(name, count):
    return f"{name}, {count} bytes of it in use"


def whose(directory):
    if directory == int(variable("kernel_directory").address) - KERNEL_BASE:
        return "kernel_directory"
    for process in processes():
        if process.stack and int(process.stack["directory"]) == directory:
            return f"that of {process}"
    return "of nobody in the table"


def page_directory():
    if not value("$cr0") & PAGING:
        return "none: an address is a place in memory"
    directory = value("$cr3") & ~(PAGE_BYTES - 1)
    words = words_at(directory)
    below = [word for word in words[:KERNEL_BASE >> 22] if word & PRESENT]
    large = sum(1 for word in below if word & LARGE)
    parts = [f"{large} pages of 4 MiB"] if large else []
    if len(below) > large:
        count = len(below) - large
        parts.append(f"{count} page table{'s' if count > 1 else ''}")
    return f"{whose(directory)}; below 3 GiB {' and '.join(parts) or 'nothing'}, above the kernel"


def machine():
    """robin machine: the timer, the stack and the page directory, where the CPU stands.

Whether ticks come and interrupts are on; whose stack ESP is in, and how much of it is used; which
page directory CR3 has, and what it maps below the kernel."""
    print(f"timer      {timer()}\nstack      {stack()}\ndirectory  {page_directory()}")
