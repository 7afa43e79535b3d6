"""robin ready: who can run, in the policy's own queues.

What a policy has are the variables of its file. Every `struct list`, `struct sorted` and `struct
tickets` among them is a queue of jobs, under whatever name; so this knows no policy, and shows
one from outside as well.
"""

import gdb

from robin.kernel import LIST_MAX, command, container, expect_processes, list_nodes, of_thread, \
    offset, variable

INT64_MAX = (1 << 63) - 1  # of who has declared nothing


def register():
    command("robin ready")(ready)()


# --- The policy

def policy():
    """The policy that is in force. What the mechanism calls may be the one that watches it
    (kernel/sched/watch.c), of the same name."""
    name = variable("scheduler")["policy"]
    if not int(name):
        raise gdb.GdbError("There is no policy yet: the kernel is still booting.")
    table = variable("policies")
    wanted, i = name["name"].string(), 0
    while table[i]["name"].string() != wanted:
        i += 1
    return table[i].dereference()


def described(the_policy):
    """Its name and parameters, as the boot line and the shell have them."""
    words, i = [the_policy["name"].string()], 0
    while int(the_policy["keys"][i]["name"]):
        key = the_policy["keys"][i]
        count = int(key["count"].dereference()) if int(key["count"]) else 1
        values = [int(key["values"][each]) for each in range(count)]
        if int(key["words"]):
            values = [key["words"][value].string() for value in values]
        if values:
            words.append(f"{key['name'].string()}={','.join(map(str, values))}")
        i += 1
    return " ".join(words)


def variables_of(the_policy):
    """(name, value) of each variable of the policy's file that may hold a queue or a job."""
    block = gdb.block_for_pc(int(the_policy["pick"]))
    for part in block.static_block, block.global_block:
        for symbol in part:
            if symbol.is_variable and symbol.symtab.filename.endswith(".c"):
                yield symbol.name, symbol.value()


# --- Queues among them

def in_order_of_sorted(node):
    """The nodes of a tree of lib/sorted.h below NODE, from left to right."""
    return in_order(node, lambda each: (each["child"][0], each["child"][1]))


def in_order_of_tickets(node):
    return in_order(node, lambda each: (each["left"], each["right"]))


def in_order(node, children):
    above = []
    for _ in range(LIST_MAX):
        while int(node):
            above.append(node)
            node = children(node)[0]
        if not above:
            return
        node = above.pop()
        yield int(node)
        node = children(node)[1]
    raise gdb.GdbError("A queue does not end.")


# The type of a queue: where its nodes are, and which member of a job that is.
QUEUES = {
    "list": (list_nodes, "link"),
    "sorted": (lambda queue: in_order_of_sorted(queue["root"]), "sorted"),
    "tickets": (lambda queue: in_order_of_tickets(queue["root"]), "tickets"),
}


def parts(name, value):
    """(name, value) of each queue, and of each pointer to a job, in the variable VALUE."""
    of = value.type.strip_typedefs()
    if of.code == gdb.TYPE_CODE_PTR and of.target().unqualified().name == "job":
        yield name, value
    elif of.code == gdb.TYPE_CODE_ARRAY and holds_structs(of):
        for i in range(of.range()[1] + 1):
            yield from parts(f"{name}[{i}]", value[i])
    elif of.code == gdb.TYPE_CODE_STRUCT and of.name in QUEUES:
        yield name, value
    elif of.code == gdb.TYPE_CODE_STRUCT and of.name != "policy":
        for field in of.fields():
            if field.name:
                yield from parts(f"{name}.{field.name}", value[field])


def holds_structs(array):
    while array.code == gdb.TYPE_CODE_ARRAY:
        array = array.target().strip_typedefs()
    return array.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_PTR)


def job_at(node, member):
    return int(node) - offset("struct job", member)


def shown(job, tree):
    """The job at the address JOB, in words; by TREE, what its place depends on."""
    process = of_thread(job - offset("struct thread", "job"))
    text = f"{process}"
    value = container(job, "struct thread", "job")["job"]
    if tree == "sorted":
        key = int(value["sorted"]["key"])
        text += f" (key {'INT64_MAX' if key == INT64_MAX else key})"
    if tree == "tickets":
        text += f" ({int(value['tickets']['tickets'])} tickets)"
    return text + (", which has the CPU" if process.runs else "")


def queue_line(name, value):
    """What stands in a queue, or whom a pointer names; None: nobody."""
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_PTR:
        return f"{name}: {shown(int(value), None)}" if int(value) else None
    tree = value.type.strip_typedefs().name
    nodes, member = QUEUES[tree]
    if tree == "list" and not int(value["next"]):
        return None  # it has not begun
    jobs = [shown(job_at(node, member), tree) for node in nodes(value)]
    return f"{name}: {'; '.join(jobs)}" if jobs else None


def ready():
    """robin ready: who can run, in the policy's queues and in their order.

The names are those of the variables in the policy's file (kernel/policy/NAME.c), so `print` shows
more of them. A key is what a job is sorted by: what it has left, its pass, its virtual time."""
    expect_processes()
    the_policy = policy()
    print(f"policy {described(the_policy)}")
    lines = [line for variable_name, value in variables_of(the_policy)
             for line in [queue_line(*part) for part in parts(variable_name, value)] if line]
    first = [str(of_thread(node - offset("struct thread", "link")))
             for node in list_nodes(variable("scheduler")["first"])]
    if first:
        lines.insert(0, f"ahead of the policy, in the kernel alone: {'; '.join(first)}")
    print("\n".join(lines) or "nobody can run")
