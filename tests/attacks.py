"""The attacks of tests/attack: what a boot runs, what must hold at its end, and its numbers. Used
by booted/test_attack.py, long/test_attack.py and `make soak`."""

import collections
import re

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
