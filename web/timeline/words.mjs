/* Why the CPU changed hands, in words: why a bar ended, and why the next one began. */
import {firstAfter, IDLE, lastUntil} from "./model.mjs";

/* Why a bar ended, where there is room for a word or for a letter. */
const ENDS = {
    slice_over: ["slice over", "s"],
    yielded: ["yields", "y"],
    boosted: ["boost", "B"],
    preempted: ["preempted", "p"],
    suspended: ["suspended", "z"],
    ending: ["gives way", "g"],
    idle_over: ["", ""],
    io: ["I/O", "i"],
    disk: ["disk", "k"],
    blocked: ["waits", "w"],
    done: ["done", "d"],
    ended: ["ends", "e"],
    destroyed: ["destroyed", "x"],
    faulted: ["faulted", "f"],
};
export const LETTERS = Object.fromEntries(
    Object.values(ENDS)
        .filter(([, letter]) => letter)
        .map(([word, letter]) => [letter, word]),
);

/* What each policy prefers, as a sentence ends, and as a word on a bar. */
const RULES = {
    rr: () => ["is the longest in the queue", "longest in queue"],
    fifo: () => ["came first", "came first"],
    sjf: ({length}) => [`is the shortest${length ? `, with ${length} ticks` : ""}`, "shortest"],
    stcf: () => ["has the least left", "least left"],
    mlfq: ({level}) =>
        level === undefined
            ? ["stands first on the highest level", "highest level"]
            : [`stands first on the highest level that has a job, Q${level}`, `first in Q${level}`],
    lottery: ({draw}) =>
        draw
            ? [
                  `holds ticket ${draw.ticket} of ${draw.of}, which was drawn`,
                  `ticket ${draw.ticket}`,
              ]
            : ["holds the ticket that was drawn", "drawn"],
    stride: ({pass}) => [`has the least pass${ofNumber(pass)}`, "least pass"],
    "process-run": () => ["is the next one in turn", "next in turn"],
    fair: ({pass}) => [`has the least virtual time${ofTime(pass)}`, "least virtual time"],
};

const ofNumber = (value) => (value === undefined ? "" : `, ${value.toLocaleString("en")}`);
const ofTime = (value) => (value === undefined ? "" : `, ${(value / 1e6).toFixed(2)} ms`);
export const plural = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;

/* A number as people write it: no -0, no digits that say nothing. */
export function plain(value, digits = 2) {
    const text = value.toFixed(digits);
    return /^-0\.?0*$/.test(text) ? text.slice(1) : text;
}

/* Why the bar of the one that lost the CPU in DECISION ended: a key of ENDS. */
function endOf(chart, decision) {
    const {reason, lostWhy} = decision;
    if (reason === "blocked" && lostWhy === "on disk") return "disk";
    if (reason === "blocked") return chart.isJob(decision.before) ? "io" : "blocked";
    if (reason !== "ended") return reason;
    if (lostWhy === "used up" && chart.isJob(decision.before)) return "done";
    return lostWhy.startsWith("destroyed")
        ? "destroyed"
        : lostWhy.startsWith("faulted")
          ? "faulted"
          : "ended";
}

/* [word, letter] for the end of a bar. */
export const endWords = (chart, decision) => ENDS[endOf(chart, decision)] ?? [decision.reason, ""];

/* How the end of the process or job PID reads: a job's budget is what it had to do. */
export const ending = (chart, process) =>
    process.ending === "used up" && chart.isJob(process.pid) ? "done" : process.ending;

function whyItLost(chart, decision) {
    const name = chart.label(decision.before),
        why = decision.lostWhy;
    const sentences = {
        slice_over: `the slice of ${name} is over`,
        yielded: `${name} lets the others go first`,
        boosted: "all go back to the top level",
        preempted: `${name} has to give way`,
        suspended: `${name} is suspended`,
        ending: `${name} has to wait`,
        io: `${name} waits for I/O`,
        disk: `${name} waits for the disk`,
        blocked: `${name} waits ${waitingFor(why)}`,
        done: `${name} is done`,
        destroyed: `${name} is ${why}`,
        faulted: `${name} has ${why}`,
        ended: `${name} ends (${why})`,
    };
    return decision.before === IDLE
        ? "the CPU had nothing to do"
        : (sentences[endOf(chart, decision)] ?? `${name}: ${decision.reason}`);
}

