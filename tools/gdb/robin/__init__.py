"""Commands for GDB that know Robin: `help robin` lists them. tools/gdb/robin.gdb loads them.

They read the stopped kernel's memory by the symbols and types that the compiler has noted, and
call nothing in it.
"""

import sys

sys.dont_write_bytecode = True

# pylint: disable=wrong-import-position
import gdb  # noqa: E402

from robin import (boundary, events, machine, processes, programs, queues, thread,  # noqa: E402
                   travel, unwind)


class Robin(gdb.Command):
    """What Robin's kernel knows, and how to stop where a process is.

`help robin ps` and so on tell of each."""

    def __init__(self):
        super().__init__("robin", gdb.COMMAND_STATUS, gdb.COMPLETE_COMMAND, True)


Robin()
for part in processes, queues, thread, events, programs, machine, travel:
    part.register()
unwind.register()
boundary.register()
gdb.set_convenience_variable("robin_is_there", 1)
