"""Disks with ext2: what bench/files.c needs, for both kernels, and bench/loads/trees.c."""

import os
import random
import shutil
import subprocess

from robin import ROOT

FILES = "files"  # a program; its words for what is counted with a disk, and what is timed:
DISK, COLD = "read-disk exec-disk", "cold"

COLD_FILES, COLD_BYTES = 9, 1 << 20
NAMES = 1000


def make_disk(name, contents, image, program):
    """The path of an image with CONTENTS, {path: bytes}, and PROGRAM of IMAGE. As much again
    is free."""
    folder = f"{ROOT}/build/measured/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in contents.items():
        os.makedirs(os.path.dirname(f"{folder}/{path}"), exist_ok=True)
        with open(f"{folder}/{path}", "wb") as file:
            file.write(content)
    shutil.copy(f"{image.initrd.removesuffix('.tar')}.root/bin/{program}", folder)
    subprocess.run([f"{ROOT}/tools/build/make-disk", folder, f"{folder}.ext2"], check=True)
    return f"{folder}.ext2"


def disk(image):
    """For bench/files.c: /tiny of IMAGE, files that are read once each, cold0 to cold8, and one
    behind them, where it reads the bare device: so that the host has to read there, too."""
    noise = random.Random(1)
    contents = {f"cold{number}": noise.randbytes(COLD_BYTES) for number in range(COLD_FILES)}
    contents["tail"] = noise.randbytes((COLD_FILES + 2) * COLD_BYTES)
    return make_disk("disk", contents, image, "tiny")


def large_disk(image):
    """For bench/loads/trees.c: /true of IMAGE, a large file, and a folder of many names."""
    contents = {f"many/{number}": b"" for number in range(NAMES)}
    contents["large"] = random.Random(2).randbytes(8 << 20)
    return make_disk("large-disk", contents, image, "true")
