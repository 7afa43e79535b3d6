/* One run under one policy, ready to be drawn: a Schedule that may still grow, and what else
 * is known of it. Times are nanoseconds from its time 0: of the workload, or of the boot. */
import {IDLE, Schedule, totalOf} from "./model.mjs";
import {eventsOf, scheduleOfCase} from "./schedule.mjs";
import {TraceReader} from "./trace.mjs";

const TICK_STANDARD_NS = 10e6;
const LIVE_TICKS_MIN = 40,
    LIVE_TICKS_MAX = 200; // in the first view of what is live

export class Chart {
    /* RUN: {policy, words, firstArrival, book, bookTimes, difference, note, cut, jobs,
     * recorded: `make replay` can go there, live: it is drawn while it grows}; all
     * but the policy may be missing. BOOK is a list of [start, end, job] in ticks. */
    constructor(run) {
        Object.assign(
            this,
            {
                words: run.policy,
                firstArrival: 0,
                book: [],
                bookTimes: [],
                difference: null,
                note: "",
                cut: null,
                jobPids: null,
                recorded: false,
                live: false,
            },
            run,
        );
        this.orderBook();
        this.reader = new TraceReader();
        this.schedule = new Schedule();
        this.colours = new Map();
        this.standardTickNs = run.tickNs ?? TICK_STANDARD_NS;
        this.refresh();
    }

    /* Bytes of the trace, as they come. */
    push(bytes) {
        this.append(this.reader.push(bytes));
    }

    append(events) {
        this.schedule.append(events);
        this.refresh();
    }

    /* What is learned of the run only while it grows: any of what the constructor takes. */
    know(more) {
        Object.assign(this, more);
        this.orderBook();
        this.refresh();
    }

    orderBook() {
        this.bookByJob = new Map();
        for (const [start, end, job] of this.book) {
            if (!this.bookByJob.has(job)) this.bookByJob.set(job, []);
            this.bookByJob.get(job).push({start, end});
        }
    }

    refresh() {
        const {schedule} = this;
        this.tickNs = schedule.tickNs(this.reader.tickNs || this.standardTickNs);
        this.jobs = this.jobPids ? this.jobPids.map((pid) => schedule.find(pid)) : schedule.jobs();
        this.origin = this.jobPids ? 0 : schedule.origin(this.firstArrival, this.tickNs);
        this.numbers = new Map(this.jobs.map((job, number) => [job.pid, number]));
    }

    isJob(pid) {
        return this.numbers.has(pid);
    }

    label(pid) {
        const process = this.schedule.find(pid);
        if (this.isJob(pid)) return `job ${this.numbers.get(pid)}`;
        return pid === IDLE ? "nobody" : `${process.name || "process"} ${pid}`;
    }

    /* Jobs first, then the others by pid; WITH_OTHERS false: only jobs, if there are any. In
     * what is live all are in the order of their pids, so that no lane moves for a new one. */
    lanes(withOthers) {
        if (this.jobs.length && !withOthers) return this.jobs;
        const isFirst = (pid) => !this.live && this.isJob(pid);
        const others = [...this.schedule.processes.values()].filter(
            ({pid, spans}) => pid !== IDLE && !isFirst(pid) && spans.length,
        );
        return [...(this.live ? [] : this.jobs), ...others.sort((a, b) => a.pid - b.pid)];
    }

    /* A colour of PALETTE for PID. Without jobs each process but init and its shell has one. */
    colour(pid, palette) {
        if (this.isJob(pid)) return palette.jobs[this.numbers.get(pid) % palette.jobs.length];
        const process = this.schedule.find(pid);
        if (this.jobs.length || this.schedule.isOfTheSystem(process)) return palette.other;
        if (!this.colours.has(pid)) this.colours.set(pid, this.colours.size);
        return palette.jobs[this.colours.get(pid) % palette.jobs.length];
    }

    tick(time) {
        return (time - this.origin) / this.tickNs;
    }

