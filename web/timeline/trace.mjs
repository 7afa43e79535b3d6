/* Reads the bytes of a trace, as COM2 sends them: docs/trace.md has the format. */

/* In the order of their numbers in include/abi/trace.h and process.h. */
export const KINDS = [
    "none",
    "create",
    "ready",
    "run",
    "tick",
    "preempt",
    "block",
    "wake",
    "suspend",
    "resume",
    "exit",
    "reap",
    "fault",
    "policy",
    "boot",
    "name",
    "schedule",
    "level",
    "tickets",
    "pass",
    "draw",
    "queue",
    "exec",
    "signal",
    "handle",
    "disk_request",
    "disk_transfer",
    "disk_done",
];
export const REASONS = [
    "none",
    "slice_over",
    "yielded",
    "blocked",
    "suspended",
    "ended",
    "idle_over",
    "preempted",
    "ending",
    "event",
    "time",
    "broken",
    "exited",
    "destroyed",
    "used_up",
    "faulted",
    "boosted",
];
export const WAITS = ["not", "sleep", "wait", "console", "rest", "pipe", "poll", "signal", "disk"];
export const DISK_WRITE = 2 ** 31; // in b of a disk's request and transfer
export const FAULTS = [
    "none",
    "unmapped",
    "read_only",
    "kernel_memory",
    "stack",
    "memory",
    "divide",
    "debug",
    "overflow",
    "opcode",
    "fpu",
    "protection",
    "alignment",
    "file",
    "forbidden",
];

const MAGIC = 0x4e424f52;
const VERSIONS = [1, 2];
const HEADER_BYTES = 16;
const RECORD_BYTES = 24;
const HIGH_WORD = 2 ** 32;

/* A 64-bit number. From 2^53 on its last digits are lost: 104 days of nanoseconds. */
const wide = (low, high) => high * HIGH_WORD + low;

/* The record at OFFSET of the DataView BYTES. Kinds that are not known keep their number. */
function readRecord(bytes, offset) {
    const word = (at) => bytes.getUint32(offset + at, true);
    const kind = bytes.getUint16(offset + 8, true);
    const reason = bytes.getUint16(offset + 10, true);
    return {
        time: wide(word(0), word(4)),
        kind: KINDS[kind] ?? String(kind),
        reason: REASONS[reason] ?? String(reason),
        pid: bytes.getInt32(offset + 12, true),
        a: word(16),
        b: word(20),
    };
}

/* The 64-bit number that the words a and b of an EVENT are. */
export const wideNumber = (event) => wide(event.a, event.b);

/* Eight bytes of text in the words a and b. */
export function shortName(event) {
    const bytes = [event.a, event.b].flatMap((word) => [
        word & 255,
        (word >>> 8) & 255,
        (word >>> 16) & 255,
        word >>> 24,
    ]);
    return String.fromCharCode(...bytes).replace(/\0.*$/s, "");
}

/* Takes the bytes as they come, in pieces of any length. */
export class TraceReader {
    constructor() {
        this.rest = new Uint8Array(0);
        this.tickNs = null; // until the header has come
    }

    /* Returns the events that BYTES complete. Throws if they are no trace. */
    push(bytes) {
        const all = new Uint8Array(this.rest.length + bytes.length);
        all.set(this.rest);
        all.set(bytes, this.rest.length);
        const view = new DataView(all.buffer);
        let at = this.readHeader(view);
        const events = [];
        for (; this.tickNs !== null && at + RECORD_BYTES <= all.length; at += RECORD_BYTES)
            events.push(readRecord(view, at));
        this.rest = all.slice(at);
        return events;
    }

    /* Returns how many bytes the header took. */
    readHeader(view) {
        if (this.tickNs !== null || view.byteLength < HEADER_BYTES) return 0;
        const [magic, version, recordBytes, tickNs] = [0, 4, 8, 12].map((at) =>
            view.getUint32(at, true),
        );
        if (magic !== MAGIC || !VERSIONS.includes(version) || recordBytes !== RECORD_BYTES)
            throw new Error("not a trace of a known version");
        this.tickNs = tickNs;
        return HEADER_BYTES;
    }
}
