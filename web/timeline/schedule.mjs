/* A schedule as JSON (docs/trace.md) becomes events again, so that one model draws both. */
import {WAITS} from "./trace.mjs";

/* Events of the same time come in this order, as in a trace. */
const ORDER = ["create", "name", "schedule", "reap", "exit", "block", "suspend", "preempt",
               "wake", "resume", "ready", "level", "tickets", "pass", "draw", "queue", "run"];
const THOUGHTS = {
    level: (a) => ({a}), tickets: (a) => ({a}), draw: (a, b) => ({a, b}),
    pass: (value) => ({a: value % 2 ** 32, b: Math.floor(value / 2 ** 32)}),
};

/* OSTEP's form, [start, job, ticks], as [start, end, pid]: job -1 is nobody, pid 0. */
const slicesOf = (json) => json.slices ??
    (json.timeline ?? []).map(([start, job, ticks]) => [start, start + ticks, job + 1]);

const eventOf = (time, kind, pid, more = {}) =>
    ({time, kind, pid, reason: "none", a: 0, b: 0, ...more});

function* jobEvents(job, begin) {
    const text = (part) => [...part].reduceRight(
        (word, letter) => (word << 8 | letter.charCodeAt(0)) >>> 0, 0);
    const name = job.name ?? "";
    yield eventOf(begin, "create", job.pid, {a: job.parent ?? 0});
    yield eventOf(begin, "name", job.pid, {a: text(name.slice(0, 4)), b: text(name.slice(4, 8))});
    yield eventOf(begin, "schedule", job.pid, {a: job.tickets ?? 0, b: job.length ?? 0});
    if (job.ended !== undefined && job.ended !== null)
        yield eventOf(job.ended, "exit", job.pid, {ending: job.ending ?? "ended"});
}

/* WAS_RUNNING: the wait begins where a slice ends, so that nothing need be told of a ready. */
function* waitEvents([start, end, pid, state, why], wasRunning) {
    if (state === "blocked")
        yield eventOf(start, "block", pid, {a: Math.max(WAITS.indexOf(why.slice(3)), 0)});
    if (state === "suspended") {
        yield eventOf(start, "suspend", pid);
        yield eventOf(end, "resume", pid);
    }
    if (state === "ready" && !wasRunning)
        yield eventOf(start, "ready", pid);
    if (state === "zombie")
        yield eventOf(end, "reap", pid);
}

/* The switches at the ends of slices. Where no waits are told, who does not run is not shown. */
function* sliceEvents(slices, hasWaits) {
    let before = 0;
    for (const [start, end, pid, began] of slices) {
        if (pid !== before)
            yield eventOf(start, "run", pid, {a: before, reason: began ?? ""});
        if (!hasWaits && pid)
            yield eventOf(end, "reap", pid);
        before = pid;
    }
    if (before && slices.length)
        yield eventOf(slices.at(-1)[1], "run", 0, {a: before, reason: slices.at(-1)[4] ?? ""});
}

function* thoughtEvents([time, kind, pid, ...values]) {
    if (kind !== "queue") {
        yield eventOf(time, kind, pid, THOUGHTS[kind]?.(...values));
        return;
    }
    const pids = [pid, ...values, 0];
    for (let at = 0; at < pids.length; at += 3)
        yield eventOf(time, "queue", pids[at], {a: pids[at + 1] ?? 0, b: pids[at + 2] ?? 0});
}

/* All events of one entry of a .schedule.json, in order. */
export function eventsOf(json) {
    const slices = slicesOf(json), waits = json.waits ?? [];
    const begins = new Map();
    for (const [start, , pid] of [...slices, ...waits])
        begins.set(pid, Math.min(start, begins.get(pid) ?? Infinity));
    const ends = new Set(slices.map(([, end, pid]) => `${end} ${pid}`));
    const events = [
        ...(json.slices && json.jobs || []).flatMap((job) => [...jobEvents(job, begins.get(job.pid) ?? 0)]),
        ...waits.flatMap((wait) => [...waitEvents(wait, ends.has(`${wait[0]} ${wait[2]}`))]),
        ...sliceEvents(slices, waits.length > 0),
        ...(json.thoughts ?? []).flatMap((thought) => [...thoughtEvents(thought)]),
    ];
    if (json.last !== undefined)
        events.push(eventOf(json.last, "end", 0));
    const rank = (event) => ORDER.indexOf(event.kind);
    return events.sort((a, b) => a.time - b.time || rank(a) - rank(b));
}
