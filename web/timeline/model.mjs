/* What a trace tells: who was in which state when, and what the policy thought. A Schedule
 * takes events as they come and is right after each of them, so it can be drawn while it
 * grows. It checks nothing: tools/trace/trace_check.py does. Times are nanoseconds. */
import {DISK_WRITE, FAULTS, shortName, WAITS, wideNumber} from "./trace.mjs";

export const IDLE = 0; // the pid of the idle loop
const INIT = 1;
const LAUNCHER = "workload"; // the program whose children are the jobs
const LAST_OF_QUEUE = 5; // records of a queue, at most

/* The first of SPANS, which are in order, that ends after TIME; -1 if none does. */
export function firstAfter(spans, time) {
    let low = 0,
        high = spans.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (spans[middle].end > time) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* Which of ITEMS, which are in the order of their time, is the first after TIME. */
export function firstLater(items, time) {
    let low = 0,
        high = items.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (items[middle].time <= time) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The last of ITEMS, which are in the order of their time, not after TIME. */
export const lastUntil = (items, time) => items[firstLater(items, time) - 1];

/* Lets STRETCHES, such as {key, start, end}, go on with KEY from TIME. A null KEY: nothing.
 * The last one is open: its end is Infinity. */
function continueWith(stretches, key, time, more = {}) {
    const last = stretches.at(-1);
    if (last && last.end === Infinity) {
        if (last.key === key) return;
        last.end = time;
    }
    if (key !== null) stretches.push({key, start: time, end: Infinity, ...more});
}

function newProcess(pid, parent) {
    return {
        pid,
        parent,
        name: pid === IDLE ? "idle" : "",
        tickets: 0,
        length: 0,
        state: "new",
        suspended: false,
        why: "",
        readySince: null,
        forked: false,
        waitsOn: null,
        news: null, // news: of a child, for who waits for one
        programs: [], // {time, name}: since exec
        arrival: null,
        arrivalTick: null,
        firstRun: null,
        ended: null,
        ending: "",
        switches: 0,
        preempted: 0,
        spans: [], // {state, start, end, why, decision, lost}: decisions where it ran
        levels: [], // {key: level, start, end}, while it waits for the CPU
        stays: [], // {key: level, start, end}, while it runs
        lowest: null, // of those levels
        passes: [], // {time, value}
        shares: [], // {time, tickets}
    };
}

export class Schedule {
    constructor() {
        this.processes = new Map();
        this.decisions = []; // {time, pid, before, reason, lostWhy, waited, rivals, ...}
        this.ticks = []; // {time, pid}
        this.measured = {at: 0, count: 0}; // see tickNs
        this.draws = []; // {time, pid, ticket, of}
        this.queues = []; // {time, pids}: the running one among them
        this.queueRows = []; // by place in the queue, {key: pid, start, end}
        this.cpu = []; // {key: pid, start, end}
        this.transfers = []; // what is asked of the disk, in order: see on_disk_request
        this.disk = []; // {key: pid, start, end, transfer}: whom it serves
        this.diskRows = []; // by place in its queue, {key: pid, start, end}
        this.links = []; // {kind, time, from, to}: what one does to another; see links.mjs
        this.policyChanges = [];
        this.runnable = new Set(); // who is ready, and not suspended
        this.knownJobs = null; // see jobs
        this.firstTime = this.time = this.lastTick = null;
        this.unfinishedQueue = null;
        this.asked = []; // those transfers that are not done; the disk is at the first
        this.holder = this.find(IDLE);
        this.holder.state = "running";
    }

    append(events) {
        for (const event of events) this.apply(event);
    }

    apply(event) {
        if (this.firstTime === null) {
            this.firstTime = this.time = event.time;
            this.show(this.holder);
            continueWith(this.cpu, IDLE, event.time);
        }
        this.time = Math.max(this.time, event.time);
        const take = this[`on_${event.kind}`];
        if (!take) return;
        const process = this.find(event.pid);
        take.call(this, event, process);
        this.noteReady(process);
    }

    noteReady(process) {
        const isReady = process.state === "ready" && !process.suspended && process.pid !== IDLE;
        if (isReady) this.runnable.add(process);
        else this.runnable.delete(process);
    }

    find(pid) {
        if (!this.processes.has(pid)) this.processes.set(pid, newProcess(pid, null));
        return this.processes.get(pid);
    }

    /* Where SPAN ends, as far as is known. */
    endOf(span) {
        return Math.min(span.end, this.time);
    }

    /* --- What is seen of a process from outside --- */

    stateOf(process) {
        if (process === this.holder) return "running";
        if (process.suspended && process.state !== "zombie") return "suspended";
        return process.state;
    }

    /* Begins a new span if PROCESS looks different now. */
    show(process, more = {}) {
        const state = this.stateOf(process),
            last = process.spans.at(-1);
        if (last && last.end === Infinity) {
            if (last.state === state) return;
            last.end = this.time;
            if (last.state === "running") last.lost = more.decision ?? null;
        }
        if (state !== "gone") process.spans.push({state, start: this.time, end: Infinity, ...more});
        this.showLevel(process);
    }

    showLevel(process) {
        const state = this.stateOf(process);
        const level = process.level ?? null;
        continueWith(process.levels, state === "ready" ? level : null, this.time);
        continueWith(process.stays, state === "running" ? level : null, this.time);
        if (level !== null && (state === "ready" || state === "running"))
            process.lowest = Math.max(process.lowest ?? 0, level);
    }

    /* --- Events by kind --- */

    on_create(event, process) {
        process.parent = event.a;
        process.forked = event.b === 1;
        this.knownJobs = null;
        this.link(process.forked ? "fork" : "create", event.a, process.pid);
        this.show(process, {why: process.forked ? "forked" : "created"});
    }

    on_name(event, process) {
        process.name = shortName(event);
        this.knownJobs = null;
        process.programs.push({time: this.time, name: process.name});
    }

    on_exec(_event, process) {
        this.link("exec", process.pid, process.pid);
    }

    on_signal(event, process) {
        this.link("signal", event.b | 0, process.pid, {number: event.a});
    }

    /* FROM does something to TO. */
    link(kind, from, to, more = {}) {
        this.links.push({kind, time: this.time, from, to, ...more});
    }

    /* PROCESS has news, which its parent may wait for. */
    tellParent(process) {
        if (process.parent !== null) this.find(process.parent).news = process.pid;
    }

    on_schedule(event, process) {
        process.tickets = event.a;
        process.length = event.b;
    }

    on_ready(_event, process) {
        process.state = "ready";
        process.readySince = this.time;
        if (process.arrival === null) {
            process.arrival = this.time;
            process.arrivalTick = this.lastTick ?? 0;
        }
        this.show(process, {why: process.why});
        process.why = "";
    }

    on_run(event, process) {
        const before = this.find(event.a);
        const decision = this.decide(event, process, before);
        if (before.state === "running") {
            before.state = "ready";
            before.readySince = this.time;
            this.noteReady(before);
        }
        process.state = "running";
        process.switches++;
        process.firstRun ??= this.time;
        this.holder = process;
        this.show(before, {why: before.why || event.reason, decision});
        before.why = "";
        this.show(process, {decision});
        continueWith(this.cpu, process.pid, this.time);
    }

    /* What is known of the decision at which BEFORE loses the CPU to PROCESS. */
    decide(event, process, before) {
        const draw = this.draws.at(-1),
            pass = process.passes.at(-1);
        const decision = {
            time: this.time,
            pid: process.pid,
            before: before.pid,
            reason: event.reason,
            lostWhy: before.why,
            rivals: this.rivalsOf(process, before),
            waited: process.readySince === null ? 0 : this.time - process.readySince,
            level: process.level,
            pass: pass?.value,
            draw: draw && draw.pid === process.pid ? draw : null,
        };
        this.decisions.push(decision);
        return decision;
    }

    /* How many could have had the CPU in place of PROCESS, BEFORE among them. */
    rivalsOf(process, before) {
        const couldGoOn =
            before.state === "running" &&
            !before.suspended &&
            before.pid !== IDLE &&
            before !== process;
        return this.runnable.size - Number(this.runnable.has(process)) + Number(couldGoOn);
    }

    on_tick(event) {
        this.lastTick = wideNumber(event);
        this.ticks.push({time: this.time, pid: event.pid});
    }

    on_preempt(_event, process) {
        process.preempted++;
    }

    on_block(event, process) {
        process.state = "blocked";
        process.waitsOn = WAITS[event.a] ?? String(event.a);
        process.why = `on ${process.waitsOn}`;
        process.news = null;
        if (process !== this.holder) this.show(process, {why: "has to rest"});
    }

    /* Of a pipe's bytes the one that runs is who has written or read them; on the console it
     * is nobody but the person at it. */
    on_wake(event, process) {
        process.why = `woken: ${event.reason}`;
        if (event.reason !== "event") return;
        const by = {wait: process.news, pipe: this.holder.pid}[process.waitsOn] ?? IDLE;
        if (by !== IDLE) this.link("wait", by, process.pid);
    }

    on_suspend(event, process) {
        process.suspended = true;
        this.tellParent(process);
        this.show(process, {why: event.a ? `by ${event.a}` : "by the console"});
    }

    on_resume(event, process) {
        process.suspended = false;
        this.tellParent(process);
        this.show(process, {why: `resumed by ${event.a}`});
    }

    on_exit(event, process) {
        process.state = "zombie";
        this.tellParent(process);
        process.ended = this.time;
        process.ending = event.ending ?? endingOf(event);
        process.why = process.ending;
    }

    on_reap(_event, process) {
        process.state = "gone";
        this.show(process);
    }

    on_policy() {
        this.policyChanges.push(this.time);
    }

    /* --- The disk --- */

    /* PROCESS wants COUNT sectors from FIRST on; 0: all that was written is to be safe. */
    on_disk_request(event, process) {
        const count = event.b % DISK_WRITE;
        const transfer = {
            pid: process.pid,
            asked: this.time,
            begun: null,
            done: null,
            first: event.a,
            count,
            what: count === 0 ? "flush" : event.b >= DISK_WRITE ? "write" : "read",
            error: 0,
        };
        this.transfers.push(transfer);
        this.asked.push(transfer);
        this.showDisk();
    }

    on_disk_transfer(event, process) {
        const transfer = this.transferOf(event, process);
        if (transfer) transfer.begun ??= this.time;
        this.showDisk();
    }

    on_disk_done(event, process) {
        const transfer = this.transferOf(event, process);
        if (!transfer) return;
        transfer.done = this.time;
        transfer.error = event.b;
        this.asked.splice(this.asked.indexOf(transfer), 1);
        this.showDisk();
    }

    transferOf(event, process) {
        return this.asked.find(({pid, first}) => pid === process.pid && first === event.a);
    }

    /* A disk that goes on for the same process begins anew. */
    showDisk() {
        const [first, ...waiting] = this.asked,
            served = first?.begun == null ? null : first;
        if (this.disk.at(-1)?.transfer !== served) continueWith(this.disk, null, this.time);
        continueWith(this.disk, served?.pid ?? null, this.time, {transfer: served});
        while (this.diskRows.length < waiting.length) this.diskRows.push([]);
        for (const [place, row] of this.diskRows.entries())
            continueWith(row, waiting[place]?.pid ?? null, this.time);
    }

    /* --- What the policy thinks --- */

    on_level(event, process) {
        process.level = event.a;
        this.showLevel(process);
    }

    on_tickets(event, process) {
        process.shares.push({time: this.time, tickets: event.a});
    }

    on_pass(event, process) {
        process.passes.push({time: this.time, value: wideNumber(event)});
    }

    on_draw(event, process) {
        this.draws.push({time: this.time, pid: process.pid, ticket: event.a, of: event.b});
    }

    /* Three of a queue; the records of one queue have the same time, and a 0 ends it. */
    on_queue(event) {
        const queue =
            this.unfinishedQueue?.time === event.time
                ? this.unfinishedQueue
                : {time: event.time, pids: [], records: 0};
        const pids = [event.pid, event.a | 0, event.b | 0];
        const end = pids.indexOf(0);
        queue.pids.push(...(end < 0 ? pids : pids.slice(0, end)));
        queue.records++;
        const isWhole = end >= 0 || queue.records === LAST_OF_QUEUE;
        this.unfinishedQueue = isWhole ? null : queue;
        if (isWhole) this.takeQueue(queue);
    }

    takeQueue({time, pids}) {
        this.queues.push({time, pids});
        while (this.queueRows.length < pids.length) this.queueRows.push([]);
        for (const [place, row] of this.queueRows.entries())
            continueWith(row, pids[place] ?? null, time);
    }

    /* --- Jobs, and the time that counts from their start --- */

    /* The children of the program `workload`; without one there are no jobs. */
    jobs() {
        this.knownJobs ??= this.findJobs();
        return this.knownJobs;
    }

    findJobs() {
        const all = [...this.processes.values()];
        const launcher = all.find(
            (process) =>
                process.name === LAUNCHER && all.some((other) => other.parent === process.pid),
        );
        return launcher ? all.filter((process) => process.parent === launcher.pid) : [];
    }

    /* Nanoseconds from tick to tick, which the timer chip rounds; STANDARD while unknown. Where
     * the machine has lost ticks, as a host may let it wait for a disk, they are counted. */
    tickNs(standard) {
        const {ticks, measured} = this;
        for (let at = Math.max(measured.at, 1); at < ticks.length; measured.at = ++at)
            measured.count += Math.max(
                Math.round((ticks[at].time - ticks[at - 1].time) / standard),
                1,
            );
        return measured.count === 0
            ? standard
            : Math.round((ticks.at(-1).time - ticks[0].time) / measured.count);
    }

    /* When tick NUMBER was, or would have been. */
    timeOfTick(number, tickNs) {
        if (!this.ticks.length) return this.firstTime ?? 0;
        const place = number - (this.lastTick - this.ticks.length + 1);
        return this.ticks[place]?.time ?? this.ticks[0].time + place * tickNs;
    }

    /* Time 0: FIRST ticks before the first job came, or the boot. */
    origin(first, tickNs) {
        const [job] = this.jobs();
        return this.timeOfTick(
            job && job.arrivalTick !== null ? job.arrivalTick - first : 0,
            tickNs,
        );
    }

    /* Who is known to everybody and is no example: init and its shell. */
    isOfTheSystem(process) {
        return process.pid === IDLE || process.pid === INIT || process.parent === INIT;
    }
}

/* Of an exit: "exited 3", "destroyed by 2", in the trace's words. */
function endingOf(event) {
    const {reason, a} = event;
    if (reason === "exited") return a ? `exited, status ${a | 0}` : "exited";
    if (reason === "destroyed") return a ? `destroyed by ${a}` : "destroyed from the console";
    if (reason === "faulted") return `faulted: ${(FAULTS[a] ?? String(a)).replace("_", " ")}`;
    return reason === "used_up" ? "used up" : reason;
}

/* Nanoseconds that PROCESS of SCHEDULE spent in STATE. */
export function totalOf(schedule, process, state) {
    return process.spans.reduce(
        (sum, span) => (span.state === state ? sum + schedule.endOf(span) - span.start : sum),
        0,
    );
}
