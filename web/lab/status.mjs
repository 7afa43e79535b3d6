// @ts-check
/* What `status` and `ps` print of a process, in their words. [user/lib/status_text.c] */

/** @typedef {import("./memory.mjs").Process} Process */

/** @param {number} ns */
export function milliseconds(ns) {
    const microseconds = Math.floor(ns / 1e3);
    return `${Math.floor(microseconds / 1e3)}.${String(microseconds % 1e3).padStart(3, "0")} ms`;
}

const yesNo = (/** @type {boolean} */ is) => (is ? "yes" : "no");
const hex = (/** @type {number} */ value) => `0x${value.toString(16).padStart(8, "0")}`;

/** The keys and values of `status PID`, in its order: those that hang on no policy, and no tables.
 * @param {Process} process
 * @param {number} tickNs Nanoseconds a tick.
 * @returns {[key: string, value: string][]} */
export function statusOf(process, tickNs) {
    const moment = (/** @type {number} */ tick) =>
        tick === Infinity ? "-" : `${milliseconds(tick * tickNs)}, ${tick} ticks`;
    return [
        ["pid", `${process.pid}`],
        ["name", process.name],
        ["parent", `${process.parent}`],
        ["uid", `${process.uid}`],
        ["group", `${process.group}`],
        ["session", `${process.session}`],
        ["state", process.state],
        ["blocked_on", process.blockedOn],
        ["suspended", yesNo(process.suspended)],
        ["tickets", `${process.tickets}`],
        ["priority", `${process.priority}`],
        ["length", `${process.lengthTicks} ticks`],
        ["resident_pages", `${process.residentPages}`],
        ["run", `${milliseconds(process.runNs)}, ${process.ranTicks} ticks`],
        ["created", moment(process.createdTick)],
        ["first_run", moment(process.firstRunTick)],
        ["ended", moment(process.endedTick)],
        ["yielded", `${process.yielded}`],
        ["preempted", `${process.preempted}`],
        ["calls", `${process.calls}`],
        ["page_faults", `${process.pageFaults}`],
        .../** @type {[string, string][]} */ (
            Object.entries(process.registers ?? {}).map(([name, value]) => [name, hex(value)])
        ),
    ];
}

export const PS_HEADS = "PID PPID UID STATE SUSP TICKS SWITCHES PAGES COMMAND".split(" ");

/** A line of `ps`, column by column.
 * @param {Process} process */
export const psRow = (process) =>
    [
        process.pid,
        process.parent,
        process.uid,
        process.state,
        process.suspended ? "yes" : "-",
        process.ranTicks,
        process.yielded + process.preempted,
        process.residentPages,
        process.name,
    ].map(String);
