"""What `make debug` promises, scripted: GDB stops at the kernel's first C function, then
steps through the first timer interrupt and the context switch into user mode."""

import re
import subprocess

import pytest
from conftest import ENVIRONMENT, HOST_SECONDS, KERNEL, ROOT

# Each step prints a line of its own: what the next one relies on.
SCRIPT = r"""
echo \n== start\n
backtrace 1
tbreak arch_switch
continue
echo \n== first switch\n
backtrace
while $eip >= 0xC0000000
    stepi
end
program init
echo \n== first program\n
info symbol $pc
printf "ring %d\n", $cs & 3
tbreak kernel_tick
continue
echo \n== first tick\n
backtrace
finish
echo \n== behind the tick\n
tbreak scheduler_switch if clock_ticks >= 12
continue
tbreak arch_switch
continue
echo \n== a switch\n
backtrace
while $eip >= 0xC0000000
    stepi
end
program spin
echo \n== another program\n
info symbol $pc
printf "ring %d\n", $cs & 3
kill
"""


def debug(script, **settings):
    """What GDB and the guest say while GDB carries out the file SCRIPT."""
    environment = {**ENVIRONMENT, **settings,
                   "ROBIN_QEMU": "-icount shift=0,sleep=off -rtc base=2024-01-01,clock=vm"}
    done = subprocess.run([ROOT / "tools" / "debug", "-batch", "-x", script],
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                          env=environment, timeout=HOST_SECONDS, check=False)
    print(done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="session")
