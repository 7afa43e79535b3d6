/* A lot of events, for measuring: jobs that take turns on the CPU, tick by tick. */

const WORKLOAD = [0x6b726f77, 0x64616f6c]; // "workload", as two words of a trace
const TICK_NS = 1e6;
const QUEUE_MAX = 15;

/* A slice begins at TICK of all JOBS: what the kernel tells of it under a policy that has
 * queue, levels and passes, so that everything which can be drawn is. */
function slice(tick, jobs) {
    const [time, before, next] = [tick * TICK_NS, (tick - 1) % jobs, tick % jobs].map(Math.floor);
    const event = (after, kind, pid, more) => ({
        time: time + after,
        kind,
        pid,
        reason: "none",
        a: 0,
        b: 0,
        ...more,
    });
    const queue = Array.from(
        {length: Math.min(jobs, QUEUE_MAX)},
        (_, place) => 4 + ((next + place) % jobs),
    );
    const events = [
        event(0, "tick", 4 + before, {a: tick}),
        event(100, "preempt", 4 + before, {reason: "slice_over"}),
        event(200, "level", 4 + before, {a: Math.floor(tick / jobs) % 3}),
        event(300, "pass", 4 + before, {a: tick * 100}),
    ];
    for (let at = 0; at < queue.length; at += 3)
        events.push(event(400, "queue", queue[at], {a: queue[at + 1] ?? 0, b: queue[at + 2] ?? 0}));
    if (queue.length % 3 === 0 && queue.length < QUEUE_MAX) events.push(event(400, "queue", 0));
    return [
        ...events,
        event(500, "run", 4 + next, {a: tick === 0 ? 0 : 4 + before, reason: "slice_over"}),
    ];
}

/* The JOBS of a workload come to be, at time 0. */
export function lotBegins(jobs) {
    const event = (kind, pid, a = 0, b = 0) => ({time: 0, kind, pid, reason: "none", a, b});
    return [
        event("create", 3, 2),
        event("name", 3, ...WORKLOAD),
        ...Array.from({length: jobs}, (_, job) => [
            event("create", 4 + job, 3),
            event("ready", 4 + job),
        ]).flat(),
    ];
}

/* The slices from tick FIRST to LAST. */
export const lotGoesOn = (jobs, first, last) =>
    Array.from({length: last - first}, (_, i) => slice(first + i, jobs)).flat();
