"""tools/build/check-layers: a breach on each floor is caught, in the text and in what the
linker sees."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ROOT / "tools" / "build" / "check-layers"

# A source of each floor, lowest first, and a header of that floor (None: it has none that
# the floor below could see).
FLOORS = [
    ("include/abi/errno.h", "abi/errno.h"),
    ("lib/sorted.c", "lib/sorted.h"),
    ("kernel/debug/print.h", "kernel/arch.h"),
    ("arch/x86/trap.c", "arch/x86/x86.h"),
    ("kernel/clock/clock.c", "kernel/clock/clock.h"),
    ("kernel/memory/space.c", "kernel/memory/space.h"),
    ("kernel/policy/rr.c", "kernel/policy/policy.h"),
    ("kernel/sched/thread.c", "kernel/sched/scheduler.h"),
    ("kernel/fs/file.c", "kernel/fs/file.h"),
    ("kernel/terminal/console.c", "kernel/terminal/console.h"),
    ("kernel/process/table.c", "kernel/process/process.h"),
    ("kernel/syscall/file.c", "kernel/syscall/handlers.h"),
    ("kernel/entry.c", "kernel/options.h"),
    ("boot/boot.c", None),
]
STEPS = [(FLOORS[i][0], FLOORS[i + 1][1]) for i in range(len(FLOORS) - 2)]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the sources."""
    root = tmp_path_factory.mktemp("tree")
    for folder in "include", "lib", "kernel", "arch", "boot", "user":
        shutil.copytree(ROOT / folder, root / folder)
    return root


def check(*arguments):
    return subprocess.run([CHECK, *arguments], capture_output=True, text=True, check=False)


def test_the_sources_have_no_breach(tree):
    done = check(tree)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("source, header", STEPS)
def test_a_file_that_includes_the_floor_above_is_named(tree, source, header):
    file = tree / source
    text = file.read_text("utf-8")
    file.write_text(f'#include "{header}"\n{text}', encoding="utf-8")
    done = check(tree)
    file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{source}:1: includes {header}: ")


@pytest.mark.parametrize("source, line, rule", [
    ("kernel/fs/file.c", "#include <string.h>", "freestanding"),
    ("kernel/policy/rr.c", '#include "kernel/clock/clock.h"', "a policy sees policy.h"),
    ("arch/x86/pic.c", '#include "kernel/memory/frame.h"', "a floor never looks up"),
    ("boot/boot.c", '#include "kernel/memory/frame.h"', "boot/ sees machine.h"),
    ("user/bin/ps.c", '#include "lib/list.h"', "programs see the ABI"),
    ("kernel/main.c", '__asm__("hlt");', "only arch/ has any"),
])
def test_other_breaches_are_named_with_their_rule(tree, source, line, rule):
    file = tree / source
    text = file.read_text("utf-8")
    file.write_text(f"{line}\n{text}", encoding="utf-8")
    done = check(tree)
    file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{source}:1: ") and rule in done.stdout


# --- What the linker sees: an object a floor, made for the purpose ---

SOURCES = [source for source, _ in FLOORS if source.endswith(".c")]


def build_object(root, source, text):
    target = root / "build" / "kernel" / pathlib.Path(source).with_suffix(".o")
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-x", "c", "-c", "-", "-o", target], input=text, text=True,
                   check=True)


def build_floors(tree, folder, upwards=None):
    """Each object takes something of the one below; UPWARDS takes of the one above, too."""
    for name in "include", "lib", "kernel", "arch", "boot", "user":
        (folder / name).symlink_to(tree / name)
    for i, source in enumerate(SOURCES):
        text = f"void f{i}(void) {{}}\n"
        if i > 0:
            text += f"void f{i - 1}(void); void down{i}(void) {{ f{i - 1}(); }}\n"
        if source == upwards:
            text += f"void f{i + 1}(void); void up(void) {{ f{i + 1}(); }}\n"
        if source == "arch/x86/trap.c":  # the ways up that are allowed
            text += "void kernel_tick(void); void frame_free(int); void panic_at(void);\n" \
                    "void ways(void) { kernel_tick(); frame_free(0); panic_at(); }\n"
        build_object(folder, source, text)
    build_object(folder, "kernel/debug/panic.c",
                 "void kernel_tick(void) {} void frame_free(int a) {} void panic_at(void) {}")


def test_ways_up_that_arch_h_declares_are_allowed(tree, tmp_path):
    build_floors(tree, tmp_path)
    done = check("--symbols", "nm", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 in arch" in done.stderr


@pytest.mark.parametrize("source", SOURCES[:-1])
def test_an_object_that_takes_from_the_floor_above_is_named(tree, tmp_path, source):
    build_floors(tree, tmp_path, upwards=source)
    done = check("--symbols", "nm", tmp_path)
    above = SOURCES[SOURCES.index(source) + 1]
    assert done.returncode == 1
    assert done.stdout == (f"{source[:-2]}: takes f{SOURCES.index(source) + 1} from "
                           f"{above[:-2]}: a floor never looks up\n")


def test_an_object_whose_source_is_gone_does_not_count(tree, tmp_path):
    build_floors(tree, tmp_path)
    build_object(tmp_path, "kernel/fs/gone.c",
                 "void f5(void) {} void f9(void); void gone(void) { f9(); }")
    done = check("--symbols", "nm", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