def steps(tmp_path_factory):
    """What GDB said at each step, by the step's name."""
    script = tmp_path_factory.mktemp("gdb") / "script"
    script.write_text(SCRIPT, encoding="ascii")
    parts = re.split(r"^== (.*)\n", debug(script, ROBIN_RUN="spin & spin"),
                     flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def test_gdb_stops_at_the_first_c_function(steps):
    assert re.search(r"#0 +boot_main \(.*boot/boot\.c:\d+", steps["start"])


def test_gdb_breaks_at_the_context_switch(steps):
    assert re.search(r"#0 .*arch_switch", steps["first switch"])
    assert re.search(r"kernel_main", steps["first switch"])


def test_gdb_follows_the_switch_into_user_mode(steps):
    assert "_start in section .text" in steps["first program"]
    assert "ring 3" in steps["first program"]


def test_gdb_stops_in_the_first_timer_interrupt(steps):
    assert re.search(r"#0 +kernel_tick", steps["first tick"])
    assert re.search(r" trap \(", steps["first tick"])


def test_gdb_follows_a_switch_from_one_program_to_another(steps):
    assert re.search(r"#0 .*arch_switch", steps["a switch"])
    assert re.search(r"kernel_leave", steps["a switch"])
    assert re.search(r"(main|compute).* in section .text", steps["another program"])
    assert "ring 3" in steps["another program"]


# As if the function before kernel_main had ended in a call of panic_at.
PANIC = """
tbreak *panic_at
continue
set {unsigned}$esp = (unsigned)kernel_main
continue
"""


def test_a_call_at_the_end_of_a_function_is_not_taken_for_the_next_one(tmp_path):
    script = tmp_path / "script"
    script.write_text(PANIC, encoding="ascii")
    told = debug(script, ROBIN_APPEND="provoke=panic")
    text = re.findall(r" [Tt] (\w+)", subprocess.check_output(["nm", "-n", KERNEL], text=True))
    names = re.findall(r"^    [0-9a-f]{8} (\w+)\S*\+\d+", told, re.MULTILINE)
    assert names[:2] == ["panic_at", text[text.index("kernel_main") - 1]]


# As if the CPU had pushed flags that init never had: those by which it would reach devices, and
# the one of interrupts off.
FLAGS = """
tbreak trap if frame->vector == 14 && (frame->cs & 3) == 3
continue
set var frame->eflags = (frame->eflags | 0x3000) & ~0x200
tbreak leave_kernel
continue
while $eip >= 0xC0000000
    stepi
end
printf "ring %d, devices %d, interrupts %d", $cs & 3, ($eflags >> 12) & 3, ($eflags >> 9) & 1
kill
"""


def test_a_page_fault_leaves_a_program_no_power_over_the_machine(tmp_path):
    script = tmp_path / "script"
    script.write_text(FLAGS, encoding="ascii")
    assert "ring 3, devices 0, interrupts 1" in debug(script, ROBIN_RUN="hello")


def test_another_place_to_begin_from_is_refused():
    done = subprocess.run([ROOT / "tools" / "debug"], env={**ENVIRONMENT, "ROBIN_FROM": "start"},
                          capture_output=True, encoding="utf-8", timeout=HOST_SECONDS, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tools/debug: FROM=start: only FROM=reset is known\n"


# --- The commands that know the kernel (tools/gdb/robin)

# Steps of a session: each prints a line with its name, and carries out its commands. What GDB
# refuses it says, and goes on.
def session(steps):
    lines = ["python", "def say(command):", "    try:", "        gdb.execute(command)",
             "    except gdb.error as error:", "        print(error)", "end"]
    for name, commands in steps.items():
        lines.append(rf"echo \n== {name}\n")
        is_python = commands.startswith("python")
        lines += [line if is_python else f"python say({line!r})" for line in commands.splitlines()]
    return "\n".join(lines + ["kill"])


def debug_in_steps(folder, steps, **settings):
    """What GDB and the guest said at each step, by the step's name."""
    script = folder / "script"
    script.write_text(session(steps), encoding="ascii")
    parts = re.split(r"^== (.*)\n", debug(script, **settings), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


WAY_OUT = """python
names = set()
gdb.execute("tbreak *trap_stub_32")
gdb.execute("continue")
while gdb.newest_frame().pc() >= 0xC0000000:
    frames = [gdb.newest_frame()]
    while frames[-1].older():
        frames.append(frames[-1].older())
    file = gdb.find_pc_line(frames[0].pc()).symtab
    if file and file.filename.endswith(".asm"):
        names.add((frames[0].name(), frames[-1].name()))
    gdb.execute("stepi", to_string=True)
print(sorted(names))
end"""

COMMANDS = {
    "too early": "robin ps\nrobin ready\nrobin why\nrobin trace",
    "go": "tbreak kernel_tick if clock_ticks >= 20\ncontinue",
    "ps": "robin ps",
    "ready": "robin ready",
    "why": "robin why",
    "trace": "robin trace 3",
    "backtrace": "backtrace",
    "registers": "info registers",
    "thread": "robin thread 2",
    "thread not begun": "robin thread 5",
    "thread print": "robin thread 2 frame apply all -q -s print call->number",
    "registers then": "info registers",
    "map": "robin map 3",
    "refused": "robin thread 4\nrobin thread 77\nrobin thread 2 continue\nrobin map\n"
               "robin trace 0\nrobin break-in nosuch\nrobin break-in hello nosuch",
    "completed": "complete robin t\ncomplete robin map 3\ncomplete robin break-in hea\n"
                 "complete robin break-in hello mai",
    "next switch": "robin next-switch",
    "queue then": "robin ready\nrobin why",
    "in the middle": "backtrace\nrobin thread 5\nrobin thread 4",
    "step": "step\nstep\nlist arch_switch",
    "way out": WAY_OUT,
}


@pytest.fixture(scope="session")
def commands(tmp_path_factory):
    return debug_in_steps(tmp_path_factory.mktemp("commands"), COMMANDS,
                          ROBIN_RUN="spin & spin & spin", ROBIN_QUANTUM="15")


def test_before_there_are_processes_a_sentence_says_so(commands):
    assert commands["too early"].splitlines()[:4] == [
        *["There is no process yet: the kernel is still booting."] * 3,
        "There is no trace yet: the kernel is still booting."]


def test_ps_and_ready_show_who_runs_and_in_which_order(commands):
    assert re.findall(r"^ +(\d+) +\d+ +0 (\w+) .* (\w+)$", commands["ps"], re.M) == [
        ("1", "blocked", "init"), ("2", "blocked", "sh"), ("3", "ready", "spin"),
        ("4", "running", "spin"), ("5", "ready", "spin")]
    assert commands["ready"].splitlines()[:2] == [
        "policy rr quantum=15 charge=tick",
        "queue[0]: spin 4, which has the CPU; spin 5; spin 3"]


def test_the_last_decision_is_explained(commands):
    assert "The slice of spin 3 is over; spin 4, which has waited 15 ticks, is the longest in " \
           "the queue. (5 ticks ago)\nspin 4 has the CPU." in commands["why"]
    assert re.fullmatch(r"(\d+ 4 tick tick=\d+\n){3}\s*", commands["trace"])


def test_a_backtrace_goes_from_the_kernel_into_the_program(commands):
    names = re.findall(r"^#\d+ +(?:0x\w+ in )?(\w+|<.*>) \(", commands["backtrace"], re.M)
    assert names[-5:] == ["trap", "trap_entry", "<interrupt: timer>", "compute", "main"]


def test_a_process_that_does_not_run_is_shown_where_it_stands(commands):
    text = commands["thread"]
    assert "sh 2 is blocked on wait. The registers of its program:" in text
    assert re.search(r"^  eip=080\w{5} esp=0804\w{4} ebp=0804\w{4} eflags=00000\w{3}$", text, re.M)
    names = re.findall(r"^#\d+ +(?:0x\w+ in )?(\w+|<.*>) \(", text, re.M)
    assert names[:4] == ["arch_switch", "switch_to", "scheduler_switch", "thread_block"]
    assert names[names.index("call_entry") + 1] == "<system call 1002>"
    assert names[-1] == "main" and "shell_run" in names
    assert re.search(r"main \(.*user/sh/sh\.c:\d+", text)


def test_a_process_that_has_not_begun_stands_at_its_first_instruction(commands):
    assert re.search(r"spin 5 is ready.*arch_switch.*thread_entry.*<begins>.*_start \(\)",
                     commands["thread not begun"].replace("\n", " "))


def test_looking_at_another_process_changes_nothing(commands):
    assert commands["registers"] == commands["registers then"]
    assert "cr3" in commands["registers"]


def test_a_command_can_look_at_another_process(commands):
    assert re.search(r"^\$\d+ = 1002$", commands["thread print"], re.M)


def test_the_map_has_the_pages_of_each_region(commands):
    assert re.search(r"^0x07848000 0x08048000 rw-  stack  \n  0x08047000     1 page  at "
                     r"0x00\w{3}000 rw$", commands["map"], re.M)
    assert re.search(r"^0x08048000 0x\w{8} r-x  program\n"
                     r"  0x08048000 +\d+ pages? +at 0x00\w{6} r-$", commands["map"], re.M)


def test_what_cannot_be_shown_is_refused_in_a_sentence(commands):
    said = commands["refused"].splitlines()
    assert said[:5] == [
        "spin 4 has the CPU: `backtrace` and `info registers` show it.",
        "There is no process 77. There are: 1 2 3 4 5",
        "`robin thread` carries out what looks, and not `continue`.",
        "robin map PID: the memory of a process, region by region, and where its pages are.",
        "robin trace [N]: N is a number of events"]
    assert said[5].startswith("There is no program nosuch. There are: cat chmod cp ")
    assert said[6] == "There is no nosuch in hello."


def test_commands_and_what_they_take_are_completed(commands):
    assert commands["completed"].split("\n")[:5] == [
        "robin thread", "robin trace", "robin map 3", "robin break-in head",
        "robin break-in hello main"]


def test_next_switch_stops_at_the_switch_and_says_why_it_comes(commands):
    sentence = "The slice of spin 4 is over; spin 5, which has waited 30 ticks, is the longest " \
               "in the queue."
    assert commands["next switch"].splitlines()[:2] == [
        sentence, "#0  arch_switch () at arch/x86/switch.asm:31"]
    assert commands["queue then"].splitlines() == [
        "policy rr quantum=15 charge=tick",
        "queue[0]: spin 5, which has the CPU; spin 3; spin 4",
        sentence, "spin 5 has the CPU.", ""]


def test_in_the_middle_of_a_switch_each_process_is_where_its_stack_says(commands):
    text = commands["in the middle"]
    assert re.search(r"#\d+ +<interrupt: timer> \(\)\n#\d+ +(0x\w+ in )?compute", text)
    assert "spin 5 is about to get the CPU." in text
    assert "spin 4 has the CPU: `backtrace`" in text


def test_the_switch_is_stepped_and_listed_line_by_line(commands):
    assert re.match(r"32\s+push    ebx\n33\s+push    esi\n", commands["step"])
    assert re.search(r"^30\s+arch_switch:\n31\s+push    ebp ", commands["step"], re.M)


def test_each_instruction_on_the_way_through_the_kernel_has_a_backtrace(commands):
    found = re.search(r"^\[.*\]$", commands["way out"], re.M)[0]
    assert found == str([(routine, "main") for routine in
                         ("leave_kernel", "trap_entry", "trap_stub_32")])


# --- A program is where one stops

PROGRAMS = {
    "breakpoints": "robin break-in /bin/hello\nrobin break-in p1\nrobin break-in ps _exit",
    "hello": "continue",
    "in hello": "backtrace\nnext",
    "p1": "continue\nlist main,+1",
    "ps": "continue",
    "the same": "robin ps",
    "traced": "robin trace 100000",
}


@pytest.fixture(scope="session")
def in_programs(tmp_path_factory):
    return debug_in_steps(tmp_path_factory.mktemp("programs"), PROGRAMS,
                          ROBIN_PROGRAMS=str(ROOT / "docs" / "examples"),
                          ROBIN_RUN="true; hello; p1; spin 9 & spin 9 & trace; ps")


def test_break_in_stops_in_one_program_alone(in_programs):
    assert re.search(r"Breakpoint \d+, in hello 4:\n#0  main .*user/bin/hello\.c:\d+",
                     in_programs["hello"])
    assert in_programs["hello"].count("Breakpoint") == 1  # p1's main has the same address
    assert re.search(r"#0  main \(.*user/bin/hello\.c", in_programs["in hello"])


def test_break_in_finds_a_program_from_outside(in_programs):
    assert re.search(r"Breakpoint \d+, in p1 5:\n#0  main .*docs/examples/p1\.c:\d+",
                     in_programs["p1"])


def rows(text):
    return re.findall(r"^ +\d+ +\d+ +0 (?:new|ready|running|blocked|zombie).*$", text, re.M)


def test_robin_ps_is_what_ps_prints(in_programs):
    theirs, ours = rows(in_programs["ps"]), rows(in_programs["the same"])
    assert len(theirs) == 5 and theirs[:-1] == ours[:-1]  # ps itself goes on meanwhile


def test_robin_trace_is_what_trace_prints(in_programs):
    theirs = re.findall(r"^\d+ \d+ \w+.*$", in_programs["ps"], re.M)
    ours = in_programs["traced"].splitlines()
    assert len(theirs) > 50 and theirs == ours[:len(theirs)]


# --- The policies

POLICIES = """python
for policy in "mlfq", "lottery", "stride", "fair", "stcf", "sjf", "process-run":
    gdb.execute("tbreak scheduler_set_policy")
    gdb.execute("continue")
    gdb.execute("finish", to_string=True)
    gdb.execute("robin ready")
end"""


@pytest.fixture(scope="session")
def queues(tmp_path_factory):
    return debug_in_steps(tmp_path_factory.mktemp("queues"), {"queues": POLICIES},
                          ROBIN_RUN="spin 40 & spin 40 & policy mlfq; policy lottery; "
                          "policy stride; policy fair; policy stcf; policy sjf; "
                          "policy process-run")["queues"]


@pytest.mark.parametrize("policy, line", [
    ("mlfq levels=3 quantum=2,4,8 ", "queues[0][0]: policy 5, which has the CPU; spin 3; spin 4"),
    ("lottery quantum=1 seed=1 ", "run_queues[0].row: policy 6 (100 tickets), which has the CPU; "
     "spin 3 (100 tickets); spin 4 (100 tickets)"),
    ("stride quantum=1 ", "run_queues[0].jobs: policy 7 (key 0), which has the CPU; "
     "spin 3 (key 0); spin 4 (key 0)"),
    ("fair quantum=2 latency=20 ", "run_queues[0].jobs: policy 8 (key 0), which has the CPU; "
     "spin 3 (key 0); spin 4 (key 0)"),
    ("stcf quantum=4 ", "run_queues[0].unknown: policy 9, which has the CPU; spin 3; spin 4"),
    ("sjf", "run_queues[0].jobs: policy 10 (key INT64_MAX), which has the CPU; "
     "spin 3 (key INT64_MAX); spin 4 (key INT64_MAX)"),
    ("process-run switch=io ", "circles[0].turn: policy 11, which has the CPU"),
])
def test_ready_shows_the_queues_of_each_policy_in_order(queues, policy, line):
    found = re.search(rf"^policy {re.escape(policy)}.*\n((?:\w+\[.*\n)+)", queues, re.M)
    assert line in found[1].splitlines()
