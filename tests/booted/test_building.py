"""Building Robin, as it goes in a fresh clone: with what, what is told, what stops it."""

import os
import shutil
import subprocess

import pytest
from conftest import ENVIRONMENT, HOST_SECONDS, IMAGE, ROOT

pytestmark = pytest.mark.slow  # a clone is built, as `make test` itself has done

GCC_VERSION = subprocess.check_output(["gcc", "-dumpfullversion"], text=True).strip()
CLANG = "CROSS=clang"
GCC = "CROSS=" + next((prefix for prefix in ("i686-elf-", "i686-linux-gnu-")
                       if shutil.which(f"{prefix}gcc")), "host")
SOURCES = ["Makefile", "linker.ld", "arch", "boot", "include", "kernel", "lib", "tools",
           "user"]


class Clone:
    """Robin's sources in FOLDER, and `make` there."""

    def __init__(self, folder):
        self.folder = folder
        for name in SOURCES:
            copy = shutil.copytree if os.path.isdir(ROOT / name) else shutil.copy2
            copy(ROOT / name, folder / name)

    def start(self, *arguments, **options):
        environment = {name: value for name, value in ENVIRONMENT.items()
                       if name not in (*IMAGE, "CROSS")}
        return subprocess.Popen(["make", *arguments], cwd=self.folder, env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                encoding="utf-8", **{"stdin": subprocess.DEVNULL, **options})

    def make(self, *arguments, **options):
        """Runs `make ARGUMENTS`: its exit status, standard output and standard error."""
        process = self.start(*arguments, **options)
        output, errors = process.communicate(timeout=HOST_SECONDS)
        return process.returncode, output, errors

    def objects(self, folder):
        """The compilers of all objects in FOLDER: which names itself in which object."""
        found = [path.read_bytes() for path in self.folder.glob(f"{folder}/**/*.o")]
        return [[name for name in (b"GCC: ", b"clang version") if name in text]
                for text in found if b".comment" in text]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone") / "with a blank"
    folder.mkdir()
    return Clone(folder)


def told(errors):
    return [line for line in errors.splitlines() if line.startswith("robin: ")]


def test_two_makes_at_once_do_not_spoil_each_other(clone):
    (clone.folder / "mine").mkdir(exist_ok=True)
    (clone.folder / "mine" / "mine.c").write_text("int main(void) { return 7; }\n", "ascii")
    for count in 1, 0:  # with nothing built, and with the programs' archive to be built
        makes = [clone.start("run", "RUN=mine; echo $?", "PROGRAMS=mine") for _ in range(2)]
        ended = [process.communicate(timeout=HOST_SECONDS) for process in makes]
        for output, errors in ended:
            assert output.splitlines()[1:] == ["7", "robin: power off, status 0"], errors
        assert sum(len(told(errors)) for _, errors in ended) == count
        assert clone.make() == (0, "", "")
        (clone.folder / "user" / "bin" / "true.c").touch()


# A program with the library, and a source of the kernel: not all, in a folder of its own.
SMALL = ["B=small", "small/user/bin/true.elf", "small/kernel/kernel/main.o"]


def test_another_compiler_is_told_once_and_leaves_no_object_of_the_one_before(clone):
    for cross, name, mark in (CLANG, "clang version", b"clang version"), (GCC, "GCC", b"GCC: "):
        status, _, errors = clone.make("-j2", cross, *SMALL)
        assert status == 0, errors
        assert len(told(errors)) == 1
        assert told(errors)[0].startswith("robin: building with ")
        assert name.lower() in told(errors)[0].lower()
        objects = clone.objects("small")
        assert len(objects) > 20
        assert {*map(tuple, objects)} == {(mark,)}
        assert "CC" not in clone.make(cross, *SMALL)[1]


def test_other_flags_build_all_objects_anew(clone):
    clone.make("-j2", GCC, *SMALL)
    _, output, _ = clone.make("-j2", GCC, "WARNINGS=-Wall", *SMALL)
    assert output.count("  CC ") == len(clone.objects("small"))


def test_the_commands_are_shown_on_request(clone):
    for arguments, is_shown in ([], False), (["V=1"], True):
        (clone.folder / "user" / "bin" / "true.c").touch()
        status, output, _ = clone.make(GCC, *arguments)
        assert status == 0
        assert "  CC   user/bin/true.c\n" in output
        assert ("-c user/bin/true.c" in output) is is_shown


def test_a_compiler_that_is_not_there_is_refused_by_name(clone):
    for verb in "all", "run":
        status, output, errors = clone.make(verb, "CROSS=nonsense-")
        assert status != 0
        assert output == ""
        assert "CROSS=nonsense-: there is no nonsense-gcc" in errors
        assert len(errors.splitlines()) <= 2


def test_paths_with_blanks_work_or_are_refused_by_name(clone):
    mine = clone.folder / "my programs"
    mine.mkdir()
    (mine / "mine.c").write_text("int main(void) { return 7; }\n", "ascii")
    status, output, errors = clone.make("run", GCC, "RUN=mine; echo $?", "PROGRAMS=my programs",
                                        "FILES=my programs")
    assert (status, output.splitlines()[1]) == (0, "7"), errors
    _, output, errors = clone.make("run", GCC, "POLICY_SOURCE=my policies/lifo.c")
    assert output == ""
    assert "POLICY_SOURCE=my policies/lifo.c: there is no such file" in errors


def test_a_warning_does_not_stop_a_users_build(clone):
    for name in "kernel/main.c", "user/bin/true.c":
        with open(clone.folder / name, "a", encoding="ascii") as file:
            file.write("static int unused_variable;\n")
    status, _, errors = clone.make(GCC)
    assert status == 0, errors
    assert errors.count("unused_variable") >= 2
    status, _, errors = clone.make(GCC, "WERROR=-Werror", *SMALL)
    assert status != 0 and "unused_variable" in errors


@pytest.mark.parametrize("version, status, told", [
    (GCC_VERSION, 1, ""),
    (GCC_VERSION.split(".")[0], 1, ""),
    ("1", 0, "no failure: found by gcc "),
])
def test_what_another_version_of_a_tool_finds_is_told_and_no_failure(version, status, told):
    done = subprocess.run([ROOT / "tools" / "build" / "pinned", "gcc", version, "false"],
                          capture_output=True, encoding="ascii", check=False)
    assert done.returncode == status
    assert told in done.stderr


def test_a_program_that_is_gone_is_gone_from_the_archive(clone):
    extra = clone.folder / "user" / "bin" / "extra.c"
    extra.write_text("int main(void) { return 5; }\n", encoding="ascii")
    names = []
    for _ in range(2):
        status, _, errors = clone.make(GCC)
        assert status == 0, errors
        listed = subprocess.run(["tar", "-tf", clone.folder / "build" / "initrd.tar"],
                                capture_output=True, text=True, check=True).stdout
        names.append("bin/extra" in listed.split())
        extra.unlink(missing_ok=True)
    assert names == [True, False]
