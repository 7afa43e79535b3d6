"""The attacks of tests/attack: what a boot runs, what must hold at its end, and its numbers. Used
by booted/test_attack.py, long/test_attack.py and `make soak`."""

import collections
import os
import pathlib
import re
import subprocess
import tempfile

# How often, in a usual boot: calls, programs of random code, program files with changed bytes,
# process calls under all policies; and the quantum under which `echo` has to come in time.
USUAL = {"calls": 20_000, "codes": 1_000, "files": 200, "moves": 2_000, "share": 1}

# A user may have so many processes: these are the K attackers of attack_share.
OPTIONS = {"memory": 24, "append": "user_processes=16 ticks=60000"}

DONE = re.compile(r"attack_(\w+): seed (\d+): (\d+) [a-z, ]+")
IN_TIME = re.compile(r"(\d+) that ([a-z ]+): echo took (\d+) ticks of at most (\d+)")
AT_THE_END = ["init", "sh", "ps"]


def commands(seed, counts, tell=False):
    """Commands for the shell: the attacks of COUNTS one after the other, beside a witness."""
    attacks = [f"attack_{name} {seed} {count}{' tell' if tell and name != 'share' else ''}"
               for name, count in counts.items()]
    return (f"witness & {'; '.join(attacks)}; kill -USR1 $!; wait $!; echo; "
            "echo witness ended with $?; ps")


def problems(console, status, counts):
    """What does not hold, in sentences, of the end of a boot that ran commands(.., COUNTS)."""
    lines = console.splitlines()
    done = {match[1]: int(match[3]) for match in map(DONE.fullmatch, lines) if match}
    found = [line for line in lines if "FAILED" in line or "panic" in line or "no end" in line]
    found += [f"attack_{name} was not done" for name, count in counts.items()
              if name != "share" and done.get(name, 0) < count]
    if "share" in counts and len([line for line in lines if IN_TIME.fullmatch(line)]) < 5:
        found.append("not every kind of attackers was measured")
    if "witness ended with 0" not in lines:
        found.append("the witness did not end well")
    if "robin: every page came back" not in lines:
        found.append("not every page came back")
    elif [line.split()[-1] for line in lines[-5:-2]] != AT_THE_END:
        found.append("processes were left")
    if status != 0:
        found.append(f"the boot ended with status {status}")
    return found


def numbers(console):
    """How often each call gave what, and how programs ended: (word, number, result): count."""
    counts = collections.Counter()
    for line in console.splitlines():
        match = re.fullmatch(r"(call|end|refused|ended) (-?\d+) (?:(\d+) )?(\d+)", line)
        if match:
            counts[match[1], int(match[2]), int(match[3] or 0)] += int(match[4])
    return counts


# --- Boots with what is spoilt: the archive, the boot line

BLOCK, CHECKSUM = 512, slice(148, 156)
WORDS = ["policy=rr", "quantum=4", "hz=100", "hz=1000", "policy='mlfq levels=3 quantum=2,4,8'",
         "policy=\"lottery seed=7\"", "check=1", "init=/bin/init", "run='hello; ps'", "seed=3",
         "trace=serial", "ring=100", "user_memory=50", "user_processes=9", "guard=0", "root=hda",
         "fail_pid=3 fail_at=9", "disk_write=1", "disk_dma=0", "ticks=50"]
ODD_TEXTS = ["", "=", "'", '"', "\\", " ", "0", "-1", "4294967296", "99999999999999999999", ",",
             "\t", "\x7f", "x" * 300, "'a' 'b'", "quantum"]


def spoilt_archive(content, lots):
    """CONTENT with some bytes changed, mostly in its headers, whose sums are then right again
    mostly; or it is cut off."""
    content = bytearray(content)
    headers = [at for at in range(0, len(content), BLOCK) if content[at + 257:at + 262] == b"ustar"]
    for _ in range(lots.randint(1, 6)):
        at = lots.choice(headers)
        if lots.randrange(4) == 0:
            content[lots.randrange(len(content))] = lots.randrange(256)
        else:
            place = at + lots.choice([lots.randrange(BLOCK), 124 + lots.randrange(12), 156])
            content[place] = lots.choice([lots.randrange(256), ord(lots.choice("01234567"))])
        header = content[at:at + BLOCK]
        header[CHECKSUM] = b" " * 8
        if lots.randrange(4):
            content[at:at + BLOCK] = header[:148] + b"%06o\0 " % sum(header) + header[156:]
    return bytes(content[:lots.choice([len(content)] * 3 + [lots.randrange(len(content))])])


def spoilt_words(lots):
    """Words of the boot line, with some changed characters."""
    text = " ".join(lots.sample(WORDS, lots.randint(1, 6)))
    for _ in range(lots.randint(0, 5)):
        at = lots.randrange(len(text) + 1)
        text = text[:at] + lots.choice([*ODD_TEXTS, text[at:][:9]]) + text[at + lots.randrange(3):]
    return text


def problems_of_spoilt(console, status):
    """Robin may say that it cannot start, or run: it may not fail by itself."""
    found = [line for line in console.splitlines() if "robin: panic" in line
             and "init has ended" not in line]  # its program may be spoilt
    if status > 242 or status == 241 or (status == 242 and "robin: no end" not in console):
        found.append(f"the boot ended with status {status}")
    if status == 240 and "robin: " not in console:
        found.append("nothing was said")
    return found


# --- A disk that attackers may write to

ENVIRONMENT = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"}
ROOT = pathlib.Path(__file__).resolve().parents[1]


def make_disk(path, lots):
    """An ext2 image at PATH, small enough to become full, all of which is user 1000's."""
    path.write_bytes(bytes(lots.choice([300, 1000, 3000]) << 10))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "d").mkdir()
        (folder / "numbers").write_text("".join(f"{i}\n" for i in range(9000)), encoding="ascii")
        program = ROOT / "build" / "initrd.root" / "bin" / "true"
        (folder / "true").write_bytes(program.read_bytes())
        for child in folder.iterdir():
            child.chmod(0o777)
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext2", "-b", lots.choice(["1024", "4096"]),
                        "-O", "none,filetype", "-E", "root_owner=1000:1000", "-d", folder, path],
                       check=True, env=ENVIRONMENT, capture_output=True)


def problems_of_disk(path):
    """What e2fsck finds: the disk was unmounted when the machine was powered off."""
    check = subprocess.run(["e2fsck", "-fn", path], env=ENVIRONMENT, capture_output=True,
                           encoding="utf-8", check=False)
    is_clean = check.returncode == 0 and "Fix" not in check.stdout
    return [] if is_clean and "not cleanly" not in check.stdout else [check.stdout]
