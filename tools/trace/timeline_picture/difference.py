"""Two schedules and the first difference between them, as data for a page or a picture."""

END = float("inf"), float("inf"), None


def slices(schedule):
    """[(start, end, job)] in whole ticks, of the jobs alone, stretches of one job as one.
    SCHEDULE is an entry of a .schedule.json, or a case with OSTEP's `timeline`."""
    if "slices" not in schedule:
        found = [(start, start + ticks, job) for start, job, ticks in schedule["timeline"]]
    else:
        numbers = {job["pid"]: job["job"] for job in schedule.get("jobs", [])}
        tick_ns = schedule.get("tick_ns", 1)
        found = [(round(start / tick_ns), round(end / tick_ns), numbers.get(pid, pid - 1))
                 for start, end, pid, *_ in schedule["slices"]]
    merged = []
    for start, end, job in found:
        if job is None or job < 0 or start == end:
            continue
        if merged and merged[-1][1:] == (start, job):
            start = merged.pop()[0]
        merged.append((start, end, job))
    return merged


def name(job):
    return "nobody" if job is None else f"job {job}"


def first_difference(expected, got):
    """(tick, what is different there in words); None: both are the same."""
    wanted, found = slices(expected), slices(got)
    for want, have in zip([*wanted, END], [*found, END]):
        if want == have:
            continue
        tick = min(want[0], have[0])
        who = [name(job if start == tick else None) for start, _, job in (want, have)]
        if want[::2] == have[::2]:  # the same job from the same tick on
            tick = min(want[1], have[1])
            who = [name(job if end > tick else None) for _, end, job in (want, have)]
            if who[0] == "nobody":
                return tick, f"in tick {tick} {who[1]} runs on, which should not"
            return tick, f"in tick {tick} {who[0]} should still run, and does not"
        return tick, f"in tick {tick}: expected {who[0]}, got {who[1]}"
    return None


def data(heading, expected, got):
    """What page.write and page.svg draw: EXPECTED above GOT, the difference marked."""
    tick, words = first_difference(expected, got) or (None, "the same schedule")
    runs = [{"schedule": schedule, "words": what, "difference": tick, "note": note}
            for schedule, what, note in ((expected, "expected", ""), (got, "got", words))]
    return {"heading": heading, "runs": runs}
