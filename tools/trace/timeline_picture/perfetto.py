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
    for place, job in enumerate(schedule["jobs"]):
        ids = {"pid": number, "tid": place}
        yield {"ph": "M", "name": "thread_name", **ids, "args": {"name": job["label"]}}
        yield {"ph": "M", "name": "thread_sort_index", **ids, "args": {"sort_index": place}}


def schedule_events(number, schedule):
    yield from names(number, schedule)
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