    time(tick) {
        return tick * this.tickNs + this.origin;
    }

    /* The first and the last tick that are of interest, and those of the whole trace. */
    view() {
        const {schedule, jobs} = this;
        if (this.live) return this.viewOfLive();
        if (schedule.firstTime === null) return [0, 1];
        if (!jobs.length) return this.viewOfOthers();
        const ends = jobs.map((job) => job.ended ?? schedule.time);
        if (this.cut) ends.push(schedule.time);
        return [-0.5, Math.max(this.tick(Math.max(...ends)) + 0.5, 1)];
    }

    /* The same from the start on, so that the scale stays: as far as the book goes. */
    viewOfLive() {
        const last = this.book.reduce((most, [, end]) => Math.max(most, end), 0);
        return [-0.5, Math.min(Math.max(last, LIVE_TICKS_MIN), LIVE_TICKS_MAX) + 0.5];
    }

    /* As long as there is somebody beside init and its shell, with a little room. */
    viewOfOthers() {
        const {schedule} = this;
        const all = [...schedule.processes.values()].filter(
            (process) => !schedule.isOfTheSystem(process) && process.spans.length,
        );
        if (!all.length) return this.whole();
        const first = this.tick(Math.min(...all.map(({spans}) => spans[0].start)));
        const last = this.tick(Math.max(...all.map(({spans}) => schedule.endOf(spans.at(-1)))));
        const room = (last - first) / 40;
        return [first - room, last + room];
    }

    /* The last tick at which something of the lanes could change: when all have ended, they
     * have, however long the machine then idles. */
    lastOfLanes(withOthers) {
        const ends = this.lanes(withOthers).map(({ended}) => ended);
        if (!ends.length || ends.includes(null)) return this.whole()[1];
        return this.tick(Math.max(...ends));
    }

    whole() {
        const {firstTime, time} = this.schedule;
        if (firstTime === null) return [0, 1];
        return [this.tick(firstTime), Math.max(this.tick(time), this.tick(firstTime) + 0.01)];
    }

    /* What the table shows of PROCESS, in ticks; null: it never came to that. */
    times(process) {
        const since = (time) => (time === null ? null : (time - process.arrival) / this.tickNs);
        return {
            arrival: process.arrival === null ? null : this.tick(process.arrival),
            response: since(process.firstRun),
            turnaround: since(process.ended),
            waiting: totalOf(this.schedule, process, "ready") / this.tickNs,
            ran: totalOf(this.schedule, process, "running") / this.tickNs,
            switches: process.switches,
            preempted: process.preempted,
        };
    }
}

/* A chart of one entry of a .schedule.json file, or of a case in OSTEP's form. */
function chartOfJson({schedule, ...run}) {
    const json = schedule.slices ? schedule : scheduleOfCase(schedule);
    const jobs = json.jobs ?? [];
    const chart = new Chart({
        policy: json.policy ?? "schedule",
        words: json.words ?? json.policy ?? "schedule",
        tickNs: json.tick_ns ?? 1,
        note: json.note ?? "",
        cut: json.cut ?? null,
        difference: json.difference ?? null,
        book: json.book ?? [],
        ...run,
        jobPids: jobs.filter(({job}) => (job ?? null) !== null).map(({pid}) => pid),
    });
    chart.append(eventsOf(json));
    if (!jobs.length)
        chart.jobPids = [...chart.schedule.processes.keys()]
            .filter((pid) => pid !== IDLE)
            .sort((a, b) => a - b);
    chart.refresh();
    return chart;
}

function chartOfTrace({trace, ...run}) {
    const chart = new Chart(run);
    chart.push(Uint8Array.from(atob(trace), (letter) => letter.charCodeAt(0)));
    return chart;
}

/* The charts of DATA, {heading, runs}: each run has a trace, in base64, or a schedule. */
export const chartsOf = (data) =>
    data.runs.map((run) => (run.trace === undefined ? chartOfJson(run) : chartOfTrace(run)));
