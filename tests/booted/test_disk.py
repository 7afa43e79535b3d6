"""The disk: tools/boot --disk, the image that `make disk` makes, and what is read from it."""

import os
import subprocess

import pytest
from conftest import ROOT

SECTOR_BYTES = 512
MAKE_DISK = ROOT / "tools" / "build" / "make-disk"


@pytest.fixture(scope="session")
def image(tmp_path_factory):
    """A disk of 100 KiB and a sector, each with other bytes."""
    path = tmp_path_factory.mktemp("disk") / "with, and blank.img"
    path.write_bytes(b"".join(b"sector %d " % i * 100 for i in range(201))
                     [:201 * SECTOR_BYTES])
    return path


@pytest.mark.parametrize("size, options, complaint", [
    (None, {}, "no file {path}"),
    (0, {}, "{path} has 0 bytes"),
    (513, {}, "{path} has 513 bytes: no whole sectors of 512"),
])
def test_a_disk_that_is_none_is_243(boot, tmp_path, size, options, complaint):
    path = tmp_path / "disk"
    if size is not None:
        path.write_bytes(bytes(size))
    result = boot(run="true", disk=path, **options)
    assert result.status == 243
    assert f"tools/boot: --disk: {complaint.format(path=path)}" in result.errors
    assert result.console == ""


def test_writable_without_a_disk_is_243(boot):
    result = boot(run="true", writable=True)
    assert (result.status, result.errors) == (243, "tools/boot: --writable: there is no --disk\n")


def test_the_kernel_tells_what_disk_there_is(boot, image):
    assert "Robin: a disk of 100 KiB, read-only" in boot(run="true", disk=image).lines
    assert not any("disk" in line for line in boot(run="true").lines)


def test_make_disk_makes_equal_images_of_equal_folders(tmp_path):
    images = []
    for names in ["bin/one", "bin/two", "a blank"], ["a blank", "bin/two", "bin/one"]:
        folder = tmp_path / str(len(images))
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name * 1000, encoding="ascii")
            os.utime(folder / name, (len(images), len(images)))
        images.append(tmp_path / f"{len(images)}.img")
        subprocess.run([MAKE_DISK, folder, images[-1]], check=True)
    assert images[0].read_bytes() == images[1].read_bytes()
    environment = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"}
    subprocess.run(["e2fsck", "-fn", images[0]], check=True, env=environment, capture_output=True)
    shown = subprocess.run(["debugfs", "-R", 'cat "/a blank"', images[0]], check=True,
                           env=environment, capture_output=True)
    assert shown.stdout == b"a blank" * 1000
