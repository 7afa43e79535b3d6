#!/usr/bin/python3
"""Read a trace file, and print it as text: tools/trace/trace_file.py FILE

The layout is that of include/abi/trace.h; names are read from the headers there, and the
text is that of /bin/trace.
"""

import os
import re
import struct
import sys
from typing import NamedTuple

ROOT = os.path.realpath(f"{__file__}/../../..")
HEADER = struct.Struct("<4I")
RECORD = struct.Struct("<QHHiII")
MAGIC, VERSION, OLDEST = 0x4E424F52, 2, 1
DISK_WRITE = 1 << 31

class TraceError(Exception):
    """The bytes are not a whole trace."""


def names(header, enum, prefix):
    """The names of ENUM in include/abi/HEADER by value, lower case and without PREFIX."""
    with open(f"{ROOT}/include/abi/{header}", encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    body = re.search(rf"enum {enum} {{(.*?)}}", text, re.DOTALL).group(1)
    found, value = {}, 0
    for name, number in re.findall(rf"\b{prefix}_(\w+)(?: = (\d+))?", body):
        value = int(number or value)
        found[value] = name.lower()
        value += 1
    return found


KINDS = names("trace.h", "trace_kind", "TRACE")
REASONS = names("trace.h", "trace_reason", "REASON")
STATES = names("process.h", "process_state", "STATE")
WAITS = names("process.h", "process_blocked_on", "BLOCKED")
FAULTS = names("process.h", "process_fault", "FAULT")

# What word `a` of a record says, by kind or (of an exit) by reason: key, names of values.
MEANINGS = {
    "create": ("parent", {}),
    "ready": ("left", STATES),
    "run": ("from", {}),
    "block": ("on", WAITS),
    "suspend": ("by", {}),
    "resume": ("by", {}),
    "reap": ("parent", {}),
    "fault": ("fault", FAULTS),
    "policy": ("number", {}),
    "schedule": ("tickets", {}),
    "level": ("level", {}),
    "tickets": ("tickets", {}),
    "draw": ("ticket", {}),
    "signal": ("signal", {}),
    "handle": ("signal", {}),
    "disk_request": ("sector", {}),
    "disk_transfer": ("sector", {}),
    "disk_done": ("sector", {}),
    "exited": ("code", {}),
    "destroyed": ("by", {}),
    "faulted": ("fault", FAULTS),
}


def signed(word):
    return word - (word >> 31 << 32)


class Record(NamedTuple):
    """One event; .kind and .reason are names, or numbers where none is known."""

    time_ns: int
    kind: str
    reason: str
    pid: int
    a: int
    b: int

    @property
    def name(self):
        """What an event of kind `name` says."""
        name = struct.pack("<II", self.a, self.b).rstrip(b"\0")
        return name.decode("ascii", "replace")

    def __str__(self):
        words = [str(self.time_ns), str(self.pid), self.kind]
        if self.reason != "none":
            words.append(f"reason={self.reason}")
        meaning = MEANINGS.get(self.reason if self.kind == "exit" else self.kind)
        if self.kind in ("tick", "pass"):
            words.append(f"{self.kind}={self.b << 32 | self.a}")
        elif meaning:
            key, values = meaning
            words.append(f"{key}={values.get(self.a, signed(self.a))}")
        if self.kind == "name":
            words.append(f"name={self.name}")
        if self.kind == "schedule":
            words.append(f"length={self.b}")
        if self.kind == "create" and self.b:
            words.append("forked")
        if self.kind == "signal":
            words.append(f"by={signed(self.b)}")
        if self.kind in ("disk_request", "disk_transfer"):
            words += [f"count={self.b & ~DISK_WRITE}"] + ["write"] * (self.b >= DISK_WRITE)
        if self.kind == "disk_done":
            words.append(f"errno={self.b}")
        if self.kind == "draw":
            words.append(f"of={self.b}")
        if self.kind == "queue":
            words += [f"then={signed(word)}" for word in (self.a, self.b) if word]
        if self.kind == "fault":
            words.append(f"address=0x{self.b:08x}")
        return " ".join(words)


def whole_records(data):
    """DATA without the record that was being written when the machine was stopped."""
    rest = max(len(data) - HEADER.size, 0) % RECORD.size
    return data[:len(data) - rest]


def parse(data):
    """The records of a trace file's bytes."""
    if len(data) < HEADER.size:
        raise TraceError("no header")
    magic, version, record_bytes, _ = HEADER.unpack_from(data)
    if magic != MAGIC or not OLDEST <= version <= VERSION or record_bytes != RECORD.size:
        raise TraceError("not a trace of this version")
    if (len(data) - HEADER.size) % RECORD.size:
        raise TraceError("ends inside a record")
    return records(data[HEADER.size:])


def records(data):
    """The records that stand one after another in DATA."""
    return [Record(time_ns, KINDS.get(kind, str(kind)), REASONS.get(reason, str(reason)),
                   pid, a, b)
            for time_ns, kind, reason, pid, a, b in RECORD.iter_unpack(data)]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: tools/trace/trace_file.py FILE")
    try:
        with open(sys.argv[1], "rb") as file:
            for record in parse(file.read()):
                print(record)
    except (OSError, TraceError) as error:
        sys.exit(f"tools/trace/trace_file.py: {sys.argv[1]}: {error}")


if __name__ == "__main__":
    main()
