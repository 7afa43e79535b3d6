"""What bench/files.c needs: a disk, for both kernels."""

import os
import random
import shutil
import subprocess

from robin import ROOT

FILES = "files"  # a program; its words for what is counted with a disk, and what is timed:
DISK, COLD = "read-disk exec-disk", "cold"

COLD_FILES, COLD_BYTES = 9, 1 << 20
FOLDER = f"{ROOT}/build/measured/disk"
IMAGE = f"{FOLDER}.ext2"


def disk(image):
    """The path of an ext2 file system with /tiny of IMAGE, the programs of the folder bench,
    and files that are read once each, cold0 to cold8. As much again is free."""
    os.makedirs(FOLDER, exist_ok=True)
    shutil.copy(f"{image.initrd.removesuffix('.tar')}.root/bin/tiny", FOLDER)
    noise = random.Random(1)
    for number in range(COLD_FILES):
        with open(f"{FOLDER}/cold{number}", "wb") as file:
            file.write(noise.randbytes(COLD_BYTES))
    subprocess.run([f"{ROOT}/tools/build/make-disk", FOLDER, IMAGE], check=True)
    return IMAGE
