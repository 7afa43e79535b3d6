"""Programs that are no programs, and memory that ends: bad input is normal input. (Bad
pointers and numbers are tests/programs/bad_pointers.c and bad_numbers.c.)"""

import re
import shutil
import struct

import pytest
from conftest import make_initrd, ROOT

HEADER = struct.Struct("<4s5B7xHHIIIIIHHHHHH")
SEGMENT = struct.Struct("<8I")
LOAD, DYNAMIC, INTERPRETER = 1, 2, 3
READ_EXECUTE, READ_WRITE = 5, 6
BASE = 0x08048000

# exit(7): mov eax, 1; mov ebx, 7; int 0x80
CODE = bytes.fromhex("b801000000 bb07000000 cd80")
CODE_AT = 0x200


def header(**changes):
    fields = {"magic": b"\x7fELF", "class": 1, "data": 1, "ident_version": 1, "abi": 0,
              "abi_version": 0, "type": 2, "machine": 3, "version": 1,
              "entry": BASE + CODE_AT, "segments_offset": HEADER.size,
              "sections_offset": 0, "flags": 0, "header_bytes": HEADER.size,
              "segment_header_bytes": SEGMENT.size, "segment_count": 1,
              "section_header_bytes": 0, "section_count": 0, "names": 0, **changes}
    return HEADER.pack(*fields.values())


def segment(**changes):
    fields = {"type": LOAD, "offset": 0, "start": BASE, "physical": 0,
              "file_bytes": CODE_AT + len(CODE), "memory_bytes": CODE_AT + len(CODE),
              "flags": READ_EXECUTE, "alignment": 4096, **changes}
    return SEGMENT.pack(*fields.values())


def program(*segments, **changes):
    """A program file that exits with 7, but for the CHANGES in its header."""
    segments = segments or (segment(),)
    changes.setdefault("segment_count", len(segments))
    start = header(**changes) + b"".join(segments)
    return start.ljust(CODE_AT, b"\0") + CODE


def data(**changes):
    """A second segment, which holds nothing but zeros."""
    return segment(**{"start": BASE + 0x1000, "file_bytes": 0, "memory_bytes": 0x1000,
                      "flags": READ_WRITE, **changes})


SOUND = {
    "sound": program(),
    "zeros": program(segment(), data()),
    "more": program() + bytes(5000),
    "huge_zeros": program(segment(), data(memory_bytes=0x40000000)),
    "empty_segment": program(segment(), data(start=0, memory_bytes=0)),
}

NO_EXEC = {
    "only_magic": program()[:4],
    "half_header": program()[:HEADER.size - 1],
    "only_header": program()[:HEADER.size],
    "half_segment": program()[:HEADER.size + SEGMENT.size - 1],
    "half_code": program()[:-1],
    "magic": program(magic=b"\x7fELG"),
    "class_64": program(**{"class": 2}),
    "big_endian": program(data=2),
    "version_0": program(version=0),
    "relocatable": program(type=1),
    "shared": program(type=3),
    "x86_64": program(machine=62),
    "arm": program(machine=40),
    "no_segments": program(segment_count=0),
    "all_segments": program(segment_count=0xFFFF),
    "nine_loads": program(*(data(start=BASE + i * 0x1000) for i in range(9))),
    "table_away": program(segments_offset=0x1000),
    "table_wraps": program(segments_offset=0xFFFFFFF0),
    "entry_size": program(segment_header_bytes=31),
    "entry_0": program(entry=0),
    "entry_kernel": program(entry=0xC0100000),
    "entry_before": program(entry=BASE - 1),
    "entry_behind": program(entry=BASE + CODE_AT + len(CODE)),
    "entry_in_data": program(segment(), data(), entry=BASE + 0x1000),
    "kernel_space": program(segment(), data(start=0xC0100000)),
    "into_kernel": program(segment(), data(memory_bytes=0xC0000000 - BASE)),
    "at_the_end": program(segment(), data(start=0xBFFFF000)),
    "linked_low": program(segment(start=0x00400000), entry=0x00400000 + CODE_AT),
    "on_the_stack": program(data(start=BASE - 0x8000), segment()),
    "page_0": program(data(start=0), segment()),
    "wraps": program(segment(), data(start=0xFFFFF000, memory_bytes=0x2000)),
    "absurd_memory": program(segment(), data(memory_bytes=0xFFFFFFFF)),
    "absurd_file": program(segment(file_bytes=0x7FFFFFFF, memory_bytes=0x7FFFFFFF)),
    "file_wraps": program(segment(), data(offset=0xFFFFF000, file_bytes=0x1000)),
    "less_memory": program(segment(memory_bytes=CODE_AT)),
    "overlap": program(segment(), data(start=BASE)),
    "one_page": program(segment(), data(start=BASE + 0x800, offset=0x800)),
    "descending": program(data(), segment()),
    "misaligned": program(segment(start=BASE + 1)),
    "dynamic": program(segment(), segment(type=DYNAMIC)),
    "interpreter": program(segment(), segment(type=INTERPRETER)),
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory):
    """Options for `boot`: bad_create is there, and the files of SOUND and NO_EXEC."""
    folder = tmp_path_factory.mktemp("bad_input")
    (folder / "files").mkdir()
    (folder / "programs").mkdir()
    shutil.copy(ROOT / "tests" / "programs" / "bad_create.c", folder / "programs")
    for name, content in {**SOUND, **NO_EXEC}.items():
        (folder / "files" / name).write_bytes(content)
    return make_initrd(folder / "programs", folder / "files", folder)


def what_came_of(boot, ended):
    run = "; ".join("bad_create " + " ".join(names) for names in (SOUND, NO_EXEC))
    result = boot(run=run, **ended)
    assert "robin: every page came back" in result.lines
    return dict(line.split(": ", 1) for line in result.lines)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_runs(boot, ended, name):
    assert what_came_of(boot, ended)[name] == "event 1, code 7"


@pytest.mark.parametrize("name", NO_EXEC)
def test_a_file_that_cannot_run_is_refused(boot, ended, name):
    assert what_came_of(boot, ended)[name] == "ENOEXEC"


# --- The Nth allocation fails

NAMED = re.compile(r"(create|open|child|trace_read|status|list|sbrk|mmap|mprotect|munmap|sh: \w+): "
                   r"(ENOMEM|Cannot allocate memory)|"
                   r"(bad_memory|sh) \d+: faulted: no memory left for a page at .*")
LAST = 100  # the sweep makes fewer allocations than that


def check_that_it_ends_by_name(result):
    """Something has failed, by name, and nothing is lost; or nothing has failed."""
    assert "robin: every page came back" in result.lines
    assert "panic" not in result.console
    told = [line for line in result.lines[1:]
            if not line.startswith(("robin: ", "bad_memory: "))]
    assert all(NAMED.fullmatch(line) for line in told)
    assert bool(told) == (result.status != 0)


@pytest.mark.parametrize("number", [1, 4, 9, 16, 25, 36, 44, 64, 80])
def test_an_allocation_that_fails_has_a_name_and_leaks_nothing(boot, programs, number):
    check_that_it_ends_by_name(
        boot(run="bad_memory", append=f"fail_pid=3 fail_at={number}", **programs))


def test_the_sweep_over_allocations_goes_beyond_the_last(boot, programs):
    result = boot(run="bad_memory", append=f"fail_pid=3 fail_at={LAST}", **programs)
    assert "bad_memory: 0 failures" in result.lines
