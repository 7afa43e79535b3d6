"""Builds a submission in its sandbox, and looks into what came out: a policy may use lists,
numbers and what else lib/ has, and nothing by which it could say what it wants instead."""

import os
import re

from grading.sandbox import Limits

WALL_SECONDS = 600  # a safety net: the limit is the compiler's CPU time
SHOWN_LINES, SHOWN_COLUMNS = 12, 200  # of what a compiler says
TOOL_OUTPUT_BYTES = 32 << 20

# What a policy may take from elsewhere: lib/, and what the compiler makes of plain C.
MAY_USE = re.compile(r"(list|sorted|tickets|divide|words|string)_\w+|mem(cpy|move|set|cmp)|"
                     r"str(n?len|n?cmp|chr|rchr)|watch_misuse|assertion_failed|"
                     r"__u?(div|mod|ashl|lshr|ashr)\w+|_GLOBAL_OFFSET_TABLE_")

# Machine code that plain C never becomes, and parts of an object that run by themselves.
NO_PLAIN_C = re.compile(r"^\s*[0-9a-f]+:\s+(?:[0-9a-f]{2} )+\s*(?:rep \w+ |lock )?"
                        r"(syscall|sysenter|sysret\w*|int3?|int1|into|in|out|ins[bwl]?|outs[bwl]?|"
                        r"cli|sti|hlt|rdtscp?|rdrand|rdseed|cpuid|rdpmc|rdmsr|wrmsr|iret\w*|ljmp|"
                        r"lcall|lret|l[gil]dt\w*|ltr|lmsw|invlpg|swapgs|mov\s+.*%[cd]r\d.*)\b",
                        re.MULTILINE)
RUNS_BY_ITSELF = re.compile(r"^\s*\d+ (\.(?:pre)?init(?:_array)?\S*|\.fini\S*|\.[cd]tors\S*) ",
                            re.MULTILINE)
ZEROES_MAX = 16 << 20


class Failed(Exception):
    """It could not be built, or must not run: .args[0] says why in a line, .details at length."""

    def __init__(self, why, details=""):
        super().__init__(why)
        self.details = details


class TooSlow(Exception):
    """The host did not manage it in time: that is no grade."""


def limits_of(suite):
    limits = suite.limits
    return Limits(limits["cpu_seconds"], limits["memory_mib"], limits["output_kib"] << 10,
                  WALL_SECONDS)


def run(box, suite, command, output_bytes=None):
    limits = limits_of(suite)
    limits.output_bytes = output_bytes or limits.output_bytes
    outcome = box.run(command, limits)
    if outcome.is_late:
        raise TooSlow(f"no end of `{command[0]}` after {WALL_SECONDS} seconds")
    return outcome


def first_error(text):
    """The compiler's or the linker's first complaint."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [line for line in lines
             if re.search(r"[Ee]rror:|undefined reference|multiple definition", line)]
    return (found or lines or ["it says nothing"])[0].replace("/submission/", "")[:SHOWN_COLUMNS]


def not_built(outcome, suite):
    """Why, as a Failed. What a compiler said before it met a limit is chance, and is not told."""
    limits = suite.limits
    if outcome.is_out_of_cpu:
        return Failed(f"the compiler was stopped after {limits['cpu_seconds']} seconds of its "
                      "CPU time")
    if outcome.is_cut:
        return Failed(f"the compiler said more than {limits['output_kib']} KiB, and was stopped")
    if re.search(r"out of memory|memory exhausted|bad_alloc", outcome.errors):
        return Failed(f"the compiler wanted more than {limits['memory_mib']} MiB of memory")
    return Failed(f"it does not compile: {first_error(outcome.errors)}", shown(outcome.errors))


def shown(text):
    """The beginning of what a compiler says; make's own lines are no news."""
    lines = [line[:SHOWN_COLUMNS] for line in text.splitlines() if not line.startswith("make")]
    return "\n".join(lines[:SHOWN_LINES] + ["... (cut)"] * (len(lines) > SHOWN_LINES))


