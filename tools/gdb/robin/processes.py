"""robin ps, robin map: what `ps` and `status` tell, of a kernel that stands still."""

import gdb

from robin.kernel import PAGE_BYTES, command, complete_pids, container, \
    expect_processes, find, list_nodes, words_at

PRESENT, WRITABLE, FRAME_MASK = 1, 2, 0xFFFFF000
MODES = [(1, "r"), (2, "w"), (4, "x")]
USES = [(8, "stack"), (16, "heap"), (64, "shared"), (32, "mapped")]  # by REGION_ in abi/process.h


def register():
    command("robin ps")(ps)()
    command("robin map", complete=complete_pids)(show_map)()


def ps():
    """robin ps: a line for each process, as `ps` prints it.

The process that runs is `running`, also while the kernel works for it."""
    found = expect_processes()
    print(f"{'PID':>5} {'PPID':>5} {'UID':>5} {'STATE':<7} {'SUSP':<4} {'TICKS':>8} "
          f"{'SWITCHES':>8} {'PAGES':>5} COMMAND")
    for process in found:
        thread, parent = process.thread, process.value["parent"]
        print(f"{process.pid:5} {int(parent['thread']['id']) if int(parent) else 0:5} "
              f"{int(process.value['uid']):5} {process.state:<7} "
              f"{'yes' if thread['suspended'] else '-':<4} "
              f"{int(thread['job']['ran_ticks']):8} "
              f"{int(thread['yielded']) + int(thread['preempted']):8} "
              f"{int(process.value['space']['resident_pages']):5} {process.name}")


def mapped(process, start, end):
    """(page, entry of the page table) for each page from START to END that is there."""
    directory = words_at(int(process.stack["directory"]))
    for first in range(start & ~0x3FFFFF, end, 1 << 22):
        if not directory[first >> 22] & PRESENT:
            continue
        table = words_at(directory[first >> 22] & FRAME_MASK)
        for i, entry in enumerate(table):
            page = first + i * PAGE_BYTES
            if entry & FRAME_MASK and start <= page < end:
                yield page, entry


def runs_of(pages):
    """PAGES, put together where they lie side by side, in memory and in the machine's, and may
    be used for the same: [page, frame, may be written, how many]."""
    runs = []
    for page, entry in pages:
        frame, writable = entry & FRAME_MASK, bool(entry & WRITABLE)
        last = runs[-1] if runs else None
        if last and last[2] == writable and page == last[0] + last[3] * PAGE_BYTES and \
                frame == last[1] + last[3] * PAGE_BYTES:
            last[3] += 1
        else:
            runs.append([page, frame, writable, 1])
    return runs


def show_map(pid):
    """robin map PID: the memory of a process, region by region, and where its pages are.

START, END, MODE and USE are as `status` has them. Below each region stand the pages that are
there, with their place in the machine's memory, and what the CPU lets the program do: a page
that may be written by the region, but not yet by the CPU, is copied when it first is."""
    process = find(pid)
    if not process.stack:
        raise gdb.GdbError(f"{process} has ended: its memory has been given back.")
    print(f"{'START':<10} {'END':<10} {'MODE':<4} {'USE':<7}")
    for node in list_nodes(process.value["space"]["regions"]):
        region = container(node, "struct region", "link")
        start, end, flags = int(region["start"]), int(region["end"]), int(region["flags"])
        mode = "".join(letter if flags & bit else "-" for bit, letter in MODES)
        use = next((name for bit, name in USES if flags & bit), "program")
        print(f"0x{start:08x} 0x{end:08x} {mode:<4} {use:<7}")
        for page, frame, writable, count in runs_of(mapped(process, start, end)):
            print(f"  0x{page:08x} {count:5} page{'s' if count > 1 else ' '} at "
                  f"0x{frame:08x} {'rw' if writable else 'r-'}")
