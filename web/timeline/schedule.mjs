/* A schedule as JSON (docs/trace.md) becomes events again, so that one model draws both. */
import {DISK_WRITE, WAITS} from "./trace.mjs";

/* Events of the same time come in this order, as in a trace. */
const ORDER = [
    "create",
    "name",
    "schedule",
    "reap",
    "exit",
    "disk_done",
    "disk_request",
    "disk_transfer",
    "block",
    "suspend",
    "preempt",
    "wake",
    "resume",
    "ready",
    "level",
    "tickets",
    "pass",
    "draw",
    "queue",
    "run",
];
const THOUGHTS = {
    level: (a) => ({a}),
    tickets: (a) => ({a}),
    draw: (a, b) => ({a, b}),
    pass: (value) => ({a: value % 2 ** 32, b: Math.floor(value / 2 ** 32)}),
};

/* Where JOB of a case was when it did not run on its SLICES, each [start, end]: it is ready
 * from its arrival, and blocked for IO_TIME whenever it has run for `io_every` ticks. */
function waitsOf(job, pid, slices, ioTime, last) {
    const waits = [];
    let since = job.arrival ?? 0,
        used = 0;
    for (const [start, end] of slices) {
        if (start > since) waits.push([since, start, pid, "ready", ""]);
        used += end - start;
        if (used >= job.length) return {waits, ended: end};
        since = end;
        if (ioTime && job.io_every && used % job.io_every === 0) {
            waits.push([end, end + ioTime, pid, "blocked", "on rest"]);
            since += ioTime;
        }
    }
    if (last > since) waits.push([since, last, pid, "ready", ""]);
    return {waits, ended: null};
}

/* A case in OSTEP's form, with a timeline of [start, job, ticks], as a schedule: its job N is
 * pid N + 1, and job -1, nobody, is 0. Without a list of jobs no more is known of them. */
export function scheduleOfCase(json) {
    const slices = json.timeline.map(([start, job, ticks]) => [start, start + ticks, job + 1]);
    const last = slices.at(-1)?.[1] ?? 0;
    const jobs = (json.jobs ?? []).map((job, number) => {
        const pid = number + 1,
            own = slices.filter((slice) => slice[2] === pid);
        return {
            pid,
            job: number,
            name: "spin",
            length: job.length,
            tickets: job.tickets ?? 0,
            arrival: job.arrival ?? 0,
            ending: "used up",
            ...waitsOf(job, pid, own, json.io_time, last),
        };
    });
    const words = json.id && `${json.policy} ${json.id}`;
    return {words, ...json, slices, last, jobs, waits: jobs.flatMap(({waits}) => waits)};
}

const eventOf = (time, kind, pid, more = {}) => ({
    time,
    kind,
    pid,
    reason: "none",
    a: 0,
    b: 0,
    ...more,
});

function* jobEvents(job, begin) {
    const text = (part) =>
        [...part].reduceRight((word, letter) => ((word << 8) | letter.charCodeAt(0)) >>> 0, 0);
    const name = job.name ?? "";
    yield eventOf(begin, "create", job.pid, {a: job.parent ?? 0});
    yield eventOf(begin, "name", job.pid, {a: text(name.slice(0, 4)), b: text(name.slice(4, 8))});
    yield eventOf(begin, "schedule", job.pid, {a: job.tickets ?? 0, b: job.length ?? 0});
    if ((job.arrival ?? null) !== null) yield eventOf(job.arrival, "ready", job.pid);
    if ((job.ended ?? null) !== null)
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
    if (state === "ready" && !wasRunning) yield eventOf(start, "ready", pid);
    if (state === "zombie") yield eventOf(end, "reap", pid);
}

function* transferEvents([asked, begun, done, pid, what, first, count, error]) {
    const more = {a: first, b: what === "write" ? count + DISK_WRITE : count};
    yield eventOf(asked, "disk_request", pid, more);
    if (begun !== null) yield eventOf(begun, "disk_transfer", pid, more);
    if (done !== null) yield eventOf(done, "disk_done", pid, {a: first, b: error});
}

/* Why who ran until then lost the CPU, by "TIME PID", where a wait or an end says it. */
function endReasons({waits = [], jobs = []}) {
    return new Map([
        ...waits
            .filter(([, , , state]) => state === "blocked")
            .map(([start, , pid]) => [`${start} ${pid}`, "blocked"]),
        ...jobs.map(({ended, pid}) => [`${ended} ${pid}`, "ended"]),
    ]);
}

/* The switches at the ends of slices. Where no waits are told, who does not run is not shown. */
function* sliceEvents(json) {
    const {slices} = json,
        reasons = endReasons(json),
        isGone = !(json.waits ?? []).length;
    let before = 0;
    for (const [start, end, pid, began] of [...slices, [slices.at(-1)?.[1] ?? 0, null, 0]]) {
        if (pid !== before)
            yield eventOf(start, "run", pid, {
                a: before,
                reason:
                    (began ?? "").replace(" ", "_") || (reasons.get(`${start} ${before}`) ?? ""),
            });
        if (isGone && pid) yield eventOf(end, "reap", pid);
        before = pid;
    }
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
    const {slices} = json,
        waits = json.waits ?? [];
    const begins = new Map();
    for (const [start, , pid] of [...slices, ...waits])
        begins.set(pid, Math.min(start, begins.get(pid) ?? Infinity));
    const ends = new Set(slices.map(([, end, pid]) => `${end} ${pid}`));
    const events = [
        ...(json.jobs ?? []).flatMap((job) => [...jobEvents(job, begins.get(job.pid) ?? 0)]),
        ...waits.flatMap((wait) => [...waitEvents(wait, ends.has(`${wait[0]} ${wait[2]}`))]),
        ...sliceEvents(json),
        ...(json.disk ?? []).flatMap((transfer) => [...transferEvents(transfer)]),
        ...(json.thoughts ?? []).flatMap((thought) => [...thoughtEvents(thought)]),
    ];
    if (json.last !== undefined) events.push(eventOf(json.last, "end", 0));
    const rank = (event) => ORDER.indexOf(event.kind);
    return events.sort((a, b) => a.time - b.time || rank(a) - rank(b));
}
