// @ts-check
/* The book's prediction of a run beside the run: what the chart needs to draw it, and how far
 * both agree. As tools/trace/timeline_picture/schedule.py. */
import {parse} from "./workload.mjs";

/**
 * @typedef {import("./simulator.mjs").Prediction} Prediction
 * @typedef {{words: string, note: string, difference: number | null, firstArrival: number,
 *     book: [start: number, end: number, job: number][],
 *     bookTimes: import("./simulator.mjs").Times[]}} Facts of a chart
 */

const TIMER_HZ = 1193182; // of the PIT, which divides it by a whole number
const SHORT_NS = 1e9 / 250; // v86 looks for interrupts each millisecond: of shorter ticks it loses some
const NOBODY = -1,
    ANOTHER = -2;

/** Nanoseconds from tick to tick, as the kernel counts them.
 * @param {number} hz */
export const tickNs = (hz) => Math.floor((Math.round(TIMER_HZ / hz) * 1e9) / TIMER_HZ);

/** The workload that RUN, commands of the shell, is; null: it is something else.
 * @param {string} run */
export function workloadOf(run) {
    if (!/^\s*workload\s/.test(run)) return null;
    try {
        return parse(run);
    } catch {
        return null; // the guest says what is wrong with it
    }
}

/** @param {import("./simulator.mjs").Simulator} simulator
 * @param {{policy: string, run: string, hz: number}} settings
 * @returns {{prediction: Prediction | null, facts: Partial<Facts>}} */
export function foretell(simulator, {policy, run, hz}) {
    const workload = workloadOf(run);
    if (!workload) return {prediction: null, facts: {}};
    const firstArrival = workload.jobs[0]?.arrival ?? 0;
    try {
        const prediction = simulator.predict({...workload, words: policy, tickNs: tickNs(hz)});
        return {prediction, facts: {...factsOf(prediction), firstArrival}};
    } catch (error) {
        const note = `no prediction: ${/** @type {Error} */ (error).message}`;
        return {prediction: null, facts: {note, firstArrival}};
    }
}

/** @param {Prediction} prediction
 * @returns {Pick<Facts, "words" | "book" | "bookTimes">} */
const factsOf = ({words, slices, times}) => ({
    words,
    book: slices
        .filter(([, job]) => job >= 0)
        .map(([start, job, ticks]) => [start, start + ticks, job]),
    bookTimes: times,
});

/** Who had the CPU in each tick since time 0: a job, NOBODY, or ANOTHER process.
 * @param {any} chart */
function jobsByTick({jobs, numbers, origin, schedule}) {
    const end = Math.max(...jobs.map((/** @type {any} */ {ended}) => ended ?? Infinity));
    return schedule.ticks
        .filter((/** @type {any} */ {time}) => time > origin && time <= end)
        .map((/** @type {any} */ {pid}) => (pid === 0 ? NOBODY : (numbers.get(pid) ?? ANOTHER)));
}

/** @param {number | undefined} job */
const nameOf = (job) =>
    job === undefined
        ? "the end"
        : job === NOBODY
          ? "nobody"
          : job === ANOTHER
            ? "another process"
            : `job ${job}`;

/** What the book's ticks, or those of this machine, do not tell of POLICY.
 * @param {string} policy
 * @param {number} tickNs */
function whyDifferent(policy, tickNs) {
    const [name, ...parameters] = policy.split(/\s+/);
    if (tickNs < SHORT_NS) return " (at more than 250 ticks a second some are lost here)";
    if (name === "lottery") return " (tickets were drawn before time 0)";
    return parameters.includes("charge=time")
        ? " (it charges the time that was run, the book whole ticks)"
        : "";
}

/** How far CHART is as PREDICTION has it.
 * @param {any} chart
 * @param {Prediction} prediction
 * @returns {{note: string, difference: number | null}} */
export function compare(chart, {byTick, words}) {
    const {jobs} = chart;
    if (!jobs.length) return {note: "", difference: null};
    const isOver = jobs.every((/** @type {any} */ {ended}) => ended !== null);
    const got = jobsByTick(chart),
        length = isOver ? Math.max(got.length, byTick.length) : got.length;
    for (let tick = 0; tick < length; tick++)
        if (got[tick] !== byTick[tick]) {
            const [said, ran] = [byTick[tick], got[tick]].map(nameOf);
            const where = `differs in tick ${tick}: the book has ${said}, here it is ${ran}`;
            return {note: where + whyDifferent(words, chart.tickNs), difference: tick};
        }
    const note = isOver ? "as the book says, tick for tick" : "so far as the book says";
    return {note, difference: null};
}
