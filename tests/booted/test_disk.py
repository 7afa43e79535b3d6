"""The disk: tools/boot --disk, the image that `make disk` makes, and what is read from it."""

import os
import subprocess

import pytest
from conftest import ROOT
from drawing import jobs_of

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


# --- /dev/hda, by DMA and by the CPU

@pytest.fixture(scope="session")
def text(tmp_path_factory):
    """A disk of lines of text, whose last page is not whole."""
    path = tmp_path_factory.mktemp("disk") / "text"
    path.write_bytes(b"".join(b"line %d\n" % i for i in range(30000))[:201 * SECTOR_BYTES])
    return path


@pytest.mark.parametrize("dma, doing, times, rarely", [
    (1, "bmdma_cmd_writeb", 2 * 5, "ide_sector_read"),  # begun and ended for each request
    (0, "ide_sector_read", 201, "bmdma_cmd_writeb")])
def test_hda_has_the_bytes_of_the_image(boot, text, tmp_path, dma, doing, times, rarely):
    log = tmp_path / "log"
    result = boot(run="cat /dev/hda", disk=text, append=f"disk_dma={dma}",
                  qemu=f"-trace {doing} -trace {rarely} -D {log}")
    content = text.read_bytes().decode("ascii")
    assert result.status == 0
    assert content in result.console
    assert log.read_text(encoding="ascii").count(doing) >= times
    assert rarely not in log.read_text(encoding="ascii")


def test_a_process_computes_while_another_waits_for_the_disk(boot, text):
    result = boot(run="cat /dev/hda > /dev/null & spin 20; wait", disk=text, trace=True)
    reader = next(r.pid for r in result.trace if r.kind == "disk_request" and r.pid > 0)
    waits, others, counts = False, set(), []
    for record in result.trace:
        if record.kind == "disk_transfer":
            waits = True
        elif record.kind == "disk_done":
            waits = False
            assert record.b == 0
        elif record.kind == "disk_request" and record.pid == reader:  # the kernel looks, too
            counts.append(record.b)
        elif record.kind == "run" and waits:
            others.add(record.pid)
    assert others - {0, reader}
    assert counts == [8, 16, 32, 64, 201 - 120]  # it reads on and on: more each time


# --- A workload's I/O by the disk

READERS = "c2,i,c1 c5,i,c2"


def served(records):
    """Of each request of a job: whose it is, for what, and which got the CPU meanwhile."""
    jobs = jobs_of(records)
    found, waiting = [], []
    for record in records:
        if record.kind == "run" and record.pid in jobs:
            for one in waiting:
                one["ran"].add(record.pid)
        elif record.kind == "disk_request" and record.pid in jobs:
            found.append({"pid": record.pid, "sector": record.a, "ran": set()})
            waiting.append(found[-1])
        elif record.kind == "disk_done" and record.pid in jobs:
            waiting.remove(next(one for one in waiting if one["pid"] == record.pid))
    return found


@pytest.fixture
def table(boot):
    def run(policy):
        return boot(run=f"workload --disk {READERS}", policy=policy, seek=100, hz=1000,
                    trace=True)
    return run


def test_a_job_waits_for_its_read_while_another_runs(table):
    result = table("process-run")
    first, second = served(result.trace)
    assert (first["sector"], second["sector"]) == (0, 8)
    assert second["pid"] in first["ran"]
    rows = [line.split() for line in result.lines if line[:3].strip().isdigit()]
    assert [row[1] for row in rows[:3]] == ["RUN:cpu", "RUN:cpu", "RUN:io"]
    assert rows[3][1:3] == ["BLOCKED", "RUN:cpu"]
    assert any(line.startswith("Stats: IOs 2, of ") for line in result.lines)


def test_the_cpu_is_kept_idle_for_who_waits_for_the_disk(table):
    result = table("process-run switch=end")
    for one in served(result.trace):
        assert one["ran"] <= {one["pid"]}
    rows = [line.split() for line in result.lines if line[:3].strip().isdigit()]
    assert ["BLOCKED", "READY"] in [row[1:3] for row in rows]
    assert ["BLOCKED", "RUN:cpu"] not in [row[1:3] for row in rows]


def test_each_io_of_a_job_is_read_anew(boot):
    result = boot(run="workload --disk 0,10,3 0,7,3", seek=5, hz=1000, trace=True)
    asked = [one["sector"] for one in served(result.trace)]
    assert sorted(asked) == [0, 0, 0, 8, 8]
    times = [line.split() for line in result.lines if line.startswith("job ")]
    for words, length in zip(times, [10, 7]):
        assert int(words[5]) >= length + int(words[7])
    assert any(line.startswith("Stats: IOs 5, of ") for line in result.lines)


def test_without_a_disk_no_job_can_use_it(boot):
    result = boot(run="workload --disk 0,3,1")
    assert result.status == 1
    assert "workload: --disk: Robin has no disk: tools/boot --disk FILE, or --seek MS" in result.lines
    assert boot(run="workload --disk --io-time 3 0,3,1").status == 2


def test_robin_has_one_disk(boot, image):
    result = boot(run="true", disk=image, seek=5)
    assert (result.status, result.errors) == (
        243, "tools/boot: --disk and --seek: Robin has one disk\n")


def test_an_error_of_the_disk_is_told_and_reaches_the_program(boot, text, tmp_path):
    rules = tmp_path / "rules"
    rules.write_text('[inject-error]\nevent = "read_aio"\nerrno = "5"\nsector = "16"\n',
                     encoding="ascii")
    drive = f"file=blkdebug:{rules}:{text},format=raw,if=ide,snapshot=on"
    lines = boot(run="cat /dev/hda | wc; cat /dev/hda > /dev/null", qemu=f"-drive {drive}").lines
    assert lines.count("robin: disk: sectors 16 to 23 cannot be read") == 2
    assert lines.count("cat: /dev/hda: Input/output error") == 2
    assert any(line.endswith(" 8192") for line in lines)


def test_an_image_is_changed_if_it_is_writable_and_else_not(boot, text, tmp_path):
    image = tmp_path / "image"
    content = text.read_bytes()
    image.write_bytes(content)
    refused = boot(run="echo hello > /dev/hda", disk=image)
    assert refused.status == 1 and "Read-only file system" in refused.console
    assert image.read_bytes() == content
    lent = boot(run="echo hello > /dev/hda; head -n 1 /dev/hda", disk=image,
                append="disk_write=1")
    assert lent.status == 0 and "hello" in lent.lines
    assert image.read_bytes() == content
    assert boot(run="echo hello > /dev/hda", disk=image, writable=True).status == 0
    assert image.read_bytes() == b"hello\n" + content[6:]
    assert boot(run="echo hullo > /dev/hda", disk=image, writable=True, append="disk_dma=0").status == 0
    assert image.read_bytes() == b"hullo\n" + content[6:]