def make(box, suite, *words):
    outcome = run(box, suite, ["make", "--silent", "--no-print-directory", *words])
    if outcome.status != 0:
        raise not_built(outcome, suite)


def tool_output(box, suite, *command):
    outcome = run(box, suite, command, TOOL_OUTPUT_BYTES)
    if outcome.status != 0 or outcome.is_cut:
        raise Failed(f"{command[0]} cannot read what was built: {first_error(outcome.errors)}")
    return outcome.output


def check_object(box, suite, path):
    """Whether the object at PATH keeps to what a policy may do. Raises Failed."""
    names = re.findall(r" U (\S+)", tool_output(box, suite, "nm", "-u", path))
    strange = sorted(name for name in names if not MAY_USE.fullmatch(name))
    if strange:
        raise Failed(f"the policy uses {', '.join(strange[:5])}, which is not of lib/")
    found = NO_PLAIN_C.search(tool_output(box, suite, "objdump", "-dw", path))
    if found:
        raise Failed(f"the policy has the instruction `{' '.join(found[1].split())}`, "
                     "which no plain C becomes")
    sections = tool_output(box, suite, "objdump", "-hw", path)
    found = RUNS_BY_ITSELF.search(sections)
    if found:
        raise Failed(f"the policy has code that runs before anybody calls it ({found[1]})")
    sizes = re.findall(r"^\s*\d+ \.\S*(?:bss|data)\S*\s+([0-9a-f]+)", sections, re.MULTILINE)
    if sum(int(size, 16) for size in sizes) > ZEROES_MAX:
        raise Failed(f"the policy's variables take more than {ZEROES_MAX >> 20} MiB")


def check_host_source(box, suite, source):
    """The same of what the host's compiler makes of it, where a macro may tell it from the
    kernel's. Built without sanitizers, whose calls would hide others."""
    outcome = run(box, suite, [
        "gcc", "-w", "-std=c11", "-O1", "-D_DEFAULT_SOURCE", "-D__SANITIZE_ADDRESS__=1",
        "-ffreestanding", "-fno-pie", "-fno-inline",
        f"-I{box.path('/robin')}/include", f"-I{box.path('/robin')}", "-fno-stack-protector",
        "-include", "kernel/sched/expect.h", "-c", box.path(source),
        "-o", box.path("/out/plain.o")])
    if outcome.status != 0:
        raise not_built(outcome, suite)
    check_object(box, suite, box.path("/out/plain.o"))


def own_policy(box, suite):
    """What make is told of it."""
    return [f"P={box.path('/out')}", f"POLICY_SOURCE={box.path(f'/submission/{suite.policy}.c')}"]


def build_kernel(box, suite):
    policy = box.path(f"/out/{suite.policy}.o")
    make(box, suite, policy, *own_policy(box, suite))
    check_object(box, suite, policy)
    make(box, suite, box.path("/out/robin.elf"), box.path("/out/policies.txt"),
         box.path("/out/host/boot_line"), *own_policy(box, suite))


def build_host(box, suite):
    check_host_source(box, suite, f"/submission/{suite.policy}.c")
    make(box, suite, box.path("/out/host/schedule"), *own_policy(box, suite))


def build_policy(box, suite):
    if suite.boots:
        build_kernel(box, suite)
    if suite.uses_host:
        build_host(box, suite)


def build_programs(box, suite):
    archive = box.path("/out/initrd.tar")
    make(box, suite, archive, f"PROGRAMS={box.path('/submission')}", f"INITRD={archive}")
    if not os.path.exists(f"{box.out}/initrd.tar"):
        raise Failed("no archive was made")


def build(box, suite):
    """What the cases of SUITE need, into /out. Raises Failed or TooSlow."""
    if suite.policy:
        build_policy(box, suite)
    else:
        build_programs(box, suite)
