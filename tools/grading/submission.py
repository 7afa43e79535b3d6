"""What a student hands in: a file, or a folder. Plain files are copied to where they are built;
links are not followed, and anything odd is refused and told."""

import os
import re
import shutil
import stat

from grading import suite as suites

FILES_MAX, BYTES_MAX = 200, 1 << 20
MAKE_CAN_USE = re.compile(r"[\w.+,@-]+(/[\w.+,@-]+)*")


class Refused(Exception):
    """The submission is not built: all points are lost, for this reason."""


def name_of(path, suite):
    """What a submission is called in reports: ann for ann/, ann.c, and ann/lifo.c where each
    student's file is lifo.c."""
    folder, base = os.path.split(path.rstrip("/"))
    if suite.policy and base == f"{suite.policy}.c" and folder:
        base = os.path.basename(os.path.abspath(folder))
    elif os.path.isdir(path):
        base = os.path.basename(os.path.abspath(path))
    else:
        base = base.removesuffix(".c")
    return re.sub(r"[^\w.-]", "_", base).lstrip(".") or "submission"


def kind_of(path):
    """What PATH is, if it is no plain file: in words."""
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        return "is a symbolic link, and links are not followed"
    return None if stat.S_ISREG(mode) else "is no plain file"


def files_in(folder):
    """The paths, from FOLDER on, of all that is in it."""
    def fail(error):
        raise error
    for place, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith(".git"))
        for name in sorted(names) + [name for name in folders
                                     if os.path.islink(os.path.join(place, name))]:
            yield os.path.relpath(os.path.join(place, name), folder)


def check_names(suite, names):
    for name in names:
        if not MAKE_CAN_USE.fullmatch(name):
            raise Refused(f"{name!r} is no name that can be built: letters, digits and . _ + , @ -")
        pattern = suites.is_forbidden(suite, name)
        if pattern:
            raise Refused(f"{name} is in it, and {pattern} must not be")
    for name in suite.required:
        if name not in names:
            raise Refused(f"{name} is missing")
    if suite.policy and f"{suite.policy}.c" not in names:
        raise Refused(f"{suite.policy}.c is missing")
    if not suite.policy and not any(name.endswith(".c") for name in names):
        raise Refused("there is no program in it, no .c file")


def read(path):
    """The bytes of a plain file, even if it has become another kind just now."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Refused(f"{os.path.basename(path)} is no plain file")
        return file.read(BYTES_MAX + 1)


def copy(path, name, folder):
    """PATH as NAME in FOLDER; returns its size."""
    data = read(path)
    target = os.path.join(folder, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(data)
    return len(data)


def list_files(path, suite):
    """(path of the file, its name in the submission) for each."""
    if os.path.isdir(path) and not os.path.islink(path):
        return [(os.path.join(path, name), name) for name in files_in(path)]
    base = os.path.basename(path)
    return [(path, f"{suite.policy}.c" if suite.policy and base.endswith(".c") else base)]


def take(path, suite, folder):
    """Copies the submission at PATH into FOLDER. Raises Refused."""
    try:
        files = list_files(path, suite)
        for file, name in files:
            problem = kind_of(file)
            if problem:
                raise Refused(f"{name} {problem}")
        if len(files) > FILES_MAX:
            raise Refused(f"there are {len(files)} files in it, and {FILES_MAX} may be")
        check_names(suite, [name for _, name in files])
        if sum(copy(file, name, folder) for file, name in files) > BYTES_MAX:
            raise Refused(f"it is larger than {BYTES_MAX >> 20} MiB")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder, exist_ok=True)
        raise Refused(f"it cannot be read: {error.strerror}: {path}") from error
