/* Writes traces as bytes, for the tests of web/timeline. */
import {KINDS, REASONS} from "../../web/timeline/trace.mjs";

export const TICK_NS = 1000;
const BLOCKED_ON_REST = 4;

function record([time, kind, pid, {reason = "none", a = 0, b = 0} = {}]) {
    const bytes = new DataView(new ArrayBuffer(24));
    bytes.setUint32(0, time % 2 ** 32, true);
    bytes.setUint32(4, Math.floor(time / 2 ** 32), true);
    bytes.setUint16(8, typeof kind === "number" ? kind : KINDS.indexOf(kind), true);
    bytes.setUint16(10, REASONS.indexOf(reason), true);
    bytes.setInt32(12, pid, true);
    bytes.setUint32(16, a, true);
    bytes.setUint32(20, b, true);
    return new Uint8Array(bytes.buffer);
}

/* The bytes of a trace of EVENTS, each [time, kind, pid, {reason, a, b}]. */
export function traceOf(events, version = 2) {
    const header = new Uint8Array(new Uint32Array([0x4e424f52, version, 24, TICK_NS]).buffer);
    return Uint8Array.from([header, ...events.map(record)].flatMap((bytes) => [...bytes]));
}

const name = (text) => {
    const words = [0, 0];
    [...text].forEach((letter, i) => {
        words[i >> 2] |= letter.charCodeAt(0) << (8 * (i % 4));
    });
    return {a: words[0] >>> 0, b: words[1] >>> 0};
};

const tick = (number, pid) => [number * TICK_NS, "tick", pid, {a: number}];
export const run = (time, pid, from, reason) => [time, "run", pid, {a: from, reason}];

/* A workload of three jobs, pids 4 to 6, which come at tick 1: job 0 runs for two ticks, job 1
 * for one and then waits for I/O, job 2 until tick 5, and job 1 again until it is done. */
export const EVENTS = [
    [10, "create", 3, {a: 2}],
    [11, "name", 3, name("workload")],
    [12, "ready", 3, {a: 1}],
    run(13, 3, 0, "idle_over"),
    ...[4, 5, 6].flatMap((pid) => [
        [20 + pid, "create", pid, {a: 3}],
        [20 + pid, "name", pid, name("spin")],
        [20 + pid, "schedule", pid, {a: 0, b: pid}],
    ]),
    [40, "block", 3, {a: 1}],
    run(41, 0, 3, "blocked"),
    tick(1, 0),
    ...[4, 5, 6].map((pid) => [1001, "ready", pid, {a: 1}]),
    run(1002, 4, 0, "idle_over"),
    tick(2, 4),
    tick(3, 4),
    [3001, "preempt", 4, {reason: "slice_over"}],
    run(3001, 5, 4, "slice_over"),
    tick(4, 5),
    [4001, "block", 5, {a: BLOCKED_ON_REST}],
    run(4002, 6, 5, "blocked"),
    tick(5, 6),
    [5000, "wake", 5, {reason: "time"}],
    [5001, "ready", 5, {a: 4}],
    [5002, "exit", 6, {reason: "used_up"}],
    run(5003, 5, 6, "ended"),
    tick(6, 5),
    [6001, "exit", 5, {reason: "used_up"}],
    run(6002, 4, 5, "ended"),
    tick(7, 4),
    [7001, "exit", 4, {reason: "used_up"}],
    run(7002, 0, 4, "ended"),
    tick(8, 0),
];

/* EVENTS with MORE, in the order of their times. */
export const withMore = (...more) => [...EVENTS, ...more].sort((a, b) => a[0] - b[0]);
