"""Boots with a plugin of this folder in QEMU, which counts what a guest cannot see."""

import functools
import os
import re
import shlex
import tempfile

from robin import ENVIRONMENT, ROOT, make

LAST_KNOWN_VERSION = 7  # of QEMU's interface, see plugin.h


class NoPlugin(Exception):
    """This QEMU loads no plugin, or none of ours: its own words."""


@functools.cache
def built(name):
    make(f"build/host/measure/{name}.so")
    return f"{ROOT}/build/host/measure/{name}.so"


def entries(image):
    """Lines `ADDRESS KIND`: the ways into IMAGE's kernel, as stretch.c reads them."""
    found = {}
    for address, name in image.symbols():
        stub = re.fullmatch(r"trap_stub_(\d+)", name)
        if name == "call_entry":
            found[address] = "c"
        elif stub:
            found[address] = "e" if int(stub[1]) < 32 else "i"
    if sorted(set(found.values())) != ["c", "e", "i"]:
        raise NoPlugin("the kernel's entries are not called call_entry and trap_stub_N")
    return "".join(f"{address:#x} {kind}\n" for address, kind in found.items())


def boot(image, name, *words, typed=None):
    """Boots IMAGE with the plugin NAME. Returns the finished tools/boot, and the lines that
    the plugin has written. Raises NoPlugin."""
    with tempfile.TemporaryDirectory(prefix="robin-") as folder:
        with open(f"{folder}/entries", "w", encoding="ascii") as file:
            file.write(entries(image))
        plugin = built(name).replace(",", ",,")
        qemu = f"-plugin {shlex.quote(plugin)},out={folder}/out,entries={folder}/entries"
        environment = dict(ENVIRONMENT, ROBIN_PLUGIN_VERSION="1")
        done = image.boot(*words, "--qemu", qemu, typed=typed, environment=environment)
        least = re.search(r"supports only a minimum version of (\d+)", done.stderr)
        if least and int(least[1]) <= LAST_KNOWN_VERSION:
            environment["ROBIN_PLUGIN_VERSION"] = least[1]
            done = image.boot(*words, "--qemu", qemu, typed=typed, environment=environment)
        if not os.path.exists(f"{folder}/out"):
            raise NoPlugin(done.stderr.strip() or "QEMU has not loaded it")
        with open(f"{folder}/out", encoding="ascii") as file:
            return done, file.read().splitlines()