const waitingFor = (why) =>
    ({
        "on sleep": "until its time has come",
        "on wait": "for a child to end",
        "on console": "for the console",
        "on rest": "until it may go on",
        "on pipe": "for the other end of a pipe",
        "on poll": "until one of its files is ready",
        "on signal": "for a signal",
        "on disk": "for the disk",
    })[why] ?? why;

/* What NAME of an own policy would say. */
const ownRule = (policy) => [`is who ${policy} picked`, "picked"];

function ruleOf(chart, decision) {
    const process = chart.schedule.find(decision.pid);
    const facts = {...decision, length: process.length};
    const rule = RULES[chart.policy] ?? (() => ownRule(chart.policy));
    return rule(facts);
}

/* Why the bar that DECISION begins did begin, in one or two words; "": it says itself. */
export function beginWords(chart, decision) {
    if (decision.pid === IDLE || decision.rivals === 0) return "";
    return decision.reason === "ending" ? "" : ruleOf(chart, decision)[1];
}

function whyItGot(chart, decision) {
    if (decision.pid === IDLE) return "nobody is ready";
    const name = chart.label(decision.pid);
    const ticks = Math.round(decision.waited / chart.tickNs);
    const which =
        ticks > 0 ? `, which has waited ${plural(ticks, "tick")},` : ", which has just come,";
    if (decision.reason === "ending")
        return `${name} has been destroyed and gives back what it holds`;
    if (decision.rivals === 0) return `${name}${which} is the only one that can run`;
    return `${name}${which} ${ruleOf(chart, decision)[0]}`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/* The whole of DECISION in a sentence. */
export const sentence = (chart, decision) =>
    `${capital(whyItLost(chart, decision))}; ${whyItGot(chart, decision)}.`;

/* --- What was so at some time --- */

const isAre = {
    // STATE in a sentence
    running: "has the CPU",
    ready: "is ready, and waits for the CPU",
    blocked: "is blocked",
    suspended: "is suspended",
    zombie: "has ended, and its parent has not asked how",
    new: "is new: its time has not come",
};

const fromTo = (chart, start, end) => {
    const [from, to] = [chart.tick(start), chart.tick(end)];
    return (
        `tick ${plain(from)} to ${plain(to)}: ${plain(to - from)} ticks, ` +
        `${plain((end - start) / 1e6, 3)} ms`
    );
};

/* The decisions by which PROCESS came into SPAN, and out of it; null where there is none. */
export function decisionsOf(chart, process, span) {
    const next = process.spans[process.spans.indexOf(span) + 1];
    const out = span.lost ?? (next && next.state === "running" ? next.decision : null);
    return {
        into: span.decision ?? null,
        out: (span.end <= chart.schedule.time && out) || null,
    };
}

/* Why PROCESS came into SPAN, and why out of it. */
function reasonsOf(chart, process, span) {
    const {into, out} = decisionsOf(chart, process, span);
    const why = span.why ? `Began: ${span.why}.` : "";
    return [
        into ? `Began: ${sentence(chart, into)}` : why,
        out ? `Ended: ${sentence(chart, out)}` : "",
    ];
}

const verbs = {read: "reads", write: "writes", flush: "makes safe what was written"};

/* What the disk does for TRANSFER: "reads sectors 8 to 15". */
function workOf({what, first, count, error}) {
    const sectors =
        count === 0
            ? ""
            : count === 1
              ? ` sector ${first}`
              : ` sectors ${first} to ${first + count - 1}`;
    return verbs[what] + sectors + (error ? `, in vain (errno ${error})` : "");
}

const milliseconds = (from, to) => `${plain((to - from) / 1e6, 3)} ms`;

/* How long TRANSFER stood in the queue, and was served, as far as is known. */
function timesOf(chart, {asked, begun, done}) {
    const now = chart.schedule.time;
    const served =
        begun === null
            ? ""
            : `; the disk ${done === null ? "has had" : "took"} ` +
              `${milliseconds(begun, done ?? now)}`;
    return `${milliseconds(asked, begun ?? now)} in its queue${served}`;
}

/* What the disk did while PROCESS waited for it in SPAN, a line a request. */
const transfersIn = (chart, {pid}, {start, end}) =>
    chart.schedule.transfers
        .filter(
            (transfer) =>
                transfer.pid === pid && transfer.asked < end && (transfer.done ?? Infinity) > start,
        )
        .map((transfer) => `The disk ${workOf(transfer)}: ${timesOf(chart, transfer)}.`);

/* What the disk does at TIME, in whole sentences; null: nothing. */
export function describeDisk(chart, time) {
    const {disk} = chart.schedule,
        stretch = disk[firstAfter(disk, time)];
    if (!stretch || stretch.start > time) return null;
    const {transfer} = stretch;
    return (
        `The disk ${workOf(transfer)} for ${chart.label(transfer.pid)}\n` +
        `${fromTo(chart, stretch.start, chart.schedule.endOf(stretch))}\n` +
        `Before: ${milliseconds(transfer.asked, stretch.start)} in its queue.`
    );
}

/* SPAN of PROCESS in whole sentences. */
export function describeSpan(chart, process, span) {
    const label = chart.label(process.pid),
        name = `${process.name} ${process.pid}`;
    return [
        `${label}${label === name ? "" : ` (${name})`} ${isAre[span.state]}`,
        fromTo(chart, span.start, chart.schedule.endOf(span)),
        ...(span.state === "running" ? [] : transfersIn(chart, process, span)),
        ...reasonsOf(chart, process, span),
        chart.recorded && span.state === "running" ? `Go there: make replay AT=${span.start}` : "",
    ]
        .filter(Boolean)
        .join("\n");
}

/* The queue at TIME in its order: "queue: job 2, job 0"; "": the policy does not tell. */
function queueAt(chart, time) {
    const queue = lastUntil(chart.schedule.queues, time);
    if (!queue) return "";
    return `queue: ${queue.pids.map((pid) => chart.label(pid)).join(", ") || "empty"}`;
}

/* Who could have the CPU at TIME and has not: "ready: job 1, job 2"; "": nobody. */
export function readyAt(chart, time) {
    const waits = ({pid, spans}) => {
        const span = spans[firstAfter(spans, time)];
        return pid !== IDLE && span?.state === "ready" && span.start <= time;
    };
    const ready = [...chart.schedule.processes.values()].filter(waits);
    return ready.length ? `ready: ${ready.map(({pid}) => chart.label(pid)).join(", ")}` : "";
}

/* What the policy thinks of each job at TIME: "levels: job 0 Q1, job 1 Q0". */
function markAt(chart, time, title, listOf, show) {
    const known = chart.jobs
        .map((job) => [job, lastUntil(listOf(job), time)])
        .filter(([job, item]) => item && (job.ended === null || job.ended > time));
    return known.length
        ? `${title}: ${known
              .map(([job, item]) => `${chart.label(job.pid)} ${show(item)}`)
              .join(", ")}`
        : "";
}

const passWords = (chart) =>
    chart.policy === "fair"
        ? ["virtual times", ({value}) => `${plain(value / 1e6)} ms`]
        : ["passes", ({value}) => value.toLocaleString("en")];

/* Whom the disk serves at TIME, and who waits for it: "disk: job 1, then job 0". */
function diskAt(chart, time) {
    const here = chart.schedule.transfers.filter(
        ({asked, done}) => asked <= time && (done ?? Infinity) > time,
    );
    return here.length ? `disk: ${here.map(({pid}) => chart.label(pid)).join(", then ")}` : "";
}

/* All that is known of TIME beside the bars, a line each. */
export function factsAt(chart, time) {
    const [title, show] = passWords(chart);
    const levels = (job) =>
        [...job.levels, ...job.stays]
            .sort((a, b) => a.start - b.start)
            .map(({key, start}) => ({key, time: start}));
    return [
        queueAt(chart, time),
        diskAt(chart, time),
        chart.policy === "stcf" ? "" : markAt(chart, time, "levels", levels, ({key}) => `Q${key}`),
        markAt(
            chart,
            time,
            "tickets",
            (job) => job.shares,
            ({tickets}) => tickets,
        ),
        markAt(chart, time, title, (job) => job.passes, show),
    ].filter(Boolean);
}

/* What happened last until TIME, as a sentence. */
export function newsAt(chart, time) {
    const decision = lastUntil(chart.schedule.decisions, time);
    return decision ? sentence(chart, decision) : "";
}
