/* The mode *Predict*: a student says who has the CPU in each tick, then the kernel runs, and each
 * tick is marked. No document is needed here. */

/**
 * @typedef {number | null} Said a job, IDLE, or null: nothing is said
 * @typedef {"right" | "wrong" | "unsaid"} Mark
 *
 * @typedef {object} Marks
 * @property {Mark[]} ticks
 * @property {number} right
 * @property {number} wrong
 * @property {number} unsaid
 * @property {number} score right ones of all, 0 to 1
 *
 * @typedef {object} ChartOfTrace what is needed of a Chart of web/timeline that a trace was
 * pushed to, with its firstArrival set to the arrival of job 0
 * @property {{pid: number, ended: number | null}[]} jobs
 * @property {Map<number, number>} numbers of jobs, by pid
 * @property {number} origin
 * @property {{ticks: {time: number, pid: number}[]}} schedule
 */

export const IDLE = -1; // nobody has the CPU
export const TICKS_MAX = 10000; // that a student can say something of
const JOBS_MAX = 64; // as the guest's `workload`
const STEPS_MAX = 500; // that can be undone

/** What a student says, and how it came about. */
export class Guess {
    constructor() {
        /** @type {Said[]} by tick; of what lies behind the last one nothing is said */
        this.ticks = [];
        /** @type {Said[][]} */
        this.past = [];
        /** @type {Said[][]} */
        this.future = [];
    }

    /** From tick FROM on, until TO, it is JOB: a number, IDLE, or null, which takes back what was
     * said.
     * @param {number} from
     * @param {number} to
     * @param {Said} job */
    set(from, to, job) {
        const [first, last] = from < to ? [from, to] : [to, from];
        if (!Number.isInteger(first) || !Number.isInteger(last) || first < 0 || last > TICKS_MAX)
            throw new Error(`ticks ${from} to ${to} are not within 0 to ${TICKS_MAX}`);
        if (!isSaid(job)) throw new Error(`${job} is no job`);
        const ticks = [...this.ticks];
        while (ticks.length < last) ticks.push(null);
        this.become(ticks.fill(job, first, last));
    }

    clear() {
        this.become([]);
    }

    /** @param {Said[]} ticks */
    become(ticks) {
        while (ticks.at(-1) === null) ticks.pop();
        if (isEqual(ticks, this.ticks)) return;
        this.past = [...this.past, this.ticks].slice(-STEPS_MAX);
        this.future = [];
        this.ticks = ticks;
    }

    get canUndo() {
        return this.past.length > 0;
    }

    get canRedo() {
        return this.future.length > 0;
    }

    undo() {
        this.step(this.past, this.future);
    }

    redo() {
        this.step(this.future, this.past);
    }

    /** @param {Said[][]} from
     * @param {Said[][]} to */
    step(from, to) {
        const ticks = from.pop();
        if (ticks === undefined) return;
        to.push(this.ticks);
        this.ticks = ticks;
    }

    /** As a part of a link, "0x3.1.ix2.u.0": job 0 for three ticks, job 1 for one, nobody for two,
     * nothing is said of one, job 0.
     * @returns {string} */
    toString() {
        return runsOf(this.ticks)
            .map(([job, ticks]) => nameOf(job) + (ticks === 1 ? "" : `x${ticks}`))
            .join(".");
    }

    /** @param {string} text of toString
     * @returns {Guess} without a past */
    static parse(text) {
        const guess = new Guess();
        for (const word of text === "" ? [] : text.split(".")) {
            const [, name, count = "1"] = /^([0-9]{1,2}|i|u)(?:x([0-9]{1,5}))?$/.exec(word) ?? [];
            const ticks = Number(count),
                job = name === "i" ? IDLE : name === "u" ? null : Number(name);
            if (!isSaid(job) || ticks === 0 || guess.ticks.length + ticks > TICKS_MAX)
                throw new Error(`not a predicted schedule: \`${word}\``);
            for (let i = 0; i < ticks; i++) guess.ticks.push(job);
        }
        while (guess.ticks.at(-1) === null) guess.ticks.pop();
        return guess;
    }
}

/** @param {Said} job */
const isSaid = (job) => job === null || (Number.isInteger(job) && job >= IDLE && job < JOBS_MAX);

/** @param {Said} job */
const nameOf = (job) => (job === null ? "u" : job === IDLE ? "i" : String(job));

/** @param {Said[]} a
 * @param {Said[]} b */
const isEqual = (a, b) => a.length === b.length && a.every((job, tick) => job === b[tick]);

/** @param {Said[]} ticks
 * @returns {[job: Said, ticks: number][]} */
export function runsOf(ticks) {
    /** @type {[Said, number][]} */
    const runs = [];
    for (const job of ticks) {
        const last = runs.at(-1);
        if (last && last[0] === job) last[1]++;
        else runs.push([job, 1]);
    }
    return runs;
}

/** What a student said, by tick, beside what really happened. A tick behind the end of REAL is
 * wrong if somebody is said to have the CPU in it, and else not counted.
 * @param {Said[]} student
 * @param {number[]} real
 * @returns {Marks} */
export function marks(student, real) {
    const said = student.map((job) => (job ?? IDLE) !== IDLE).lastIndexOf(true) + 1;
    const length = Math.max(real.length, said);
    const ticks = Array.from({length}, (_, tick) => markOf(student[tick] ?? null, real[tick]));
    const count = (/** @type {Mark} */ mark) => ticks.filter((each) => each === mark).length;
    const [right, wrong, unsaid] = [count("right"), count("wrong"), count("unsaid")];
    return {ticks, right, wrong, unsaid, score: length ? right / length : 0};
}

/** @param {Said} said
 * @param {number} [real] missing: the run was over
 * @returns {Mark} */
function markOf(said, real = IDLE) {
    if (said === null) return "unsaid";
    return said === real ? "right" : "wrong";
}

/** Who had the CPU in each tick from the workload's time 0 on, until the last job ended or as far
 * as the trace goes: a tick of the kernel tells who it found there, as `workload` reports it.
 * Whoever is no job counts as nobody.
 * @param {ChartOfTrace} chart
 * @returns {number[]} */
export function realByTick({jobs, numbers, origin, schedule}) {
    const end = Math.max(...jobs.map(({ended}) => ended ?? Number.POSITIVE_INFINITY));
    return schedule.ticks
        .filter(({time}) => time > origin && time <= end)
        .map(({pid}) => numbers.get(pid) ?? IDLE);
}

/** Whether all jobs have ended, so that realByTick is all of it.
 * @param {ChartOfTrace} chart */
export const isOver = ({jobs}) => jobs.length > 0 && jobs.every(({ended}) => ended !== null);
