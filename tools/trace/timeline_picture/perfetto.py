"""Charts as Chrome's trace JSON, which ui.perfetto.dev opens: a process a policy, a
thread a lane, a slice a state, an instant a decision. Time 0 is the first event."""

from timeline_picture.chart import STATES

NANOSECONDS = 1000.0  # in a microsecond, in which `ts` and `dur` are


def lane_events(chart, lane, ids):
    yield {"ph": "M", "name": "thread_name", **ids, "args": {"name": lane["label"]}}
    yield {"ph": "M", "name": "thread_sort_index", **ids,
           "args": {"sort_index": ids["tid"]}}
    for state, start, end, number in lane["spans"]:
        name, why = STATES[state], chart["whys"][number]
        at = {**ids, "ts": (start - chart["first"]) / NANOSECONDS, "args": {"why": why}}
        yield {"ph": "X", "name": name, "cat": "state", **at,
               "dur": (end - start) / NANOSECONDS}
        if name == "running":
            yield {"ph": "i", "name": why.split(";")[0], "cat": "decision", "s": "t",
                   **at}


def events(charts):
    """The JSON object of all CHARTS."""
    found = []
    for number, chart in enumerate(charts, 1):
        found.append({"ph": "M", "name": "process_name", "pid": number,
                      "args": {"name": chart["policy"]}})
        for place, lane in enumerate(chart["lanes"]):
            found += lane_events(chart, lane, {"pid": number, "tid": place})
    return {"displayTimeUnit": "ns", "traceEvents": found}
