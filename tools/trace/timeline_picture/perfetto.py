"""Schedules as Chrome's trace JSON, which ui.perfetto.dev opens: a process a policy, a
thread a process of Robin's, a slice a state, an instant a decision. Time 0 is the first
event."""

NANOSECONDS = 1000.0  # in a microsecond, in which `ts` and `dur` are


def state_events(schedule, places):
    """(pid, name, start, end, why) of all that is a slice in Perfetto's words."""
    for start, end, pid, began, _ in schedule["slices"]:
        if pid in places:
            yield pid, "running", start, end, began
    for start, end, pid, state, why in schedule["waits"]:
        yield pid, state, start, end, why


def names(number, schedule):
    yield {"ph": "M", "name": "process_name", "pid": number,
           "args": {"name": schedule["words"]}}
    labels = [job["label"] for job in schedule["jobs"]] + ["disk"] * bool(schedule["disk"])
    for place, label in enumerate(labels):
        ids = {"pid": number, "tid": place}
        yield {"ph": "M", "name": "thread_name", **ids, "args": {"name": label}}
        yield {"ph": "M", "name": "thread_sort_index", **ids, "args": {"sort_index": place}}


def disk_events(number, schedule):
    """A thread behind those of all jobs."""
    labels = {job["pid"]: job["label"] for job in schedule["jobs"]}
    for asked, begun, done, pid, what, first, count, error in schedule["disk"]:
        if begun is not None and done is not None:
            yield {"ph": "X", "name": f"{what} for {labels.get(pid, 'the kernel')}",
                   "cat": "disk", "pid": number, "tid": len(labels),
                   "ts": (begun - schedule["first"]) / NANOSECONDS,
                   "dur": (done - begun) / NANOSECONDS,
                   "args": {"sector": first, "count": count, "errno": error,
                            "queued_us": (begun - asked) / NANOSECONDS}}


def schedule_events(number, schedule):
    yield from names(number, schedule)
    yield from disk_events(number, schedule)
    places = {job["pid"]: place for place, job in enumerate(schedule["jobs"])}
    for pid, name, start, end, why in state_events(schedule, places):
        at = {"pid": number, "tid": places[pid], "args": {"why": why},
              "ts": (start - schedule["first"]) / NANOSECONDS}
        yield {"ph": "X", "name": name, "cat": "state", **at,
               "dur": (end - start) / NANOSECONDS}
        if name == "running":
            yield {"ph": "i", "name": why, "cat": "decision", "s": "t", **at}


def events(schedules):
    """The JSON object of all SCHEDULES."""
    found = [event for number, schedule in enumerate(schedules, 1)
             for event in schedule_events(number, schedule)]
    return {"displayTimeUnit": "ns", "traceEvents": found}
